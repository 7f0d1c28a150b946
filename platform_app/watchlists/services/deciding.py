"""Decisions on hits: one person decides, a second one where it takes two; what was decided can be opened again."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from platform_app.audit.services import record, record_many
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.kernel.errors import Forbidden, RuleViolation, refuse_if
from platform_app.kernel.events import Event
from platform_app.kernel.reasons import Reason
from platform_app.watchlists.events import HitConfirmed, HitDecided, HitReopened, HitSeconded
from platform_app.watchlists.models import Disposition, WatchHit
from platform_app.watchlists.permissions import DECIDE
from platform_app.watchlists.queries.hits import find_proposal, get_hit, was_confirmed, weak_hits
from platform_app.watchlists.rules.hits import HitStatus, OpenProposal, needs_second, why_not_decide, why_not_reopen, why_not_second


def decide(*, hit_id: int, choice: HitStatus, reason: str, by: Actor, at: datetime) -> bool:
    """Decide on a hit; the answer is whether it took effect, because some decisions wait for a second person (`needs_second`).

    Raises: NotFound, Forbidden, RuleViolation.
    """
    hit = _hit_for(hit_id, by)
    refuse_if(why_not_decide(hit.status, choice, reason=reason, is_proposed=find_proposal(hit.id) is not None))
    takes_two = needs_second(hit.tier, choice, was_confirmed=was_confirmed(hit.id))
    made = _dispose(hit, choice, reason=reason, takes_two=takes_two, by=by, at=at)
    record(HitDecided(watch_hit_id=hit.id, disposition_id=made.id), by=by, at=at, reason=reason)
    return not takes_two


def second(*, hit_id: int, agrees: bool, reason: str, by: Actor, at: datetime) -> None:
    """Agree or disagree, as the second person, with the decision that waits. A disagreement leaves the hit undecided.

    Raises: NotFound, Forbidden, RuleViolation.
    """
    hit = _hit_for(hit_id, by)
    proposed = find_proposal(hit.id)
    proposal = OpenProposal(proposed.id, proposed.choice, proposed.decided_by_id, proposed.decided_at) if proposed else None
    refuse_if(why_not_second(proposal, user_id=by.user_id, agrees=agrees, reason=reason))
    if proposed is None:
        raise Forbidden
    proposed.second_by_id, proposed.second_at, proposed.second_agrees, proposed.second_reason = by.user_id, at, agrees, reason or None
    if agrees:
        _take_effect(hit, proposed, at=at)
    db.session.flush()
    record(HitSeconded(watch_hit_id=hit.id, disposition_id=proposed.id), by=by, at=at, reason=reason or None)
    if agrees and proposed.choice is HitStatus.CONFIRMED:
        record(HitConfirmed(watch_hit_id=hit.id), by=by, at=at)


def reopen(*, hit_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Let a decided hit wait for a decision again, and with it every hit that was cleared because this one was.

    Raises: NotFound, Forbidden, RuleViolation.
    """
    hit = _hit_for(hit_id, by)
    refuse_if(why_not_reopen(hit.status, reason=reason, is_proposed=find_proposal(hit.id) is not None))
    remembered = db.session.scalars(select(WatchHit).where(WatchHit.remembered_from_id == hit.id, WatchHit.status == HitStatus.FALSE_MATCH))
    for row in (hit, *remembered):
        made = _dispose(row, HitStatus.PENDING, reason=reason, takes_two=False, by=by, at=at)
        record(HitReopened(watch_hit_id=row.id, disposition_id=made.id), by=by, at=at, reason=reason)


def clear_weak(*, case_id: int, reason: str, by: Actor, at: datetime) -> int:
    """Clear together all undecided hits of tier C of a case that one person may clear; returns how many.

    Raises: Forbidden, RuleViolation.
    """
    _allow(by)
    if not reason.strip():
        raise RuleViolation([Reason("watchlists.reason_missing", field="reason")])
    made = [_dispose(hit, HitStatus.FALSE_MATCH, reason=reason, takes_two=False, by=by, at=at) for hit in weak_hits(case_id)]
    events: Sequence[Event] = [HitDecided(watch_hit_id=row.hit_id, disposition_id=row.id) for row in made]
    record_many(events, by=by, at=at, reason=reason)
    return len(made)


def _allow(by: Actor) -> None:
    if not by.may(DECIDE):
        raise Forbidden


def _hit_for(hit_id: int, by: Actor) -> WatchHit:
    _allow(by)
    return get_hit(hit_id, lock=True)


def _dispose(hit: WatchHit, choice: HitStatus, *, reason: str, takes_two: bool, by: Actor, at: datetime) -> Disposition:
    made = Disposition(hit_id=hit.id, choice=choice, reason=reason, takes_two=takes_two, decided_by_id=by.user_id, decided_at=at)
    db.session.add(made)
    if not takes_two:
        _take_effect(hit, made, at=at)
    db.session.flush()
    return made


def _take_effect(hit: WatchHit, made: Disposition, *, at: datetime) -> None:
    made.took_effect_at = at
    hit.status = made.choice
    hit.decided_at = None if made.choice is HitStatus.PENDING else at
    hit.remembered_from_id = None
