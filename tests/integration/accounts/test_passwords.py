"""Forgotten, changed and new passwords, and new addresses; nobody learns who has an account, and no secret is left lying about."""

import sys
import threading
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from platform_app.accounts.hashing import is_password
from platform_app.accounts.models import PasswordResetRequest, SignInSession, UserAccount
from platform_app.accounts.services import change_password, ensure_user
from platform_app.audit.models import AuditEntry
from platform_app.database.transaction import reading, transaction
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.clock import now
from platform_app.kernel.errors import TooManyRequests
from tests.integration.accounts.people import PASSWORD, csrf_of, invited, link_in, mails, person, send, sign_in

NEW = "あさやけの港と古い灯台"
NEW_TWICE = {"password": NEW, "password_again": NEW}
EMAIL = "hanako@mihon.example"


def ask(app: Flask, email: str = EMAIL, *, address: str = "192.0.2.1") -> str:
    """Ask for a reset link; the page that is shown."""
    page = send(app.test_client(), "/password/forgotten", {"email": email}, environ_base={"REMOTE_ADDR": address})
    assert page.status_code == 200
    return page.get_data(as_text=True)


def test_a_forgotten_password_is_set_anew_and_all_sessions_end(app: Flask) -> None:
    person(app)
    elsewhere, client = app.test_client(), app.test_client()
    sign_in(elsewhere)
    ask(app)
    [mail] = mails(app)
    path = link_in(mail)
    for _ in range(20):
        assert app.test_client().get(path).status_code == 200
    assert send(client, path, NEW_TWICE).status_code == 303
    assert client.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 401
    assert sign_in(app.test_client()).status_code == 400
    assert sign_in(app.test_client(), password=NEW).status_code == 303
    assert app.test_client().get(path).status_code == 410
    assert "パスワードが変更され" in mails(app)[-1]


def test_page_and_work_are_the_same_whether_or_not_there_is_an_account(app: Flask) -> None:
    person(app)
    pages = {ask(app, email).split("<main", 1)[1].split("</main", 1)[0] for email in (EMAIL, "nobody@mihon.example")}
    assert len(pages) == 1
    with app.app_context(), reading():
        events = db.session.scalars(select(AuditEntry.event).where(AuditEntry.subject_type == "password_reset")).all()
        assert events == ["accounts.password_reset_requested"] * 2
    assert len(mails(app)) == 1
    with app.app_context(), reading():
        assert set(db.session.scalars(select(PasswordResetRequest.address))) == {None}


def test_three_links_an_hour_are_enough(app: Flask) -> None:
    person(app)
    for _ in range(5):
        ask(app)
    assert len(mails(app)) == 3
    with time_machine.travel(now() + timedelta(hours=2)):
        ask(app)
        assert len(mails(app)) == 4


def test_one_network_does_not_ask_without_end(app: Flask) -> None:
    answers = [send(app.test_client(), "/password/forgotten", {"email": f"a{number}@mihon.example"}).status_code for number in range(22)]
    assert answers == [200] * 21 + [429]


def test_a_person_invited_who_forgot_gets_the_invitation_again(app: Flask) -> None:
    _, path = invited(app)
    mails(app)
    ask(app, "jiro@mihon.example")
    mails(app)
    again = link_in(mails(app)[-1])
    assert again.startswith("/invitations/")
    assert app.test_client().get(path).status_code == 410
    assert app.test_client().get(again).status_code == 200


def test_an_old_link_and_all_others_are_void_after_one_was_used(app: Flask) -> None:
    person(app)
    ask(app)
    ask(app)
    first, second = (link_in(mail) for mail in mails(app))
    assert send(app.test_client(), second, NEW_TWICE).status_code == 303
    assert app.test_client().get(first).status_code == 410
    ask(app)
    third = link_in(mails(app)[-1])
    with time_machine.travel(now() + timedelta(hours=1, seconds=1)):
        page = app.test_client().get(third)
    assert page.status_code == 410
    assert "/password/forgotten" in page.get_data(as_text=True)


def test_the_loser_of_two_resets_at_once_leaves_no_trace(app: Flask) -> None:
    person(app)
    ask(app)
    path = link_in(mails(app)[0])
    barrier, outcomes = threading.Barrier(2), {}

    def reset(password: str) -> None:
        """Send the form when both are ready."""
        client = app.test_client()
        token = csrf_of(client.get(path))
        barrier.wait()
        data = {"csrf_token": token, "password": password, "password_again": password}
        outcomes[password] = client.post(path, data=data).status_code

    threads = [threading.Thread(target=reset, args=(password,)) for password in (NEW, "ゆうぐれの駅と赤い自転車")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes.values()) in ([303, 404], [303, 410])
    for password, status in outcomes.items():
        assert sign_in(app.test_client(), password=password).status_code == (303 if status == 303 else 400)


def test_a_password_is_changed_knowing_the_current_one(app: Flask) -> None:
    person(app)
    client, elsewhere = app.test_client(), app.test_client()
    sign_in(client)
    sign_in(elsewhere)
    wrong = send(client, "/account/password", {"current_password": "ちがう", **NEW_TWICE})
    assert wrong.status_code == 400
    assert "現在のパスワードが違います" in wrong.get_data(as_text=True)
    assert send(client, "/account/password", {"current_password": PASSWORD, **NEW_TWICE}).status_code == 303
    assert client.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 401
    assert len(mails(app)) == 1


def test_a_stolen_session_cannot_guess_the_password(app: Flask) -> None:
    user_id = person(app)
    with app.app_context():
        for _ in range(6):
            with transaction():
                assert not change_password(user_id=user_id, session_id=1, current="ちがう", password=NEW, by=OPERATOR, at=now())
        with pytest.raises(TooManyRequests), transaction():
            change_password(user_id=user_id, session_id=1, current=PASSWORD, password=NEW, by=OPERATOR, at=now())


