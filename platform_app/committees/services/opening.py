"""Use cases that put questions to the board: a sitting with one deliberation for each matter, and the putting off of its deadline.

The electorate and the rules of every deliberation are frozen at this moment.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from platform_app.audit.services import record, record_many
from platform_app.bylaws.rules import RuleSet
from platform_app.committees.events import DeadlineExtended, DeliberationOpened, SittingOpened
from platform_app.committees.models import Deliberation, ElectorateSeat, Extension, Sitting
from platform_app.committees.queries.deliberations import why_not_open_deliberation
from platform_app.committees.queries.seats import CurrentSeat, get_board_id, list_current_seats
from platform_app.committees.queries.sittings import get_sitting, hold_deliberations
from platform_app.committees.rules.deliberations import DELIBERATION, DeliberationStatus, Question, consent_for
from platform_app.committees.rules.sittings import Matter, SittingPlan, why_not_extend, why_not_plan
from platform_app.committees.rules.tally import RECUSING_HINTS, ConflictHint, ConflictState, Consent
from platform_app.database.conflicts import conflict_on
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.kernel.clock import civil_date
from platform_app.kernel.errors import NotFound, refuse_if


@dataclass(frozen=True)
class OpenedSitting:
    """What was opened: the sitting, and its deliberations in the order of the matters."""

    sitting_id: int
    deliberation_ids: tuple[int, ...]


def open_sitting(*, plan: SittingPlan, matters: Sequence[Matter], rules: RuleSet, by: Actor, at: datetime) -> OpenedSitting:
    """Put questions to the board together, all or none: each has its own electorate, declarations and positions.

    Raises: RuleViolation; Conflict if one of the questions was opened at the same moment.
    """
    refuse_if(why_not_plan(plan, matters=len(matters), notice_days=rules.integer("board.notice_days"), at=at))
    for matter in matters:
        refuse_if(
            why_not_open_deliberation(
                subject_type=matter.subject_type,
                subject_id=matter.subject_id,
                question=matter.question,
                closes_at=plan.closes_at,
                rules=rules,
                at=at,
            )
        )
    seats = list_current_seats(civil_date(at))
    sitting = Sitting(
        body_id=get_board_id(), title=plan.title.strip(), opened_at=at, meets_at=plan.meets_at, place=plan.place.strip()
    )
    db.session.add(sitting)
    db.session.flush()
    opened = [_open(sitting, plan, matter, seats, rules, at) for matter in matters]
    event = SittingOpened(
        sitting_id=sitting.id, mode=plan.mode, matters=len(opened), closes_at=plan.closes_at, meets_at=plan.meets_at
    )
    record(event, by=by, at=at)
    record_many([_opened(row) for row in opened], by=by, at=at)
    return OpenedSitting(sitting.id, tuple(row.id for row in opened))


def open_deliberation(
    *,
    subject_type: str,
    subject_id: int,
    question: Question,
    concerns: str,
    closes_at: datetime,
    rules: RuleSet,
    by: Actor,
    at: datetime,
    hints: Mapping[int, Collection[ConflictHint]] | None = None,
) -> int:
    """Put one question to the board by circulation, in a sitting of its own; returns the deliberation's id.

    `hints` maps seats to reasons to expect a conflict; an own body that applies or recommends recuses the seat at once.
    Raises: RuleViolation; Conflict if the same question was opened at the same moment.
    """
    matter = Matter(subject_type, subject_id, question, concerns, hints or {})
    return open_sitting(plan=SittingPlan(concerns, closes_at), matters=[matter], rules=rules, by=by, at=at).deliberation_ids[0]


def _open(
    sitting: Sitting, plan: SittingPlan, matter: Matter, seats: Collection[CurrentSeat], rules: RuleSet, at: datetime
) -> Deliberation:
    row = Deliberation(
        body_id=sitting.body_id,
        sitting_id=sitting.id,
        subject_type=matter.subject_type,
        subject_id=matter.subject_id,
        question=matter.question,
        concerns=matter.concerns,
        mode=plan.mode,
        consent=consent_for(plan.mode, Consent(rules.choice("board.consent_mode"))),
        bylaws_version_id=rules.version_id,
        status=DELIBERATION.initial,
        opened_at=at,
        closes_at=plan.closes_at,
    )
    with conflict_on("uq_deliberation_open", "committees.already_open"):
        db.session.add(row)
    _freeze_electorate(row, seats, matter.hints)
    return row


def _opened(row: Deliberation) -> DeliberationOpened:
    return DeliberationOpened(
        deliberation_id=row.id,
        about_type=row.subject_type,
        about_id=row.subject_id,
        question=Question(row.question),
        bylaws_version_id=row.bylaws_version_id,
        closes_at=row.closes_at,
    )


def _freeze_electorate(row: Deliberation, seats: Collection[CurrentSeat], hints: Mapping[int, Collection[ConflictHint]]) -> None:
    for seat in seats:
        told = frozenset(hints.get(seat.seat_id, ()))
        is_recused = bool(told & RECUSING_HINTS)
        db.session.add(
            ElectorateSeat(
                deliberation_id=row.id,
                seat_id=seat.seat_id,
                member_id=seat.member_id,
                person_id=seat.person_id,
                conflict=ConflictState.CONFLICTED if is_recused else ConflictState.UNDECLARED,
                is_recused_by_rule=is_recused,
                hints=sorted(hint.value for hint in told),
            )
        )
    db.session.flush()


def extend_deadline(*, sitting_id: int, closes_at: datetime, reason: str, by: Actor, at: datetime) -> None:
    """Put off the deadline of all deliberations of a sitting that are open, with a reason that the board reads.

    Raises: NotFound; RuleViolation.
    """
    sitting, held = get_sitting(sitting_id), hold_deliberations(sitting_id)
    if not held:
        raise NotFound
    before = max(row.closes_at for row in held)
    refuse_if(
        why_not_extend(statuses=[row.status for row in held], closes_at=before, new_closes_at=closes_at, reason=reason, at=at)
    )
    for row in held:
        if row.status is DeliberationStatus.OPEN:
            row.closes_at = closes_at
    extension = Extension(
        sitting_id=sitting.id, closed_before=before, closes_at=closes_at, reason=reason.strip(), extended_at=at
    )
    db.session.add(extension)
    db.session.flush()
    event = DeadlineExtended(sitting_id=sitting.id, extension_id=extension.id, closed_before=before, closes_at=closes_at)
    record(event, by=by, at=at, reason=extension.reason)
