"""The text of a message, written when it is sent, in its recipient's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from flask_babel import force_locale
from flask_mail import Message
from jinja2 import Template

from platform_app.extensions import db
from platform_app.mail.models import MailMessage
from platform_app.mail.rules import one_line
from platform_app.mail.services.links import link_url

_LONGEST_SUBJECT = 250


@dataclass(frozen=True)
class Letter:
    """A message as it leaves: everything that its envelope and headers need."""

    recipient: str
    subject: str
    body: str
    message_id: str
    queued_at: datetime

    def as_message(self) -> Message:
        """The same for Flask-Mail; one recipient, and the Message-ID that was given when it was queued."""
        message = Message(subject=self.subject, recipients=[self.recipient], body=self.body, extra_headers={"Auto-Submitted": "auto-generated"})
        message.msgId = self.message_id
        message.date = self.queued_at.timestamp()
        return message


def write(mail_message_id: int) -> Letter:
    """Write one queued message.

    Raises: LinkUnusable if it carries a revoked link; a template's error if it cannot be written.
    """
    row = db.session.get_one(MailMessage, mail_message_id)
    subject, body = write_text(row.template, row.params, row.locale)
    return Letter(row.recipient, subject, body, row.message_id, row.queued_at)


def write_text(template: str, params: Mapping[str, object], locale: str) -> tuple[str, str]:
    """Subject and body of a template in a language; the subject is one line whatever the values hold."""
    environment = current_app.jinja_env
    known = dict(params) | {"link_url": link_url, "public_url": current_app.config["SETTINGS"].public_url}
    with force_locale(locale):
        letter = environment.get_template(f"mail/{template}.txt")
        subject = one_line(_block(letter, "subject", known))[:_LONGEST_SUBJECT]
        footer = environment.get_template("mail/footer.txt").render(known)
        body = f"{_block(letter, 'body', known).strip()}\n\n{footer.strip()}\n"
    return subject, body


def _block(template: Template, name: str, known: dict[str, object]) -> str:
    return "".join(template.blocks[name](template.new_context(known)))
