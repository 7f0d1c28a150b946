"""The password once more, before what a machine left alone or a stolen session must not be enough for."""

import html
import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from platform_app.accounts.models import OfficeProposal, SignInSession
from platform_app.accounts.rules import PRESENCE_VALID, is_present
from platform_app.accounts.services import confirm_presence, open_limited_session
from platform_app.audit.models import AuditEntry
from platform_app.database.transaction import reading, transaction
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR, Actor, ActorKind
from platform_app.kernel.clock import now
from platform_app.kernel.errors import Forbidden
from platform_app.kernel.roles import Role
from tests.integration.accounts.people import STAFF_PASSWORD, csrf_of, person, send, sign_in

ADMINISTRATOR = "kanri@mihon.example"
WRONG = "ちがうちがうちがうちがう"


@pytest.fixture
def third(app: Flask) -> int:
    """Somebody whom an administrator gives an office."""
    person(app, ADMINISTRATOR, office=Role.ADMINISTRATOR)
    return person(app)


@pytest.fixture
def client(app: Flask, third: int) -> FlaskClient:
    """An administrator's browser, signed in long enough ago to be asked again."""
    found = app.test_client()
    sign_in(found, ADMINISTRATOR, STAFF_PASSWORD)
    forget(app)
    return found


def forget(app: Flask, ago: timedelta = PRESENCE_VALID) -> None:
    """Let the proofs of all sessions be some time old."""
    with app.app_context(), transaction():
        db.session.execute(update(SignInSession).where(SignInSession.confirmed_at.is_not(None)).values(confirmed_at=now() - ago))


def hidden(page: str, name: str) -> str:
    """The value of a hidden field of a page."""
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page)
    return html.unescape(found.group(1)) if found else ""


def propose(client: FlaskClient, user_id: int) -> str:
    """Send the form that proposes an office; the page that follows, empty if it was taken."""
    response = send(client, f"/secretariat/users/{user_id}/offices/grant", {"role": "auditor"}, page="/account")
    assert response.status_code in (303, 401)
    return response.get_data(as_text=True) if response.status_code == 401 else ""


def confirm(client: FlaskClient, page: str, password: str = STAFF_PASSWORD) -> tuple[int, str]:
    """Type the password on the page that asks for it; the status, and the place that follows or the page."""
    form = page.split('action="/account/confirm"', 1)[1]
    data = {name: hidden(form, name) for name in ("csrf_token", "kept", "next")} | {"password": password}
    response = client.post("/account/confirm", data=data)
    return response.status_code, response.headers.get("Location") or response.get_data(as_text=True)


def count(app: Flask, table: type, *conditions: object) -> int:
    """How many rows there are."""
    with app.app_context(), reading():
        return db.session.scalar(select(func.count()).select_from(table).where(*conditions)) or 0  # type: ignore[arg-type]


def test_a_proof_holds_for_its_time_and_no_clock_put_back_lengthens_it() -> None:
    at = now()
    for ago, holds in ((timedelta(0), True), (PRESENCE_VALID - timedelta(seconds=1), True), (PRESENCE_VALID, False), (-timedelta(hours=9), False)):
        assert is_present(at - ago, at=at) is holds
    assert is_present(None, at=at) is False


def test_signing_in_is_a_proof_until_its_time_is_over(app: Flask, client: FlaskClient, third: int) -> None:
    fresh = app.test_client()
    sign_in(fresh, ADMINISTRATOR, STAFF_PASSWORD)
    assert propose(fresh, third) == ""
    assert "パスワードの再確認" in propose(client, third)


def test_what_was_sent_comes_back_behind_the_password_and_is_recorded_when_sent_again(app: Flask, client: FlaskClient, third: int) -> None:
    page = propose(client, third)
    assert "失われていません" in page and count(app, OfficeProposal) == 0
    status, again = confirm(client, page, WRONG)
    assert status == 400 and count(app, OfficeProposal) == 0
    status, shown = confirm(client, again)
    assert status == 200 and "続けて送信してください" in shown
    assert f'action="/secretariat/users/{third}/offices/grant"' in shown and hidden(shown, "role") == "auditor"
    fresh = {name: hidden(shown, name) for name in ("csrf_token", "role")}
    assert client.post(f"/secretariat/users/{third}/offices/grant", data=fresh).status_code == 303
    assert (count(app, OfficeProposal), count(app, AuditEntry, AuditEntry.event == "accounts.presence_confirmed")) == (1, 1)


