"""The secretariat's work on an application: take up, check, send to the board."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from platform_app.audit.services import record
from platform_app.bylaws.queries import rules_at
from platform_app.committees.queries import list_current_seats
from platform_app.committees.rules.deliberations import Question
from platform_app.committees.rules.tally import ConflictHint
from platform_app.committees.services import open_deliberation
from platform_app.kernel.actors import Actor
from platform_app.kernel.clock import civil_date, start_of
from platform_app.kernel.errors import Forbidden, RuleViolation, refuse_if
from platform_app.kernel.reasons import Reason
from platform_app.members.queries import members_by_id, people_of
from platform_app.members.rules import MemberSummary
from platform_app.screening.events import (
    ApplicationResumed,
    ApplicationSentToBoard,
    ApplicationTakenUp,
    CheckSatisfied,
    SealedConclusionOpened,
)
from platform_app.screening.models import Application, ScreeningCheck
from platform_app.screening.permissions import ASSESS, CHECK_COMPLETENESS, CONCLUDE
from platform_app.screening.queries import (
    check_statuses,
    get_check,
    get_sent_application,
    list_officers,
    list_recommendations,
    names_of_people,
)
from platform_app.screening.rules.applications import Status
from platform_app.screening.rules.checks import (
    CheckKind,
    CheckStatus,
    Conclusion,
    why_not_conclude,
    why_not_satisfy,
    why_not_send_to_board,
)
from platform_app.screening.rules.form import is_body
from platform_app.screening.rules.recommendations import NAMED, plain_name, shares_officer
from platform_app.screening.services.statuses import enter

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


def satisfy_check(*, application_id: int, kind: CheckKind, note: str = "", by: Actor, at: datetime) -> None:
    """Mark the check of completeness as done, or the activity record as assessed, in words that the board reads.

    Raises: NotFound, Forbidden, RuleViolation.
    """
    application = get_sent_application(application_id, lock=True)
    check = get_check(application.id, kind)
    if kind is CheckKind.ANTI_SOCIAL_FORCES:
        raise RuleViolation([Reason("screening.conclusion_missing", field="conclusion")])
    if kind in _PERMISSIONS and not by.may(_PERMISSIONS[kind]):
        raise Forbidden
    refuse_if(why_not_satisfy(application.status, kind, check.status, note=note))
    check.note = note
    _satisfy(check, by=by, at=at)


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
    refuse_if(why_not_conclude(conclusion, by.roles, has_pledge=has_pledge, has_roster=has_roster, note=note,
                               is_again=check.sealed_conclusion is not None))
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


def send_to_board(*, application_id: int, by: Actor, at: datetime) -> int:
    """Put the application to the board: a deliberation with the seats' conflicts hinted; gives its id.

    Raises: NotFound, RuleViolation (open checks; a board below its minimum).
    """
    application = get_sent_application(application_id, lock=True)
    refuse_if(why_not_send_to_board(application.status, check_statuses(application.id)))
    rules = rules_at(civil_date(at))
    enter(application, Status.BEFORE_BOARD, at=at)
    application.deliberation_id = open_deliberation(
        subject_type="application",
        subject_id=application.id,
        question=Question.ADMISSION,
        concerns=application.name,
        closes_at=start_of(civil_date(at) + timedelta(days=rules.integer("board.review_days") + 1)),
        rules=rules,
        hints=conflict_hints(application, at=at),
        by=by,
        at=at,
    )
    record(ApplicationSentToBoard(application_id=application.id, deliberation_id=application.deliberation_id), by=by, at=at)
    return application.deliberation_id


def conflict_hints(application: Application, *, at: datetime) -> Mapping[int, frozenset[ConflictHint]]:
    """What speaks for a conflict of interest, by seat: its body applies, recommends, or shares a person with the applicant."""
    on = civil_date(at)
    recommenders = {row.member_id for row in list_recommendations(application.id) if row.status in NAMED}
    people = names_of_people(application)
    seats = list_current_seats(on)
    bodies = members_by_id([seat.member_id for seat in seats], on=on)
    hints = {}
    for seat in seats:
        found = set()
        if _is_same_body(application, bodies[seat.member_id]):
            found.add(ConflictHint.OWN_BODY_APPLIES)
        if seat.member_id in recommenders:
            found.add(ConflictHint.OWN_BODY_RECOMMENDS)
        if shares_officer(people, [person.name for person in people_of(seat.member_id, on=on)]):
            found.add(ConflictHint.SHARED_OFFICER)
        if found:
            hints[seat.seat_id] = frozenset(found)
    return hints


def _is_same_body(application: Application, member: MemberSummary) -> bool:
    number = application.answers.get("corporate_number")
    return (bool(number) and member.corporate_number == number) or plain_name(member.name) == plain_name(application.name)
