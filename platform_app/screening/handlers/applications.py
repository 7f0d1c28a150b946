"""Mails about an application to its applicant and to the secretariat."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from platform_app.accounts.queries import get_user, list_holders
from platform_app.audit.queries import Entry
from platform_app.kernel.clock import now
from platform_app.kernel.events import Event
from platform_app.kernel.roles import Role
from platform_app.mail.rules import LinkPurpose
from platform_app.mail.services import enqueue, issue_link
from platform_app.members.rules import MemberKind
from platform_app.screening.events import (
    ApplicantAddressChanged,
    ApplicantReminded,
    ApplicationApproved,
    ApplicationAssigned,
    ApplicationLapsed,
    ApplicationRefused,
    ApplicationResubmitted,
    ApplicationReturned,
    ApplicationSubmitted,
    ApplicationWithdrawn,
)
from platform_app.screening.models import Application
from platform_app.screening.queries import get_application, list_remarks
from platform_app.screening.rules.applications import ENTERED, Status

RESUME_VALID_FOR = timedelta(days=30)


def mail_receipt(entry: Entry) -> None:
    """Confirm that the application, or its correction, came in; who applied on paper or by telephone is asked to look at what was entered."""
    is_entered, is_again = get_application(_id(entry, "application_id")).channel in ENTERED, "return_id" in entry.data
    if is_entered and not is_again:
        mail_applicant(entry, "application_entered")
    else:
        mail_applicant(entry, "application_received", is_again=is_again)


def mail_secretariat(entry: Entry) -> None:
    """Tell everybody who holds the secretariat's office that an application came in: its number and the body, no person."""
    application = get_application(_id(entry, "application_id"))
    params = _facts(application) | {"application_id": application.id, "is_again": "return_id" in entry.data}
    if application.kind is MemberKind.INDIVIDUAL:
        params["applicant"] = ""
    for holder in list_holders(Role.SECRETARIAT):
        enqueue(
            event_id=entry.id, handler="screening.mail_secretariat", template="application_arrived", recipient=holder.email,
            locale=holder.locale, params=params, at=now(),
        )


def mail_return(entry: Entry) -> None:
    """Tell the applicant how much should be corrected, and until when; the remarks themselves stand on the page."""
    application = get_application(_id(entry, "application_id"))
    facts: dict[str, object] = {"points": len(list_remarks([_id(entry, "return_id")]))}
    if application.status is Status.RETURNED and application.due_on is not None:
        facts["due_on"] = application.due_on.isoformat()
    mail_applicant(entry, "application_returned", **facts)


def mail_reminder(entry: Entry) -> None:
    """Remind the applicant of a draft, or of a correction, if it still waits for that."""
    application = get_application(_id(entry, "application_id"))
    if application.status.value == entry.data["status"]:
        mail_applicant(entry, "application_reminder", is_draft=application.status is Status.DRAFT, due_on=str(entry.data["due_on"]))


def mail_lapse(entry: Entry) -> None:
    """Tell the applicant that the application has lapsed."""
    mail_applicant(entry, "application_lapsed", is_draft=entry.data["was"] == Status.DRAFT.value)


def mail_assignee(entry: Entry) -> None:
    """Tell somebody of the secretariat that a colleague gave them an application: its number, no name."""
    person_id = entry.data.get("assignee_user_id")
    if person_id is None or person_id == entry.actor_user_id:
        return
    application, person = get_application(_id(entry, "application_id")), get_user(int(str(person_id)))
    params = {"number": application.number or "", "application_id": application.id}
    enqueue(
        event_id=entry.id, handler="screening.mail_assignee", template="application_assigned", recipient=person.email, locale=person.locale,
        params=params, at=now(),
    )


def mail_changed_address(entry: Entry) -> None:
    """Tell the new address, with a link, and the old one, without, that mails go to another address."""
    application = get_application(_id(entry, "application_id"))
    if application.user_id == _id(entry, "new_user_id"):
        mail_applicant(entry, "applicant_address_changed", is_new=True)
    old = get_user(_id(entry, "old_user_id"))
    enqueue(
        event_id=entry.id, handler="screening.mail_changed_address", template="applicant_address_changed", recipient=old.email,
        locale=old.locale, params=_facts(application) | {"is_new": False}, at=now(),
    )


def mail_approval(entry: Entry) -> None:
    """Tell the applicant that the letter of approval is there."""
    mail_applicant(entry, "application_approved")


def mail_refusal(entry: Entry) -> None:
    """Tell the applicant that the letter with the decision is there."""
    mail_applicant(entry, "application_refused")


def mail_withdrawal(entry: Entry) -> None:
    """Confirm the withdrawal."""
    mail_applicant(entry, "application_withdrawn")


def mail_applicant(entry: Entry, template: str, **params: object) -> None:
    """Write to the applicant with a link that opens the application: that of the event, or of `application_id` in `params`."""
    application = get_application(int(str(params.get("application_id", entry.data.get("application_id")))))
    if application.user_id is None:  # it came on paper: the secretariat sends a letter
        return
    user = get_user(application.user_id)
    link_id = issue_link(
        purpose=LinkPurpose.APPLICATION_RESUME, subject_type="application", subject_id=application.id, address=user.email,
        at=now(), valid_for=RESUME_VALID_FOR,
    )
    enqueue(
        event_id=entry.id, handler=f"screening.{template}", template=template, recipient=user.email, locale=user.locale,
        params=_facts(application) | {"link_id": link_id} | params, at=now(),
    )


def _facts(application: Application) -> dict[str, object]:
    return {"applicant": application.name, "number": application.number or ""}


def _id(entry: Entry, name: str) -> int:
    return int(str(entry.data[name]))


HANDLERS: Mapping[type[Event], tuple[Callable[[Entry], None], ...]] = {
    ApplicationSubmitted: (mail_receipt, mail_secretariat),
    ApplicationResubmitted: (mail_receipt, mail_secretariat),
    ApplicationReturned: (mail_return,),
    ApplicationApproved: (mail_approval,),
    ApplicationRefused: (mail_refusal,),
    ApplicationWithdrawn: (mail_withdrawal,),
    ApplicantReminded: (mail_reminder,),
    ApplicationLapsed: (mail_lapse,),
    ApplicationAssigned: (mail_assignee,),
    ApplicantAddressChanged: (mail_changed_address,),
}
