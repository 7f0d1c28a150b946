"""How long the steps of applications take: ranks of days, counted in the days in which the rules count each step."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from platform_app.kernel.calendar import is_business_day

_MOST_DAYS = 366 * 30


class Measure(Enum):
    """What is measured: the stay in a status, and the whole way from sending in to the released result."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    UNDER_CHECK = "under_check"
    RETURNED = "returned"
    BEFORE_BOARD = "before_board"
    DEFERRED = "deferred"
    DECIDED = "decided"
    WHOLE_WAY = "whole_way"


IN_BUSINESS_DAYS = frozenset({Measure.SUBMITTED, Measure.UNDER_CHECK, Measure.DECIDED})


@dataclass(frozen=True)
class Stay:
    """One stay, or one whole way, that has ended."""

    measure: Measure
    membership_class: str | None
    since: date
    until: date

    @property
    def month(self) -> str:
        """The month in which it ended, like 2026-11."""
        return f"{self.until:%Y-%m}"


@dataclass(frozen=True)
class Ranks:
    """So many stays; half of them took at most `median` days, nine of ten at most `ninth` (nearest rank)."""

    count: int
    median: int
    ninth: int


class DayCounter:
    """Counts days between two days; business days from a table that is made once for the whole range."""

    def __init__(self, first: date, last: date, *, closed: Collection[date] = ()) -> None:
        self._first = first
        total, self._sums = 0, [0]
        for place in range(min((last - first).days, _MOST_DAYS) + 1):
            total += is_business_day(first + timedelta(days=place), closed=closed)
            self._sums.append(total)

    def days(self, stay: Stay) -> int:
        """The days of a stay; the day on which it began is not counted."""
        if stay.measure not in IN_BUSINESS_DAYS:
            return (stay.until - stay.since).days
        return self._sums[(stay.until - self._first).days + 1] - self._sums[(stay.since - self._first).days + 1]


def ranks_of(days: Sequence[int]) -> Ranks:
    """The ranks of some numbers of days, of which there is at least one.

    Source: nearest-rank method; integers only.
    """
    ordered = sorted(days)
    count = len(ordered)
    return Ranks(count, ordered[-(-count // 2) - 1], ordered[-(-count * 9 // 10) - 1])


Key = tuple[Measure, str, str]


def table_of(stays: Iterable[Stay], counter: DayCounter) -> Mapping[Key, Ranks]:
    """Ranks by measure, class and month; an empty text stands for all classes, or all months."""
    days: dict[Key, list[int]] = {}
    for stay in stays:
        number = counter.days(stay)
        for membership_class in {stay.membership_class or "", ""}:
            for month in (stay.month, ""):
                days.setdefault((stay.measure, membership_class, month), []).append(number)
    return {key: ranks_of(found) for key, found in days.items()}
