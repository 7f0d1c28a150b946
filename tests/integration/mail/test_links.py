"""Links: bound, expiring, used once even by two at the same moment, and never in the clear."""

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from platform_app.database.transaction import reading, transaction
from platform_app.extensions import db
from platform_app.kernel.clock import now
from platform_app.mail.models import MailLink
from platform_app.mail.rules import LinkPurpose, LinkState, LinkUnusable
from platform_app.mail.services import find_link, issue_link, link_url, revoke_links, use_link

DAY = timedelta(days=1)
PURPOSE = LinkPurpose.RECOMMENDATION


def issued(subject_id: int = 1, purpose: LinkPurpose = PURPOSE) -> tuple[int, str]:
    """A link and its token."""
    with transaction():
        link_id = issue_link(purpose=purpose, subject_type="thing", subject_id=subject_id, address="a@mihon.example", at=now(), valid_for=DAY)
        return link_id, link_url(link_id).rsplit("/", 1)[1]


def state_of(token: str, purpose: LinkPurpose = PURPOSE, *, later: timedelta = timedelta(0)) -> LinkState:
    """What a token opens."""
    with reading():
        try:
            find_link(token=token, purpose=purpose, at=now() + later)
        except LinkUnusable as error:
            return error.state
        return LinkState.USABLE


def test_a_link_opens_its_subject_and_reading_it_uses_nothing_up(app: Flask) -> None:
    with app.app_context():
        link_id, token = issued(subject_id=5)
        for _ in range(20):
            assert state_of(token) is LinkState.USABLE
        with reading():
            link = find_link(token=token, purpose=PURPOSE, at=now())
        assert (link.id, link.subject_type, link.subject_id, link.address) == (link_id, "thing", 5, "a@mihon.example")


def test_a_token_of_another_purpose_or_another_text_opens_nothing(app: Flask) -> None:
    with app.app_context():
        _, token = issued()
        assert state_of(token, LinkPurpose.INVITATION) is LinkState.UNKNOWN
        for foreign in (token[:-1], token + "A", token.swapcase(), "", "あ" * 43, "A" * 43):
            assert state_of(foreign) is LinkState.UNKNOWN


def test_a_link_expires_at_the_instant_and_stays_used_or_revoked(app: Flask) -> None:
    with app.app_context():
        _, token = issued()
        assert state_of(token, later=DAY - timedelta(seconds=5)) is LinkState.USABLE
        assert state_of(token, later=DAY) is LinkState.EXPIRED
        link_id, used = issued()
        with transaction():
            use_link(link_id=link_id, at=now())
        assert state_of(used) is LinkState.USED
        _, former = issued(subject_id=9)
        with transaction():
            assert revoke_links(purpose=PURPOSE, subject_type="thing", subject_id=9, at=now()) == 1
        assert state_of(former) is LinkState.REVOKED
        assert state_of(token) is LinkState.USABLE


def test_a_row_changed_in_the_database_opens_nothing(app: Flask) -> None:
    with app.app_context():
        link_id, token = issued()
        with transaction():
            db.session.execute(update(MailLink).where(MailLink.id == link_id).values(subject_id=2))
        assert state_of(token) is LinkState.UNKNOWN


def test_the_token_stands_nowhere_in_the_database(app: Flask) -> None:
    with app.app_context():
        link_id, token = issued()
        with reading():
            row = db.session.scalars(select(MailLink).where(MailLink.id == link_id)).one()
            assert all(token not in str(getattr(row, column.name)) for column in MailLink.__table__.columns)


def test_of_eight_uses_at_once_one_wins(app: Flask) -> None:
    with app.app_context():
        link_id, _ = issued()
    barrier, outcomes = threading.Barrier(8), []

    def use() -> None:
        """Use the link when everybody is ready."""
        with app.app_context():
            barrier.wait()
            try:
                with transaction():
                    use_link(link_id=link_id, at=now())
                outcomes.append(LinkState.USABLE)
            except LinkUnusable as error:
                outcomes.append(error.state)

    threads = [threading.Thread(target=use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [LinkState.USABLE, *[LinkState.USED] * 7]


def test_a_revoked_link_has_no_address_any_more(app: Flask) -> None:
    with app.app_context():
        link_id, _ = issued()
        with transaction():
            revoke_links(purpose=PURPOSE, subject_type="thing", subject_id=1, at=now())
        with reading(), pytest.raises(LinkUnusable):
            link_url(link_id)
