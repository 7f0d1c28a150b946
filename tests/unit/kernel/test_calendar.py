"""Business days and clear days of Japanese public offices."""

from datetime import date

from platform_app.kernel.calendar import add_business_days, add_clear_days, is_business_day


def test_year_end_and_holidays_are_no_business_days() -> None:
    assert not is_business_day(date(2026, 12, 29))
    assert not is_business_day(date(2027, 1, 3))
    assert not is_business_day(date(2026, 11, 23))
    assert is_business_day(date(2026, 12, 28))
    assert is_business_day(date(2027, 1, 4))


def test_days_the_secretariat_closes_are_no_business_days() -> None:
    assert not is_business_day(date(2026, 11, 24), closed={date(2026, 11, 24)})


def test_five_business_days_over_the_turn_of_the_year_end_on_the_eleventh() -> None:
    assert add_business_days(date(2026, 12, 28), 5) == date(2027, 1, 8)


def test_clear_days_exclude_both_ends() -> None:
    assert add_clear_days(date(2026, 3, 1), 14) == date(2026, 3, 16)