def test_a_person_is_invited_without_it_but_not_into_an_office(client: FlaskClient, app: Flask) -> None:
    plain = {"email": "a@mihon.example", "name": "見本 太郎", "locale": "ja", "office": ""}
    assert send(client, "/secretariat/users/new", plain).status_code == 303
    refused = send(client, "/secretariat/users/new", plain | {"email": "b@mihon.example", "office": "auditor"})
    assert refused.status_code == 401
    status, shown = confirm(client, refused.get_data(as_text=True))
    assert status == 200 and "b@mihon.example" in shown


def test_the_page_can_be_opened_beforehand_and_leads_to_pages_of_this_site_only(client: FlaskClient, third: int) -> None:
    page = client.get("/account/confirm?next=/secretariat/users").get_data(as_text=True)
    assert confirm(client, page) == (303, "/secretariat/users")
    assert confirm(client, client.get("/account/confirm?next=//evil.example").get_data(as_text=True)) == (303, "/home")
    assert propose(client, third) == ""


def test_wrong_tries_make_this_session_wait_and_no_other(app: Flask, client: FlaskClient, third: int) -> None:
    page = client.get("/account/confirm").get_data(as_text=True)
    assert [confirm(client, page, WRONG)[0] for _ in range(6)] == [400] * 6
    assert confirm(client, page)[0] == 429, "the right one has to wait like any other"
    other = app.test_client()
    assert sign_in(other, ADMINISTRATOR, STAFF_PASSWORD).status_code == 303
    assert propose(other, third) == ""


def test_tries_are_counted_together_with_those_of_the_other_forms_that_ask_for_the_password(client: FlaskClient) -> None:
    page = client.get("/account/confirm").get_data(as_text=True)
    assert [confirm(client, page, WRONG)[0] for _ in range(6)] == [400] * 6
    passwords = {"current_password": STAFF_PASSWORD, "password": "あたらしいながいながい合言葉です", "password_again": "あたらしいながいながい合言葉です"}
    assert send(client, "/account/password", passwords).status_code == 429


def test_the_next_person_at_the_machine_sees_nothing_of_what_was_sent(app: Flask, client: FlaskClient, third: int) -> None:
    kept = hidden(propose(client, third), "kept")
    person(app, "other@mihon.example", office=Role.ADMINISTRATOR)
    other = app.test_client()
    sign_in(other, "other@mihon.example", STAFF_PASSWORD)
    data = {"csrf_token": csrf_of(other.get("/account/confirm")), "kept": kept, "password": STAFF_PASSWORD}
    assert other.post("/account/confirm", data=data).headers["Location"] == "/home"


def test_a_session_limited_to_one_subject_never_passes(app: Flask, third: int) -> None:
    with app.app_context(), transaction():
        token = open_limited_session(user_id=third, role=Role.APPLICANT, subject_id=1, by=OPERATOR, at=now())
        session_id = max(db.session.scalars(select(SignInSession.id)))
    limited = app.test_client()
    with limited.session_transaction() as cookie:
        cookie |= {"_user_id": token, "_fresh": True}
    assert limited.get("/account/confirm").status_code == 401
    by = Actor(kind=ActorKind.LINK, user_id=third, session_id=session_id, roles=frozenset({Role.APPLICANT}))
    for wrong in (by, OPERATOR, Actor(kind=ActorKind.USER, user_id=third, session_id=session_id + 1)):
        with app.app_context(), pytest.raises(Forbidden), transaction():
            confirm_presence(password="つめたい雨と三毛猫のひるね", by=wrong, at=now())
    with app.app_context(), pytest.raises(Exception, match="limited_proves_nothing"), transaction():
        db.session.execute(update(SignInSession).where(SignInSession.id == session_id).values(confirmed_at=now()))


def test_an_ended_session_proves_nothing_any_more(app: Flask, client: FlaskClient) -> None:
    page = client.get("/account/confirm").get_data(as_text=True)
    with app.app_context(), transaction():
        db.session.execute(update(SignInSession).values(ended_at=now()))
    assert confirm(client, page)[0] in (400, 401)
    with app.app_context(), reading():
        user_id, session_id = db.session.execute(select(SignInSession.user_id, SignInSession.id)).one()
    by = Actor(kind=ActorKind.USER, user_id=user_id, session_id=session_id)
    with app.app_context(), pytest.raises(Forbidden), transaction():
        confirm_presence(password=STAFF_PASSWORD, by=by, at=now())
