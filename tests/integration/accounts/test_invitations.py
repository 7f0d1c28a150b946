"""An invitation: opened by scanners, used once, replaced, undelivered, handed over."""

import threading

from flask import Flask
from sqlalchemy import func, select, text

from platform_app.accounts.models import Invitation, SignInSession, UserAccount
from platform_app.accounts.rules import UserStatus
from platform_app.accounts.services import invite_user
from platform_app.database.transaction import reading, transaction
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.clock import now
from platform_app.kernel.roles import Role
from platform_app.mail.services import link_url
from tests.integration.accounts.people import PASSWORD, STAFF_PASSWORD, csrf_of, invited, link_in, mails, path_of, person, send, sign_in

ACCEPTED = {"name": "見本 次郎", "password": PASSWORD, "password_again": PASSWORD}


def rows_of(app: Flask) -> list[tuple[str, int]]:
    """How many rows each table holds."""
    with app.app_context(), reading():
        return [(table.name, db.session.scalar(select(func.count()).select_from(table)) or 0) for table in db.metadata.sorted_tables]


def test_an_invitation_arrives_and_lets_the_person_in(app: Flask) -> None:
    invited(app)
    [mail] = mails(app)
    assert "会員ページにご招待します" in mail
    client = app.test_client()
    response = send(client, link_in(mail), ACCEPTED)
    assert (response.status_code, response.headers["Location"]) == (303, "/home")
    assert "jiro@mihon.example" in client.get("/account").get_data(as_text=True)


def test_an_invitation_says_in_which_role(app: Flask) -> None:
    invited(app, office=Role.AUDITOR)
    assert "あなたの役割：監査担当" in mails(app)[0]


def test_a_scanner_that_opens_the_link_twenty_times_changes_nothing(app: Flask) -> None:
    _, path = invited(app)
    before = rows_of(app)
    for _ in range(20):
        scanner = app.test_client()
        assert scanner.get(path).status_code == 200
        assert scanner.head(path).status_code == 200
    assert rows_of(app) == before
    assert send(app.test_client(), path, ACCEPTED).status_code == 303


def test_a_link_is_used_once(app: Flask) -> None:
    _, path = invited(app)
    assert send(app.test_client(), path, ACCEPTED).status_code == 303
    second = app.test_client()
    page = second.get(path)
    assert page.status_code == 410
    assert "すでに使われています" in page.get_data(as_text=True)
    assert send(second, path, ACCEPTED, page="/sign-in").status_code == 410


def test_a_new_invitation_makes_the_former_link_void(app: Flask) -> None:
    user_id, path = invited(app)
    with app.app_context(), transaction():
        newer = path_of(link_url(invite_user(user_id=user_id, by=OPERATOR, at=now())))
    page = app.test_client().get(path)
    assert page.status_code == 410
    assert "新しいメール" in page.get_data(as_text=True)
    assert app.test_client().get(newer).status_code == 200
    assert len(mails(app)) == 1


def test_a_foreign_or_wrong_token_opens_nothing(app: Flask) -> None:
    _, path = invited(app)
    client = app.test_client()
    for wrong in (path[:-2], path + "x", "/invitations/" + "A" * 43, path.replace("/invitations/", "/password/reset/"), "/invitations/%00"):
        assert client.get(wrong).status_code in (400, 404), wrong


def test_a_mistake_uses_nothing_up_and_keeps_the_name(app: Flask) -> None:
    _, path = invited(app, office=Role.SECRETARIAT)
    client = app.test_client()
    for password, again in (("password1", "password1"), (PASSWORD, "別のもの別のもの別"), ("みじかい", "みじかい"), (PASSWORD[:12], PASSWORD[:12])):
        page = send(client, path, {"name": "新しい 名前", "password": password, "password_again": again})
        assert page.status_code == 400
        assert "新しい 名前" in page.get_data(as_text=True)
        assert password not in page.get_data(as_text=True)
    accepted = {**ACCEPTED, "password": STAFF_PASSWORD, "password_again": STAFF_PASSWORD}
    assert send(client, path, accepted).status_code == 303


def test_of_two_posts_at_once_one_wins_and_the_other_leaves_no_trace(app: Flask) -> None:
    user_id, path = invited(app)
    barrier, outcomes = threading.Barrier(2), {}

    def accept(password: str) -> None:
        """Send the form when both are ready."""
        client = app.test_client()
        token = csrf_of(client.get(path))
        barrier.wait()
        data = {"csrf_token": token, "name": "見本 次郎", "password": password, "password_again": password}
        outcomes[password] = client.post(path, data=data).status_code

    passwords = ["あさやけの港と古い灯台", "ゆうぐれの駅と赤い自転車"]
    threads = [threading.Thread(target=accept, args=(password,)) for password in passwords]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes.values()) in ([303, 404], [303, 409], [303, 410])
    winner = next(password for password, status in outcomes.items() if status == 303)
    loser = next(password for password in passwords if password != winner)
    assert sign_in(app.test_client(), "jiro@mihon.example", winner).status_code == 303
    assert sign_in(app.test_client(), "jiro@mihon.example", loser).status_code == 400
    with app.app_context(), reading():
        assert db.session.scalar(select(func.count()).where(Invitation.user_id == user_id, Invitation.accepted_at.is_not(None))) == 1


