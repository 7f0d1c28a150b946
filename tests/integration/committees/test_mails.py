"""Board members learn by mail that they are asked, in their language, and nothing of what it is about."""

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

from flask import Flask

from platform_app.accounts.services import ensure_user
from platform_app.committees.rules.tally import ConflictHint
from platform_app.database.transaction import transaction
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.clock import civil_date, start_of
from platform_app.mail.models import MailMessage
from platform_app.members.services import link_user
from tests.integration.committees.boards import OPENED_AT, BoardMember, make_board, open_about

Mails = Callable[[str], list[EmailMessage]]
END = start_of(civil_date(OPENED_AT + timedelta(days=15)))


def give_account(member: BoardMember, locale: str) -> str:
    """An account for the person in a seat; the answer is its address."""
    email = f"kanji{member.person_id}@mihon.example"
    with transaction():
        user_id = ensure_user(email=email, name="見本", locale=locale, by=OPERATOR, at=OPENED_AT)
        link_user(person_id=member.person_id, user_id=user_id, by=OPERATOR, at=OPENED_AT)
    return email


def test_each_seat_is_written_to_in_its_language_with_the_deadline_and_nothing_of_the_contents(database: Flask, mails: Mails) -> None:
    board = make_board(3)
    japanese, english = give_account(board[0], "ja"), give_account(board[1], "en")
    deliberation_id = open_about(closes_at=END)
    (mail,) = mails(japanese)
    text = mail.get_content()
    assert "幹事会の審議のお願い" in mail["Subject"]
    assert f"/board/deliberations/{deliberation_id}\r\n" in text
    assert "期限：2026年11月16日 24時" in text
    assert "見本申込団体" not in text + mail["Subject"]
    (mail,) = mails(english)
    assert "Deadline: the end of 16 November 2026" in mail.get_content()
    assert db.session.query(MailMessage).count() == 2, "a person without any address is passed over"


def test_a_seat_recused_by_rule_is_told_that_there_is_nothing_to_do(database: Flask, mails: Mails) -> None:
    board = make_board(3)
    address = give_account(board[2], "ja")
    open_about(hints={board[2].seat_id: [ConflictHint.OWN_BODY_RECOMMENDS]})
    (mail,) = mails(address)
    assert "手続は必要ありません" in mail.get_content()
    assert "手続は不要です" in str(mail["Subject"])
    assert "あなたの番です" not in mail.get_content()


def test_nobody_is_written_to_twice(database: Flask, mails: Mails, run_jobs: Callable[[], None]) -> None:
    board = make_board(3)
    address = give_account(board[0], "ja")
    open_about()
    run_jobs()
    run_jobs()
    assert len(mails(address)) == 1
