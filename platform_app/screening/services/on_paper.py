"""Applications that came on paper or by telephone: entered by one person of the secretariat, looked over by another, then sent in."""

from datetime import datetime

from platform_app.accounts.services import ensure_user
from platform_app.audit.services import record
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.kernel.errors import NotFound, refuse_if
from platform_app.kernel.reasons import Reason
from platform_app.screening.events import EntryBegun, EntryHandedOver, EntryObjected, EntryReviewed
from platform_app.screening.models import Application
from platform_app.screening.queries import get_own_application, submission_facts
from platform_app.screening.rules.applications import ENTERED, Channel, Status
from platform_app.screening.rules.form import FORM_VERSION, why_not_submit
from platform_app.screening.services.applications import is_being_entered
from platform_app.screening.services.statuses import note_stay
from platform_app.screening.services.submission import send_in

LANGUAGE_OF_PAPER = "ja"


def begin_entry(*, channel: Channel, by: Actor, at: datetime) -> int:
    """An empty draft for an application on paper or by telephone; the answer is its id.

    Raises: RuleViolation for another channel.
    """
    refuse_if([] if channel in ENTERED else [Reason("screening.channel_not_entered", field="channel")])
    application = Application(
        status=Status.DRAFT, status_since=at, form_version=FORM_VERSION, answers={}, channel=channel, entered_by_id=by.user_id, name="", created_at=at
    )
    db.session.add(application)
    note_stay(application, at=at)
    record(EntryBegun(application_id=application.id, channel=channel), by=by, at=at)
    return application.id


def hand_over(*, application_id: int, by: Actor, at: datetime) -> None:
    """Say that everything is entered, so that a second person can look.

    Raises: NotFound, RuleViolation with all that is missing.
    """
    application = _entry(application_id, by)
    refuse_if(why_not_submit(submission_facts(application, at=at)))
    application.entry_ready_at, application.entry_remark = at, None
    record(EntryHandedOver(application_id=application.id), by=by, at=at)


def object_to_entry(*, application_id: int, remark: str, by: Actor, at: datetime) -> None:
    """Say what is not as on the paper; the entry goes back to be mended.

    Raises: NotFound, RuleViolation.
    """
    application = _entry(application_id, by)
    refuse_if(_why_not_review(application, by))
    refuse_if([] if remark.strip() else [Reason("screening.remark_missing", field="remark")])
    application.entry_ready_at, application.entry_remark = None, remark
    record(EntryObjected(application_id=application.id), by=by, at=at, reason=remark)


def review_entry(*, application_id: int, by: Actor, at: datetime) -> None:
    """The second person finds it as on the paper: it is sent in, and whoever gave an e-mail address can follow it from now on.

    Raises: NotFound, RuleViolation, Conflict.
    """
    application = _entry(application_id, by)
    refuse_if(_why_not_review(application, by))
    application.entry_reviewed_by_id, application.entry_reviewed_at = by.user_id, at
    record(EntryReviewed(application_id=application.id), by=by, at=at)
    send_in(application_id=application.id, by=by, at=at)
    address = application.answers.get("contact_email")
    if address:
        name = str(application.answers.get("contact_name") or "")
        application.user_id = ensure_user(email=address, name=name, locale=LANGUAGE_OF_PAPER, by=by, at=at)


def _entry(application_id: int, by: Actor) -> Application:
    application = get_own_application(application_id, by=by, lock=True)
    if not is_being_entered(application):
        raise NotFound
    return application


def _why_not_review(application: Application, by: Actor) -> tuple[Reason, ...]:
    if application.entry_ready_at is None:
        return (Reason("screening.entry_not_ready"),)
    if by.user_id is None or by.user_id == application.entered_by_id:
        return (Reason("screening.needs_second_person"),)
    return ()
