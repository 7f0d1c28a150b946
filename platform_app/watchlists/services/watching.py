"""Who is watched: the names that screening and members put here for an owner, and when that ends."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from platform_app.audit.services import record
from platform_app.database.conflicts import conflict_on
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.watchlists.events import SubjectsWatched, WatchEnded
from platform_app.watchlists.matching import RULES_VERSION
from platform_app.watchlists.models import WatchCase, WatchSubject
from platform_app.watchlists.queries.cases import find_case, list_subjects
from platform_app.watchlists.rules.cases import SubjectFacts
from platform_app.watchlists.sealing import take_hasher, write_party


def watch_subjects(
    *, owner_type: str, owner_id: int, label: str, subjects: Sequence[SubjectFacts], by: Actor, at: datetime
) -> int:
    """Watch exactly these names for an owner from now on; returns the case. What is watched already stays with its hits and decisions.

    `label` is what the screening officer calls the case (a number and a name). Names that are new are matched in the background.
    Raises: Conflict.
    """
    hasher = take_hasher(rules_version=RULES_VERSION, at=at)
    case = _case_for(owner_type, owner_id, label, at=at)
    kept: dict[tuple[str, str], list[WatchSubject]] = {}
    for row in list_subjects(case.id):
        kept.setdefault((row.role, row.fingerprint), []).append(row)
    added = 0
    for facts in subjects:
        fingerprint = hasher.fingerprint(facts.party)
        if kept.get((facts.role, fingerprint)):
            kept[facts.role, fingerprint].pop()
            continue
        added += 1
        db.session.add(
            WatchSubject(
                case_id=case.id, role=facts.role, kind=facts.party.kind, sealed=write_party(facts.party), fingerprint=fingerprint, added_at=at
            )
        )
    gone = [row for rows in kept.values() for row in rows]
    for row in gone:
        row.ended_at = at
    db.session.flush()
    if added or gone:
        event = SubjectsWatched(watch_case_id=case.id, owner_type=owner_type, owner_id=owner_id, added=added, ended=len(gone))
        record(event, by=by, at=at)
    return case.id


def _case_for(owner_type: str, owner_id: int, label: str, *, at: datetime) -> WatchCase:
    case = find_case(owner_type, owner_id, lock=True)
    if case is None:
        case = WatchCase(owner_type=owner_type, owner_id=owner_id, label=label, opened_at=at)
        with conflict_on("uq_watch_case_owner_type_owner_id", "error.conflict"):
            db.session.add(case)
    if case.label != label:
        case.label = label
    case.ended_at = None
    return case


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
