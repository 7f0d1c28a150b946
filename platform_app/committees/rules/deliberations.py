"""Who may do what in a deliberation and when: open, declare, give a position, close; and what is still needed.

The time for declarations and positions is half-open: `[opened_at, closes_at)`. A position may be changed until the close. Positions of
others are hidden until the own one is given or the deliberation is closed; nobody sees a running tally, only how many have answered.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, StrEnum

from platform_app.committees.rules.tally import Choice, ConflictState, Consent, CountingRules, Result, Standing, Tally, Voice, count, decide
from platform_app.kernel.lifecycle import Lifecycle, Turn
from platform_app.kernel.reasons import Reason


class Mode(Enum):
    """How a body deliberates: by circulation until a deadline, or in a meeting."""

    CIRCULAR = "circular"
    MEETING = "meeting"


class Question(StrEnum):
    """What a body is asked; the code is kept, and shown in words."""

    ADMISSION = "admission"


class DeliberationStatus(StrEnum):
    """Where a deliberation is. Called off: its subject went away (an application withdrawn); it has no outcome."""

    OPEN = "open"
    CLOSED = "closed"
    CALLED_OFF = "called_off"


DELIBERATION = Lifecycle(
    "committees.deliberation",
    initial=DeliberationStatus.OPEN,
    transitions={DeliberationStatus.OPEN: {DeliberationStatus.CLOSED, DeliberationStatus.CALLED_OFF}},
    turn={DeliberationStatus.OPEN: Turn.BOARD},
)


@dataclass(frozen=True)
class Packet:
    """The contents of a matter on one page, given by its owner: a title, a template partial, and the facts it shows.

    The partial finds `packet` and `deliberation_id`; what it links to asks `queries.get_shown_subject` again.
    """

    title: str
    template: str
    facts: object = None


@dataclass(frozen=True)
class DeliberationFacts:
    """A deliberation as its rules see it. `board_size` counts the body's seats in office now, `minimum_seats` is the rule's.

    `meets_at` is the beginning of the meeting; `is_attendance_noted`: it is on record who was present.
    """

    status: DeliberationStatus
    mode: Mode
    opened_at: datetime
    closes_at: datetime
    board_size: int
    minimum_seats: int
    counting: CountingRules
    voices: Sequence[Voice]
    meets_at: datetime | None = None
    is_attendance_noted: bool = False

    @property
    def tally(self) -> Tally:
        """The figures as they stand now."""
        return count(self.voices, self.counting)

    @property
    def result(self) -> Result:
        """What it would come to now."""
        return decide(self.tally, self.counting.consent)

    def takes_positions_at(self, at: datetime) -> bool:
        """Whether declarations and positions are taken at an instant."""
        return self.status is DeliberationStatus.OPEN and self.opened_at <= at < self.closes_at

    def is_before_meeting(self, at: datetime) -> bool:
        """Whether the meeting has still to begin; never by circulation."""
        return self.meets_at is not None and at < self.meets_at


def consent_for(mode: Mode, circular: Consent) -> Consent:
    """The consent a deliberation needs: consent of all concerns resolutions without a meeting only (法人法96条)."""
    return circular if mode is Mode.CIRCULAR else Consent.MAJORITY


def why_not_open(
    *, board_size: int, minimum_seats: int, opened_at: datetime, closes_at: datetime, is_open_already: bool
) -> tuple[Reason, ...]:
    """Reasons against opening a deliberation."""
    reasons = [*_why_not_enough_seats(board_size, minimum_seats)]
    if closes_at <= opened_at:
        reasons.append(Reason("committees.deadline_not_ahead", {}, "closes_at"))
    if is_open_already:
        reasons.append(Reason("committees.already_open"))
    return tuple(reasons)


def why_not_declare(
    deliberation: DeliberationFacts, voice: Voice | None, *, state: ConflictState, text: str, at: datetime
) -> tuple[Reason, ...]:
    """Reasons against a seat's declaration. A conflict once declared stands; one that is found later may still be declared."""
    reasons = _why_not_take_part(deliberation, voice, at)
    if reasons or voice is None:
        return reasons
    if voice.is_recused_by_rule:
        return (Reason("committees.recused_by_rule"),)
    if voice.conflict is ConflictState.CONFLICTED:
        return (Reason("committees.conflict_stands"),)
    if state is ConflictState.UNDECLARED:
        return (Reason("committees.declaration_missing", {}, "state"),)
    if state is ConflictState.CONFLICTED and not text.strip():
        return (Reason("committees.conflict_text_missing", {}, "text"),)
    return ()


