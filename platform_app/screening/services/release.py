"""The release of a held decision: one transaction that makes number, period, people, account, letter and register entry, once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from platform_app.accounts.queries import get_user
from platform_app.accounts.rules import UserStatus
from platform_app.accounts.services import ensure_user, invite_user
from platform_app.audit.services import record
from platform_app.bylaws.queries import rules_at, rules_of_version
from platform_app.documents.rules import Series
from platform_app.documents.services import freeze_letter, next_number
from platform_app.kernel.actors import Actor
from platform_app.kernel.clock import civil_date
from platform_app.kernel.errors import NotFound, refuse_if
from platform_app.kernel.reasons import Reason
from platform_app.members.rules import MemberClass, NewPerson
from platform_app.members.services import admit, link_user
from platform_app.screening.events import ApplicationApproved, ApplicationRefused, ReasonsEdited
from platform_app.screening.models import Application, ApplicationDecision
from platform_app.screening.queries import find_decision, get_sent_application, is_member_already
from platform_app.screening.rules.applications import Status
from platform_app.screening.rules.checks import Outcome, why_not_release
from platform_app.screening.services.letters import approval, refusal
from platform_app.screening.services.particulars import particulars_of, people_of_applicant
from platform_app.screening.services.statuses import enter

DEFAULT_LANGUAGE = "ja"
_RELEASED = (Status.APPROVED, Status.REFUSED)


@dataclass(frozen=True)
class ReleasePreview:
    """What a release would do, shown before it is done."""

    application: Application
    decision: ApplicationDecision
    reasons_against: tuple[Reason, ...]


def preview_release(*, application_id: int, at: datetime) -> ReleasePreview:
    """What would be released and what still stands against it; changes nothing.

    Raises: NotFound if the board has not spoken.
    """
    application = get_sent_application(application_id)
    decision = find_decision(application.id)
    if decision is None or decision.outcome is Outcome.DEFERRED:
        raise NotFound
    return ReleasePreview(application, decision, _why_not(application, decision, at=at))


def _why_not(application: Application, decision: ApplicationDecision | None, *, at: datetime) -> tuple[Reason, ...]:
    if decision is None:
        return (Reason("screening.not_decided"),)
    rules = rules_of_version(decision.bylaws_version_id)
    return why_not_release(
        application.status,
        decision.outcome,
        reasons=decision.reasons,
        are_reasons_required=rules.flag("admission.refusal_reasons_required"),
        is_member_already=is_member_already(application, on=civil_date(at)),
    )


def edit_reasons(*, application_id: int, reasons: str, by: Actor, at: datetime) -> None:
    """Write the reasons as the letter of a refusal will tell them; until the release.

    Raises: NotFound, RuleViolation.
    """
    application = get_sent_application(application_id, lock=True)
    decision = find_decision(application.id)
    if application.status is not Status.DECIDED or decision is None:
        refuse_if([Reason("screening.released_already" if application.status in _RELEASED else "screening.not_decided")])
        return
    decision.reasons = reasons
    record(ReasonsEdited(application_id=application.id, decision_id=decision.id), by=by, at=at, reason=reasons)


def release(*, application_id: int, by: Actor, at: datetime) -> None:
    """Release the held decision. The row is locked first, so that of two releases the second finds it done.

    Raises: NotFound, RuleViolation, Conflict.
    """
    application = get_sent_application(application_id, lock=True)
    decision = find_decision(application.id)
    refuse_if(_why_not(application, decision, at=at))
    if decision is None:
        raise NotFound
    if decision.outcome is Outcome.APPROVED:
        _approve(application, decision, by=by, at=at)
    else:
        _refuse(application, decision, by=by, at=at)


def _approve(application: Application, decision: ApplicationDecision, *, by: Actor, at: datetime) -> None:
    on = civil_date(at)
    rules = rules_of_version(decision.bylaws_version_id)
    from_on = civil_date(decision.decided_at) if rules.choice("admission.effect") == "on_approval" else on
    people = people_of_applicant(application)
    admitted = admit(
        particulars=particulars_of(application),
        membership_class=MemberClass(application.answers["membership_class"]),
        from_on=from_on,
        people=people,
        by=by,
        at=at,
    )
    _give_accounts(application, people, admitted.person_ids, by=by, at=at)
    decision.effective_on = from_on
    number = next_number(series=Series.LETTER, on=on, pattern=rules_at(on).text("letters.number_pattern")).text
    content = approval(application, number=number, member_number=admitted.number, admitted_on=from_on, on=on)
    _mark_released(decision, letter_id=freeze_letter(content=content, by=by, at=at), by=by, at=at)
    application.member_id = admitted.member_id
    enter(application, Status.APPROVED, at=at)
    record(ApplicationApproved(application_id=application.id, decision_id=decision.id, member_id=admitted.member_id), by=by, at=at)


def _give_accounts(application: Application, people: Sequence[NewPerson], person_ids: Sequence[int], *, by: Actor, at: datetime) -> None:
    """An account for every person with an address, tied to the register's person, and an invitation to choose a password."""
    locale = get_user(application.user_id).locale if application.user_id else DEFAULT_LANGUAGE
    for person, person_id in zip(people, person_ids, strict=True):
        if person.email:
            user_id = ensure_user(email=person.email, name=person.name, locale=locale, by=by, at=at)
            link_user(person_id=person_id, user_id=user_id, by=by, at=at)
            if get_user(user_id).status is UserStatus.INVITED:
                invite_user(user_id=user_id, by=by, at=at)


def _refuse(application: Application, decision: ApplicationDecision, *, by: Actor, at: datetime) -> None:
    on = civil_date(at)
    number = next_number(series=Series.LETTER, on=on, pattern=rules_at(on).text("letters.number_pattern")).text
    content = refusal(application, decision, number=number, on=on)
    _mark_released(decision, letter_id=freeze_letter(content=content, by=by, at=at), by=by, at=at)
    enter(application, Status.REFUSED, at=at)
    record(ApplicationRefused(application_id=application.id, decision_id=decision.id), by=by, at=at)


def _mark_released(decision: ApplicationDecision, *, letter_id: int, by: Actor, at: datetime) -> None:
    decision.letter_id, decision.released_at, decision.released_by_id = letter_id, at, by.user_id
