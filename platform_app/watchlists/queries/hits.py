"""Hits: the queue of cases, the hits of one case with what was compared, and decisions."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from platform_app.extensions import db
from platform_app.kernel.errors import NotFound
from platform_app.watchlists.hashing import read_party
from platform_app.watchlists.models import Disposition, ListEntry, ListVersion, WatchCase, WatchHit, Watchlist, WatchSubject
from platform_app.watchlists.queries.cases import is_live
from platform_app.watchlists.rules.evidence import Evidence
from platform_app.watchlists.rules.facts import Party, Tier
from platform_app.watchlists.rules.hits import REVIEWED, HitStatus


@dataclass(frozen=True)
class QueueRow:
    """A case with undecided hits: how many by tier, the oldest one's instant, and how many wait for a second person."""

    case_id: int
    label: str
    best_tier: Tier
    counts: dict[Tier, int]
    oldest_at: datetime
    proposed: int


@dataclass(frozen=True)
class HitDetail:
    """A hit opened: both parties, the evidence, from which list, and what people said of it in order."""

    row: WatchHit
    subject: Party
    role: str
    entry: Party
    list_name: str
    source: str
    dated: object
    evidence: Evidence
    dispositions: tuple[Disposition, ...]
    is_live: bool

    @property
    def proposal(self) -> Disposition | None:
        """The decision that waits for its second person, if any."""
        return next((row for row in self.dispositions if _waits(row)), None)


def _waits(row: Disposition) -> bool:
    return row.takes_two and row.second_at is None


def _live_hits() -> Select[WatchHit]:
    return (
        select(WatchHit)
        .join(WatchSubject, WatchSubject.id == WatchHit.subject_id)
        .join(ListEntry, ListEntry.id == WatchHit.entry_id)
        .join(Watchlist, Watchlist.id == ListEntry.watchlist_id)
        .where(is_live())
    )


def queue(*, tiers: Sequence[Tier] = REVIEWED) -> Select[*tuple[Any, ...]]:
    """Cases with undecided hits of some tiers as a statement, the weightiest and oldest first; read the rows with `queue_rows`.

    A decision that waits for its second person is undecided, whatever was said of the hit before.
    """
    return _cases_with(or_(WatchHit.status == HitStatus.PENDING, _is_proposed()), WatchHit.tier.in_(tiers))


def queue_of_found() -> Select[*tuple[Any, ...]]:
    """Cases with hits that were found possible or confirmed, in the same order: people decide what follows from them."""
    return _cases_with(WatchHit.status.in_((HitStatus.POSSIBLE, HitStatus.CONFIRMED)))


def _is_proposed() -> ColumnElement[bool]:
    return select(Disposition.id).where(Disposition.hit_id == WatchHit.id, Disposition.takes_two, Disposition.second_at.is_(None)).exists()


