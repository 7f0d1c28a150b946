"""Erasing mail whose time is over: the messages of some events, and the addresses of links."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update

from platform_app.extensions import db
from platform_app.mail.models import MailLink, MailMessage

_AT_ONCE = 500


def erase_messages(*, event_ids: Sequence[int]) -> int:
    """Delete the messages that these events caused, whatever became of them; returns how many."""
    erased = 0
    for place in range(0, len(event_ids), _AT_ONCE):
        wanted = select(MailMessage.id).where(MailMessage.event_id.in_(event_ids[place : place + _AT_ONCE]))
        ids = db.session.scalars(wanted).all()
        db.session.execute(delete(MailMessage).where(MailMessage.id.in_(ids)))
        erased += len(ids)
    return erased


def erase_links(*, subject_type: str, subject_ids: Sequence[int], at: datetime) -> None:
    """Void the links of some subjects and forget to whom they were sent."""
    own = (MailLink.subject_type == subject_type, MailLink.subject_id.in_(subject_ids))
    db.session.execute(update(MailLink).where(*own, MailLink.revoked_at.is_(None)).values(revoked_at=at))
    db.session.execute(update(MailLink).where(*own).values(address=""))
