"""When an application may be erased, and who lifts a hold."""

from datetime import date

import pytest

from platform_app.kernel.calendar import add_months
from platform_app.screening.rules.applications import Status
from platform_app.screening.rules.retention import why_not_erase, why_not_hold, why_not_lift_hold


@pytest.mark.parametrize("status", list(Status))
def test_only_what_ended_without_a_member_is_erased(status: Status) -> None:
    codes = [reason.code for reason in why_not_erase(status, is_held=False, is_erased=False)]
    ended = status in (Status.REFUSED, Status.WITHDRAWN, Status.LAPSED)
    assert codes == ([] if ended else ["screening.still_needed"])


def test_a_hold_keeps_and_nothing_is_erased_twice() -> None:
    assert [reason.code for reason in why_not_erase(Status.REFUSED, is_held=True, is_erased=False)] == ["screening.under_hold"]
    assert [reason.code for reason in why_not_erase(Status.REFUSED, is_held=False, is_erased=True)] == ["screening.erased_already"]


@pytest.mark.parametrize(
    ("set_by", "lifted_by", "is_lifted"), [(1, 2, True), (1, 1, False), (None, 1, True), (None, None, True)]
)
def test_a_hold_is_lifted_by_another_person(set_by: int | None, lifted_by: int | None, is_lifted: bool) -> None:
    assert (why_not_lift_hold(is_held=True, set_by_id=set_by, by_id=lifted_by) == ()) is is_lifted


def test_a_hold_is_set_once_with_a_reason() -> None:
    assert why_not_hold(is_held=False, is_erased=False, reason="苦情") == ()
    assert why_not_hold(is_held=True, is_erased=False, reason="苦情")
    assert why_not_hold(is_held=False, is_erased=True, reason="苦情")
    assert why_not_hold(is_held=False, is_erased=False, reason=" ")


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [("2026-01-31", 1, "2026-02-28"), ("2028-02-29", 12, "2029-02-28"), ("2026-11-23", -12, "2025-11-23"), ("2026-03-31", -1, "2026-02-28")],
)
def test_months_end_on_the_last_day_where_there_is_no_such_day(day: str, months: int, expected: str) -> None:
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(expected)
