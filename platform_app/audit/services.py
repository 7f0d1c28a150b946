"""Use cases of the ledger: record, seal, note who saw what."""

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from flask import current_app
from sqlalchemy import Select, Table, func, insert, select

from platform_app.audit.models import AccessLog, AuditBlock, AuditEntry, AuditPlace, OutboxMessage
from platform_app.audit.queries import ledger_key
from platform_app.audit.rules import BLOCK_ROWS, EMPTY_ROOT, ENTRY_COLUMNS, Block, Head, entry_hash, instant_text, merkle_root, salted_hash
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.kernel.canonical import canonical_json
from platform_app.kernel.events import Event

_SALT_BYTES = 16
_SEAL_LOCK = 0x1ED6E4
# Into tables, not classes: every change of state comes by here, and rows that nobody holds need no unit of work.
_ENTRIES, _MESSAGES = cast(Table, AuditEntry.__table__), cast(Table, OutboxMessage.__table__)
_ADD_ENTRIES = insert(_ENTRIES).returning(_ENTRIES.c.id, sort_by_parameter_order=True)
_ADD_MESSAGES = insert(_MESSAGES)


@dataclass(frozen=True)
class Recorded:
    """An event as it was written: the entry's id, who did it and when."""

    entry_id: int
    event: Event
    by: Actor
    at: datetime


Reaction = Callable[[Recorded], None]


@dataclass(frozen=True)
class Consequences:
    """What follows an event: `reactions` in the same transaction, `handlers` (names) later from the outbox."""

    reactions: Mapping[type[Event], Sequence[Reaction]]
    handlers: Mapping[type[Event], Sequence[str]]


def record(event: Event, *, by: Actor, at: datetime, reason: str | None = None) -> int:
    """Add an event to the ledger and the outbox, in the transaction at hand, and run its reactions.

    `reason` is free text kept in the owner's table; the ledger keeps its salted hash. Returns the entry's id.
    """
    return record_many([event], by=by, at=at, reason=reason)[0]


def record_many(events: Sequence[Event], *, by: Actor, at: datetime, reason: str | None = None) -> list[int]:
    """Record several events in order with two statements; returns the entries' ids in the same order."""
    rows = [_row(event, by=by, at=at, reason=reason) for event in events]
    if not rows:
        return []
    db.session.flush()
    ids = list(db.session.scalars(_ADD_ENTRIES, rows))
    consequences: Consequences = current_app.extensions["platform.consequences"]
    followers = [
        {"entry_id": entry_id, "handler": handler, "created_at": at, "next_try_at": at, "attempts": 0}
        for entry_id, event in zip(ids, events, strict=True)
        for handler in consequences.handlers.get(type(event), ())
    ]
    if followers:
        db.session.execute(_ADD_MESSAGES, followers)
    for entry_id, event in zip(ids, events, strict=True):
        for reaction in consequences.reactions.get(type(event), ()):
            reaction(Recorded(entry_id, event, by, at))
    return ids


def _row(event: Event, *, by: Actor, at: datetime, reason: str | None) -> dict[str, object]:
    salt = secrets.token_hex(_SALT_BYTES)
    columns: dict[str, object] = {
        "at": at.astimezone(UTC),
        "event": event.name,
        "subject_type": event.subject_type,
        "subject_id": event.subject_id,
        "data": canonical_json(event.data),
        "actor_kind": by.kind.value,
        "actor_user_id": by.user_id,
        "acting_for_id": by.acting_for,
        "request_id": by.request_id,
        "salt": salt,
        "reason_hash": salted_hash(salt, reason) if reason else None,
    }
    return columns | {"row_hash": entry_hash(ledger_key("rows"), [columns[name] for name in ENTRY_COLUMNS])}


def seal(*, at: datetime) -> int:
    """Put every entry that has no place into a block of at most 1,000 rows under one root; returns how many were sealed.

    Entries are found by the lack of a place, never by "id greater than the last": a lower id may commit later.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(_SEAL_LOCK)))
    sealed = 0
    while rows := db.session.execute(_unsealed().limit(BLOCK_ROWS)).all():
        _add_block([(row.id, row.row_hash) for row in rows], at=at)
        sealed += len(rows)
    return sealed


def _unsealed() -> Select[int, str]:
    placed = select(AuditPlace.entry_id).where(AuditPlace.entry_id == AuditEntry.id).exists()
    return select(AuditEntry.id, AuditEntry.row_hash).where(~placed).order_by(AuditEntry.id)


def _add_block(rows: list[tuple[int, str]], *, at: datetime) -> None:
    last = db.session.scalar(select(AuditBlock).order_by(AuditBlock.number.desc()).limit(1))
    block = Block(
        number=last.number + 1 if last else 1,
        rows=len(rows),
        total_rows=(last.total_rows if last else 0) + len(rows),
        root=merkle_root(rows),
        previous_hash=last.row_hash if last else EMPTY_ROOT,
        sealed_at=at,
    )
    db.session.add(AuditBlock(**vars(block), row_hash=block.hash(ledger_key("blocks"))))
    db.session.execute(
        insert(AuditPlace), [{"entry_id": entry_id, "block": block.number, "place": place} for place, (entry_id, _) in enumerate(rows)]
    )
    db.session.flush()


def write_head(*, at: datetime) -> dict[str, object]:
    """Seal what is unsealed and give the head as data for a file outside the database, signed with the ledger's key."""
    seal(at=at)
    last = db.session.scalar(select(AuditBlock).order_by(AuditBlock.number.desc()).limit(1))
    head = (
        Head(last.number, last.total_rows, last.row_hash, instant_text(last.sealed_at))
        if last
        else Head(0, 0, EMPTY_ROOT, instant_text(at))
    )
    return vars(head) | {"signature": head.signature(ledger_key("head"))}


def note_access(*, user_id: int, endpoint: str, subjects: Iterable[tuple[str, int]], request_id: str | None, at: datetime) -> None:
    """Write down that a user was shown the records of subjects `(type, id)`."""
    rows = [
        {"at": at, "user_id": user_id, "endpoint": endpoint, "subject_type": kind, "subject_id": subject_id, "request_id": request_id}
        for kind, subject_id in subjects
    ]
    if rows:
        db.session.execute(insert(AccessLog), rows)
