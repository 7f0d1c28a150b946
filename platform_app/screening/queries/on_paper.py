"""Reads of applications that are being entered from paper or from a call."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select

from platform_app.accounts.queries import get_user
from platform_app.extensions import db
from platform_app.screening.models import Application
from platform_app.screening.rules.applications import ENTERED, Channel, Status
from platform_app.web.paging import Page, paginate


@dataclass(frozen=True)
class EntryRow:
    """One line of the list of what is being entered."""

    id: int
    name: str
    channel: Channel
    created_at: datetime
    saved_at: datetime | None
    entry_ready_at: datetime | None
    entered_by_id: int | None


@dataclass(frozen=True)
class EntryPeople:
    """Who entered an application and who looked it over, by name."""

    entered_by: str
    reviewed_by: str


def list_being_entered(page: int) -> Page[EntryRow]:
    """Applications being entered: those that wait for a second person first, then the oldest; two statements."""
    statement: Select[*tuple[Any, ...]] = (
        select(
            Application.id, Application.name, Application.channel, Application.created_at, Application.saved_at, Application.entry_ready_at,
            Application.entered_by_id,
        )
        .where(Application.channel.in_(ENTERED), Application.status == Status.DRAFT)
        .order_by(Application.entry_ready_at.is_(None), Application.created_at, Application.id)
    )
    rows = paginate(statement, page)
    return Page([EntryRow(*row) for row in rows.rows], rows.total, rows.number, rows.size)


def count_entries_for(user_id: int | None) -> int:
    """How many applications that somebody else entered wait for a second person."""
    ready = (Application.channel.in_(ENTERED), Application.status == Status.DRAFT, Application.entry_ready_at.is_not(None))
    others = or_(Application.entered_by_id.is_(None), Application.entered_by_id != user_id)
    return db.session.scalar(select(func.count()).select_from(Application).where(*ready, others)) or 0


def people_of_entry(application: Application) -> EntryPeople | None:
    """Who entered an application from paper or from a call; None if the applicant did it."""
    if application.channel not in ENTERED:
        return None
    entered, reviewed = (get_user(user).name if user else "" for user in (application.entered_by_id, application.entry_reviewed_by_id))
    return EntryPeople(entered, reviewed)
