"""Cases with their subjects and steps, and the standing of an owner: all that anybody outside may know."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, or_, select

from platform_app.extensions import db
from platform_app.kernel.errors import NotFound
from platform_app.watchlists.matching import RULES_VERSION
from platform_app.watchlists.models import CaseOpening, CaseStep, ListEntry, ScreeningRun, WatchCase, WatchHit, Watchlist, WatchSubject
from platform_app.watchlists.queries.lists import is_in_force
from platform_app.watchlists.rules.cases import is_inquiry_open
from platform_app.watchlists.rules.hits import REVIEWED, HitStatus, Standing
from platform_app.watchlists.rules.hits import standing_of as _standing
from platform_app.watchlists.rules.lists import RunCause


def find_case(owner_type: str, owner_id: int, *, lock: bool = False) -> WatchCase | None:
    """The case of an owner, if it was ever watched."""
    query = select(WatchCase).where(WatchCase.owner_type == owner_type, WatchCase.owner_id == owner_id)
    return db.session.scalar(query.with_for_update() if lock else query)


def lock_cases(owner_type: str, owner_ids: Collection[int]) -> list[WatchCase]:
    """The cases of some owners, those that there are, locked in one order."""
    query = select(WatchCase).where(WatchCase.owner_type == owner_type, WatchCase.owner_id.in_(owner_ids)).order_by(WatchCase.owner_id)
    return list(db.session.scalars(query.with_for_update()))


def fingerprints_of(case_ids: Collection[int]) -> dict[int, dict[tuple[str, str], list[int]]]:
    """What is watched in some cases: the ids of the subjects by role and fingerprint."""
    rows = db.session.execute(
        select(WatchSubject.id, WatchSubject.case_id, WatchSubject.role, WatchSubject.fingerprint).where(
            WatchSubject.case_id.in_(case_ids), WatchSubject.ended_at.is_(None)
        )
    )
    found: dict[int, dict[tuple[str, str], list[int]]] = {}
    for row in rows:
        found.setdefault(row.case_id, {}).setdefault((row.role, row.fingerprint), []).append(row.id)
    return found


def watched_owners(owner_type: str, owner_ids: Collection[int]) -> frozenset[int]:
    """Those of some owners whose names were ever put in."""
    found = select(WatchCase.owner_id).where(WatchCase.owner_type == owner_type, WatchCase.owner_id.in_(owner_ids))
    return frozenset(db.session.scalars(found))


def get_case(case_id: int, *, lock: bool = False) -> WatchCase:
    """A case.

    Raises: NotFound.
    """
    case = db.session.get(WatchCase, case_id, with_for_update=lock, populate_existing=lock)
    if case is None:
        raise NotFound
    return case


def list_subjects(case_id: int, *, with_ended: bool = False) -> list[WatchSubject]:
    """The subjects of a case that are watched, in the order they came."""
    query = select(WatchSubject).where(WatchSubject.case_id == case_id).order_by(WatchSubject.id)
    return list(db.session.scalars(query if with_ended else query.where(WatchSubject.ended_at.is_(None))))


def list_steps(case_id: int) -> list[CaseStep]:
    """What was noted in a case, in order."""
    return list(db.session.scalars(select(CaseStep).where(CaseStep.case_id == case_id).order_by(CaseStep.id)))


def _is_unmatched() -> ColumnElement[bool]:
    """Which subjects were not yet asked against all that is in force, by the rules of now."""
    # By instants alone a subject that was matched while the version came in could pass for up to date: so an open run keeps everybody waiting.
    is_run_open = select(ScreeningRun.id).where(ScreeningRun.cause == RunCause.LIST, ScreeningRun.finished_at.is_(None)).exists()
    return or_(
        WatchSubject.matched_at.is_(None), WatchSubject.matched_rules.is_(None), WatchSubject.matched_rules != RULES_VERSION, is_run_open
    )


def is_live() -> ColumnElement[bool]:
    """Which hits count, where subject, entry and list are joined: of a watched subject, an entry in force, by the rules of now."""
    return and_(WatchSubject.ended_at.is_(None), WatchHit.rules_version == RULES_VERSION, is_in_force())


def standings(owner_type: str, owner_ids: Collection[int]) -> dict[int, Standing]:
    """The standing of several owners; an owner that nobody watches is waiting. Four statements for any number."""
    found = dict.fromkeys(owner_ids, Standing.WAITING)
    rows = db.session.execute(
        select(WatchCase.id, WatchCase.owner_id).where(WatchCase.owner_type == owner_type, WatchCase.owner_id.in_(owner_ids))
    )
    owners = {row.id: row.owner_id for row in rows}
    waiting = set(
        db.session.scalars(
            select(WatchSubject.case_id).where(WatchSubject.case_id.in_(owners), WatchSubject.ended_at.is_(None), _is_unmatched()).distinct()
        )
    )
    open_hits = set(
        db.session.scalars(
            select(WatchSubject.case_id)
            .join(WatchHit, WatchHit.subject_id == WatchSubject.id)
            .join(ListEntry, ListEntry.id == WatchHit.entry_id)
            .join(Watchlist, Watchlist.id == ListEntry.watchlist_id)
            .where(WatchSubject.case_id.in_(owners), WatchHit.status == HitStatus.PENDING, WatchHit.tier.in_(REVIEWED), is_live())
            .distinct()
        )
    )
    inquiries: dict[int, list[CaseStep]] = {}
    for step in db.session.scalars(select(CaseStep).where(CaseStep.case_id.in_(owners)).order_by(CaseStep.id)):
        inquiries.setdefault(step.case_id, []).append(step)
    for case_id, owner_id in owners.items():
        found[owner_id] = _standing(
            subjects_waiting=case_id in waiting,
            hits_open=case_id in open_hits,
            is_inquiry_open=is_inquiry_open([step.kind for step in inquiries.get(case_id, ())]),
        )
    return found


def standing_of(owner_type: str, owner_id: int) -> Standing:
    """Whether everything about an owner is decided: clear or waiting, and nothing more."""
    return standings(owner_type, [owner_id])[owner_id]


def list_openings(case_id: int) -> list[CaseOpening]:
    """Who opened a case and why, in order."""
    return list(db.session.scalars(select(CaseOpening).where(CaseOpening.case_id == case_id).order_by(CaseOpening.id)))
