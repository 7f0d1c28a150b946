"""Erasing applications whose time is over. Number, dates, outcome and the version of the rules stay; a legal hold keeps everything."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, update

from platform_app.audit.queries import list_entries, list_entry_ids
from platform_app.audit.services import record
from platform_app.committees.services import erase_texts_about
from platform_app.documents.services import erase_letter, forget_file
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.kernel.errors import refuse_if
from platform_app.kernel.reasons import Reason
from platform_app.kernel.retention import RecordClass
from platform_app.mail.services import erase_links, erase_messages
from platform_app.screening.events import ApplicationErased, RetentionHoldLifted, RetentionHoldSet, ScreeningEvidenceErased
from platform_app.screening.models import (
    Application,
    ApplicationAssignment,
    ApplicationAttachment,
    ApplicationOfficer,
    ApplicationRemark,
    ApplicationReturn,
    Recommendation,
    ScreeningCheck,
)
from platform_app.screening.queries import get_application, list_decisions
from platform_app.screening.queries.retention import (
    IS_REFUSED,
    IS_UNFINISHED,
    IS_WITHDRAWN,
    list_due_applications,
    list_due_evidence,
    months_of,
)
from platform_app.screening.rules.retention import why_not_erase, why_not_hold, why_not_lift_hold

NOTHING = "–"


def hold_back(*, application_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Set a legal hold: nothing of the application is erased until another person lifts it.

    Raises: NotFound, RuleViolation.
    """
    application = get_application(application_id, lock=True)
    refuse_if(why_not_hold(is_held=application.retention_hold is not None, is_erased=application.erased_at is not None, reason=reason))
    application.retention_hold = reason
    record(RetentionHoldSet(application_id=application.id), by=by, at=at, reason=reason)


def who_set_hold(application_id: int) -> int | None:
    """The account that set the legal hold in force; from the ledger."""
    entries = list_entries(subject_type="application", subject_id=application_id)
    return next((entry.actor_user_id for entry in reversed(entries) if entry.event == RetentionHoldSet.name), None)


def lift_hold(*, application_id: int, by: Actor, at: datetime) -> None:
    """Lift a legal hold; by another person than the one who set it.

    Raises: NotFound, RuleViolation.
    """
    application = get_application(application_id, lock=True)
    is_held = application.retention_hold is not None
    refuse_if(why_not_lift_hold(is_held=is_held, set_by_id=who_set_hold(application.id), by_id=by.user_id))
    application.retention_hold = None
    record(RetentionHoldLifted(application_id=application.id), by=by, at=at)


def erase_application(*, record_id: int, by: Actor, at: datetime) -> None:
    """Erase what an application that has ended says of anybody; its row stays with number, dates, status and decisions.

    Raises: NotFound, RuleViolation under a legal hold, while it is open, or for one that was approved.
    """
    application = get_application(record_id, lock=True)
    refuse_if(why_not_erase(application.status, is_held=application.retention_hold is not None, is_erased=application.erased_at is not None))
    _erase_letters(application, by=by, at=at)
    _erase_files(application, by=by, at=at)
    _erase_rows(application.id)
    erase_texts_about(subject_type="application", subject_id=application.id, by=by, at=at)
    _erase_mail(application.id, at=at)
    application.answers = {}
    application.name, application.kana, application.prefecture, application.pledged_by = NOTHING, "", "", ""
    application.corporate_number = application.entry_remark = None
    application.erased_at = at
    record(ApplicationErased(application_id=application.id), by=by, at=at)


def _erase_letters(application: Application, *, by: Actor, at: datetime) -> None:
    letters = [application.receipt_letter_id, *(decision.letter_id for decision in list_decisions(application.id))]
    for letter_id in letters:
        if letter_id is not None:
            erase_letter(letter_id=letter_id, by=by, at=at)
    for decision in list_decisions(application.id):
        decision.reasons = ""


