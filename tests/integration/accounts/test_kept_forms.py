"""A form that was sent when the sign-in had expired comes back, to its writer alone."""

import html
import io
import re
from datetime import timedelta

import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from platform_app.accounts.models import UserAccount
from platform_app.database.transaction import reading
from platform_app.extensions import db
from platform_app.kernel.clock import now
from tests.integration.accounts.people import PASSWORD, csrf_of, person, send, sign_in

LATER = timedelta(hours=12, minutes=1)
TYPED = {"name": "髙橋 𠮷江 <b>&", "locale": "en"}


def hidden(page: str, name: str) -> str:
    """The value of a hidden field of a page."""
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page)
    return html.unescape(found.group(1)) if found else ""


def expired_post(app: Flask, client: FlaskClient, data: dict[str, object], path: str = "/account") -> str:
    """Send a form from a page that was opened while signed in, twelve hours later; the page that asks to sign in."""
    sign_in(client)
    token = csrf_of(client.get("/account"))
    with time_machine.travel(now() + LATER):
        page = client.post(path, data={"csrf_token": token, **data})
    assert page.status_code == 401
    return page.get_data(as_text=True)


def sign_in_again(client: FlaskClient, page: str, email: str = "hanako@mihon.example") -> str:
    """Sign in on the page that asks for it; the page that follows, or the place it leads to."""
    data = {"csrf_token": hidden(page, "csrf_token"), "kept": hidden(page, "kept"), "email": email, "password": PASSWORD}
    with time_machine.travel(now() + LATER):
        response = client.post("/sign-in", data=data)
    return response.headers.get("Location") or response.get_data(as_text=True)


def test_the_text_comes_back_after_signing_in_and_is_recorded_when_sent_again(app: Flask) -> None:
    user_id = person(app)
    client = app.test_client()
    page = expired_post(app, client, dict(TYPED))
    assert "失われてはいません" in page
    shown = sign_in_again(client, page)
    assert "続けて送信してください" in shown
    assert 'action="/account"' in shown
    assert html.escape("髙橋 𠮷江 <b>&") in shown
    with time_machine.travel(now() + LATER):
        fresh = {name: hidden(shown, name) for name in ("csrf_token", "name", "locale")}
        assert fresh["csrf_token"] != hidden(page, "csrf_token")
        assert client.post("/account", data=fresh).status_code == 303
    with app.app_context(), reading():
        user = db.session.scalars(select(UserAccount).where(UserAccount.id == user_id)).one()
        assert (user.name, user.locale) == ("髙橋 𠮷江 <b>&", "en")


def test_a_wrong_password_in_between_loses_nothing(app: Flask) -> None:
    person(app)
    client = app.test_client()
    page = expired_post(app, client, dict(TYPED))
    data = {"csrf_token": hidden(page, "csrf_token"), "kept": hidden(page, "kept"), "email": "hanako@mihon.example", "password": "ちがう"}
    with time_machine.travel(now() + LATER):
        again = client.post("/sign-in", data=data).get_data(as_text=True)
    assert "続けて送信してください" in sign_in_again(client, again)


def test_passwords_and_files_are_never_carried(app: Flask) -> None:
    person(app)
    client = app.test_client()
    data = {"current_password": "himitsu-canary", "password": "himitsu-canary", "note": "残すもの", "file": (io.BytesIO(b"x"), "a.pdf")}
    page = expired_post(app, client, data, "/account/password")
    assert "himitsu-canary" not in page and "残すもの" not in page
    shown = sign_in_again(client, page)
    assert "残すもの" in shown and "himitsu-canary" not in shown
    assert "選び直してください" in shown


def test_the_next_person_at_the_machine_sees_nothing_of_it(app: Flask) -> None:
    person(app)
    person(app, "other@mihon.example")
    client = app.test_client()
    page = expired_post(app, client, dict(TYPED))
    assert sign_in_again(client, page, "other@mihon.example") == "/home"


def test_a_text_made_up_or_altered_is_ignored(app: Flask) -> None:
    person(app)
    client = app.test_client()
    page = expired_post(app, client, dict(TYPED))
    for wrong in ("x", hidden(page, "kept")[:-4] + "AAAA", "あ"):
        response = send(app.test_client(), "/sign-in", {"kept": wrong, "email": "hanako@mihon.example", "password": PASSWORD})
        assert response.headers["Location"] == "/home"


def test_without_a_right_csrf_token_nothing_is_kept(app: Flask) -> None:
    person(app)
    client = app.test_client()
    sign_in(client)
    with time_machine.travel(now() + LATER):
        page = client.post("/account", data={"csrf_token": "forged", **TYPED})
    assert page.status_code == 400
    assert hidden(page.get_data(as_text=True), "kept") == ""


def test_a_page_that_needs_a_sign_in_leads_back_to_itself(app: Flask) -> None:
    person(app)
    client = app.test_client()
    page = client.get("/account/password?x=1")
    assert page.status_code == 401
    data = {"csrf_token": csrf_of(page), "next": hidden(page.get_data(as_text=True), "next"), "email": "hanako@mihon.example", "password": PASSWORD}
    assert client.post("/sign-in", data=data).headers["Location"] == "/account/password?x=1"


def test_a_text_too_long_to_carry_is_shown_to_be_copied(app: Flask) -> None:
    person(app)
    client = app.test_client()
    page = expired_post(app, client, {"name": "a" * 450_000})
    assert hidden(page, "kept") == ""
    assert "a" * 1000 in page
