"""Until when something is due, when applicants are reminded, and who may have an application in hand."""

from datetime import date

import pytest

from platform_app.kernel.calendar import count_business_days
from platform_app.screening.rules.applications import Status
from platform_app.screening.rules.assignments import why_not_assign
from platform_app.screening.rules.deadlines import Terms, due_on, is_overdue, reminders_due

TERMS = Terms(returned_reminder_days=(7, 14, 23), draft_reminder_days=(30, 60, 83), closed=(date(2026, 12, 25),))


@pytest.mark.parametrize(("status", "since", "due"), [
    (Status.SUBMITTED, date(2026, 11, 20), date(2026, 11, 30)),  # a weekend and the holiday of 23 November between
    (Status.UNDER_CHECK, date(2026, 12, 24), date(2027, 1, 7)),  # a closed day, the year's end and a weekend
    (Status.BEFORE_BOARD, date(2026, 11, 20), date(2026, 12, 4)),
    (Status.RETURNED, date(2026, 11, 20), date(2026, 12, 20)),
    (Status.DRAFT, date(2026, 11, 20), date(2027, 2, 18)),
    (Status.DEFERRED, date(2026, 11, 20), None),
    (Status.APPROVED, date(2026, 11, 20), None),
])
def test_each_status_is_due_as_the_rules_say(status: Status, since: date, due: date | None) -> None:
    assert due_on(status, since, TERMS) == due


def test_the_last_day_is_in_time_and_the_next_one_is_not() -> None:
    assert not is_overdue(date(2026, 12, 20), date(2026, 12, 20))
    assert is_overdue(date(2026, 12, 20), date(2026, 12, 21))
    assert not is_overdue(None, date(2026, 12, 21))


@pytest.mark.parametrize(("today", "reminders"), [
    (date(2026, 11, 20), 0), (date(2026, 11, 26), 0), (date(2026, 11, 27), 1), (date(2026, 12, 4), 2), (date(2026, 12, 13), 3),
    (date(2026, 12, 20), 3),
])
def test_applicants_are_reminded_on_the_days_of_the_rules(today: date, reminders: int) -> None:
    assert reminders_due(Status.RETURNED, date(2026, 12, 20), today, TERMS) == reminders


def test_a_reminder_that_would_come_after_the_end_never_comes() -> None:
    assert reminders_due(Status.RETURNED, date(2026, 12, 20), date(2026, 12, 20), Terms(returned_reminder_days=(30, 40))) == 0


def test_business_days_are_counted_from_the_day_after() -> None:
    assert count_business_days(date(2026, 11, 20), date(2026, 11, 20)) == 0
    assert count_business_days(date(2026, 11, 20), date(2026, 11, 24)) == 1
    assert count_business_days(date(2026, 11, 24), date(2026, 11, 20)) == 0


@pytest.mark.parametrize(("status", "assignee", "substitute", "reasons"), [
    (Status.UNDER_CHECK, 1, 2, []),
    (Status.UNDER_CHECK, None, None, []),
    (Status.UNDER_CHECK, 3, None, ["screening.assignee_without_office"]),
    (Status.UNDER_CHECK, 1, 3, ["screening.assignee_without_office"]),
    (Status.UNDER_CHECK, 1, 1, ["screening.substitute_is_assignee"]),
    (Status.UNDER_CHECK, None, 1, ["screening.substitute_alone"]),
    (Status.APPROVED, 1, None, ["screening.not_open"]),
])
def test_only_holders_of_the_office_have_what_is_under_way_in_hand(
    status: Status, assignee: int | None, substitute: int | None, reasons: list[str]
) -> None:
    found = why_not_assign(status, assignee_id=assignee, substitute_id=substitute, holders={1, 2})
    assert [reason.code for reason in found] == reasons
