"""A person with a seat signs in and is a board member by the seat alone."""

from datetime import timedelta

from platform_app.accounts.services import accept_invitation, ensure_user, invite_user
from platform_app.committees.queries import derived_grants
from platform_app.committees.rules.deliberations import Packet
from platform_app.committees.rules.seats import Departure
from platform_app.committees.services import vacate_seat
from platform_app.database.transaction import reading, transaction
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.clock import now, today
from platform_app.kernel.roles import Role
from platform_app.mail.rules import LinkPurpose
from platform_app.mail.services import find_link, link_url
from platform_app.members.services import link_user
from tests.integration.committees.boards import make_board, open_about

EMAIL, PASSWORD = "kanji@mihon.example", "見本のながいパスフレーズ2026"


def account_of(person_id):
    """An account with a password for a person of the register: the user's id."""
    at = now()
    with transaction():
        user_id = ensure_user(email=EMAIL, name="見本 幹事", locale="en", by=OPERATOR, at=at)
        token = link_url(invite_user(user_id=user_id, by=OPERATOR, at=at, by_mail=False)).rsplit("/", 1)[1]
        link = find_link(token=token, purpose=LinkPurpose.INVITATION, at=at)
        accept_invitation(link=link, name="見本 幹事", password=PASSWORD, by=OPERATOR, at=at)
        link_user(person_id=person_id, user_id=user_id, by=OPERATOR, at=at)
    return user_id


def test_the_role_follows_from_the_seat_and_ends_with_it(app):
    with app.app_context():
        board = make_board(4)
        user_id = account_of(board[1].person_id)
        with reading():
            (grant,) = db.session.execute(derived_grants(user_id, today())).all()
            ends_on = today() + timedelta(days=1)
        assert tuple(grant) == (Role.BOARD_MEMBER.value, board[1].member_id, board[1].seat_id, "見本団体2")
        with transaction():
            vacate_seat(seat_id=board[1].seat_id, until_on=ends_on, cause=Departure.RESIGNATION, by=OPERATOR, at=now())
        with reading():
            assert len(db.session.execute(derived_grants(user_id, today())).all()) == 1
            assert db.session.execute(derived_grants(user_id, ends_on)).all() == []


def test_a_board_member_signs_in_declares_reads_and_decides(app, visitor, monkeypatch):
    monkeypatch.setitem(
        app.extensions, "platform.deliberation_subjects", {"sample": lambda _id: Packet("見本の内容", "committees/_deliberation.html")}
    )
    with app.app_context():
        board = make_board(3)
        account_of(board[0].person_id)
        deliberation = open_about(at=now(), closes_at=now() + timedelta(days=14))
    reader = visitor()
    reader.sign_in(EMAIL, PASSWORD)
    reader.get("/board")
    page = reader.follow("見本申込団体")
    assert page.path == f"/board/deliberations/{deliberation}" and "見本の内容" not in page.text
    page = reader.submit("/declaration", state="none")
    assert page.status == 200 and "見本の内容" in page.text
    page = reader.submit("/position", choice="refuse")
    assert page.status == 409 and "Please give a reason" in page.text
    page = reader.submit("/position", choice="refuse", reason="活動実績が確認できないため")
    assert "Your position is recorded" in page.text and "活動実績が確認できないため" in page.text
    page = reader.submit("/position", choice="approve", reason="")
    assert page.status == 200 and "活動実績が確認できないため" not in page.text
    assert reader.get("/secretariat/board").status == 403