def _cases_with(*conditions: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    counted = [func.sum(case((WatchHit.tier == tier, 1), else_=0)).label(f"tier_{tier.value.lower()}") for tier in Tier]
    return (
        select(
            WatchSubject.case_id,
            func.min(WatchHit.tier).label("best_tier"),
            func.min(WatchHit.found_at).label("oldest_at"),
            func.sum(case((_is_proposed(), 1), else_=0)).label("proposed"),
            *counted,
        )
        .join(WatchHit, WatchHit.subject_id == WatchSubject.id)
        .join(ListEntry, ListEntry.id == WatchHit.entry_id)
        .join(Watchlist, Watchlist.id == ListEntry.watchlist_id)
        .where(is_live(), *conditions)
        .group_by(WatchSubject.case_id)
        .order_by(func.min(WatchHit.tier), func.min(WatchHit.found_at), WatchSubject.case_id)
    )


def queue_rows(rows: Sequence[object]) -> list[QueueRow]:
    """The rows of a page of the queue with their labels; one statement."""
    ids = [row.case_id for row in rows]  # type: ignore[attr-defined]
    labels = {row.id: row.label for row in db.session.execute(select(WatchCase.id, WatchCase.label).where(WatchCase.id.in_(ids)))}
    return [_queue_row(row, labels) for row in rows]


def _queue_row(row, labels: dict[int, str]) -> QueueRow:  # type: ignore[no-untyped-def]
    counts = {tier: int(getattr(row, f"tier_{tier.value.lower()}")) for tier in Tier}
    return QueueRow(row.case_id, labels[row.case_id], row.best_tier, counts, row.oldest_at, int(row.proposed))


def get_hit(hit_id: int, *, lock: bool = False) -> WatchHit:
    """A hit.

    Raises: NotFound.
    """
    hit = db.session.get(WatchHit, hit_id, with_for_update=lock, populate_existing=lock)
    if hit is None:
        raise NotFound
    return hit


def case_of_hit(hit_id: int) -> int:
    """The case that a hit belongs to.

    Raises: NotFound.
    """
    case_id = db.session.scalar(select(WatchSubject.case_id).where(WatchSubject.id == get_hit(hit_id).subject_id))
    if case_id is None:
        raise NotFound
    return case_id


def find_proposal(hit_id: int) -> Disposition | None:
    """The decision on a hit that waits for its second person, if any."""
    return db.session.scalar(
        select(Disposition).where(Disposition.hit_id == hit_id, Disposition.takes_two, Disposition.second_at.is_(None))
    )


def was_confirmed(hit_id: int) -> bool:
    """Whether two people ever confirmed a hit, even if their decision was opened again."""
    found = select(Disposition.id).where(Disposition.hit_id == hit_id, Disposition.choice == HitStatus.CONFIRMED)
    return db.session.scalar(found.where(Disposition.took_effect_at.is_not(None)).limit(1)) is not None


def weak_hits(case_id: int) -> list[WatchHit]:
    """The undecided hits of tier C of a case, that count now and of which nothing was said that takes two people."""
    takes_two = select(Disposition.id).where(Disposition.hit_id == WatchHit.id, Disposition.takes_two).exists()
    return list(
        db.session.scalars(
            _live_hits()
            .where(WatchSubject.case_id == case_id, WatchHit.tier == Tier.C, WatchHit.status == HitStatus.PENDING, ~takes_two)
            .order_by(WatchHit.id)
        )
    )


def is_none_excluded(owner_type: str, owner_id: int) -> bool:
    """Whether a hit of an owner is confirmed, or possible in tier A, which only two people clear: for whoever concludes on it, and nobody else."""
    found = _live_hits().join(WatchCase, WatchCase.id == WatchSubject.case_id)
    stands = or_(WatchHit.status == HitStatus.CONFIRMED, and_(WatchHit.status == HitStatus.POSSIBLE, WatchHit.tier == Tier.A))
    owned = (WatchCase.owner_type == owner_type, WatchCase.owner_id == owner_id)
    return db.session.scalar(found.where(*owned, stands).limit(1)) is not None


def hits_of_case(case_id: int) -> list[HitDetail]:
    """Every hit of a case, those that count first, the weightiest first, with all that is sealed; three statements."""
    rows = db.session.execute(
        select(WatchHit, WatchSubject, ListEntry, Watchlist.name, is_live().label("is_live"))
        .join(WatchSubject, WatchSubject.id == WatchHit.subject_id)
        .join(ListEntry, ListEntry.id == WatchHit.entry_id)
        .join(Watchlist, Watchlist.id == ListEntry.watchlist_id)
        .where(WatchSubject.case_id == case_id)
        .order_by(is_live().desc(), WatchHit.tier, WatchHit.score.desc(), WatchHit.id)
        .limit(500)
    ).all()
    said = _dispositions([row[0].id for row in rows])
    origins = _origins({row[2].watchlist_id for row in rows})
    return [_detail(row, said, origins) for row in rows]


def _detail(row, said: dict[int, list[Disposition]], origins: dict[tuple[int, int], ListVersion]) -> HitDetail:  # type: ignore[no-untyped-def]
    hit, subject, entry, list_name, is_counting = row
    origin = origins[entry.watchlist_id, entry.from_number]
    return HitDetail(
        row=hit,
        subject=read_party(subject.sealed),
        role=subject.role,
        entry=read_party(entry.sealed),
        list_name=list_name,
        source=origin.source,
        dated=origin.dated,
        evidence=Evidence.from_data(json.loads(hit.evidence)),
        dispositions=tuple(said.get(hit.id, ())),
        is_live=bool(is_counting),
    )


def _dispositions(hit_ids: Sequence[int]) -> dict[int, list[Disposition]]:
    found: dict[int, list[Disposition]] = {}
    for row in db.session.scalars(select(Disposition).where(Disposition.hit_id.in_(hit_ids)).order_by(Disposition.id)):
        found.setdefault(row.hit_id, []).append(row)
    return found


def _origins(watchlist_ids: set[int]) -> dict[tuple[int, int], ListVersion]:
    rows = db.session.scalars(select(ListVersion).where(ListVersion.watchlist_id.in_(watchlist_ids)))
    return {(row.watchlist_id, row.number): row for row in rows}


def count_cases_waiting() -> int:
    """How many cases have undecided hits of tiers A and B."""
    return db.session.scalar(select(func.count()).select_from(queue().order_by(None).subquery())) or 0


def count_proposals_for(user_id: int | None) -> int:
    """How many decisions on hits that count wait for a second person, and may be answered by this one."""
    waiting = (
        _live_hits()
        .join(Disposition, Disposition.hit_id == WatchHit.id)
        .where(Disposition.takes_two, Disposition.second_at.is_(None), Disposition.decided_by_id.is_distinct_from(user_id))
    )
    return db.session.scalar(select(func.count()).select_from(waiting.subquery())) or 0
