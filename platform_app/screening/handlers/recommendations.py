"""Mails to and about recommenders."""

from collections.abc import Callable, Mapping

from platform_app.accounts.queries import find_user, get_user, list_holders
from platform_app.audit.queries import Entry
from platform_app.bylaws.queries import rules_at
from platform_app.kernel.clock import civil_date, now
from platform_app.kernel.events import Event
from platform_app.kernel.roles import Role
from platform_app.mail.events import MailUndelivered
from platform_app.mail.queries import find_link_of_message
from platform_app.mail.rules import LinkPurpose
from platform_app.mail.services import enqueue, issue_link
from platform_app.screening.events import (
    RecommendationDeclined,
    RecommendationExpired,
    RecommendationGiven,
    RecommendationHandedOn,
    RecommendationOutdated,
    RecommendationRequested,
    RecommendationReviewed,
    RecommendationWithdrawn,
    RecommenderReminded,
)
from platform_app.screening.handlers.applications import RESUME_VALID_FOR, mail_applicant
from platform_app.screening.models import Application, Recommendation
from platform_app.screening.queries import get_application, get_recommendation
from platform_app.screening.queries.recommendations import find_recommendation_of_link, recommendations_today
from platform_app.screening.rules.recommendations import ASKS_IN, RecommendationStatus

DEFAULT_LANGUAGE = "ja"
GIVEN_VALID_FOR = 12 * RESUME_VALID_FOR
_SHORT = 300


def mail_recommendation_request(entry: Entry) -> None:
    """Ask the recommender by a one-time link, in the language of an account with that address, else in Japanese."""
    row = _of(entry)
    if row.status is RecommendationStatus.REQUESTED and row.link_id is not None:
        _mail(entry, "recommendation_request", row, recipient=row.address, link_id=row.link_id)


def mail_recommendation_reminder(entry: Entry) -> None:
    """Remind whoever the request is with: the colleague it was handed to, else the recommender."""
    row = _of(entry)
    if row.status is not RecommendationStatus.REQUESTED:
        return
    if row.handed_link_id is not None:
        _mail(entry, "recommendation_reminder", row, recipient=row.handed_to_address, link_id=row.handed_link_id)
    elif row.link_id is not None:
        _mail(entry, "recommendation_reminder", row, recipient=row.address, link_id=row.link_id)


def mail_colleague(entry: Entry) -> None:
    """Give the colleague a link of its own."""
    row = _of(entry)
    if row.status is RecommendationStatus.REQUESTED and row.handed_link_id is not None:
        _mail(entry, "recommendation_handed_on", row, recipient=row.handed_to_address, link_id=row.handed_link_id, name=row.handed_to_name)


def mail_thanks(entry: Entry) -> None:
    """Confirm a recommendation to whoever gave it, and to whoever was asked if that is another, with the way to take it back."""
    row = _of(entry)
    for address in dict.fromkeys((row.answer_address, row.address)):
        _mail(entry, "recommendation_thanks", row, recipient=address, link_id=_given_link(row, address), name=row.answer_name)


def mail_correction(entry: Entry) -> None:
    """Tell whoever recommended that the application was corrected since, with the way to stand by it or take it back."""
    row = _of(entry)
    if row.status is RecommendationStatus.GIVEN:
        _mail(entry, "recommendation_changed", row, recipient=row.answer_address, link_id=_given_link(row, row.answer_address))


def mail_unavailable(entry: Entry) -> None:
    """Tell the applicant that another recommender is needed, never why; nothing where none is needed, or none can be asked any more."""
    row, on = _of(entry), civil_date(now())
    application = get_application(row.application_id)
    if application.status in ASKS_IN and not recommendations_today(application, rules=rules_at(on), on=on).need.is_fulfilled:
        _tell_applicant(entry, "recommendation_unavailable", row)


def mail_set_aside(entry: Entry) -> None:
    """Tell the applicant that another recommender is needed where the secretariat set one aside."""
    if not entry.data["counts"]:
        mail_unavailable(entry)


