"""When a message is tried again, what a link is, and what may stand in a header."""

from datetime import UTC, datetime, timedelta

import pytest

from platform_app.mail.rules import (
    MESSAGE_LIFECYCLE,
    RETRY_WINDOW,
    DeliveryError,
    LinkPurpose,
    LinkState,
    MessageState,
    is_permanent,
    is_sendable,
    link_state,
    next_try,
    one_line,
    why_not_resend,
)

AT = datetime(2026, 4, 1, 3, 0, tzinfo=UTC)


def test_tries_come_later_and_later_and_end_after_four_hours() -> None:
    at, waits, attempts = AT, [], 0
    while True:
        attempts += 1
        due = next_try(attempts=attempts, began_at=AT, at=at)
        if due is None:
            break
        waits.append(int((due - at).total_seconds() // 60))
        at = due
    assert waits == [1, 2, 5, 15, 30, 60, 60, 60]
    assert at - AT <= RETRY_WINDOW < at - AT + timedelta(minutes=60)


@pytest.mark.parametrize(
    ("error", "reply", "is_final"),
    [
        (DeliveryError.ADDRESS_REFUSED, 550, True),
        (DeliveryError.ADDRESS_REFUSED, 451, False),
        (DeliveryError.CONTENT_REFUSED, 554, True),
        (DeliveryError.CONTENT_REFUSED, 452, False),
        (DeliveryError.SERVER_REFUSED, 535, False),
        (DeliveryError.SERVER_UNREACHABLE, None, False),
        (DeliveryError.NOT_WRITTEN, None, True),
    ],
)
def test_only_what_a_retry_cannot_mend_is_given_up_at_once(error: DeliveryError, reply: int | None, is_final: bool) -> None:
    assert is_permanent(error, reply) is is_final


def test_a_link_tells_used_before_revoked_before_expired() -> None:
    later = AT + timedelta(hours=1)
    assert link_state(used_at=None, revoked_at=None, expires_at=later, at=AT) is LinkState.USABLE
    assert link_state(used_at=None, revoked_at=None, expires_at=AT, at=AT) is LinkState.EXPIRED
    assert link_state(used_at=None, revoked_at=AT, expires_at=AT, at=AT) is LinkState.REVOKED
    assert link_state(used_at=AT, revoked_at=AT, expires_at=AT, at=AT) is LinkState.USED


@pytest.mark.parametrize(
    "address", ["a@example.jp", "o'neil+x@sub.example.jp", "a" * 64 + "@example.jp"]
)
def test_plain_addresses_can_be_sent_to(address: str) -> None:
    assert is_sendable(address)


@pytest.mark.parametrize(
    "address",
    ["", "a", "@example.jp", "a@", "a@b@c.jp", "a@example.jp\nBcc: x@example.jp", "a@example.jp\r", "a@example.jp,b@example.jp", "<a@example.jp>",
     "a b@example.jp", "a@example.jp\u2028", "a" * 250 + "@example.jp"],
)
def test_addresses_that_could_change_an_envelope_are_refused(address: str) -> None:
    assert not is_sendable(address)


def test_a_subject_is_one_line_whatever_it_holds() -> None:
    assert one_line("件名\r\nBcc: x@example.jp\x00\u2028 終") == "件名 Bcc: x@example.jp 終"


def test_a_message_on_its_way_is_not_sent_again() -> None:
    assert [reason.code for reason in why_not_resend(MessageState.QUEUED)] == ["mail.still_queued"]
    assert [reason.code for reason in why_not_resend(MessageState.CANCELLED)] == ["mail.cancelled"]
    assert why_not_resend(MessageState.UNDELIVERED) == () == why_not_resend(MessageState.SENT)


def test_every_state_of_a_message_can_be_reached() -> None:
    assert MESSAGE_LIFECYCLE.reachable == frozenset(MessageState)


def test_every_purpose_of_a_link_has_its_own_page() -> None:
    paths = [purpose.path for purpose in LinkPurpose]
    assert len(set(paths)) == len(paths)
    assert all(path.startswith("/") and path.endswith("/") for path in paths)
