"""Until when something is due in each status, when an applicant is reminded, and when an application lapses; all counted by the rules."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from platform_app.kernel.calendar import add_business_days
from platform_app.screening.rules.applications import Status


@dataclass(frozen=True)
class Terms:
    """The days that the rules give; `closed` are days on which the secretariat does not work."""

    completeness_business_days: int = 5
    review_days: int = 14
    letter_business_days: int = 5
    returned_days: int = 30
    returned_reminder_days: tuple[int, ...] = ()
    draft_days: int = 90
    draft_reminder_days: tuple[int, ...] = ()
    closed: Collection[date] = ()


def due_on(status: Status, since: date, terms: Terms) -> date | None:
    """The last day in time for what a status waits for; None where nothing is counted."""
    business_days = {
        Status.SUBMITTED: terms.completeness_business_days,
        Status.UNDER_CHECK: terms.completeness_business_days,
        Status.DECIDED: terms.letter_business_days,
    }
    days = {Status.BEFORE_BOARD: terms.review_days, Status.RETURNED: terms.returned_days, Status.DRAFT: terms.draft_days}
    if status in business_days:
        return add_business_days(since, business_days[status], closed=terms.closed)
    return since + timedelta(days=days[status]) if status in days else None


def is_overdue(due: date | None, today: date) -> bool:
    """Whether the last day in time is over."""
    return due is not None and due < today


LAPSING = (Status.DRAFT, Status.RETURNED)


def reminders_due(status: Status, due: date, today: date, terms: Terms) -> int:
    """How many reminders an applicant should have had by today: after each of the days of the rules, counted from the beginning of the term."""
    total, days = (
        (terms.draft_days, terms.draft_reminder_days) if status is Status.DRAFT else (terms.returned_days, terms.returned_reminder_days)
    )
    passed = total - (due - today).days
    return sum(1 for day in days if day <= passed and day < total)