def why_not_give_position(
    deliberation: DeliberationFacts, voice: Voice | None, *, choice: Choice | None, reason: str, at: datetime
) -> tuple[Reason, ...]:
    """Reasons against a seat's position: refusing and deferring need a reason."""
    reasons = why_not_answer(deliberation, voice, at=at)
    if reasons:
        return reasons
    if choice is None:
        return (Reason("committees.choice_missing", {}, "choice"),)
    if choice is not Choice.APPROVE and not reason.strip():
        return (Reason("committees.position_reason_missing", {"choice": choice}, "reason"),)
    return ()


def why_not_answer(deliberation: DeliberationFacts, voice: Voice | None, *, at: datetime) -> tuple[Reason, ...]:
    """Reasons against a seat's giving any position at all."""
    reasons = _why_not_take_part(deliberation, voice, at)
    if reasons or voice is None:
        return reasons
    if voice.standing is Standing.RECUSED:
        return (Reason("committees.recused"),)
    if deliberation.is_before_meeting(at):
        return (Reason("committees.meeting_ahead", {"meets_at": deliberation.meets_at}),)
    if voice.conflict is ConflictState.UNDECLARED:
        return (Reason("committees.conflict_undeclared"),)
    return ()


def why_not_report_conflict(deliberation: DeliberationFacts, voice: Voice | None, *, reason: str) -> tuple[Reason, ...]:
    """Reasons against recusing a seat for a conflict that was found after the opening, also after the deadline until the close."""
    if voice is None:
        return (Reason("committees.seat_not_asked", {}, "seat"),)
    if deliberation.status is not DeliberationStatus.OPEN:
        return (Reason("committees.closed"),)
    if voice.standing is Standing.RECUSED:
        return (Reason("committees.recused_already", {}, "seat"),)
    if voice.standing is Standing.LEFT:
        return (Reason("committees.seat_left", {}, "seat"),)
    return () if reason.strip() else (Reason("committees.report_reason_missing", {}, "reason"),)


def why_not_record_position(
    deliberation: DeliberationFacts, voice: Voice | None, *, choice: Choice | None, reason: str, is_given_by_holder: bool, at: datetime
) -> tuple[Reason, ...]:
    """Reasons against writing down, from the minutes, what a seat said in a meeting; what its holder gave stays as it is."""
    if deliberation.mode is not Mode.MEETING:
        return (Reason("committees.no_meeting"),)
    if voice is None:
        return (Reason("committees.seat_not_asked", {}, "seat"),)
    if voice.standing in (Standing.RECUSED, Standing.LEFT):
        return (Reason("committees.recused_already" if voice.standing is Standing.RECUSED else "committees.seat_left", {}, "seat"),)
    if is_given_by_holder:
        return (Reason("committees.given_by_holder", {}, "seat"),)
    declared = replace(voice, conflict=ConflictState.NONE)
    return why_not_give_position(deliberation, declared, choice=choice, reason=reason, at=at)


def why_not_preside(voice: Voice | None, *, is_chair: bool) -> tuple[Reason, ...]:
    """Reasons against closing as the chair: somebody else, or a chair that takes no part in the matter."""
    if not is_chair:
        return (Reason("committees.not_the_chair"),)
    if voice is None or voice.standing in (Standing.RECUSED, Standing.LEFT):
        return (Reason("committees.chair_takes_no_part"),)
    if voice.conflict is ConflictState.UNDECLARED:
        return (Reason("committees.conflict_undeclared"),)
    return ()


def why_not_close(deliberation: DeliberationFacts, *, at: datetime) -> tuple[Reason, ...]:
    """Reasons against closing: too few seats in office, or answers still to come and the deadline ahead."""
    if deliberation.status is not DeliberationStatus.OPEN:
        return (Reason("committees.closed"),)
    reasons = [*_why_not_enough_seats(deliberation.board_size, deliberation.minimum_seats)]
    if at >= deliberation.closes_at:
        return tuple(reasons)
    if deliberation.is_before_meeting(at):
        reasons.append(Reason("committees.meeting_ahead", {"meets_at": deliberation.meets_at}))
    elif deliberation.mode is Mode.MEETING and not may_close_early(deliberation):
        reasons.append(Reason("committees.attendance_to_note"))
    elif not may_close_early(deliberation):
        reasons.append(
            Reason("committees.answers_to_come", {"missing": deliberation.tally.missing, "closes_at": deliberation.closes_at})
        )
    return tuple(reasons)


