"""Sending an application in, sending it in again after a correction, withdrawing it."""

from datetime import datetime

from platform_app.audit.services import record
from platform_app.bylaws.queries import rules_at
from platform_app.committees.queries import hold_open_deliberation
from platform_app.committees.rules.deliberations import Question
from platform_app.committees.services import call_off_deliberation
from platform_app.database.conflicts import conflict_on
from platform_app.documents.rules import Series
from platform_app.documents.services import freeze_letter, next_number
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.kernel.clock import civil_date
from platform_app.kernel.errors import refuse_if
from platform_app.kernel.reasons import Reason
from platform_app.screening.events import ApplicationResubmitted, ApplicationSubmitted, ApplicationWithdrawn, CheckReopened
from platform_app.screening.models import Application, ScreeningCheck
from platform_app.screening.queries import (
    Round,
    get_own_application,
    list_checks,
    list_rounds,
    submission_facts,
)
from platform_app.screening.rules.applications import APPLICATION_LIFECYCLE, Status
from platform_app.screening.rules.checks import OF_EVERY_APPLICATION, CheckKind, CheckStatus
from platform_app.screening.rules.corrections import why_not_resubmit
from platform_app.screening.rules.form import why_not_submit
from platform_app.screening.rules.routing import affected_checks, open_key_of, touched
from platform_app.screening.services.applications import drop_unasked, is_being_entered
from platform_app.screening.services.letters import receipt
from platform_app.screening.services.recommendations import (
    cancel_open_requests,
    flag_affiliates,
    note_changes,
    refresh_recommendation_check,
    refuse_own_recommendation,
)
from platform_app.screening.services.statuses import enter


def send_in(*, application_id: int, by: Actor, at: datetime) -> None:
    """Send an application in: for the first time, or corrected after a return.

    Raises: NotFound, RuleViolation with all that is missing, Conflict if the same applicant was faster.
    """
    application = get_own_application(application_id, by=by, lock=True)
    if is_being_entered(application) and application.entry_reviewed_at is None:
        refuse_if([Reason("screening.needs_second_person")])
    if application.status is Status.DRAFT:
        drop_unasked(application)
    refuse_if(why_not_submit(submission_facts(application, at=at)))
    rounds = list_rounds(application) if application.status is Status.RETURNED else ()
    refuse_if(why_not_resubmit([state.row.position for state in rounds[-1].open_remarks] if rounds else ()))
    refuse_own_recommendation(application, at=at)
    if application.status is Status.DRAFT:
        _submit(application, by=by, at=at)
    else:
        _resubmit(application, rounds[-1], by=by, at=at)


def _submit(application: Application, *, by: Actor, at: datetime) -> None:
    on = civil_date(at)
    application.number = next_number(series=Series.APPLICATION, on=on, pattern=rules_at(on).text("letters.application_pattern")).text
    application.submitted_at = at
    with conflict_on("uq_application_open_key", "screening.already_applied"):
        application.open_key = open_key_of(application.answers)
        enter(application, Status.SUBMITTED, at=at)
    db.session.add_all(ScreeningCheck(application_id=application.id, kind=kind) for kind in OF_EVERY_APPLICATION)
    application.receipt_letter_id = freeze_letter(content=receipt(application, at=at), by=by, at=at)
    flag_affiliates(application, at=at)
    record(ApplicationSubmitted(application_id=application.id), by=by, at=at)
    note_changes(application, before=None, by=by, at=at)
    refresh_recommendation_check(application, at=at)


def _resubmit(application: Application, correction: Round, *, by: Actor, at: datetime) -> None:
    returned, before, after = correction.row, correction.before, dict(correction.after)
    returned.resubmitted_at, returned.answers_after = at, after
    with conflict_on("uq_application_open_key", "screening.already_applied"):
        application.open_key = open_key_of(application.answers)
        enter(application, Status.UNDER_CHECK, at=at)
    application.receipt_letter_id = freeze_letter(content=receipt(application, at=at), by=by, at=at)
    flag_affiliates(application, at=at)
    found = touched(before, after)
    event = ApplicationResubmitted(
        application_id=application.id, return_id=returned.id, is_name_changed=found.is_name_changed,
        are_people_changed=found.are_people_changed, are_identifiers_changed=found.are_identifiers_changed,
    )
    record(event, by=by, at=at)
    _reopen(application, affected_checks(before, after), by=by, at=at)
    note_changes(application, before=before, by=by, at=at)
    refresh_recommendation_check(application, at=at)


def _reopen(application: Application, kinds: frozenset[CheckKind], *, by: Actor, at: datetime) -> None:
    for kind, check in list_checks(application.id).items():
        if kind in kinds and check.status is CheckStatus.SATISFIED:
            check.status = CheckStatus.PENDING
            check.satisfied_at = check.satisfied_by_id = None
            record(CheckReopened(application_id=application.id, check_id=check.id, kind=kind), by=by, at=at)


def withdraw(*, application_id: int, by: Actor, at: datetime) -> None:
    """Withdraw an application before the board has decided; open requests and an open deliberation end with it.

    Raises: NotFound, RuleViolation.
    """
    hold_open_deliberation(subject_type="application", subject_id=application_id, question=Question.ADMISSION)
    application = get_own_application(application_id, by=by, lock=True)
    was = application.status
    if was in (Status.DECIDED, *APPLICATION_LIFECYCLE.final):
        refuse_if([Reason("screening.too_late_to_withdraw", {"status": was})])
    enter(application, Status.WITHDRAWN, at=at)
    cancel_open_requests(application, by=by, at=at)
    record(ApplicationWithdrawn(application_id=application.id), by=by, at=at)
    if was is Status.BEFORE_BOARD and application.deliberation_id is not None:
        call_off_deliberation(deliberation_id=application.deliberation_id, by=by, at=at)
