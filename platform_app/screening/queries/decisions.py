"""Reads of what the board decided."""

from collections.abc import Sequence

from sqlalchemy import select

from platform_app.extensions import db
from platform_app.screening.models import (
    ApplicationDecision,
)


def list_decisions(application_id: int) -> Sequence[ApplicationDecision]:
    """What the board said each time, newest first."""
    return db.session.scalars(
        select(ApplicationDecision).where(ApplicationDecision.application_id == application_id).order_by(ApplicationDecision.id.desc())
    ).all()


def find_decision(application_id: int) -> ApplicationDecision | None:
    """The board's latest word on an application."""
    decisions = list_decisions(application_id)
    return decisions[0] if decisions else None