def test_an_undelivered_invitation_is_seen_and_sent_again_or_handed_over(app: Flask) -> None:
    person(app, "admin@mihon.example", office=Role.ADMINISTRATOR)
    user_id, path = invited(app)
    mails(app)
    with app.app_context(), transaction():
        db.session.execute(text("UPDATE mail_message SET state = 'undelivered', sent_at = NULL, given_up_at = queued_at, error = 'address_refused'"))
    client = app.test_client()
    sign_in(client, "admin@mihon.example", STAFF_PASSWORD)
    assert "未達" in client.get("/secretariat/users").get_data(as_text=True)
    page = client.get(f"/secretariat/users/{user_id}").get_data(as_text=True)
    assert "未達" in page and "正しいアドレス" in page
    assert send(client, f"/secretariat/users/{user_id}/invitation", page="/account").status_code == 303
    assert len(mails(app)) == 2
    shown = send(client, f"/secretariat/users/{user_id}/link", page="/account").get_data(as_text=True)
    handed = link_in(shown.replace("<", " "))
    assert len(mails(app)) == 2
    assert app.test_client().get(path).status_code == 410
    assert send(app.test_client(), handed, ACCEPTED).status_code == 303
    assert "メール以外の方法で渡されたリンク" in mails(app)[-1]


def test_a_link_in_hand_is_not_voided_by_whoever_types_the_address(app: Flask) -> None:
    user_id, _ = invited(app)
    with app.app_context(), transaction():
        handed = path_of(link_url(invite_user(user_id=user_id, by=OPERATOR, at=now(), by_mail=False)))
    before = len(mails(app))
    assert send(app.test_client(), "/password/forgotten", {"email": "jiro@mihon.example"}).status_code == 200
    assert len(mails(app)) == before
    assert send(app.test_client(), handed, ACCEPTED).status_code == 303


def test_the_link_of_somebody_with_an_office_is_shown_to_nobody(app: Flask) -> None:
    person(app, "admin@mihon.example", office=Role.ADMINISTRATOR)
    user_id, path = invited(app, office=Role.AUDITOR)
    client = app.test_client()
    sign_in(client, "admin@mihon.example", STAFF_PASSWORD)
    page = client.get(f"/secretariat/users/{user_id}").get_data(as_text=True)
    assert "リンクをメールでのみお届けします" in page and f"/secretariat/users/{user_id}/link" not in page
    assert send(client, f"/secretariat/users/{user_id}/link", page="/account").status_code == 409
    assert app.test_client().get(path).status_code == 200, "the mailed link stays good"


def test_the_secretariat_sees_and_resends_undelivered_mail(app: Flask) -> None:
    person(app, "office@mihon.example", office=Role.SECRETARIAT)
    invited(app)
    mails(app)
    with app.app_context(), transaction():
        db.session.execute(text("UPDATE mail_message SET state = 'undelivered', sent_at = NULL, given_up_at = queued_at, error = 'address_refused'"))
    client = app.test_client()
    sign_in(client, "office@mihon.example", STAFF_PASSWORD)
    page = client.get("/secretariat/mail").get_data(as_text=True)
    assert "jiro@mihon.example" in page and "再送する" in page
    assert send(client, "/secretariat/mail/1/resend", page="/account").status_code == 303
    assert "該当するメールはありません" in client.get("/secretariat/mail").get_data(as_text=True)
    assert send(client, "/secretariat/mail/99/resend", page="/account").status_code == 404
    assert "jiro@mihon.example" in client.get("/secretariat/mail?state=queued").get_data(as_text=True)


def test_a_person_is_invited_by_an_administrator_with_an_office_proposed(app: Flask) -> None:
    person(app, "admin@mihon.example", office=Role.ADMINISTRATOR)
    client = app.test_client()
    sign_in(client, "admin@mihon.example", STAFF_PASSWORD)
    data = {"email": "New@Mihon.example", "name": "見本 三郎", "locale": "ja", "office": "secretariat"}
    response = send(client, "/secretariat/users/new", data)
    assert response.status_code == 303
    assert "別の管理者の確認待ち" in client.get(response.headers["Location"]).get_data(as_text=True)
    assert len(mails(app)) == 1
    data["email"] = "admin@mihon.example"
    assert send(client, "/secretariat/users/new", data).status_code == 400


def test_a_suspended_person_is_out_at_once_and_comes_back_with_the_same_password(app: Flask) -> None:
    person(app, "admin@mihon.example", office=Role.ADMINISTRATOR)
    user_id = person(app)
    admin, client = app.test_client(), app.test_client()
    sign_in(admin, "admin@mihon.example", STAFF_PASSWORD)
    sign_in(client)
    assert client.get("/account").status_code == 200
    assert send(admin, f"/secretariat/users/{user_id}/suspend", page="/account").status_code == 303
    assert client.get("/account").status_code == 401
    assert sign_in(client).status_code == 400
    assert send(admin, f"/secretariat/users/{user_id}/restore", page="/account").status_code == 303
    assert sign_in(client).status_code == 303
    with app.app_context(), reading():
        assert db.session.get_one(UserAccount, user_id).status is UserStatus.ACTIVE
        assert db.session.scalar(select(func.count()).select_from(SignInSession)) == 3
