"""How an application enters a status: as its lifecycle allows, with the stay noted."""

from datetime import datetime

from sqlalchemy import select

from platform_app.extensions import db
from platform_app.kernel.errors import refuse_if
from platform_app.screening.models import Application, ApplicationStay
from platform_app.screening.rules.applications import APPLICATION_LIFECYCLE, Status


def enter(application: Application, status: Status, *, at: datetime) -> None:
    """Let an application enter a status, as its lifecycle allows.

    Raises: RuleViolation.
    """
    refuse_if(APPLICATION_LIFECYCLE.why_not(application.status, status))
    application.status = status
    application.status_since = at
    if status in APPLICATION_LIFECYCLE.final:
        application.open_key = None
    note_stay(application, at=at)


def note_stay(application: Application, *, at: datetime) -> None:
    """Note that an application entered its status, and left the one before."""
    for stay in db.session.scalars(
        select(ApplicationStay).where(ApplicationStay.application_id == application.id, ApplicationStay.until.is_(None))
    ):
        stay.until = max(at, stay.since)
    db.session.flush()
    db.session.add(ApplicationStay(application_id=application.id, status=application.status, since=at))
