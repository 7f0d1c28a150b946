"""What the clock does for applications.

Recommenders are reminded, requests end, given recommendations are looked at again; applicants are reminded, and what nobody goes on with lapses.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog

from platform_app.bylaws.queries import rules_at
from platform_app.database.transaction import reading, transaction
from platform_app.kernel.clock import civil_date, start_of
from platform_app.kernel.errors import PlatformError
from platform_app.screening.queries.checks import list_names_to_look_after
from platform_app.screening.queries.recommendations import list_ended_requests, list_resting_on_recommendations, list_unanswered
from platform_app.screening.services.lapsing import list_waiting_for_applicants, remind_or_lapse
from platform_app.screening.services.recommendations import expire, look_again, remind
from platform_app.screening.services.watching import look_after_names

log = structlog.get_logger(__name__)


def remind_recommenders(at: datetime) -> int:
    """Send each reminder that is due, one a request, in a transaction of its own; returns how many."""
    with reading():
        days = rules_at(civil_date(at)).integers("admission.recommendation_reminder_days")
        if not days:
            return 0
        waiting = list_unanswered(asked_before=start_of(civil_date(at) - timedelta(days=days[0] - 1)), fewer_than=len(days))
    return _each(waiting, lambda found: remind(recommendation_id=found, at=at))


def expire_recommendations(at: datetime) -> int:
    """End each request that nobody answered in time; returns how many."""
    with reading():
        ended = list_ended_requests(at)
    return _each(ended, lambda found: expire(recommendation_id=found, at=at))


def review_recommendations(at: datetime) -> int:
    """Look again at what applications with the secretariat rest on, since recommenders leave; returns how many checks changed."""
    with reading():
        applications = list_resting_on_recommendations()
    return _each(applications, lambda found: look_again(application_id=found, at=at))


def remind_applicants(at: datetime) -> int:
    """Remind each applicant whose draft or correction waits, or let it lapse when its time is over; returns how many of either."""
    with reading():
        waiting = list_waiting_for_applicants()
    return _each(waiting, lambda found: remind_or_lapse(application_id=found, at=at))


def look_after_watched_names(at: datetime) -> int:
    """Watch the names of applications that came in before watching began; open checks again behind which something new waits."""
    with reading():
        applications = list_names_to_look_after()
    return _each(applications, lambda found: look_after_names(application_id=found, at=at))


def _each(ids: Sequence[int], act: Callable[[int], bool]) -> int:
    return sum(_one(found, act) for found in ids)


def _one(found: int, act: Callable[[int], bool]) -> bool:
    try:
        with transaction():
            return act(found)
    except PlatformError as error:
        log.warning("left for the next run", job=act.__qualname__.split(".")[0], subject=found, reason=str(error))
        return False
