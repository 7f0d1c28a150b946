"""Who is written to after what: handlers of the outbox, each idempotent by (event, handler), and the table that names them."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from platform_app.accounts.queries import find_user, get_user, list_holders
from platform_app.audit.queries import Entry
from platform_app.kernel.clock import now
from platform_app.kernel.events import Event
from platform_app.kernel.roles import Role
from platform_app.mail.rules import LinkPurpose
from platform_app.mail.services import enqueue, issue_link
from platform_app.members.rules import MemberKind
from platform_app.screening.events import (
    ApplicationApproved,
    ApplicationRefused,
    ApplicationResubmitted,
    ApplicationReturned,
    ApplicationSubmitted,
    ApplicationWithdrawn,
    RecommendationDeclined,
    RecommendationRequested,
)
from platform_app.screening.models import Application
from platform_app.screening.queries import get_application, get_recommendation
from platform_app.screening.rules.recommendations import RecommendationStatus

DEFAULT_LANGUAGE = "ja"
RESUME_VALID_FOR = timedelta(days=30)
_SHORT = 300


def mail_recommendation_request(entry: Entry) -> None:
    """Ask the recommender by a one-time link, in the language of an account with that address, else in Japanese."""
    row = get_recommendation(_id(entry, "recommendation_id"))
    if row.status is not RecommendationStatus.REQUESTED or row.link_id is None:
        return
    application = get_application(row.application_id)
    known = find_user(email=row.address)
    params = {
        "link_id": row.link_id,
        "recommender": row.label,
        "applicant": application.name,
        "purpose": str(application.answers.get("purpose", ""))[:_SHORT],
    }
    enqueue(
        event_id=entry.id, handler="screening.mail_recommendation_request", template="recommendation_request",
        recipient=row.address, locale=known.locale if known else DEFAULT_LANGUAGE, params=params, at=now(),
    )


def mail_recommendation_unavailable(entry: Entry) -> None:
    """Tell the applicant that another recommender is needed; never why."""
    row = get_recommendation(_id(entry, "recommendation_id"))
    _mail_applicant(entry, "recommendation_unavailable", recommender=row.label)


def mail_receipt(entry: Entry) -> None:
    """Confirm that the application came in."""
    _mail_applicant(entry, "application_received")


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
    """Tell the applicant that something should be corrected; the remark itself stands on the page."""
    _mail_applicant(entry, "application_returned")


def mail_approval(entry: Entry) -> None:
    """Tell the applicant that the letter of approval is there."""
    _mail_applicant(entry, "application_approved")


def mail_refusal(entry: Entry) -> None:
    """Tell the applicant that the letter with the decision is there."""
    _mail_applicant(entry, "application_refused")


def mail_withdrawal(entry: Entry) -> None:
    """Confirm the withdrawal."""
    _mail_applicant(entry, "application_withdrawn")


def _mail_applicant(entry: Entry, template: str, **params: object) -> None:
    application = get_application(_id(entry, "application_id"))
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
    RecommendationRequested: (mail_recommendation_request,),
    RecommendationDeclined: (mail_recommendation_unavailable,),
    ApplicationSubmitted: (mail_receipt, mail_secretariat),
    ApplicationResubmitted: (mail_secretariat,),
    ApplicationReturned: (mail_return,),
    ApplicationApproved: (mail_approval,),
    ApplicationRefused: (mail_refusal,),
    ApplicationWithdrawn: (mail_withdrawal,),
}