def may_close_early(deliberation: DeliberationFacts) -> bool:
    """Whether nothing is left to wait for: by circulation all unrecused seats have answered; a meeting has its quorum.

    A meeting whose attendance is on record may close without one, and then has no result.
    """
    tally = deliberation.tally
    if deliberation.mode is Mode.MEETING:
        return tally.has_quorum or deliberation.is_attendance_noted or tally.unrecused == 0
    return tally.missing == 0


def why_not_call_off(deliberation: DeliberationFacts) -> tuple[Reason, ...]:
    """Reasons against ending a deliberation without an outcome; too few seats are none, since nothing is decided."""
    return () if deliberation.status is DeliberationStatus.OPEN else (Reason("committees.closed"),)


def what_is_still_needed(deliberation: DeliberationFacts, *, at: datetime) -> tuple[Reason, ...]:
    """What is wanting before there is a result, as facts for sentences; tells how many answered, never what.

    Empty when the deliberation is no longer open.
    """
    if deliberation.status is not DeliberationStatus.OPEN:
        return ()
    missing_seats = deliberation.minimum_seats - deliberation.board_size
    if missing_seats > 0:
        return (Reason("committees.needs.seats", {"missing": missing_seats, "minimum": deliberation.minimum_seats}),)
    tally = deliberation.tally
    facts = {"given": tally.given, "unrecused": tally.unrecused, "missing": tally.missing, "closes_at": deliberation.closes_at}
    if tally.unrecused == 0:
        return (Reason("committees.needs.assembly" if tally.recused else "committees.needs.new_electorate"),)
    if deliberation.mode is Mode.MEETING and at < deliberation.closes_at:
        return _what_the_meeting_needs(deliberation, at)
    if may_close_early(deliberation) or at >= deliberation.closes_at:
        return (Reason("committees.needs.closing", facts),)
    if deliberation.counting.consent is Consent.UNANIMOUS:
        return (Reason("committees.needs.everybody", facts),)
    if not tally.has_quorum:
        return (Reason("committees.needs.quorum", facts | {"missing": max(1, tally.quorum_needed - tally.given)}),)
    return (Reason("committees.needs.remaining", facts),)


def _what_the_meeting_needs(deliberation: DeliberationFacts, at: datetime) -> tuple[Reason, ...]:
    tally = deliberation.tally
    if deliberation.is_before_meeting(at):
        return (Reason("committees.needs.meeting", {"meets_at": deliberation.meets_at}),)
    facts = {"attending": tally.attending, "unrecused": tally.unrecused, "needed": tally.quorum_needed, "given": tally.given}
    if tally.has_quorum:
        return (Reason("committees.needs.meeting_closing", facts),)
    return (Reason("committees.needs.attendance", facts | {"missing": max(1, tally.quorum_needed - tally.attending)}),)


def may_see_contents(voice: Voice) -> bool:
    """Whether the matter is shown to a seat: only after it declared that it has no conflict."""
    return voice.conflict is ConflictState.NONE and voice.standing in (Standing.SILENT, Standing.GAVE_POSITION)


def may_see_positions(deliberation: DeliberationFacts, voice: Voice | None) -> bool:
    """Whether others' positions are shown: to a seat that has given its own, and after the close; never to a recused seat.

    `voice` is None for staff, who see them after the close only.
    """
    is_closed = deliberation.status is DeliberationStatus.CLOSED
    if voice is None:
        return is_closed
    if voice.conflict is not ConflictState.NONE or voice.is_recused_by_rule:
        return False
    return is_closed or voice.standing is Standing.GAVE_POSITION


def _why_not_enough_seats(board_size: int, minimum_seats: int) -> tuple[Reason, ...]:
    if board_size >= minimum_seats:
        return ()
    return (Reason("committees.below_minimum", {"seats": board_size, "minimum": minimum_seats}),)


def _why_not_take_part(deliberation: DeliberationFacts, voice: Voice | None, at: datetime) -> tuple[Reason, ...]:
    if voice is None:
        return (Reason("committees.not_in_electorate"),)
    if deliberation.status is not DeliberationStatus.OPEN:
        return (Reason("committees.closed"),)
    if at < deliberation.opened_at:
        return (Reason("committees.not_yet_open", {"opened_at": deliberation.opened_at}),)
    if at >= deliberation.closes_at:
        return (Reason("committees.deadline_passed", {"closes_at": deliberation.closes_at}),)
    if voice.standing is Standing.LEFT:
        return (Reason("committees.seat_ended"),)
    return ()