def mail_expiry(entry: Entry) -> None:
    """Tell the applicant, while it can still use a recommendation, that nobody answered in time."""
    row = _of(entry)
    if get_application(row.application_id).status in ASKS_IN:
        _tell_applicant(entry, "recommendation_expired", row)


def mail_secretariat_of_withdrawal(entry: Entry) -> None:
    """Tell the secretariat that a recommendation was taken back: the number of the application, no names."""
    application = get_application(_of(entry).application_id)
    for holder in list_holders(Role.SECRETARIAT) if application.submitted_at is not None else ():
        enqueue(
            event_id=entry.id, handler="screening.mail_secretariat_of_withdrawal", template="recommendation_withdrawn",
            recipient=holder.email, locale=holder.locale,
            params={"number": application.number, "application_id": application.id}, at=now(),
        )


def mail_of_lost_mail(entry: Entry) -> None:
    """Where a recommender cannot be reached, tell the applicant; where its colleague cannot, tell the recommender and nobody else."""
    link_id = find_link_of_message(int(str(entry.data["mail_message_id"])))
    row = find_recommendation_of_link(link_id) if link_id is not None else None
    if row is None or row.status is not RecommendationStatus.REQUESTED or row.link_id is None:
        return
    if link_id == row.handed_link_id:
        _mail(entry, "recommendation_colleague_lost", row, recipient=row.address, link_id=row.link_id, name=row.handed_to_name)
    else:
        _tell_applicant(entry, "recommendation_undelivered", row)


def _tell_applicant(entry: Entry, template: str, row: Recommendation) -> None:
    """Write to the applicant; of an application on paper, to whoever entered it."""
    application = get_application(row.application_id)
    if application.user_id is not None or application.entered_by_id is None:
        mail_applicant(entry, template, application_id=application.id, recommender=row.label)
        return
    user = get_user(application.entered_by_id)
    enqueue(
        event_id=entry.id, handler="screening.recommendation_of_entry", template="recommendation_of_entry", recipient=user.email,
        locale=user.locale, params={"applicant": application.name, "recommender": row.label, "application_id": application.id}, at=now(),
    )


def _given_link(row: Recommendation, address: str) -> int:
    return issue_link(
        purpose=LinkPurpose.GIVEN_RECOMMENDATION, subject_type="recommendation", subject_id=row.id, address=address, at=now(),
        valid_for=GIVEN_VALID_FOR,
    )


def _mail(entry: Entry, template: str, row: Recommendation, *, recipient: str, link_id: int, **more: object) -> None:
    application, known = get_application(row.application_id), find_user(email=recipient)
    enqueue(
        event_id=entry.id, handler=f"screening.{template}", template=template, recipient=recipient,
        locale=known.locale if known else DEFAULT_LANGUAGE, params=_facts(application, row) | {"link_id": link_id} | more, at=now(),
    )


def _facts(application: Application, row: Recommendation) -> dict[str, object]:
    return {
        "recommender": row.label,
        "applicant": application.name,
        "purpose": str(application.answers.get("purpose", ""))[:_SHORT],
        "expires_at": row.expires_at.isoformat(),
    }


def _of(entry: Entry) -> Recommendation:
    return get_recommendation(int(str(entry.data["recommendation_id"])))


HANDLERS: Mapping[type[Event], tuple[Callable[[Entry], None], ...]] = {
    RecommendationRequested: (mail_recommendation_request,),
    RecommenderReminded: (mail_recommendation_reminder,),
    RecommendationHandedOn: (mail_colleague,),
    RecommendationGiven: (mail_thanks,),
    RecommendationOutdated: (mail_correction,),
    RecommendationDeclined: (mail_unavailable,),
    RecommendationReviewed: (mail_set_aside,),
    RecommendationExpired: (mail_expiry,),
    RecommendationWithdrawn: (mail_unavailable, mail_secretariat_of_withdrawal),
    MailUndelivered: (mail_of_lost_mail,),
}
