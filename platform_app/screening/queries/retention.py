"""Reads for retention: which applications are kept longer than the rules say, and which of them are under a legal hold."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select

from platform_app.bylaws.queries import rules_at
from platform_app.bylaws.rules import RuleSet
from platform_app.extensions import db
from platform_app.kernel.calendar import add_months
from platform_app.kernel.clock import civil_date, start_of
from platform_app.kernel.retention import DueRecord
from platform_app.members.queries import ended_members
from platform_app.screening.models import Application, ApplicationOfficer, ScreeningCheck
from platform_app.screening.rules.applications import Status

_MONTHS_OF_YEAR = 12
_MOST_AT_ONCE = 1000
_LONGER_MONTH = timedelta(days=3)

IS_REFUSED = Application.status == Status.REFUSED
IS_WITHDRAWN = and_(Application.status == Status.WITHDRAWN, Application.submitted_at.is_not(None))
IS_UNFINISHED = or_(
    Application.status == Status.LAPSED, and_(Application.status == Status.WITHDRAWN, Application.submitted_at.is_(None))
)


def months_of(key: str) -> Callable[[RuleSet], int]:
    """A rule of retention in months."""
    return lambda rules: rules.integer(key) * (_MONTHS_OF_YEAR if key.endswith("_years") else 1)


def list_due_applications(kind: ColumnElement[bool], months: Callable[[RuleSet], int], *, at: datetime, is_held: bool = False) -> Sequence[DueRecord]:
    """Applications of a kind whose time is over, longest ago first, at most 1,000; those under a legal hold, or the others."""
    on = civil_date(at)
    kept = months(rules_at(on))
    before = start_of(add_months(on, -kept)) + _LONGER_MONTH
    hold = Application.retention_hold.is_not(None) if is_held else Application.retention_hold.is_(None)
    statement = (
        select(Application.id, Application.status_since)
        .where(kind, hold, Application.erased_at.is_(None), Application.status_since < before)
        .order_by(Application.status_since, Application.id)
        .limit(_MOST_AT_ONCE)
    )
    found = [DueRecord(row.id, add_months(civil_date(row.status_since), kept)) for row in db.session.execute(statement)]
    return [record for record in found if record.since <= on]


def list_due_evidence(*, at: datetime, is_held: bool = False) -> Sequence[DueRecord]:
    """Approved applications with sealed evidence or birth dates whose member has left so long ago that the evidence is due."""
    on = civil_date(at)
    years = rules_at(on).integer("retention.screening_evidence_years")
    ended = ended_members(before=add_months(on, -years * _MONTHS_OF_YEAR))
    hold = Application.retention_hold.is_not(None) if is_held else Application.retention_hold.is_(None)
    statement = (
        select(Application.id, Application.member_id)
        .where(Application.member_id.in_(list(ended)), hold, _has_evidence())
        .order_by(Application.id)
        .limit(_MOST_AT_ONCE)
    )
    return [
        DueRecord(row.id, add_months(ended[row.member_id], years * _MONTHS_OF_YEAR)) for row in db.session.execute(statement)
    ] if ended else []


def _has_evidence() -> ColumnElement[bool]:
    sealed: ColumnElement[Any] = or_(ScreeningCheck.sealed_conclusion.is_not(None), ScreeningCheck.sealed_note.is_not(None))
    return or_(
        exists().where(ScreeningCheck.application_id == Application.id, sealed),
        exists().where(ApplicationOfficer.application_id == Application.id, ApplicationOfficer.birth_on.is_not(None)),
    )


def held_applications(application_ids: Collection[int]) -> frozenset[int]:
    """Which of some applications are under a legal hold."""
    held = select(Application.id).where(Application.id.in_(application_ids), Application.retention_hold.is_not(None))
    return frozenset(db.session.scalars(held))


def held_members(member_ids: Collection[int]) -> frozenset[int]:
    """Which of some members came by an application that is under a legal hold."""
    held = select(Application.member_id).where(Application.member_id.in_(member_ids), Application.retention_hold.is_not(None))
    return frozenset(member_id for member_id in db.session.scalars(held) if member_id is not None)
