"""Reads of the ledger: a subject's entries, and the verification of the whole in constant memory."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from flask import current_app
from sqlalchemy import and_, bindparam, func, or_, select

from platform_app.audit.models import AuditBlock, AuditEntry, AuditPlace
from platform_app.audit.rules import (
    EMPTY_ROOT,
    ENTRY_COLUMNS,
    Block,
    Finding,
    Head,
    Problem,
    compare_head,
    entry_hash,
    key_for,
    merkle_root,
)
from platform_app.extensions import db

_BLOCKS_READ = 100
_ENTRIES_READ = 1000
_ENTRY, _PLACE = AuditEntry.__table__, AuditPlace.__table__
_HASHED = [_ENTRY.c[name] for name in ENTRY_COLUMNS]
_ROWS_OF_BLOCK = (
    select(_PLACE.c.entry_id, _PLACE.c.place, _ENTRY.c.id, _ENTRY.c.row_hash, *_HASHED)
    .join_from(_PLACE, _ENTRY, _ENTRY.c.id == _PLACE.c.entry_id, isouter=True)
    .where(_PLACE.c.block == bindparam("block"))
    .order_by(_PLACE.c.place)
)


@dataclass(frozen=True)
class Entry:
    """One entry as pages show it."""

    id: int
    at: datetime
    event: str
    data: Mapping[str, object]
    actor_kind: str
    actor_user_id: int | None
    acting_for_id: int | None


@lru_cache
def _derived(purpose: str, secret: str) -> bytes:
    return key_for(purpose, secret)


def ledger_key(purpose: str) -> bytes:
    """The ledger's key for `rows`, `blocks` or `head` of this installation."""
    return _derived(purpose, current_app.config["SETTINGS"].secret_key)


def list_entries(*, subject_type: str, subject_id: int, event: str | None = None, limit: int = 200) -> list[Entry]:
    """The newest entries about one subject, or of one event with it, oldest first."""
    named = (AuditEntry.event == event,) if event is not None else ()
    found = db.session.scalars(
        select(AuditEntry)
        .where(AuditEntry.subject_type == subject_type, AuditEntry.subject_id == subject_id, *named)
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    ).all()
    return [read_entry(row) for row in reversed(found)]


def list_entries_about(subjects: Sequence[tuple[str, int]], *, limit: int = 200) -> list[Entry]:
    """The newest entries about several subjects `(type, id)` together, oldest first; one statement."""
    if not subjects:
        return []
    own = [and_(AuditEntry.subject_type == kind, AuditEntry.subject_id == subject_id) for kind, subject_id in subjects]
    found = db.session.scalars(select(AuditEntry).where(or_(*own)).order_by(AuditEntry.id.desc()).limit(limit)).all()
    return [read_entry(row) for row in reversed(found)]


def list_entry_ids(*, subject_type: str, subject_id: int) -> list[int]:
    """The ids of all entries about one subject, oldest first."""
    own = (AuditEntry.subject_type == subject_type, AuditEntry.subject_id == subject_id)
    return list(db.session.scalars(select(AuditEntry.id).where(*own).order_by(AuditEntry.id)))


def read_entry(row: AuditEntry) -> Entry:
    """An entry from its row."""
    return Entry(row.id, row.at, row.event, json.loads(row.data), row.actor_kind, row.actor_user_id, row.acting_for_id)


@dataclass(frozen=True)
class LedgerState:
    """How many entries there are and how many of them are sealed; the last block, if any."""

    entries: int
    sealed: int
    block: int
    block_hash: str | None
    sealed_at: datetime | None


def ledger_state() -> LedgerState:
    """The state of the ledger in two statements."""
    entries = db.session.scalar(select(func.count()).select_from(AuditEntry)) or 0
    last = db.session.scalar(select(AuditBlock).order_by(AuditBlock.number.desc()).limit(1))
    if last is None:
        return LedgerState(entries, 0, 0, None, None)
    return LedgerState(entries, last.total_rows, last.number, last.row_hash, last.sealed_at)


