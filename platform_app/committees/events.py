"""What happened in bodies. No event tells a choice: nobody shall read a running tally out of the ledger."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from platform_app.committees.rules.deliberations import Mode, Question
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
class SittingOpened(Event):
    """Questions were put to the board together, by circulation or for a meeting."""

    subject_type: ClassVar[str] = "sitting"
    sitting_id: int
    mode: Mode
    matters: int
    closes_at: datetime
    meets_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ReminderDue(Event):
    """The day came on which those who have not answered are written to."""

    subject_type: ClassVar[str] = "sitting"
    sitting_id: int


@dataclass(frozen=True, kw_only=True)
class DeadlineExtended(Event):
    """The deadline of a sitting's open deliberations was put off; the reason stands in its row."""

    subject_type: ClassVar[str] = "sitting"
    sitting_id: int
    extension_id: int
    closed_before: datetime
    closes_at: datetime


@dataclass(frozen=True, kw_only=True)
class AttendanceNoted(Event):
    """It was noted who is present in a meeting."""

    subject_type: ClassVar[str] = "sitting"
    sitting_id: int
    present: int


@dataclass(frozen=True, kw_only=True)
class BoardBelowMinimum(Event):
    """The board has fewer seats in office than the rules ask for, so that nothing opens or closes."""

    subject_type: ClassVar[str] = "body"
    body_id: int
    seats: int
    minimum: int


@dataclass(frozen=True, kw_only=True)
class BoardCompleteAgain(Event):
    """The board has enough seats in office again."""

    subject_type: ClassVar[str] = "body"
    body_id: int
    seats: int


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
class ConflictReported(Event):
    """The secretariat recused a seat for a conflict that was found after the opening; the reason stands in its row."""

    subject_type: ClassVar[str] = "deliberation"
    deliberation_id: int
    seat_id: int


@dataclass(frozen=True, kw_only=True)
class PositionRecorded(Event):
    """What a seat said in a meeting was written down from the minutes."""

    subject_type: ClassVar[str] = "deliberation"
    deliberation_id: int
    seat_id: int
    changes_earlier: bool


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
    BoardBelowMinimum,
    BoardCompleteAgain,
    SittingOpened,
    ReminderDue,
    DeadlineExtended,
    AttendanceNoted,
    DeliberationOpened,
    ConflictDeclared,
    ConflictReported,
    PositionRecorded,
    PositionGiven,
    DeliberationClosed,
    DeliberationCalledOff,
)


@dataclass(frozen=True, kw_only=True)
class DeliberationTextsErased(Event):
    """The time of the subject was over: its name, reasons and declarations were erased; choices and the outcome stay."""

    subject_type: ClassVar[str] = "deliberation"
    deliberation_id: int
