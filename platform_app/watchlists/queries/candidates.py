"""Candidates by keys, and parties by ids: what matching needs of the lists in force."""

from collections.abc import Iterator, Sequence

from sqlalchemy import func, select

from platform_app.extensions import db
from platform_app.watchlists.hashing import read_party
from platform_app.watchlists.models import EntryKey, ListEntry, SubjectKey, Watchlist, WatchSubject
from platform_app.watchlists.queries.lists import is_in_force
from platform_app.watchlists.rules.facts import Party
from platform_app.watchlists.sealing import find_hasher

_LOOKED_UP = 5_000
_BLOCK_ROWS = 5_000


def candidates(keys: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Pairs of a key and the id of an entry in force that has it; one statement for every few thousand keys."""
    hasher = find_hasher()
    if hasher is None:
        return
    by_hash = {hasher.key(key): key for key in keys}
    for hashed, entry_id in hashed_candidates(sorted(by_hash)):
        yield by_hash[hashed], entry_id


def hashed_candidates(hashes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Pairs of a hashed key and the id of an entry in force that has it."""
    for start in range(0, len(hashes), _LOOKED_UP):
        rows = db.session.execute(
            select(EntryKey.key, EntryKey.entry_id)
            .join(ListEntry, ListEntry.id == EntryKey.entry_id)
            .join(Watchlist, Watchlist.id == ListEntry.watchlist_id)
            .where(EntryKey.key.in_(hashes[start : start + _LOOKED_UP]), is_in_force())
        )
        yield from ((row.key, row.entry_id) for row in rows)


def parties(entry_ids: Sequence[int]) -> dict[int, tuple[str, Party]]:
    """The list's name and the party of entries, by id; the party's reference is that of the file."""
    found: dict[int, tuple[str, Party]] = {}
    for start in range(0, len(entry_ids), _LOOKED_UP):
        rows = db.session.execute(
            select(ListEntry.id, Watchlist.name, ListEntry.sealed)
            .join(Watchlist, Watchlist.id == ListEntry.watchlist_id)
            .where(ListEntry.id.in_(entry_ids[start : start + _LOOKED_UP]))
        )
        found |= {row.id: (row.name, read_party(row.sealed)) for row in rows}
    return found


def count_in_force() -> int:
    """How many entries all lists have in force."""
    counted = select(func.count()).select_from(ListEntry).join(Watchlist, Watchlist.id == ListEntry.watchlist_id).where(is_in_force())
    return db.session.scalar(counted) or 0


def entries_in_force() -> Iterator[tuple[str, Party]]:
    """The list's name and the party of every entry in force, by id, in blocks."""
    after = 0
    while True:
        rows = db.session.execute(
            select(ListEntry.id, Watchlist.name, ListEntry.sealed)
            .join(Watchlist, Watchlist.id == ListEntry.watchlist_id)
            .where(is_in_force(), ListEntry.id > after)
            .order_by(ListEntry.id)
            .limit(_BLOCK_ROWS)
        ).all()
        if not rows:
            return
        yield from ((row.name, read_party(row.sealed)) for row in rows)
        after = rows[-1].id


def subjects_with(hashes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Pairs of a hashed key and the id of a watched subject that has it."""
    for start in range(0, len(hashes), _LOOKED_UP):
        rows = db.session.execute(
            select(SubjectKey.key, SubjectKey.subject_id)
            .join(WatchSubject, WatchSubject.id == SubjectKey.subject_id)
            .where(SubjectKey.key.in_(hashes[start : start + _LOOKED_UP]), WatchSubject.ended_at.is_(None))
        )
        yield from ((row.key, row.subject_id) for row in rows)
