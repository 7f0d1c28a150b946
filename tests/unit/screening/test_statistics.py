"""Ranks of days, counted in the days in which the rules count each step."""

from datetime import date

import pytest

from platform_app.screening.rules.statistics import DayCounter, Measure, Ranks, Stay, ranks_of, table_of


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([3], Ranks(1, 3, 3)), ([1, 9], Ranks(2, 1, 9)), ([5, 1, 3], Ranks(3, 3, 5)),
        (list(range(1, 11)), Ranks(10, 5, 9)), (list(range(1, 101)), Ranks(100, 50, 90)), ([0, 0, 0], Ranks(3, 0, 0)),
    ],
)
def test_ranks_are_numbers_that_occurred(days: list[int], expected: Ranks) -> None:
    assert ranks_of(days) == expected


def stay(measure: Measure, since: str, until: str, kind: str | None = "regular") -> Stay:
    """A stay between two days."""
    return Stay(measure, kind, date.fromisoformat(since), date.fromisoformat(until))


@pytest.mark.parametrize(
    ("measure", "since", "until", "expected"),
    [
        (Measure.UNDER_CHECK, "2026-11-20", "2026-11-24", 1),  # a weekend and a holiday between
        (Measure.BEFORE_BOARD, "2026-11-20", "2026-11-24", 4),
        (Measure.DECIDED, "2026-12-28", "2027-01-04", 1),  # the closing days of the year
        (Measure.SUBMITTED, "2026-11-24", "2026-11-24", 0),
        (Measure.WHOLE_WAY, "2026-11-20", "2026-12-20", 30),
    ],
)
def test_days_are_counted_as_the_rules_count_them(measure: Measure, since: str, until: str, expected: int) -> None:
    counter = DayCounter(date(2026, 11, 1), date(2027, 1, 31))
    assert counter.days(stay(measure, since, until)) == expected


def test_days_on_which_the_secretariat_closes_do_not_count() -> None:
    counter = DayCounter(date(2026, 11, 1), date(2026, 11, 30), closed=[date(2026, 11, 25)])
    assert counter.days(stay(Measure.UNDER_CHECK, "2026-11-24", "2026-11-27")) == 2


def test_the_table_has_all_and_each_class_and_month() -> None:
    stays = [
        stay(Measure.BEFORE_BOARD, "2026-10-01", "2026-10-11"), stay(Measure.BEFORE_BOARD, "2026-11-01", "2026-11-21", "supporting"),
        stay(Measure.BEFORE_BOARD, "2026-11-01", "2026-11-03", None),
    ]
    table = table_of(stays, DayCounter(date(2026, 10, 1), date(2026, 11, 30)))
    assert table[Measure.BEFORE_BOARD, "", ""] == Ranks(3, 10, 20)
    assert table[Measure.BEFORE_BOARD, "supporting", "2026-11"] == Ranks(1, 20, 20)
    assert table[Measure.BEFORE_BOARD, "", "2026-11"] == Ranks(2, 2, 20)
    assert (Measure.BEFORE_BOARD, "cooperating", "") not in table
