"""The mail process is killed again and again while a server refuses one try in five: no mail is lost, and a double has the same Message-ID."""

import random
import time
from collections import Counter
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import func, select

from platform_app.database.transaction import reading, transaction
from platform_app.extensions import db
from platform_app.kernel.clock import now
from platform_app.mail.models import MailMessage
from platform_app.mail.rules import MessageState
from platform_app.mail.services import enqueue
from tests.chaos.processes import works
from tests.engines import free_port
from tests.integration.mail.servers import send_through

pytestmark = pytest.mark.chaos

MESSAGES = 40
WHEN_KILLED_MINUTES = (0, 6, 12, 18)
AFTERWARDS_MINUTES = (24, 40, 75, 140, 210)
"""Later than a lease of five minutes each time, and within the four hours of tries."""


class Unreliable:
    """A server that fails one message in five: by a refusal, or by taking it and hanging up without a word."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.taken = []

    async def handle_DATA(self, server, session, envelope):
        """Take the message, mostly."""
        fault = self.chance.choice(["451 4.3.0 try again later", "hang up", None, None, None, None, None, None, None, None])
        if fault and fault != "hang up":
            return fault
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        if fault:
            server.transport.close()
        return "250 OK"


def wait_until_taken(server, number, pid_is_over):
    """Return when the server has taken some messages, or nothing more will come."""
    until = time.monotonic() + 20
    while len(server.taken) < number and time.monotonic() < until and not pid_is_over():
        time.sleep(0.002)


def queue_messages(number):
    """Messages to as many people."""
    with transaction():
        for n in range(number):
            enqueue(
                event_id=n, handler="tests.chaos", template="password_changed", recipient=f"uketori{n}@mihon.example", locale="ja",
                params={"name": "見本"}, at=now(),
            )


def still_queued():
    """How many messages wait."""
    with reading():
        return db.session.scalar(select(func.count()).select_from(MailMessage).where(MailMessage.state == MessageState.QUEUED))


def test_no_mail_is_lost_when_its_process_is_killed(app, fuzz):
    messages, port = fuzz(MESSAGES, 500), free_port()
    send_through(app, port)
    server, killed = Unreliable(seed=messages), 0
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        with app.app_context(), works(app.config["SETTINGS"]) as nursery:
            queue_messages(messages)
            for minutes in WHEN_KILLED_MINUTES:
                pid = nursery.start("job", job="deliver-mail", minutes_later=minutes)
                wait_until_taken(server, len(server.taken) + messages // 10, lambda: nursery.process.poll() is not None)
                killed += nursery.kill(pid)
            for minutes in AFTERWARDS_MINUTES:
                if still_queued():
                    outcome = nursery.outcome(nursery.start("job", job="deliver-mail", minutes_later=minutes))
                    assert "error" not in outcome, outcome
            with reading():
                rows = db.session.execute(select(MailMessage.message_id, MailMessage.recipient, MailMessage.state)).all()
    finally:
        controller.stop()
    assert killed >= 3
    assert Counter(state for _id, _recipient, state in rows) == {MessageState.SENT: messages}
    assert {(mail["Message-ID"], mail["To"]) for mail in server.taken} == {(message_id, recipient) for message_id, recipient, _state in rows}
    assert len(server.taken) < messages * 3
