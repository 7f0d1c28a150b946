"""Business days of Japanese public offices.

Source: 国民の祝日に関する法律 (through `jpholiday`); 行政機関の休日に関する法律 1条 (Saturdays, Sundays, holidays, 29 December to 3 January).
"""

from calendar import monthrange
from collections.abc import Collection
from datetime import date, timedelta
from functools import lru_cache

import jpholiday

_SATURDAY = 5
_YEAR_END = frozenset({(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)})


def is_business_day(day: date, *, closed: Collection[date] = ()) -> bool:
    """Whether public offices work on a day; `closed` are further days on which the secretariat does not."""
    return not (
        day.weekday() >= _SATURDAY
        or (day.month, day.day) in _YEAR_END
        or day in closed
        or _is_holiday(day)
    )


@lru_cache(maxsize=4096)
def _is_holiday(day: date) -> bool:
    return bool(jpholiday.is_holiday(day))


def add_business_days(day: date, days: int, *, closed: Collection[date] = ()) -> date:
    """The business day that is `days` business days after a day; the day itself is not counted."""
    while days > 0:
        day += timedelta(days=1)
        if is_business_day(day, closed=closed):
            days -= 1
    return day


def count_business_days(since: date, until: date, *, closed: Collection[date] = ()) -> int:
    """How many business days have passed from a day, which is not counted, to another, which is."""
    return sum(1 for days in range(1, (until - since).days + 1) if is_business_day(since + timedelta(days=days), closed=closed))


def add_clear_days(day: date, days: int) -> date:
    """The first day with at least `days` clear days between it and a day; both ends are excluded."""
    return day + timedelta(days=days + 1)


def add_months(day: date, months: int) -> date:
    """The day so many months later or, for a negative number, before; the last of its month where that has no such day.

    Source: 民法 143条.
    """
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
