"""What happens when nothing happens: reminders of drafts and of returned applications, and their lapse."""

from datetime import datetime, timedelta

from sqlalchemy import select

from platform_app.audit.queries import list_entries
from platform_app.audit.services import record
from platform_app.extensions import db
from platform_app.kernel.actors import SYSTEM
from platform_app.kernel.clock import civil_date
from platform_app.screening.events import (
    ApplicantReminded,
    ApplicationLapsed,
    ApplicationStarted,
    AttachmentAdded,
    AttachmentRemoved,
    DraftSaved,
    RecommendationRequested,
)
from platform_app.screening.models import Application
from platform_app.screening.queries import get_application
from platform_app.screening.queries.deadlines import terms_on
from platform_app.screening.rules.applications import Status
from platform_app.screening.rules.deadlines import LAPSING, is_overdue, reminders_due
from platform_app.screening.services.recommendations import cancel_open_requests
from platform_app.screening.services.statuses import enter

_OF_THE_APPLICANT = frozenset(event.name for event in (ApplicationStarted, DraftSaved, AttachmentAdded, AttachmentRemoved, RecommendationRequested))


def list_waiting_for_applicants() -> list[int]:
    """Drafts and returned applications that an applicant can go on with by mail, the oldest first; those on paper the secretariat sees to."""
    return list(db.session.scalars(
        select(Application.id)
        .where(Application.status.in_(LAPSING), Application.user_id.is_not(None))
        .order_by(Application.status_since, Application.id)
    ))


def remind_or_lapse(*, application_id: int, at: datetime) -> bool:
    """Remind the applicant if a day of the rules has come, or let the application lapse after the last one; asked again, nothing more happens.

    Returns whether either happened.

    The term of a draft is counted from the day on which it was last saved.
    """
    application = get_application(application_id, lock=True)
    if application.status not in LAPSING or application.user_id is None:
        return False
    today, terms = civil_date(at), terms_on(civil_date(at))
    if application.due_on is None:  # from before there were terms: it gets a whole one
        application.due_on = today + timedelta(days=terms.draft_days if application.status is Status.DRAFT else terms.returned_days)
    if application.status is Status.DRAFT:
        _count_from_last_saved(application, terms.draft_days)
    if is_overdue(application.due_on, today):
        _lapse(application, at=at)
        return True
    reminders = reminders_due(application.status, application.due_on, today, terms)
    if reminders <= application.reminders_sent:
        return False
    application.reminders_sent, application.reminded_at = reminders, at
    record(ApplicantReminded(application_id=application.id, status=application.status, due_on=application.due_on), by=SYSTEM, at=at)
    return True


def _count_from_last_saved(application: Application, days: int) -> None:
    """Whoever went on with the draft is reminded anew."""
    saved = [entry.at for entry in list_entries(subject_type="application", subject_id=application.id, limit=20)
             if entry.event in _OF_THE_APPLICANT]
    due = civil_date(saved[-1]) + timedelta(days=days) if saved else application.due_on
    if due is not None and application.due_on is not None and due > application.due_on:
        application.due_on, application.reminders_sent = due, 0


def _lapse(application: Application, *, at: datetime) -> None:
    was = application.status
    enter(application, Status.LAPSED, at=at)
    cancel_open_requests(application, by=SYSTEM, at=at)
    record(ApplicationLapsed(application_id=application.id, was=was), by=SYSTEM, at=at)
