"""Reads for the statistics of days: stays and whole ways that ended in a span of days; two statements."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import select

from platform_app.extensions import db
from platform_app.kernel.clock import civil_date, start_of
from platform_app.members.rules import MemberClass
from platform_app.screening.models import Application, ApplicationDecision, ApplicationStay
from platform_app.screening.rules.applications import APPLICATION_LIFECYCLE
from platform_app.screening.rules.statistics import Measure, Stay

_ROWS_AT_ONCE = 2000
_MOST_ROWS = 500_000


def list_stays(*, from_on: date, until_on: date) -> Iterator[Stay]:
    """Stays in a status that ended in `[from_on, until_on)`, oldest first, and then the whole ways; at most half a million of each."""
    ended = (ApplicationStay.until >= start_of(from_on), ApplicationStay.until < start_of(until_on))
    statement = (
        select(ApplicationStay.status, Application.membership_class, ApplicationStay.since, ApplicationStay.until)
        .join(Application, Application.id == ApplicationStay.application_id)
        .where(*ended, ApplicationStay.status.not_in(APPLICATION_LIFECYCLE.final))
        .order_by(ApplicationStay.until, ApplicationStay.id)
        .limit(_MOST_ROWS)
    )
    for status, membership_class, since, until in db.session.execute(statement.execution_options(yield_per=_ROWS_AT_ONCE)):
        if until is not None:
            yield _stay(Measure(status.value), membership_class, since, until)
    released = (ApplicationDecision.released_at >= start_of(from_on), ApplicationDecision.released_at < start_of(until_on))
    ways = (
        select(Application.membership_class, Application.submitted_at, ApplicationDecision.released_at)
        .join(ApplicationDecision, ApplicationDecision.application_id == Application.id)
        .where(*released)
        .order_by(ApplicationDecision.released_at, ApplicationDecision.id)
        .limit(_MOST_ROWS)
    )
    for membership_class, sent_at, released_at in db.session.execute(ways.execution_options(yield_per=_ROWS_AT_ONCE)):
        if sent_at is not None and released_at is not None:
            yield _stay(Measure.WHOLE_WAY, membership_class, sent_at, released_at)


def _stay(measure: Measure, membership_class: MemberClass | None, since: datetime, until: datetime) -> Stay:
    """A clock that was set back may have left an end before its beginning; it counts as no time."""
    ended = civil_date(until)
    return Stay(measure, membership_class.value if membership_class else None, min(civil_date(since), ended), ended)