def verify(head: Mapping[str, object] | None = None) -> Iterator[Problem]:
    """Read the whole ledger once, in constant memory, and give every problem found, in the order of the ledger.

    `head` is one kept outside, as `audit head` wrote it: with it a cut tail and a rolled-back database are found too.
    """
    yield from _verify_blocks()
    yield from _verify_unsealed()
    yield from _verify_copies()
    if head is not None:
        yield from _verify_head(head)


def _verify_blocks() -> Iterator[Problem]:
    previous, total, expected = EMPTY_ROOT, 0, 1
    statement = select(AuditBlock.__table__).order_by(AuditBlock.number).execution_options(yield_per=_BLOCKS_READ)
    for row in db.session.execute(statement).mappings():
        block = Block(**{name: row[name] for name in ("number", "rows", "total_rows", "root", "previous_hash", "sealed_at")})
        if block.number != expected:
            yield Problem(Finding.BLOCK_MISSING, expected)
        if block.previous_hash != previous or block.total_rows != total + block.rows:
            yield Problem(Finding.BLOCK_UNLINKED, block.number)
        if block.hash(ledger_key("blocks")) != row["row_hash"]:
            yield Problem(Finding.BLOCK_ALTERED, block.number)
        yield from _verify_block_rows(block)
        previous, total, expected = row["row_hash"], block.total_rows, block.number + 1
    lost = select(func.min(AuditPlace.entry_id)).where(or_(AuditPlace.block < 1, AuditPlace.block >= expected))
    if (stray := db.session.scalar(lost)) is not None:
        yield Problem(Finding.BLOCK_MISSING, stray)


def _verify_block_rows(block: Block) -> Iterator[Problem]:
    key = ledger_key("rows")
    entries: list[tuple[int, str]] = []
    rows = db.session.connection().execute(_ROWS_OF_BLOCK, {"block": block.number}).all()
    for placed_id, place, entry_id, stored, *values in rows:
        if entry_id is None:
            yield Problem(Finding.ENTRY_MISSING, placed_id)
            continue
        if entry_hash(key, values) != stored:
            yield Problem(Finding.ENTRY_ALTERED, entry_id)
        if place != len(entries):
            yield Problem(Finding.ENTRY_MISSING, entry_id)
        entries.append((entry_id, stored))
    if len(entries) != block.rows or merkle_root(entries) != block.root:
        yield Problem(Finding.BLOCK_ALTERED, block.number)


def _verify_unsealed() -> Iterator[Problem]:
    placed = select(AuditPlace.entry_id).where(AuditPlace.entry_id == AuditEntry.id).exists()
    statement = select(AuditEntry.id, AuditEntry.row_hash, *_HASHED).where(~placed).order_by(AuditEntry.id)
    key = ledger_key("rows")
    for entry_id, stored, *values in db.session.execute(statement.execution_options(yield_per=_ENTRIES_READ)):
        if entry_hash(key, values) != stored:
            yield Problem(Finding.ENTRY_ALTERED, entry_id)


def _verify_copies() -> Iterator[Problem]:
    """An entry written down a second time carries a hash that is right; its salt is what no two entries share."""
    entry_id = func.max(AuditEntry.id)
    statement = select(entry_id).group_by(AuditEntry.row_hash).having(func.count() > 1).order_by(entry_id)
    for copy_id in db.session.scalars(statement.execution_options(yield_per=_ENTRIES_READ)):
        yield Problem(Finding.ENTRY_ALTERED, copy_id)


def _verify_head(data: Mapping[str, object]) -> Iterator[Problem]:
    try:
        head = Head(int(str(data["block"])), int(str(data["total_rows"])), str(data["block_hash"]), str(data["sealed_at"]))
    except (KeyError, ValueError):
        yield Problem(Finding.HEAD_FORGED, 0)
        return
    if data.get("signature") != head.signature(ledger_key("head")):
        yield Problem(Finding.HEAD_FORGED, head.block)
        return
    last = db.session.scalar(select(func.max(AuditBlock.number))) or 0
    row = db.session.get(AuditBlock, head.block)
    yield from compare_head(
        head, last_block=last, hash_at_head=row.row_hash if row else None, total_at_head=row.total_rows if row else None
    )