def test_a_new_address_counts_once_its_link_is_used(app: Flask) -> None:
    person(app)
    client = app.test_client()
    sign_in(client)
    wrong = send(client, "/account/email", {"email": "neu@mihon.example", "current_password": "ちがう"})
    assert wrong.status_code == 400
    assert send(client, "/account/email", {"email": "Neu@mihon.example", "current_password": PASSWORD}).status_code == 200
    mail, warning = sorted(mails(app), key=lambda text: "To: hanako@" in text)
    assert "To: neu@mihon.example" in mail and "To: hanako@mihon.example" in warning
    assert "心当たりがないときは" in warning and "neu@" not in warning
    path, reader = link_in(mail), app.test_client()
    for _ in range(20):
        assert reader.get(path).status_code == 200
    assert sign_in(app.test_client(), "neu@mihon.example").status_code == 400
    assert send(reader, path).status_code == 200
    assert sign_in(app.test_client(), "neu@mihon.example").status_code == 303
    assert sign_in(app.test_client()).status_code == 400
    assert "To: hanako@mihon.example" in mails(app)[-1]


@pytest.mark.parametrize("way", ["changed", "reset"])
def test_a_new_password_stops_a_change_of_address_that_somebody_who_knew_the_old_one_asked_for(app: Flask, way: str) -> None:
    person(app)
    thief, owner = app.test_client(), app.test_client()
    sign_in(thief)
    send(thief, "/account/email", {"email": "taken@mihon.example", "current_password": PASSWORD})
    path = link_in(next(mail for mail in mails(app) if "To: taken@" in mail))
    if way == "changed":
        sign_in(owner)
        assert send(owner, "/account/password", NEW_TWICE | {"current_password": PASSWORD}).status_code == 303
    else:
        ask(app)
        assert send(owner, link_in(mails(app)[-1]), NEW_TWICE).status_code == 303
    assert send(thief, path, page="/sign-in").status_code == 410
    assert sign_in(app.test_client(), password=NEW).status_code == 303


@pytest.mark.both_databases
def test_whoever_signs_in_with_the_old_password_while_it_is_changed_is_out_afterwards(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    user_id = person(app)
    thief, owner = app.test_client(), app.test_client()
    sign_in(owner)
    with app.app_context(), reading():
        session_id = db.session.scalar(select(SignInSession.id).where(SignInSession.user_id == user_id)) or 0

    def change() -> None:
        """The owner changes the password."""
        with app.app_context(), transaction():
            assert change_password(user_id=user_id, session_id=session_id, current=PASSWORD, password=NEW, by=OPERATOR, at=now())

    changing = threading.Thread(target=change)

    def found_right(password_hash: str | None, password: str) -> bool:
        """The old password is found right, and before the session is opened the owner changes it; on SQLite the change waits."""
        fits = is_password(password_hash, password)
        changing.start()
        if app.config["SETTINGS"].database_url.startswith("postgresql"):
            changing.join()
        return fits

    monkeypatch.setattr(sys.modules["platform_app.accounts.services.sign_in"], "is_password", found_right)
    sign_in(thief)
    changing.join()
    assert thief.get("/account").status_code == 401
    assert owner.get("/account").status_code == 200
    monkeypatch.undo()
    assert sign_in(app.test_client()).status_code == 400
    assert sign_in(app.test_client(), password=NEW).status_code == 303


def test_an_address_taken_meanwhile_is_a_conflict_and_changes_nothing(app: Flask) -> None:
    person(app)
    client = app.test_client()
    sign_in(client)
    send(client, "/account/email", {"email": "neu@mihon.example", "current_password": PASSWORD})
    path = link_in(next(mail for mail in mails(app) if "To: neu@" in mail))
    with app.app_context(), transaction():
        ensure_user(email="neu@mihon.example", name="別人", locale="ja", by=OPERATOR, at=now())
    assert send(client, path).status_code == 409
    assert client.get(path).status_code == 200
    assert sign_in(app.test_client()).status_code == 303


def test_two_makings_of_one_account_at_once_give_one(app: Flask) -> None:
    barrier, ids = threading.Barrier(4), []

    def make() -> None:
        """Make the account when everybody is ready."""
        with app.app_context():
            barrier.wait()
            with transaction():
                ids.append(ensure_user(email="New@mihon.example", name="見本", locale="ja", by=OPERATOR, at=now()))

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ids) == 4 and len(set(ids)) == 1
    with app.app_context(), reading():
        assert db.session.scalar(select(func.count()).select_from(UserAccount)) == 1


def test_no_password_and_no_token_stands_in_a_log_or_a_table(app: Flask, capfd: pytest.CaptureFixture[str]) -> None:
    person(app)
    ask(app)
    path, client = link_in(mails(app)[0]), app.test_client()
    send(client, path, {"password": "みじか", "password_again": "みじか"})
    send(client, path, NEW_TWICE)
    send(client, "/account/password", {"current_password": NEW, "password": PASSWORD, "password_again": PASSWORD})
    sign_in(client, password="canary-canary-canary")
    secrets = [path.rsplit("/", 1)[1], NEW, PASSWORD, "canary-canary-canary", "みじか"]
    captured = capfd.readouterr()
    texts = [captured.out, captured.err]
    with app.app_context(), reading():
        texts += [str(tuple(row)) for table in db.metadata.sorted_tables for row in db.session.execute(select(table))]
        entries = db.session.scalars(select(AuditEntry.data)).all()
    assert entries and not any("@" in data for data in entries)
    assert not [secret for secret in secrets for text in texts if secret in text]