def _erase_files(application: Application, *, by: Actor, at: datetime) -> None:
    own = ApplicationAttachment.application_id == application.id
    files = [file_id for file_id in db.session.scalars(select(ApplicationAttachment.file_id).where(own)) if file_id is not None]
    db.session.execute(delete(ApplicationAttachment).where(own))
    for file_id in files:
        forget_file(file_id=file_id, by=by, at=at)


def _erase_rows(application_id: int) -> None:
    """Rows that only say something go; those that also count for something lose their words."""
    returns = select(ApplicationReturn.id).where(ApplicationReturn.application_id == application_id)
    db.session.execute(delete(ApplicationRemark).where(ApplicationRemark.return_id.in_(returns)))
    db.session.execute(delete(ApplicationOfficer).where(ApplicationOfficer.application_id == application_id))
    for table, blank in (
        (ApplicationReturn, {"remark": "", "answers": {}, "answers_after": None}),
        (ApplicationAssignment, {"note": ""}),
        (ScreeningCheck, {"note": "", "reopening_reason": "", "sealed_conclusion": None, "sealed_note": None}),
    ):
        statement = update(table).where(table.application_id == application_id).values(**blank)
        db.session.execute(statement.execution_options(synchronize_session="fetch"))
    for check in db.session.scalars(select(ScreeningCheck).where(ScreeningCheck.application_id == application_id, ScreeningCheck.title != "")):
        check.title = f"{NOTHING} {check.id}"
    for row in db.session.scalars(select(Recommendation).where(Recommendation.application_id == application_id)):
        row.label, row.address, row.answer_address = NOTHING, "", ""
        row.answer_name, row.answer_reason = (NOTHING, NOTHING) if row.answered_at else ("", "")
        row.handed_to_name, row.handed_to_address = "", NOTHING if row.handed_on_at else ""
        row.withdrawal_reason = row.review_note = ""
        row.rests_on = None
    db.session.flush()


def _erase_mail(application_id: int, *, at: datetime) -> None:
    asked = db.session.scalars(select(Recommendation.id).where(Recommendation.application_id == application_id)).all()
    erase_messages(event_ids=list_entry_ids(subject_type="application", subject_id=application_id))
    erase_links(subject_type="application", subject_ids=[application_id], at=at)
    erase_links(subject_type="recommendation", subject_ids=asked, at=at)


def erase_evidence(*, record_id: int, by: Actor, at: datetime) -> None:
    """Erase the sealed evidence and the birth dates of an approved application.

    Raises: NotFound, RuleViolation under a legal hold.
    """
    application = get_application(record_id, lock=True)
    refuse_if([Reason("screening.under_hold")] if application.retention_hold is not None else [])
    for check in db.session.scalars(select(ScreeningCheck).where(ScreeningCheck.application_id == application.id)):
        check.sealed_conclusion = check.sealed_note = None
    for officer in db.session.scalars(select(ApplicationOfficer).where(ApplicationOfficer.application_id == application.id)):
        officer.birth_on = None
    record(ScreeningEvidenceErased(application_id=application.id), by=by, at=at)


def _of(code: str, kind: ColumnElement[bool], key: str) -> RecordClass:
    months = months_of(key)
    return RecordClass(
        code=code,
        list_due=lambda at: list_due_applications(kind, months, at=at),
        count_held=lambda at: len(list_due_applications(kind, months, at=at, is_held=True)),
        erase=erase_application,
    )


RECORD_CLASSES: tuple[RecordClass, ...] = (
    _of("screening.refused_applications", IS_REFUSED, "retention.refused_application_years"),
    _of("screening.withdrawn_applications", IS_WITHDRAWN, "retention.withdrawn_application_months"),
    _of("screening.unfinished_applications", IS_UNFINISHED, "retention.unfinished_application_months"),
    RecordClass(
        code="screening.evidence_of_former_members",
        list_due=lambda at: list_due_evidence(at=at),
        count_held=lambda at: len(list_due_evidence(at=at, is_held=True)),
        erase=erase_evidence,
    ),
)
