"""A case: opened with a reason, its steps noted, its evidence deleted when the time for which it is kept is over."""

from datetime import date, datetime, timedelta

from sqlalchemy import delete, select

from platform_app.audit.services import record
from platform_app.bylaws.queries import rules_at
from platform_app.extensions import db
from platform_app.kernel.actors import SYSTEM, Actor
from platform_app.kernel.clock import civil_date, start_of
from platform_app.kernel.errors import Forbidden, RuleViolation, refuse_if
from platform_app.kernel.reasons import Reason
from platform_app.watchlists.events import CaseOpened, EvidenceFileMade, EvidenceForgotten, StepNoted
from platform_app.watchlists.hashing import Hasher, read_party
from platform_app.watchlists.keying import subject_pairs
from platform_app.watchlists.models import CaseOpening, CaseStep, Disposition, SubjectKey, WatchCase, WatchHit, WatchSubject
from platform_app.watchlists.permissions import OPEN_CASE
from platform_app.watchlists.queries.cases import get_case, list_steps
from platform_app.watchlists.rules.cases import StepKind, why_not_note
from platform_app.watchlists.sealing import find_hasher
from platform_app.watchlists.storage import delete_pairs

STAYS_OPEN = timedelta(minutes=30)
_FORGOTTEN_CASES = 100


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


def note_evidence_file(*, case_id: int, by: Actor, at: datetime) -> None:
    """Put on record that the evidence of a case left as a file."""
    record(EvidenceFileMade(watch_case_id=case_id), by=by, at=at)


def _kept_since(at: datetime) -> datetime:
    """The instant before which a case must have ended for its evidence to be deleted."""
    today = civil_date(at)
    years = rules_at(today).integer("retention.screening_evidence_years")
    is_leap_day = (today.month, today.day) == (2, 29)
    return start_of(date(today.year - years, today.month, 28 if is_leap_day else today.day))


def forget_evidence(*, at: datetime) -> int:
    """Delete the evidence of cases that ended long enough ago, with the names that were watched; returns how many cases."""
    due = db.session.scalars(
        select(WatchCase)
        .where(WatchCase.ended_at.is_not(None), WatchCase.ended_at < _kept_since(at))
        .order_by(WatchCase.id)
        .limit(_FORGOTTEN_CASES)
        .with_for_update(skip_locked=True)
    ).all()
    hasher = find_hasher()
    for case in due:
        if hasher is not None:
            _forget_keys(case.id, hasher)
        subjects = select(WatchSubject.id).where(WatchSubject.case_id == case.id)
        hits = select(WatchHit.id).where(WatchHit.subject_id.in_(subjects))
        db.session.execute(delete(Disposition).where(Disposition.hit_id.in_(hits)))
        db.session.execute(delete(WatchHit).where(WatchHit.subject_id.in_(subjects)))
        for table in (WatchSubject, CaseStep, CaseOpening):
            db.session.execute(delete(table).where(table.case_id == case.id))
        record(EvidenceForgotten(watch_case_id=case.id), by=SYSTEM, at=at)
        db.session.delete(case)
    db.session.flush()
    return len(due)


def _forget_keys(case_id: int, hasher: Hasher) -> None:
    rows = db.session.scalars(select(WatchSubject).where(WatchSubject.case_id == case_id)).all()
    delete_pairs(SubjectKey.__table__, [pair for row in rows for pair in subject_pairs(row.id, read_party(row.sealed), hasher)])
