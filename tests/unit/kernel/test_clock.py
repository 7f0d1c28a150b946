"""Civil dates are those of Tokyo, whatever the zone of the instant."""

from datetime import UTC, date, datetime

from platform_app.kernel.clock import civil_date, now, start_of


def test_the_day_in_tokyo_begins_at_three_in_the_afternoon_utc() -> None:
    assert civil_date(datetime(2026, 3, 31, 14, 59, 59, tzinfo=UTC)) == date(2026, 3, 31)
    assert civil_date(datetime(2026, 3, 31, 15, 0, tzinfo=UTC)) == date(2026, 4, 1)
    assert start_of(date(2026, 4, 1)) == datetime(2026, 3, 31, 15, 0, tzinfo=UTC)


def test_now_is_aware() -> None:
    assert now().utcoffset() is not None
