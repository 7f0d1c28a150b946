"""Mail through a real server: headers, faults, retries, and a process killed between sending and writing it down."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from platform_app.audit.queries import list_entries
from platform_app.database.transaction import reading, transaction
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.clock import now
from platform_app.kernel.errors import InvalidInput, RuleViolation
from platform_app.mail.carriers import Postman
from platform_app.mail.jobs import deliver_mail
from platform_app.mail.models import MailMessage
from platform_app.mail.queries import count_undelivered, list_deliveries
from platform_app.mail.rules import DeliveryError, LinkPurpose, MessageState
from platform_app.mail.services import enqueue, issue_link, resend, revoke_links
from platform_app.mail.services.delivery import Failure, lease_due
from platform_app.mail.writing import Letter
from tests.integration.mail.servers import free_port, send_through, serving

pytestmark = pytest.mark.both_databases

MINUTE = timedelta(minutes=1)


def queued(recipient: str = "uketsuke@mihon.example", *, event_id: int = 1, at: datetime | None = None, **params: object) -> int:
    """A message in the queue."""
    with transaction():
        return enqueue(
            event_id=event_id,
            handler="tests.tell",
            template="password_changed",
            recipient=recipient,
            locale="ja",
            params={"name": "見本 花子", **params},
            at=at or now(),
        )


def state_of(mail_message_id: int) -> MailMessage:
    """A message as it stands."""
    with reading():
        row = db.session.get_one(MailMessage, mail_message_id)
        db.session.expunge(row)
        return row


def test_a_japanese_mail_arrives_as_written(app: Flask) -> None:
    port = free_port()
    send_through(app, port)
    with app.app_context(), serving(port) as mailbox:
        mail_message_id = queued(name="髙橋 𠮷江")
        assert deliver_mail() == 1
        assert deliver_mail() == 0
        row = state_of(mail_message_id)
    [message] = mailbox.taken
    assert mailbox.envelopes == [["uketsuke@mihon.example"]]
    assert message["Subject"] == "パスワードが変更されました"
    assert message["To"] == "uketsuke@mihon.example"
    assert message["Message-ID"] == row.message_id
    assert message["Auto-Submitted"] == "auto-generated"
    assert "髙橋 𠮷江 様" in message.get_content()
    assert message.get_content_charset() == "utf-8"
    assert (row.state, row.attempts, row.subject) == (MessageState.SENT, 1, "パスワードが変更されました")


def test_a_name_cannot_add_a_header(app: Flask) -> None:
    port = free_port()
    send_through(app, port)
    with app.app_context(), serving(port) as mailbox:
        with transaction():
            enqueue(event_id=1, handler="tests.tell", template="recommendation_request", recipient="a@mihon.example", locale="ja", at=now(),
                    params={"applicant": "団体\r\nBcc: x@evil.example\r\n\r\n<script>", "recommender": "会員", "purpose": "支援", "link_id": link()})
        assert deliver_mail() == 1
    [message] = mailbox.taken
    assert mailbox.envelopes == [["a@mihon.example"]]
    assert message["Bcc"] is None
    assert "Bcc: x@evil.example" in str(message["Subject"])
    with app.app_context(), pytest.raises(InvalidInput):
        queued("a@mihon.example\r\nBcc: x@evil.example")


def link(subject_id: int = 1) -> int:
    """A link that can be used."""
    return issue_link(purpose=LinkPurpose.RECOMMENDATION, subject_type="thing", subject_id=subject_id, address="a@mihon.example", at=now(), valid_for=MINUTE)


def test_the_same_event_is_told_once(app: Flask) -> None:
    with app.app_context():
        assert queued(event_id=7) == queued(event_id=7)
        assert queued(event_id=7) != queued("b@mihon.example", event_id=7)


def test_a_temporary_refusal_is_tried_again_with_the_same_message_id(app: Flask) -> None:
    port, start = free_port(), now()
    send_through(app, port)
    with app.app_context(), serving(port) as mailbox:
        mailbox.answers["uketsuke@mihon.example"] = ["451 4.7.1 greylisted"]
        mail_message_id = queued(at=start)
        assert deliver_mail(start) == 0
        row = state_of(mail_message_id)
        assert (row.state, row.error, row.due_at) == (MessageState.QUEUED, DeliveryError.ADDRESS_REFUSED, start + MINUTE)
        assert "greylisted" in (row.error_text or "")
        assert deliver_mail(start + MINUTE) == 1
        assert state_of(mail_message_id).error is None
    assert mailbox.taken[0]["Message-ID"] == row.message_id


def test_a_refused_address_waits_for_a_person_at_once_and_stops_nobody_else(app: Flask) -> None:
    port = free_port()
    send_through(app, port)
    with app.app_context(), serving(port) as mailbox:
        mailbox.answers["gone@mihon.example"] = ["550 5.1.1 no such user"]
        gone, fine = queued("gone@mihon.example"), queued("fine@mihon.example")
        assert deliver_mail() == 1
        row = state_of(gone)
        assert (row.state, row.error) == (MessageState.UNDELIVERED, DeliveryError.ADDRESS_REFUSED)
        assert state_of(fine).state is MessageState.SENT
        with reading():
            assert count_undelivered() == 1
            assert [entry.event for entry in list_entries(subject_type="mail_message", subject_id=gone)] == ["mail.mail_undelivered"]


def test_a_server_that_is_down_is_tried_for_four_hours_and_then_a_person_sends_it(app: Flask) -> None:
    port, at = free_port(), now()
    send_through(app, port)
    with app.app_context():
        mail_message_id = queued(at=at)
        for _ in range(20):
            deliver_mail(at)
            row = state_of(mail_message_id)
            if row.state is MessageState.UNDELIVERED:
                break
            at = row.due_at
        assert (row.state, row.error) == (MessageState.UNDELIVERED, DeliveryError.SERVER_UNREACHABLE)
        assert timedelta(hours=2) < (row.given_up_at or at) - row.queued_at <= timedelta(hours=4)
        with transaction():
            resend(mail_message_id=mail_message_id, by=OPERATOR, at=at)
        with serving(port) as mailbox:
            assert deliver_mail(at) == 1
        assert mailbox.taken[0]["Message-ID"] == row.message_id
        assert state_of(mail_message_id).state is MessageState.SENT


def test_a_message_on_its_way_cannot_be_sent_again(app: Flask) -> None:
    with app.app_context():
        mail_message_id = queued()
        with pytest.raises(RuleViolation), transaction():
            resend(mail_message_id=mail_message_id, by=OPERATOR, at=now())


class Killed(Postman):
    """A process that dies after the server took the first letter."""

    def carry(self, letter: Letter, mail_message_id: int) -> Failure | None:
        """Send, then die."""
        super().carry(letter, mail_message_id)
        raise SystemExit(9)


def test_a_kill_between_sending_and_writing_doubles_a_mail_under_one_message_id(app: Flask) -> None:
    port, start = free_port(), now()
    send_through(app, port)
    with app.app_context(), serving(port) as mailbox:
        mail_message_id = queued(at=start)
        with pytest.raises(SystemExit):
            deliver_mail(start, carrier=Killed())
        assert deliver_mail(start + MINUTE) == 0
        assert deliver_mail(start + 5 * MINUTE) == 1
        assert state_of(mail_message_id).state is MessageState.SENT
    assert len(mailbox.taken) == 2
    assert len({message["Message-ID"] for message in mailbox.taken}) == 1


def test_two_processes_never_lease_the_same_message(app: Flask) -> None:
    with app.app_context():
        ids = [queued(f"a{number}@mihon.example") for number in range(10)]
        leased: list[int] = []
        for _ in range(4):
            with transaction():
                leased += lease_due(at=now(), limit=3)[1]
        assert sorted(leased) == ids


def test_a_mail_that_cannot_be_written_waits_for_a_person(app: Flask) -> None:
    with app.app_context():
        with transaction():
            broken = enqueue(event_id=1, handler="tests.tell", template="invitation", recipient="a@mihon.example", locale="ja", params={}, at=now())
        fine = queued()
        assert deliver_mail() == 1
        assert (state_of(broken).state, state_of(broken).error) == (MessageState.UNDELIVERED, DeliveryError.NOT_WRITTEN)
        assert state_of(fine).state is MessageState.SENT


def test_a_mail_with_a_revoked_link_is_never_sent(app: Flask) -> None:
    with app.app_context():
        with transaction():
            link_id = link()
            enqueue(event_id=1, handler="tests.tell", template="invitation", recipient="a@mihon.example", locale="ja",
                    params={"name": "", "link_id": link_id}, at=now())
            revoke_links(purpose=LinkPurpose.RECOMMENDATION, subject_type="thing", subject_id=1, at=now())
        assert deliver_mail() == 0
        with reading():
            assert list_deliveries([link_id])[link_id].state is MessageState.CANCELLED


def test_development_keeps_mail_in_a_folder_and_shows_it(app: Flask) -> None:
    with app.app_context():
        mail_message_id = queued()
        assert deliver_mail() == 1
    client = app.test_client()
    assert "パスワードが変更されました" in client.get("/dev/mail").get_data(as_text=True)
    page = client.get(f"/dev/mail/{mail_message_id}").get_data(as_text=True)
    assert "見本 花子 様" in page
    assert '<a href="http' in page
    assert client.get("/dev/mail/999").status_code == 404


def test_nothing_is_left_leased_after_a_day_of_faults(app: Flask) -> None:
    port, at = free_port(), now()
    send_through(app, port)
    with app.app_context(), serving(port) as mailbox:
        mailbox.answers["DATA"] = ["451 try later", "421 closing", "250 OK", "452 full"] * 5
        for number in range(12):
            queued(f"a{number}@mihon.example", event_id=number, at=at)
        for minutes in (0, 1, 3, 8, 23, 53, 113):
            deliver_mail(at + minutes * MINUTE)
        with reading():
            rows = db.session.scalars(select(MailMessage)).all()
            assert {row.state for row in rows} == {MessageState.SENT}
            assert {row.lease for row in rows} == {None}
