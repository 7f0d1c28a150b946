"""What happened to mail."""

from dataclasses import dataclass
from typing import ClassVar

from platform_app.kernel.events import Event
from platform_app.mail.rules import DeliveryError


@dataclass(frozen=True, kw_only=True)
class MailUndelivered(Event):
    """A message was given up by the machine; a person has to look."""

    subject_type: ClassVar[str] = "mail_message"
    mail_message_id: int
    error: DeliveryError


@dataclass(frozen=True, kw_only=True)
class MailResent(Event):
    """A person put a message back into the queue; it keeps its Message-ID."""

    subject_type: ClassVar[str] = "mail_message"
    mail_message_id: int
