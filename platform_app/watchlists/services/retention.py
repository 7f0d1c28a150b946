"""Evidence of cases that ended: kept as long as the rules say, and longer under a legal hold on its owner."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select

from platform_app.audit.services import record
from platform_app.bylaws.queries import rules_at
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.kernel.calendar import add_months
from platform_app.kernel.clock import civil_date
from platform_app.kernel.errors import refuse_if
from platform_app.kernel.reasons import Reason
from platform_app.kernel.retention import DueRecord, RecordClass
from platform_app.watchlists.events import EvidenceForgotten
from platform_app.watchlists.hashing import Hasher, read_party
from platform_app.watchlists.keying import subject_pairs
from platform_app.watchlists.models import CaseOpening, CaseStep, Disposition, SubjectKey, WatchHit, WatchSubject
from platform_app.watchlists.queries.cases import get_case, list_subjects
from platform_app.watchlists.queries.retention import cases_ended_before, is_held
from platform_app.watchlists.sealing import find_hasher
from platform_app.watchlists.storage import delete_pairs

_MONTHS_OF_YEAR = 12


def list_due_cases(at: datetime, *, under_hold: bool = False) -> Sequence[DueRecord]:
    """Cases whose evidence is due, longest ago first, at most 1,000; those under a legal hold, or the others."""
    on = civil_date(at)
    months = rules_at(on).integer("retention.screening_evidence_years") * _MONTHS_OF_YEAR
    found = cases_ended_before(add_months(on, -months), under_hold=under_hold)
    return [DueRecord(case_id, add_months(ended_on, months)) for case_id, ended_on in found]


def forget_evidence(*, record_id: int, by: Actor, at: datetime) -> None:
    """Delete a case that ended, with the names that were watched and everything that was found and said of them.

    Raises: NotFound, RuleViolation while it is watched, or under a legal hold.
    """
    case = get_case(record_id, lock=True)
    refuse_if([Reason("watchlists.still_watched")] if case.ended_at is None else [])
    refuse_if([Reason("watchlists.under_hold")] if is_held(case) else [])
    hasher = find_hasher()
    if hasher is not None:
        _forget_keys(case.id, hasher)
    subjects = select(WatchSubject.id).where(WatchSubject.case_id == case.id)
    hits = select(WatchHit.id).where(WatchHit.subject_id.in_(subjects))
    db.session.execute(delete(Disposition).where(Disposition.hit_id.in_(hits)))
    db.session.execute(delete(WatchHit).where(WatchHit.subject_id.in_(subjects)))
    for table in (WatchSubject, CaseStep, CaseOpening):
        db.session.execute(delete(table).where(table.case_id == case.id))
    record(EvidenceForgotten(watch_case_id=case.id), by=by, at=at)
    db.session.delete(case)
    db.session.flush()


def _forget_keys(case_id: int, hasher: Hasher) -> None:
    rows = list_subjects(case_id, with_ended=True)
    delete_pairs(SubjectKey.__table__, [pair for row in rows for pair in subject_pairs(row.id, read_party(row.sealed), hasher)])


RECORD_CLASSES: tuple[RecordClass, ...] = (
    RecordClass(
        code="watchlists.ended_cases",
        list_due=lambda at: list_due_cases(at),
        count_held=lambda at: len(list_due_cases(at, under_hold=True)),
        erase=forget_evidence,
    ),
)
