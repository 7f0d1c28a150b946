"""Signing in: the same answer for everybody, and waits that lock out nobody else."""

import threading
import time
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from platform_app.accounts.models import SignInAttempt, SignInSession
from platform_app.accounts.services import grant_office
from platform_app.accounts.services.throttle import count_failures
from platform_app.accounts.throttling import keys_of_try
from platform_app.database.transaction import reading, transaction
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.clock import now
from platform_app.kernel.roles import Role
from tests.integration.accounts.people import PASSWORD, STAFF_PASSWORD, csrf_of, invited, person, send, sign_in

WRONG = "ちがうちがうちがう"
SENTENCE = "メールアドレスまたはパスワードが正しくありません"


def test_a_person_signs_in_in_any_case_of_the_address_and_goes_where_they_wanted(app: Flask) -> None:
    person(app)
    client = app.test_client()
    data = {"email": " Hanako@MIHON.example ", "password": PASSWORD, "next": "/account/password"}
    response = send(client, "/sign-in", data)
    assert (response.status_code, response.headers["Location"]) == (303, "/account/password")
    assert client.get("/account").status_code == 200


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "evil"])
def test_nobody_is_led_to_another_site(app: Flask, target: str) -> None:
    person(app)
    client = app.test_client()
    response = send(client, "/sign-in", {"email": "hanako@mihon.example", "password": PASSWORD, "next": target})
    assert response.headers["Location"] == "/home"


def test_the_answer_is_the_same_for_a_wrong_password_an_unknown_an_invited_and_a_suspended_person(app: Flask) -> None:
    person(app)
    invited(app)
    texts = set()
    for email in ("hanako@mihon.example", "nobody@mihon.example", "jiro@mihon.example"):
        client = app.test_client()
        page = sign_in(client, email, WRONG)
        assert page.status_code == 400
        text = page.get_data(as_text=True)
        assert SENTENCE in text
        texts.add(_without_secrets(text, email))
    assert len(texts) == 1


def _without_secrets(text: str, email: str) -> str:
    words = [word for word in text.replace(email, "").split() if "value=" not in word and "nonce=" not in word]
    return " ".join(words)


def test_time_does_not_tell_whether_there_is_an_account(app: Flask) -> None:
    person(app)
    costs = {}
    for email in ("hanako@mihon.example", "nobody@mihon.example"):
        client, taken = app.test_client(), []
        for number in range(6):
            token = csrf_of(client.get("/password/forgotten"))
            options = {"environ_base": {"REMOTE_ADDR": f"192.0.2.{number}"}}
            before = time.thread_time()
            client.post("/sign-in", data={"csrf_token": token, "email": email, "password": WRONG}, **options)
            taken.append(time.thread_time() - before)
        costs[email] = min(taken)
    known, unknown = costs.values()
    assert abs(known - unknown) < 0.5 * max(known, unknown)


def test_failures_make_one_wait_and_tell_for_how_long(app: Flask) -> None:
    person(app)
    client = app.test_client()
    for _ in range(5):
        assert sign_in(client, password=WRONG).status_code == 400
    assert sign_in(client, password=WRONG).status_code == 400
    refused = sign_in(client)
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 30
    with time_machine.travel(now() + timedelta(seconds=31)):
        assert sign_in(client).status_code == 303
        with app.app_context(), reading():
            kinds = {row.kind.value: row.number for row in db.session.scalars(select(SignInAttempt))}
        assert kinds == {"network": 6}


def test_an_unknown_account_waits_like_a_known_one(app: Flask) -> None:
    client = app.test_client()
    answers = [sign_in(client, "nobody@mihon.example", WRONG).status_code for _ in range(7)]
    assert answers == [400] * 6 + [429]


def test_failures_from_one_network_do_not_touch_the_person_on_another(app: Flask) -> None:
    person(app)
    attacker = app.test_client()
    for _ in range(6):
        sign_in(attacker, password=WRONG, address="198.51.100.66")
    assert sign_in(attacker, address="198.51.100.66").status_code == 429
    assert sign_in(app.test_client(), address="192.0.2.1").status_code == 303


def test_a_neighbour_on_the_same_network_cannot_hold_up_a_known_browser(app: Flask) -> None:
    person(app)
    client, attacker = app.test_client(), app.test_client()
    assert sign_in(client).status_code == 303
    assert send(client, "/sign-out", page="/account").status_code == 303
    for _ in range(6):
        sign_in(attacker, password=WRONG)
    assert sign_in(attacker).status_code == 429
    assert sign_in(client).status_code == 303


def test_a_known_browser_is_counted_too_and_is_no_key_to_another_account(app: Flask) -> None:
    person(app)
    client = app.test_client()
    sign_in(client)
    send(client, "/sign-out", page="/account")
    assert [sign_in(client, password=WRONG).status_code for _ in range(7)] == [400] * 6 + [429]
    assert [sign_in(client, "other@mihon.example", WRONG).status_code for _ in range(7)][-1] == 429


def test_a_forged_device_cookie_is_none(app: Flask) -> None:
    person(app)
    client = app.test_client()
    client.set_cookie("platform_device", "WyJ4IixbMV1d.forged")
    assert [sign_in(client, password=WRONG).status_code for _ in range(7)][-1] == 429


def test_many_accounts_tried_from_one_network_make_it_wait_and_no_other(app: Flask) -> None:
    person(app)
    with app.app_context(), transaction():
        for number in range(51):
            keys = keys_of_try(email=f"a{number}@mihon.example", network="198.51.100.66", device=None)
            count_failures(keys=keys.shared, at=now())
    assert sign_in(app.test_client(), address="198.51.100.66").status_code == 429
    assert sign_in(app.test_client(), address="192.0.2.1").status_code == 303


def test_of_a_dozen_tries_at_once_no_more_pass_than_in_turn(app: Flask) -> None:
    person(app)
    barrier, outcomes = threading.Barrier(12), []

    def guess() -> None:
        """Guess when everybody is ready."""
        client = app.test_client()
        token = csrf_of(client.get("/password/forgotten"))
        barrier.wait()
        data = {"csrf_token": token, "email": "hanako@mihon.example", "password": WRONG}
        outcomes.append(client.post("/sign-in", data=data).status_code)

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count(400) <= 6
    assert set(outcomes) <= {400, 429, 503}


def test_signing_in_changes_the_token_and_ends_the_session_before(app: Flask) -> None:
    person(app)
    client = app.test_client()
    sign_in(client)
    first = client.get_cookie("platform_session")
    sign_in(client)
    second = client.get_cookie("platform_session")
    assert first is not None and second is not None and first.value != second.value
    with app.app_context(), reading():
        assert db.session.scalar(select(func.count()).where(SignInSession.ended_at.is_(None))) == 1
    thief = app.test_client()
    thief.set_cookie("platform_session", first.value)
    assert thief.get("/account").status_code == 401


def test_a_short_password_of_a_new_officer_leads_to_a_longer_one(app: Flask) -> None:
    user_id = person(app)
    with app.app_context(), transaction():
        grant_office(user_id=user_id, role=Role.SECRETARIAT, by=OPERATOR, at=now())
    client = app.test_client()
    response = sign_in(client)
    assert response.headers["Location"] == "/account/password"
    assert client.get("/secretariat/mail").status_code == 403
    data = {"current_password": PASSWORD, "password": STAFF_PASSWORD, "password_again": STAFF_PASSWORD}
    assert send(client, "/account/password", data).status_code == 303
    assert client.get("/secretariat/mail").status_code == 200
