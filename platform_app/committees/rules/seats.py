"""Who may be seated in a body, by what decision and for how long; whether enough seats are filled.

Source: the platform's own document (a board of at least three, elected from the members); the figures come from the rule set.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import BinaryIO

from platform_app.kernel.reasons import Reason


class BodyKind(Enum):
    """What a body is."""

    BOARD = "board"
    SUBCOMMITTEE = "subcommittee"


class SeatRole(Enum):
    """What a seat is in its body."""

    CHAIR = "chair"
    MEMBER = "member"


class DecisionKind(Enum):
    """The recorded decision that fills seats: the founding one, or a later one (election, filling of a vacancy)."""

    FOUNDING = "founding"
    FILLING = "filling"


class Departure(Enum):
    """Why a seat ends before its term does."""

    RESIGNATION = "resignation"
    REMOVAL = "removal"
    MEMBERSHIP_ENDED = "membership_ended"


@dataclass(frozen=True)
class Period:
    """Civil dates, half-open: `[from_on, until_on)`; without `until_on` it has no end yet."""

    from_on: date
    until_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether a day lies in the period."""
        return self.from_on <= day and (self.until_on is None or day < self.until_on)

    def overlaps(self, other: "Period") -> bool:
        """Whether the two periods share a day."""
        return (other.until_on is None or self.from_on < other.until_on) and (
            self.until_on is None or other.from_on < self.until_on
        )


@dataclass(frozen=True)
class RecordFile:
    """The written record of a decision as somebody hands it in: its bytes and the name of the file."""

    stream: BinaryIO
    name: str


@dataclass(frozen=True)
class SeatingDecision:
    """The recorded decision: the day it was taken, its words, and its written record where one is handed in."""

    decided_on: date
    text: str
    record: RecordFile | None = None


@dataclass(frozen=True)
class SeatChoice:
    """A seat that a decision fills: the member, the person who sits for it, and the period `[from_on, until_on)`."""

    member_id: int
    person_id: int
    role: SeatRole
    from_on: date
    until_on: date

    @property
    def period(self) -> Period:
        """The seat's time."""
        return Period(self.from_on, self.until_on)


@dataclass(frozen=True)
class SeatHeld:
    """A seat that exists: who holds it, as what, and when."""

    member_id: int
    role: SeatRole
    period: Period


@dataclass(frozen=True)
class Nominee:
    """Somebody whom a decision seats. `may_stand`: the member is active in a class with the right; `is_its_person`: the
    person has a term with that member. `name` is the member's, for the sentence."""

    member_id: int
    person_id: int
    role: SeatRole
    period: Period
    may_stand: bool
    is_its_person: bool
    name: str = ""


@dataclass(frozen=True)
class SeatingRules:
    """The figures of the rule set that bind a seating."""

    minimum_seats: int
    term_years: int


def why_not_found(
    *, nominees: Sequence[Nominee], held: Collection[SeatHeld], decided_on: date, today: date, text: str, rules: SeatingRules
) -> tuple[Reason, ...]:
    """Reasons against seating the first board: enough seats, exactly one chair, nobody seated before, and each nominee fit."""
    reasons: list[Reason] = []
    if held:
        reasons.append(Reason("committees.board_already_seated"))
    if len(nominees) < rules.minimum_seats:
        reasons.append(
            Reason("committees.too_few_nominees", {"named": len(nominees), "minimum": rules.minimum_seats}, "nominees")
        )
    chairs = sum(nominee.role is SeatRole.CHAIR for nominee in nominees)
    if chairs != 1:
        reasons.append(Reason("committees.one_chair_needed", {"chairs": chairs}, "chair"))
    return (*reasons, *why_not_seat(nominees=nominees, held=(), decided_on=decided_on, today=today, text=text, rules=rules))


def why_not_seat(
    *, nominees: Sequence[Nominee], held: Collection[SeatHeld], decided_on: date, today: date, text: str, rules: SeatingRules
) -> tuple[Reason, ...]:
    """Reasons against seating the nominees beside the seats that are held."""
    reasons = [*_why_not_decided(decided_on, today, text)]
    if not nominees:
        reasons.append(Reason("committees.nobody_named", {}, "nominees"))
    seated = list(held)
    for nominee in nominees:
        reasons.extend(_why_not_nominee(nominee, seated, decided_on, rules))
        seated.append(SeatHeld(nominee.member_id, nominee.role, nominee.period))
    return tuple(reasons)


def _why_not_decided(decided_on: date, today: date, text: str) -> tuple[Reason, ...]:
    reasons = []
    if decided_on > today:
        reasons.append(Reason("committees.decided_in_future", {}, "decided_on"))
    if not text.strip():
        reasons.append(Reason("committees.decision_text_missing", {}, "text"))
    return tuple(reasons)


def _why_not_nominee(nominee: Nominee, seated: Collection[SeatHeld], decided_on: date, rules: SeatingRules) -> list[Reason]:
    overlapping = [seat for seat in seated if seat.period.overlaps(nominee.period)]
    facts = {"name": nominee.name}
    checks = (
        (not nominee.may_stand, Reason("committees.member_may_not_stand", facts, "nominees")),
        (not nominee.is_its_person, Reason("committees.person_not_of_member", facts, "nominees")),
        (
            any(seat.member_id == nominee.member_id for seat in overlapping),
            Reason("committees.member_already_seated", facts, "nominees"),
        ),
        (
            nominee.role is SeatRole.CHAIR and any(seat.role is SeatRole.CHAIR for seat in overlapping),
            Reason("committees.chair_already_seated", facts, "chair"),
        ),
        (nominee.period.from_on < decided_on, Reason("committees.seated_before_decision", facts, "from_on")),
        *_term_checks(nominee.period, rules.term_years),
    )
    return [reason for applies, reason in checks if applies]


def _term_checks(period: Period, term_years: int) -> tuple[tuple[bool, Reason], ...]:
    longest = term_end(period.from_on, term_years)
    return (
        (period.until_on is None, Reason("committees.term_without_end", {}, "until_on")),
        (period.until_on is not None and period.until_on <= period.from_on, Reason("committees.term_empty", {}, "until_on")),
        (
            period.until_on is not None and period.until_on > longest,
            Reason("committees.term_too_long", {"years": term_years}, "until_on"),
        ),
    )


def term_end(from_on: date, term_years: int) -> date:
    """The first day after a full term; a term from 29 February ends before 1 March."""
    try:
        return from_on.replace(year=from_on.year + term_years)
    except ValueError:
        return date(from_on.year + term_years, 3, 1)


def why_not_vacate(*, period: Period, until_on: date, today: date) -> tuple[Reason, ...]:
    """Reasons against ending a seat early on a day: it must begin before, not end sooner anyhow, and nothing is back-dated."""
    if until_on < today:
        return (Reason("committees.vacated_in_past", {}, "until_on"),)
    if until_on < period.from_on:
        return (Reason("committees.vacated_before_start", {}, "until_on"),)
    if period.until_on is not None and period.until_on <= until_on:
        return (Reason("committees.seat_ends_sooner", {"until_on": period.until_on}, "until_on"),)
    return ()


def missing_seats(board_size: int, minimum_seats: int) -> int:
    """How many seats are to be filled before the board may open or close anything."""
    return max(0, minimum_seats - board_size)
