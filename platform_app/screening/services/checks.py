"""The secretariat's work on an application: take up, check."""

from datetime import datetime

from platform_app.audit.services import record
from platform_app.bylaws.queries import rules_at
from platform_app.kernel.actors import Actor
from platform_app.kernel.clock import civil_date
from platform_app.kernel.errors import Forbidden, NotFound, RuleViolation, refuse_if
from platform_app.kernel.reasons import Reason
from platform_app.screening.events import (
    ApplicationResumed,
    ApplicationTakenUp,
    CheckReopened,
    CheckSatisfied,
    SealedConclusionOpened,
)
from platform_app.screening.models import ScreeningCheck
from platform_app.screening.permissions import ASSESS, CHECK_COMPLETENESS, CONCLUDE
from platform_app.screening.queries import (
    get_check,
    get_check_of,
    get_sent_application,
    list_officers,
)
from platform_app.screening.rules.applications import Status
from platform_app.screening.rules.checks import (
    ASSESSED,
    Assessment,
    CheckKind,
    CheckStatus,
    Conclusion,
    why_not_conclude,
    why_not_reopen,
    why_not_satisfy,
)
from platform_app.screening.rules.form import is_body
from platform_app.screening.services.statuses import enter
from platform_app.watchlists.queries.cases import standing_of
from platform_app.watchlists.queries.hits import is_none_excluded
from platform_app.watchlists.rules.hits import Standing

_PERMISSIONS = {CheckKind.COMPLETENESS: CHECK_COMPLETENESS, CheckKind.ACTIVITY_RECORD: ASSESS}


def take_up(*, application_id: int, by: Actor, at: datetime) -> None:
    """Begin the check of an application that came in, or of one that the board deferred.

    Raises: NotFound, RuleViolation.
    """
    application = get_sent_application(application_id, lock=True)
    event = ApplicationResumed if application.status is Status.DEFERRED else ApplicationTakenUp
    if application.status is Status.RETURNED:
        raise RuleViolation([Reason("screening.waits_for_applicant")])
    enter(application, Status.UNDER_CHECK, at=at)
    record(event(application_id=application.id), by=by, at=at)


def satisfy_check(
    *, application_id: int, kind: CheckKind, assessment: Assessment | None = None, note: str = "", by: Actor, at: datetime
) -> None:
    """Mark the check of completeness as done, or the activity record as assessed, in words that the board reads.

    Raises: NotFound, Forbidden, RuleViolation.
    """
    application = get_sent_application(application_id, lock=True)
    check = get_check(application.id, kind)
    if kind is CheckKind.ANTI_SOCIAL_FORCES:
        raise RuleViolation([Reason("screening.conclusion_missing", field="conclusion")])
    if kind in _PERMISSIONS and not by.may(_PERMISSIONS[kind]):
        raise Forbidden
    refuse_if(why_not_satisfy(application.status, kind, check.status, note=note, assessment=assessment))
    check.note = note
    check.assessment = assessment if kind in ASSESSED else None
    _satisfy(check, by=by, at=at)


def assess_point(
    *, application_id: int, check_id: int, assessment: Assessment | None, note: str, by: Actor, at: datetime
) -> None:
    """Assess a point that the board added, in words that it reads.

    Raises: NotFound, RuleViolation.
    """
    application = get_sent_application(application_id, lock=True)
    check = get_check_of(application.id, check_id)
    if check.kind is not CheckKind.ADDITIONAL:
        raise NotFound
    refuse_if(why_not_satisfy(application.status, check.kind, check.status, note=note, assessment=assessment))
    check.note, check.assessment = note, assessment
    _satisfy(check, by=by, at=at)


def reopen_check(*, application_id: int, check_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Open a check again by hand, with a reason; a conclusion that is sealed stays sealed until the next.

    Raises: NotFound, RuleViolation.
    """
    application = get_sent_application(application_id, lock=True)
    check = get_check_of(application.id, check_id)
    refuse_if(why_not_reopen(application.status, check.kind, check.status, reason=reason))
    check.status, check.reopening_reason = CheckStatus.PENDING, reason.strip()
    check.satisfied_at = check.satisfied_by_id = None
    record(CheckReopened(application_id=application.id, check_id=check.id, kind=check.kind), by=by, at=at, reason=check.reopening_reason)


def conclude(*, application_id: int, conclusion: Conclusion, note: str = "", by: Actor, at: datetime) -> None:
    """Seal the conclusion on anti-social forces: none, to be discussed, or confirmed. Nothing else shows which.

    A conclusion that a correction reopened stays sealed until the next, and then stands below its grounds: nothing is lost.

    Raises: NotFound, Forbidden, RuleViolation.
    """
    application = get_sent_application(application_id, lock=True)
    check = get_check(application.id, CheckKind.ANTI_SOCIAL_FORCES)
    if not by.may(CONCLUDE):
        raise Forbidden
    refuse_if(why_not_satisfy(application.status, check.kind, check.status))
    has_roster = bool(list_officers(application.id)) or not is_body(application.answers)
    has_pledge = application.pledged_at is not None or not rules_at(civil_date(at)).flag("admission.pledge_required")
    has_names_waiting = standing_of("application", application.id) is not Standing.CLEAR
    lists = {"has_names_waiting": has_names_waiting, "is_none_excluded": is_none_excluded("application", application.id)}
    refuse_if(why_not_conclude(conclusion, has_pledge=has_pledge, has_roster=has_roster, **lists, note=note))
    earlier = f"{check.sealed_conclusion}: {check.sealed_note or ''}".strip() if check.sealed_conclusion else ""
    check.sealed_conclusion, check.sealed_note = conclusion.value, "\n\n".join(filter(None, (note, earlier)))
    _satisfy(check, by=by, at=at)


def _satisfy(check: ScreeningCheck, *, by: Actor, at: datetime) -> None:
    check.status, check.satisfied_at, check.satisfied_by_id = CheckStatus.SATISFIED, at, by.user_id
    record(CheckSatisfied(application_id=check.application_id, check_id=check.id, kind=check.kind), by=by, at=at)


def open_sealed(*, application_id: int, reason: str, by: Actor, at: datetime) -> tuple[Conclusion, str]:
    """Open the sealed conclusion with its grounds; who opened it and why stays on record.

    Raises: NotFound, RuleViolation.
    """
    application = get_sent_application(application_id)
    check = get_check(application.id, CheckKind.ANTI_SOCIAL_FORCES)
    if not reason.strip():
        raise RuleViolation([Reason("screening.opening_reason_missing", field="reason")])
    if check.sealed_conclusion is None:
        raise RuleViolation([Reason("screening.nothing_sealed")])
    record(SealedConclusionOpened(application_id=application.id, check_id=check.id), by=by, at=at, reason=reason)
    return Conclusion(check.sealed_conclusion), check.sealed_note or ""
