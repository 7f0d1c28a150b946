"""A deliberation as one reader may see it: what is hidden from the reader never reaches the page."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from platform_app.committees.models import Deliberation, Sitting
from platform_app.committees.queries.deliberations import ElectorateEntry, Proceedings, get_proceedings
from platform_app.committees.queries.seats import HolderNames
from platform_app.committees.rules.deliberations import (
    DeliberationStatus,
    may_see_contents,
    may_see_positions,
    what_is_still_needed,
    why_not_answer,
    why_not_close,
    why_not_declare,
    why_not_preside,
)
from platform_app.committees.rules.seats import SeatRole
from platform_app.committees.rules.tally import Choice, ConflictHint, ConflictState, Result, Source, Standing, arithmetic
from platform_app.kernel.actors import Actor
from platform_app.kernel.clock import civil_date
from platform_app.kernel.errors import NotFound
from platform_app.kernel.reasons import Reason
from platform_app.kernel.roles import Role


@dataclass(frozen=True)
class VoiceLine:
    """A seat on the page. Position and declaration are None where the reader may not see them."""

    seat_id: int
    member_name: str
    person_name: str
    standing: Standing
    is_own: bool
    choice: Choice | None
    reason: str
    conflict: ConflictState | None
    hints: tuple[ConflictHint, ...]
    denies_hint: bool
    declared_text: str | None
    source: Source = Source.HOLDER
    position_source: Source | None = None
    is_present: bool = False


@dataclass(frozen=True)
class DeliberationView:
    """The page's facts. `own` is the reader's entry, None for staff; `result` and `arithmetic` only for those who may see them."""

    row: Deliberation
    own: ElectorateEntry | None
    lines: tuple[VoiceLine, ...]
    needed: tuple[Reason, ...]
    shows_contents: bool
    shows_positions: bool
    result: Result | None
    arithmetic: tuple[Reason, ...]
    why_not_declare: tuple[Reason, ...]
    why_not_answer: tuple[Reason, ...]
    why_not_close: tuple[Reason, ...]
    sitting: Sitting
    is_chair: bool = False

    @property
    def is_open(self) -> bool:
        """Whether the deliberation is open."""
        return self.row.status is DeliberationStatus.OPEN

    @property
    def is_undeclared(self) -> bool:
        """Whether the reader has still to say if there is a conflict."""
        return self.own is not None and self.own.conflict is ConflictState.UNDECLARED

    @property
    def is_recused(self) -> bool:
        """Whether the reader takes no part."""
        return self.own is not None and self.own.standing is Standing.RECUSED


def view_for_seat(deliberation_id: int, *, seat_ids: Collection[int], at: datetime) -> DeliberationView:
    """The page of somebody who holds one of these seats.

    Raises: NotFound, also when no seat of theirs is in the electorate.
    """
    proceedings = get_proceedings(deliberation_id, on=civil_date(at))
    own = proceedings.entry_of(seat_ids)
    if own is None:
        raise NotFound
    shows_positions = may_see_positions(proceedings.facts, own.voice)
    page = _view(proceedings, own, shows_positions=shows_positions, shows_contents=may_see_contents(own.voice), at=at)
    is_chair = any(seat.role is SeatRole.CHAIR for seat in proceedings.current if seat.seat_id in seat_ids)
    return replace(page, is_chair=not why_not_preside(own.voice, is_chair=is_chair))


def get_shown_subject(deliberation_id: int, *, subject_type: str, by: Actor, at: datetime) -> int:
    """The id of the matter of a deliberation whose contents somebody may see, for whoever shows parts of them on pages of their own.

    Raises: NotFound, also for a matter of another type, a seat outside the electorate, undeclared or recused.
    """
    proceedings = get_proceedings(deliberation_id, on=civil_date(at))
    own = proceedings.entry_of(by.subject_ids(Role.BOARD_MEMBER))
    if own is None or proceedings.row.subject_type != subject_type or not may_see_contents(own.voice):
        raise NotFound
    return proceedings.row.subject_id


def view_for_staff(deliberation_id: int, *, at: datetime) -> DeliberationView:
    """The page of the secretariat and the auditors: declarations and hints at once, positions after the close only,
    but for those that it wrote down itself from the minutes of a meeting.

    Raises: NotFound.
    """
    proceedings = get_proceedings(deliberation_id, on=civil_date(at))
    return _view(proceedings, None, shows_positions=may_see_positions(proceedings.facts, None), shows_contents=False, at=at)


def _view(
    proceedings: Proceedings, own: ElectorateEntry | None, *, shows_positions: bool, shows_contents: bool, at: datetime
) -> DeliberationView:
    facts, voice = proceedings.facts, own.voice if own else None
    names = HolderNames.of([(entry.member_id, entry.person_id) for entry in proceedings.entries], on=civil_date(at))
    result = proceedings.result if shows_positions else None
    return DeliberationView(
        row=proceedings.row,
        own=own,
        lines=tuple(_line(entry, own, names, shows_positions) for entry in proceedings.entries),
        needed=what_is_still_needed(facts, at=at),
        shows_contents=shows_contents,
        shows_positions=shows_positions,
        result=result,
        arithmetic=arithmetic(result, facts.counting.consent) if result else (),
        why_not_declare=why_not_declare(facts, voice, state=ConflictState.NONE, text="", at=at),
        why_not_answer=why_not_answer(facts, voice, at=at),
        why_not_close=why_not_close(facts, at=at),
        sitting=proceedings.sitting,
    )


def _line(entry: ElectorateEntry, own: ElectorateEntry | None, names: HolderNames, shows_positions: bool) -> VoiceLine:
    is_own, is_staff = entry is own, own is None
    is_from_minutes = is_staff and entry.position_source is Source.MINUTES
    shows = (shows_positions or is_own or is_from_minutes) and entry.has_answered
    return VoiceLine(
        seat_id=entry.seat_id,
        member_name=names.member(entry.member_id),
        person_name=names.person(entry.person_id),
        standing=entry.standing,
        is_own=is_own,
        choice=entry.choice if shows else None,
        reason=entry.reason if shows else "",
        conflict=entry.conflict if is_staff or is_own else None,
        hints=tuple(sorted(entry.hints, key=lambda hint: hint.value)) if is_staff or is_own else (),
        denies_hint=entry.denies_hint and is_staff,
        declared_text=entry.declared_text if is_staff or is_own else None,
        source=entry.source if is_staff or is_own else Source.HOLDER,
        position_source=entry.position_source if shows else None,
        is_present=entry.is_present,
    )
