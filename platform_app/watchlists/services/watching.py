"""Who is watched: the names that screening and members put here for an owner, and when that ends."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from platform_app.audit.services import record, record_many
from platform_app.database.conflicts import conflict_on
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.watchlists.events import SubjectsWatched, WatchEnded
from platform_app.watchlists.hashing import Hasher, write_party
from platform_app.watchlists.matching import RULES_VERSION
from platform_app.watchlists.models import WatchCase, WatchSubject
from platform_app.watchlists.queries.cases import find_case, fingerprints_of, lock_cases
from platform_app.watchlists.rules.cases import SubjectFacts, Urgency
from platform_app.watchlists.sealing import take_hasher


@dataclass(frozen=True, kw_only=True)
class Owner:
    """Who is to be watched: the owner's id, what the screening officer calls its case, and the whole set of its names."""

    owner_id: int
    label: str
    subjects: Sequence[SubjectFacts]


def watch_subjects(
    *, owner_type: str, owner_id: int, label: str, subjects: Sequence[SubjectFacts], by: Actor, at: datetime
) -> int:
    """Watch exactly these names for an owner from now on; returns the case. What is watched already stays with its hits and decisions.

    `label` is what the screening officer calls the case (a number and a name). Names that are new are matched in the background, before those
    for which nobody waits. Raises: Conflict.
    """
    owner = Owner(owner_id=owner_id, label=label, subjects=subjects)
    return watch_owners(owner_type=owner_type, owners=[owner], urgency=Urgency.AWAITED, by=by, at=at)[0]


def watch_owners(*, owner_type: str, owners: Sequence[Owner], urgency: Urgency, by: Actor, at: datetime) -> list[int]:
    """Watch the names of several owners of one type, in the same few statements for any number; returns their cases in this order.

    Raises: Conflict.
    """
    hasher = take_hasher(rules_version=RULES_VERSION, at=at)
    cases = _cases_for(owner_type, owners, at=at)
    watched = fingerprints_of(cases.values())
    rows: list[dict[str, object]] = []
    gone: list[int] = []
    events = []
    for owner in owners:
        case_id = cases[owner.owner_id]
        kept = watched.get(case_id, {})
        added = [row for row in _rows(case_id, owner.subjects, urgency, hasher, at=at) if not _is_kept(kept, row)]
        ended = [subject_id for ids in kept.values() for subject_id in ids]
        rows += added
        gone += ended
        if added or ended:
            events.append(
                SubjectsWatched(watch_case_id=case_id, owner_type=owner_type, owner_id=owner.owner_id, added=len(added), ended=len(ended))
            )
    if rows:
        db.session.execute(insert(WatchSubject.__table__), rows)
    if gone:
        db.session.execute(update(WatchSubject).where(WatchSubject.id.in_(gone)).values(ended_at=at))
    db.session.flush()
    record_many(events, by=by, at=at)
    return [cases[owner.owner_id] for owner in owners]


def _rows(
    case_id: int, subjects: Sequence[SubjectFacts], urgency: Urgency, hasher: Hasher, *, at: datetime
) -> Iterator[dict[str, object]]:
    for facts in subjects:
        yield {
            "case_id": case_id,
            "role": facts.role,
            "kind": facts.party.kind,
            "sealed": write_party(facts.party),
            "fingerprint": hasher.fingerprint(facts.party),
            "urgency": urgency.value,
            "added_at": at,
        }


def _is_kept(kept: dict[tuple[str, str], list[int]], row: dict[str, object]) -> bool:
    """Whether a name is watched already; what remains in `kept` at last is watched no longer."""
    ids = kept.get((str(row["role"]), str(row["fingerprint"])))
    if ids:
        ids.pop()
        return True
    return False


def _cases_for(owner_type: str, owners: Sequence[Owner], *, at: datetime) -> dict[int, int]:
    """The case of each owner, found again or made."""
    labels = {owner.owner_id: owner.label for owner in owners}
    found = {case.owner_id: case for case in lock_cases(owner_type, labels)}
    for owner_id, case in found.items():
        if case.label != labels[owner_id]:
            case.label = labels[owner_id]
        case.ended_at = None
    cases = {owner_id: case.id for owner_id, case in found.items()}
    rows = [
        {"owner_type": owner_type, "owner_id": owner_id, "label": label, "opened_at": at, "version": 1}
        for owner_id, label in labels.items()
        if owner_id not in cases
    ]
    if rows:
        with conflict_on("uq_watch_case_owner_type_owner_id", "error.conflict"):
            added = db.session.execute(insert(WatchCase.__table__).returning(WatchCase.owner_id, WatchCase.id), rows)
            cases |= {row.owner_id: row.id for row in added}
    return cases


def unwatch(*, owner_type: str, owner_id: int, by: Actor, at: datetime) -> None:
    """Watch the names of an owner no longer: it was refused, withdrew, or left. The evidence stays for its time. Idempotent."""
    case = find_case(owner_type, owner_id, lock=True)
    if case is None or case.ended_at is not None:
        return
    case.ended_at = at
    for row in db.session.scalars(select(WatchSubject).where(WatchSubject.case_id == case.id, WatchSubject.ended_at.is_(None))):
        row.ended_at = at
    db.session.flush()
    record(WatchEnded(watch_case_id=case.id, owner_type=owner_type, owner_id=owner_id), by=by, at=at)
