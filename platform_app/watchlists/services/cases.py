"""A case: opened with a reason, and its steps noted."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from platform_app.audit.services import record
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.kernel.clock import civil_date
from platform_app.kernel.errors import Forbidden, RuleViolation, refuse_if
from platform_app.kernel.reasons import Reason
from platform_app.watchlists.events import CaseOpened, EvidenceFileMade, StepNoted
from platform_app.watchlists.models import CaseOpening, CaseStep
from platform_app.watchlists.permissions import OPEN_CASE
from platform_app.watchlists.queries.cases import get_case, list_steps
from platform_app.watchlists.rules.cases import StepKind, why_not_note

STAYS_OPEN = timedelta(minutes=30)


def open_case(*, case_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Open the sealed contents of a case for half an hour; who opened it and why stays on record.

    Raises: NotFound, Forbidden, RuleViolation.
    """
    case = get_case(case_id)
    if not by.may(OPEN_CASE):
        raise Forbidden
    if not reason.strip():
        raise RuleViolation([Reason("watchlists.reason_missing", field="reason")])
    db.session.add(CaseOpening(case_id=case.id, opened_by_id=by.user_id, opened_at=at, reason=reason))
    record(CaseOpened(watch_case_id=case.id), by=by, at=at, reason=reason)


def is_open_to(*, case_id: int, user_id: int | None, at: datetime) -> bool:
    """Whether a person opened a case within the last half hour."""
    query = select(CaseOpening.id).where(
        CaseOpening.case_id == case_id, CaseOpening.opened_by_id == user_id, CaseOpening.opened_at > at - STAYS_OPEN
    )
    return user_id is not None and db.session.scalar(query.limit(1)) is not None


def require_open(*, case_id: int, by: Actor, at: datetime) -> None:
    """Refuse what shows or changes sealed contents to a person who has not opened the case.

    Raises: RuleViolation.
    """
    if not is_open_to(case_id=case_id, user_id=by.user_id, at=at):
        raise RuleViolation([Reason("watchlists.case_closed")])


def note_step(*, case_id: int, kind: StepKind, on: date, what: str = "", where: str = "", by: Actor, at: datetime) -> None:
    """Note a step: pledge or roster received, public information searched (what and where), an inquiry asked or answered.

    An inquiry that is out keeps the owner waiting, for months if need be. Raises: NotFound, Forbidden, RuleViolation.
    """
    case = get_case(case_id, lock=True)
    if not by.may(OPEN_CASE):
        raise Forbidden
    earlier = [step.kind for step in list_steps(case.id)]
    refuse_if(why_not_note(kind, what=what, where=where, on=on, today=civil_date(at), earlier=earlier))
    db.session.add(CaseStep(case_id=case.id, kind=kind, on=on, what=what, where=where, noted_by_id=by.user_id, noted_at=at))
    record(StepNoted(watch_case_id=case.id), by=by, at=at)


def note_received(*, case_id: int, kind: StepKind, on: date, what: str, by: Actor, at: datetime) -> None:
    """Note a pledge or a roster that the owner itself brought; what was noted just so already is not noted twice.

    Raises: NotFound.
    """
    case = get_case(case_id, lock=True)
    if any((step.kind, step.on, step.what, step.noted_by_id) == (kind, on, what, None) for step in list_steps(case.id)):
        return
    db.session.add(CaseStep(case_id=case.id, kind=kind, on=on, what=what, where="", noted_by_id=None, noted_at=at))
    record(StepNoted(watch_case_id=case.id), by=by, at=at)


def note_evidence_file(*, case_id: int, by: Actor, at: datetime) -> None:
    """Put on record that the evidence of a case left as a file."""
    record(EvidenceFileMade(watch_case_id=case_id), by=by, at=at)
