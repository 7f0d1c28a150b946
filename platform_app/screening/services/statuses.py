"""How an application enters a status: as its lifecycle allows, with the stay noted."""

from datetime import datetime

from sqlalchemy import select

from platform_app.extensions import db
from platform_app.kernel.clock import civil_date
from platform_app.kernel.errors import refuse_if
from platform_app.screening.models import Application, ApplicationStay
from platform_app.screening.queries.deadlines import terms_on
from platform_app.screening.rules.applications import APPLICATION_LIFECYCLE, Status
from platform_app.screening.rules.deadlines import due_on


def enter(application: Application, status: Status, *, at: datetime) -> None:
    """Let an application enter a status, as its lifecycle allows; what the status waits for is due as the rules of the day say.

    Taking an application up moves no date: the applicant was told one on sending it in.

    Raises: RuleViolation.
    """
    refuse_if(APPLICATION_LIFECYCLE.why_not(application.status, status))
    promised = application.due_on if (application.status, status) == (Status.SUBMITTED, Status.UNDER_CHECK) else None
    application.status = status
    application.status_since = at
    if status in APPLICATION_LIFECYCLE.final:
        application.open_key = None
    note_stay(application, at=at)
    application.due_on = promised or application.due_on


def note_stay(application: Application, *, at: datetime) -> None:
    """Note that an application entered its status, and left the one before; nobody was reminded in it so far."""
    application.due_on = due_on(application.status, civil_date(at), terms_on(civil_date(at)))
    application.reminders_sent, application.reminded_at = 0, None
    for stay in db.session.scalars(
        select(ApplicationStay).where(ApplicationStay.application_id == application.id, ApplicationStay.until.is_(None))
    ):
        stay.until = max(at, stay.since)
    db.session.flush()
    db.session.add(ApplicationStay(application_id=application.id, status=application.status, since=at))
