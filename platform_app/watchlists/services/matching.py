"""Subjects compared with what is in force: candidates by keys, hits stored with their evidence, cleared pairs remembered."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from platform_app.extensions import db
from platform_app.watchlists.hashing import Hasher, read_party
from platform_app.watchlists.keying import subject_pairs
from platform_app.watchlists.matching import RULES_VERSION, Prepared, compare, prepare
from platform_app.watchlists.models import ListEntry, SubjectKey, WatchHit, WatchSubject
from platform_app.watchlists.queries.candidates import hashed_candidates, subjects_with
from platform_app.watchlists.queries.due import due_subjects, subjects_without_keys
from platform_app.watchlists.rules.evidence import Hit
from platform_app.watchlists.rules.facts import Tier
from platform_app.watchlists.rules.hits import HitStatus
from platform_app.watchlists.storage import insert_new, insert_pairs

SUBJECTS_AT_ONCE = 50
KEYED_AT_ONCE = 200
WEAK_HITS_KEPT = 20


@dataclass(frozen=True)
class Pair:
    """A subject and an entry that met, with what the comparison said."""

    subject_id: int
    subject_fingerprint: str
    entry_id: int
    entry_fingerprint: str
    hit: Hit


def key_subjects(*, hasher: Hasher) -> int:
    """Store the keys of some subjects that have none; returns how many, 0 at the end.

    A transaction before their matching, so that a run over a new version sees either the keys or a subject that is matched later.
    """
    rows = subjects_without_keys(limit=KEYED_AT_ONCE)
    if not rows:
        return 0
    pairs = [pair for row in rows for pair in subject_pairs(row.id, read_party(row.sealed), hasher)]
    insert_pairs(SubjectKey.__table__, sorted(pairs))
    ids = [row.id for row in rows]
    db.session.execute(update(WatchSubject).where(WatchSubject.id.in_(ids)).values(keyed_rules=RULES_VERSION))
    db.session.expire_all()
    return len(ids)


def match_due(*, hasher: Hasher, at: datetime) -> int:
    """Compare some subjects that are due with all that is in force; returns how many, 0 at the end. About six statements for fifty."""
    rows = due_subjects(RULES_VERSION, limit=SUBJECTS_AT_ONCE)
    if rows:
        match_subjects(rows, hasher=hasher, at=at)
    return len(rows)


def match_subjects(rows: Sequence[WatchSubject], *, hasher: Hasher, at: datetime) -> None:
    """Compare subjects with all that is in force, and note that it was done."""
    prepared = {row.id: prepare(read_party(row.sealed, ref=str(row.id))) for row in rows}
    holders: dict[int, list[int]] = {}
    for subject_id, subject in prepared.items():
        for key in subject.keys:
            holders.setdefault(hasher.key(key), []).append(subject_id)
    met: dict[int, set[int]] = {}
    for hashed, entry_id in hashed_candidates(sorted(holders)):
        met.setdefault(entry_id, set()).update(holders[hashed])
    fingerprints = {row.id: row.fingerprint for row in rows}
    _store(_compared(_entries(met), met, prepared, fingerprints), at=at)
    ids = list(prepared)
    db.session.execute(update(WatchSubject).where(WatchSubject.id.in_(ids)).values(matched_at=at, matched_rules=RULES_VERSION))
    db.session.expire_all()


def match_entries(rows: Sequence[ListEntry], *, hasher: Hasher, at: datetime) -> None:
    """Compare entries that are new with every watched subject."""
    prepared = {row.id: prepare(read_party(row.sealed, ref=str(row.id))) for row in rows}
    holders: dict[int, list[int]] = {}
    for entry_id, entry in prepared.items():
        for key in entry.keys:
            holders.setdefault(hasher.key(key), []).append(entry_id)
    met: dict[int, set[int]] = {}
    for hashed, subject_id in subjects_with(sorted(holders)):
        for entry_id in holders[hashed]:
            met.setdefault(entry_id, set()).add(subject_id)
    subjects = _subjects({subject_id for ids in met.values() for subject_id in ids})
    ours = {subject_id: subject for subject_id, (_fingerprint, subject) in subjects.items()}
    fingerprints = {subject_id: fingerprint for subject_id, (fingerprint, _subject) in subjects.items()}
    entries = {row.id: (row.fingerprint, prepared[row.id]) for row in rows}
    _store(_compared(entries, met, ours, fingerprints), at=at)


def _entries(entry_ids: Iterable[int]) -> dict[int, tuple[str, Prepared]]:
    rows = db.session.execute(
        select(ListEntry.id, ListEntry.fingerprint, ListEntry.sealed).where(ListEntry.id.in_(list(entry_ids)))
    )
    return {row.id: (row.fingerprint, prepare(read_party(row.sealed, ref=str(row.id)))) for row in rows}


def _subjects(subject_ids: Iterable[int]) -> dict[int, tuple[str, Prepared]]:
    rows = db.session.execute(
        select(WatchSubject.id, WatchSubject.fingerprint, WatchSubject.sealed).where(WatchSubject.id.in_(list(subject_ids)))
    )
    return {row.id: (row.fingerprint, prepare(read_party(row.sealed, ref=str(row.id)))) for row in rows}


def _compared(
    entries: Mapping[int, tuple[str, Prepared]],
    met: Mapping[int, Iterable[int]],
    subjects: Mapping[int, Prepared],
    fingerprints: Mapping[int, str],
) -> list[Pair]:
    """What the comparison says of each pair that met; of the weak hits of a subject only the best."""
    found: dict[int, list[Pair]] = {}
    for entry_id, (entry_fingerprint, entry) in entries.items():
        for subject_id in met.get(entry_id, ()):
            hit = compare(subjects[subject_id], entry)
            if hit is not None:
                found.setdefault(subject_id, []).append(Pair(subject_id, fingerprints[subject_id], entry_id, entry_fingerprint, hit))
    kept: list[Pair] = []
    for pairs in found.values():
        pairs.sort(key=lambda pair: pair.hit.rank)
        strong = [pair for pair in pairs if pair.hit.tier is not Tier.C]
        kept += strong + [pair for pair in pairs if pair.hit.tier is Tier.C][:WEAK_HITS_KEPT]
    return kept


def _store(pairs: Sequence[Pair], *, at: datetime) -> None:
    """Store hits that are not known yet. A pair of the same fingerprints that was cleared under these rules comes in as cleared."""
    if not pairs:
        return
    cleared = _cleared(pairs)
    insert_new(WatchHit.__table__, [_columns(pair, cleared.get((pair.subject_fingerprint, pair.entry_fingerprint)), at=at) for pair in pairs])


def _cleared(pairs: Sequence[Pair]) -> dict[tuple[str, str], int]:
    rows = db.session.execute(
        select(WatchHit.subject_fingerprint, WatchHit.entry_fingerprint, func.min(WatchHit.id).label("hit_id"))
        .where(
            WatchHit.subject_fingerprint.in_({pair.subject_fingerprint for pair in pairs}),
            WatchHit.entry_fingerprint.in_({pair.entry_fingerprint for pair in pairs}),
            WatchHit.rules_version == RULES_VERSION,
            WatchHit.status == HitStatus.FALSE_MATCH,
            WatchHit.remembered_from_id.is_(None),
        )
        .group_by(WatchHit.subject_fingerprint, WatchHit.entry_fingerprint)
    )
    return {(row.subject_fingerprint, row.entry_fingerprint): row.hit_id for row in rows}


def _columns(pair: Pair, remembered_from_id: int | None, *, at: datetime) -> dict[str, object]:
    is_cleared = remembered_from_id is not None
    return {
        "subject_id": pair.subject_id,
        "entry_id": pair.entry_id,
        "rules_version": RULES_VERSION,
        "subject_fingerprint": pair.subject_fingerprint,
        "entry_fingerprint": pair.entry_fingerprint,
        "tier": pair.hit.tier,
        "score": pair.hit.score,
        "evidence": json.dumps(pair.hit.evidence.as_data(), ensure_ascii=False),
        "status": HitStatus.FALSE_MATCH if is_cleared else HitStatus.PENDING,
        "found_at": at,
        "decided_at": at if is_cleared else None,
        "remembered_from_id": remembered_from_id,
        "version": 1,
    }
