"""Reads for the secretariat's list of applications and for the desk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from platform_app.extensions import db
from platform_app.screening.models import (
    Application,
)
from platform_app.screening.rules.applications import OPEN, Status
from platform_app.web.paging import Page, paginate


@dataclass(frozen=True)
class InboxRow:
    """One line of the secretariat's list."""

    id: int
    number: str | None
    name: str
    status: Status
    status_since: datetime
    membership_class: str | None


def list_sent(page: int, *, statuses: Sequence[Status] = OPEN) -> Page[InboxRow]:
    """Applications that were sent in, those that have waited longest first; two statements."""
    statement: Select[*tuple[Any, ...]] = (
        select(
            Application.id, Application.number, Application.name, Application.status, Application.status_since, Application.membership_class
        )
        .where(Application.status.in_(statuses), Application.submitted_at.is_not(None))
        .order_by(Application.status_since, Application.id)
    )
    rows = paginate(statement, page)
    return Page([InboxRow(*row) for row in rows.rows], rows.total, rows.number, rows.size)


def count_by_status() -> Mapping[Status, int]:
    """How many applications stand where; for the desk."""
    rows = db.session.execute(select(Application.status, func.count()).group_by(Application.status)).all()
    return dict(rows)
