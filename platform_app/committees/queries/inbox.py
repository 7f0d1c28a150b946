"""A board member's inbox: what waits for them, what waits for others, and what came out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import Select, Subquery, and_, select

from platform_app.committees.models import Deliberation, ElectorateSeat, Position, Seat, Sitting
from platform_app.committees.queries.deliberations import DeliberationSummary, summaries, summary_of
from platform_app.committees.rules.deliberations import DeliberationStatus
from platform_app.committees.rules.tally import ConflictState
from platform_app.extensions import db

RECENT = 20


class Waiting(Enum):
    """For what, or for whom, a deliberation waits, seen from one seat."""

    DECLARATION = "own_declaration"
    POSITION = "own_position"
    MEETING = "meeting"
    OTHERS = "others"
    RECUSED = "recused_seat"
    CLOSE = "close"
    NOBODY = "nobody_any_more"


@dataclass(frozen=True)
class InboxEntry:
    """A deliberation as one seat sees it in its list, with the sitting it was put in."""

    summary: DeliberationSummary
    waiting: Waiting
    sitting: Sitting

    @property
    def is_own_turn(self) -> bool:
        """Whether the seat itself is to act."""
        return self.waiting in (Waiting.DECLARATION, Waiting.POSITION)


@dataclass(frozen=True)
class InboxGroup:
    """What was put to the board together, as far as it stands in one list."""

    sitting: Sitting
    entries: tuple[InboxEntry, ...]


@dataclass(frozen=True)
class Walk:
    """The matters of one sitting in their order, for going from one to the next. `next_id`: the next in which the reader is to act."""

    sitting: Sitting
    entries: tuple[InboxEntry, ...]
    next_id: int | None

    @property
    def done(self) -> int:
        """In how many the reader has nothing more to do."""
        return sum(not entry.is_own_turn for entry in self.entries)


@dataclass(frozen=True)
class Inbox:
    """What a board member finds: the own turn first, then what waits for others, then what is over; each by deadline."""

    own_turn: tuple[InboxEntry, ...]
    others_turn: tuple[InboxEntry, ...]
    over: tuple[InboxEntry, ...]

    @property
    def own_groups(self) -> tuple[InboxGroup, ...]:
        """The own turn by sitting, that of the nearest deadline first."""
        return grouped(self.own_turn)


def grouped(entries: Collection[InboxEntry]) -> tuple[InboxGroup, ...]:
    """Entries by sitting, the sittings in the order of their first entry."""
    found: dict[int, list[InboxEntry]] = {}
    for entry in entries:
        found.setdefault(entry.sitting.id, []).append(entry)
    return tuple(InboxGroup(entries[0].sitting, tuple(entries)) for entries in found.values())


def get_walk(deliberation_id: int, *, sitting_id: int, seat_ids: Collection[int], at: datetime) -> Walk:
    """The matters put together with a deliberation, as the holder of these seats goes through them; the next one wraps around."""
    statement = _joined(seat_ids).where(Deliberation.sitting_id == sitting_id).order_by(Deliberation.id)
    entries = _read(statement, at)
    ids = [entry.summary.id for entry in entries]
    place = ids.index(deliberation_id) if deliberation_id in ids else 0
    ahead = (*entries[place + 1 :], *entries[:place])
    next_id = next((entry.summary.id for entry in ahead if entry.is_own_turn), None)
    return Walk(entries[place].sitting, entries, next_id)


def get_inbox(seat_ids: Collection[int], *, at: datetime) -> Inbox:
    """The inbox of the holder of these seats, in two statements."""
    joined = _joined(seat_ids)
    is_open = Deliberation.status == DeliberationStatus.OPEN
    waiting = _read(joined.where(is_open).order_by(Deliberation.closes_at, Deliberation.id), at)
    over = _read(joined.where(~is_open).order_by(Deliberation.closed_at.desc(), Deliberation.id.desc()).limit(RECENT), at)
    return Inbox(
        own_turn=tuple(entry for entry in waiting if entry.is_own_turn),
        others_turn=tuple(entry for entry in waiting if not entry.is_own_turn),
        over=over,
    )


def list_open_deliberations_for(seat_ids: Collection[int], *, at: datetime) -> tuple[InboxEntry, ...]:
    """The open deliberations in which the holder of these seats is to act, by deadline: for a home page."""
    return get_inbox(seat_ids, at=at).own_turn


def _joined(seat_ids: Collection[int]) -> Select[*tuple[Any, ...]]:
    own = _own_entries(seat_ids)
    return (
        summaries()
        .join(own, own.c.deliberation_id == Deliberation.id)
        .join(Sitting, Sitting.id == Deliberation.sitting_id)
        .add_columns(own.c.conflict, own.c.position_id, Sitting)
    )


def _own_entries(seat_ids: Collection[int]) -> Subquery:
    """The electorate's rows of these seats' holders; a re-elected holder goes on under the new seat."""
    is_holder = and_(Seat.member_id == ElectorateSeat.member_id, Seat.person_id == ElectorateSeat.person_id)
    is_current = and_(Position.electorate_seat_id == ElectorateSeat.id, Position.replaced_at.is_(None))
    return (
        select(ElectorateSeat.deliberation_id, ElectorateSeat.conflict, Position.id.label("position_id"))
        .join(Seat, is_holder)
        .outerjoin(Position, is_current)
        .where(Seat.id.in_(seat_ids))
        .distinct()
        .subquery()
    )


def _read(statement: Select[*tuple[Any, ...]], at: datetime) -> tuple[InboxEntry, ...]:
    return tuple(
        InboxEntry(summary_of(row, asked, answered, undeclared), _waiting(row, conflict, position_id, sitting, at), sitting)
        for row, asked, answered, undeclared, conflict, position_id, sitting in db.session.execute(statement)
    )


def _waiting(row: Deliberation, conflict: ConflictState, position_id: int | None, sitting: Sitting, at: datetime) -> Waiting:
    if row.status is not DeliberationStatus.OPEN:
        return Waiting.NOBODY
    if conflict is ConflictState.CONFLICTED:
        return Waiting.RECUSED
    if at >= row.closes_at:
        return Waiting.CLOSE
    if conflict is ConflictState.UNDECLARED:
        return Waiting.DECLARATION
    if sitting.meets_at is not None and at < sitting.meets_at:
        return Waiting.MEETING
    return Waiting.OTHERS if position_id else Waiting.POSITION
