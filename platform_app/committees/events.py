"""What happened in bodies. No event tells a choice: nobody shall read a running tally out of the ledger."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from platform_app.committees.rules.deliberations import Question
from platform_app.committees.rules.seats import DecisionKind, Departure, SeatRole
from platform_app.committees.rules.tally import ConflictState, Ground, Outcome
from platform_app.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class BoardFounded(Event):
    """The first board was seated by a recorded founding decision."""

    subject_type: ClassVar[str] = "board_decision"
    board_decision_id: int
    body_id: int
    decided_on: date
    seats: int


@dataclass(frozen=True, kw_only=True)
class SeatsDecided(Event):
    """A later decision that fills seats was recorded."""

    subject_type: ClassVar[str] = "board_decision"
    board_decision_id: int
    body_id: int
    kind: DecisionKind
    decided_on: date
    seats: int


@dataclass(frozen=True, kw_only=True)
class SeatFilled(Event):
    """A member's person was seated for a term `[from_on, until_on)`."""

    subject_type: ClassVar[str] = "seat"
    seat_id: int
    board_decision_id: int
    member_id: int
    person_id: int
    role: SeatRole
    from_on: date
    until_on: date


@dataclass(frozen=True, kw_only=True)
class SeatVacated(Event):
    """A seat ends before its term; `until_on` is the first day without it."""

    subject_type: ClassVar[str] = "seat"
    seat_id: int
    member_id: int
    until_on: date
    cause: Departure


@dataclass(frozen=True, kw_only=True)
class DeliberationOpened(Event):
    """A question was put to the board, its electorate and rules frozen."""

    subject_type: ClassVar[str] = "deliberation"
    deliberation_id: int
    about_type: str
    about_id: int
    question: Question
    bylaws_version_id: int
    closes_at: datetime


@dataclass(frozen=True, kw_only=True)
class ConflictDeclared(Event):
    """A seat declared whether it has a conflict of interest."""

    subject_type: ClassVar[str] = "deliberation"
    deliberation_id: int
    seat_id: int
    state: ConflictState
    denies_hint: bool


@dataclass(frozen=True, kw_only=True)
class PositionGiven(Event):
    """A seat gave its position, or changed it."""

    subject_type: ClassVar[str] = "deliberation"
    deliberation_id: int
    seat_id: int
    changes_earlier: bool


@dataclass(frozen=True, kw_only=True)
class DeliberationClosed(Event):
    """A deliberation has its outcome; whoever asked reacts."""

    subject_type: ClassVar[str] = "deliberation"
    deliberation_id: int
    about_type: str
    about_id: int
    question: Question
    outcome: Outcome
    ground: Ground


@dataclass(frozen=True, kw_only=True)
class DeliberationCalledOff(Event):
    """A deliberation ended without an outcome, because its subject went away."""

    subject_type: ClassVar[str] = "deliberation"
    deliberation_id: int
    about_type: str
    about_id: int
    question: Question


EVENTS = (
    BoardFounded,
    SeatsDecided,
    SeatFilled,
    SeatVacated,
    DeliberationOpened,
    ConflictDeclared,
    PositionGiven,
    DeliberationClosed,
    DeliberationCalledOff,
)
