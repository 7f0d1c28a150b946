"""A real SMTP server on loopback that can be told to fail, and applications that send through it."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask

from platform_app.extensions import mail


@dataclass
class Mailbox:
    """What a server took; `answers` maps a recipient, or `DATA`, to the replies it gives first."""

    taken: list[EmailMessage] = field(default_factory=list)
    envelopes: list[list[str]] = field(default_factory=list)
    answers: dict[str, list[str]] = field(default_factory=dict)

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        """Take the recipient, or answer as told."""
        if self.answers.get(address):
            return self.answers[address].pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take the message, or answer as told."""
        if self.answers.get("DATA"):
            return self.answers["DATA"].pop(0)
        content = envelope.content or b""
        self.taken.append(message_from_bytes(content if isinstance(content, bytes) else content.encode(), _class=EmailMessage, policy=policy.default))
        self.envelopes.append(list(envelope.rcpt_tos))
        return "250 OK"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def send_through(app: Flask, port: int) -> None:
    """Let an application send by SMTP to a port of loopback."""
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], mail_server="127.0.0.1", mail_port=port)
    app.config.update(MAIL_SERVER="127.0.0.1", MAIL_PORT=port)
    mail.init_app(app)


@contextmanager
def serving(port: int) -> Iterator[Mailbox]:
    """A server at work."""
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()
