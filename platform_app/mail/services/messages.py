"""Messages into the queue, and back into it by a person."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import select

from platform_app.audit.services import record
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.kernel.errors import InvalidInput, NotFound, refuse_if
from platform_app.kernel.reasons import Reason
from platform_app.mail.events import MailResent
from platform_app.mail.models import MailMessage
from platform_app.mail.rules import MessageState, is_sendable, why_not_resend

_ID_BYTES = 16


def enqueue(
    *, event_id: int, handler: str, template: str, recipient: str, locale: str, params: Mapping[str, object], at: datetime
) -> int:
    """Queue one mail to one recipient; the text of `templates/mail/<template>.txt` is written when it is sent.

    `params` are plain JSON values; an entry `link_id` ties the message to that link, so that revoking the link cancels it.
    Asked twice for the same event, handler and recipient, it answers the first message. Raises: InvalidInput for an address that cannot be used.
    """
    if not is_sendable(recipient):
        raise InvalidInput({"recipient": [Reason("mail.address_unusable")]})
    same = (MailMessage.event_id == event_id, MailMessage.handler == handler, MailMessage.recipient == recipient)
    known = db.session.scalar(select(MailMessage.id).where(*same))
    if known is not None:
        return known
    row = MailMessage(
        event_id=event_id,
        handler=handler,
        template=template,
        recipient=recipient,
        locale=locale,
        params=dict(params),
        link_id=params.get("link_id"),
        message_id=f"<{secrets.token_hex(_ID_BYTES)}@{_domain()}>",
        queued_at=at,
        began_at=at,
        due_at=at,
    )
    db.session.add(row)
    db.session.flush()
    return row.id


def resend(*, mail_message_id: int, by: Actor, at: datetime) -> None:
    """Put a message back into the queue with four new hours, under the same Message-ID.

    Raises: NotFound, RuleViolation.
    """
    row = db.session.get(MailMessage, mail_message_id, with_for_update=True)
    if row is None:
        raise NotFound()
    refuse_if(why_not_resend(row.state))
    row.state = MessageState.QUEUED
    row.began_at = row.due_at = at
    row.attempts = 0
    row.sent_at = row.given_up_at = row.lease = row.leased_until = None
    record(MailResent(mail_message_id=row.id), by=by, at=at)


def _domain() -> str:
    return urlsplit(current_app.config["SETTINGS"].public_url).hostname or "localhost"
