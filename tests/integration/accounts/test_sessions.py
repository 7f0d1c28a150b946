"""Sessions: idle, absolute, ended here and everywhere, limited to one subject; and for whom one acts."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask, session
from sqlalchemy import Engine, Select, event, func, literal, null, select, union_all

from platform_app.accounts.jobs import tidy_sign_ins
from platform_app.accounts.models import SignInSession, UserAccount
from platform_app.accounts.queries import find_signed_in
from platform_app.accounts.services import open_limited_session
from platform_app.database.transaction import reading, transaction
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR, Actor, ActorKind
from platform_app.kernel.clock import now
from platform_app.kernel.roles import Role
from platform_app.web.access import current_actor
from platform_app.web.browser import enter
from tests.integration.accounts.people import STAFF_PASSWORD, person, send, sign_in
from tests.integration.committees.boards import admit_body

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def test_others_rest_long_but_nobody_stays_longer_than_twelve_hours(app: Flask) -> None:
    person(app)
    client, start = app.test_client(), now()
    sign_in(client)
    with time_machine.travel(start + 11 * HOUR):
        assert client.get("/account").status_code == 200
    with time_machine.travel(start + 12 * HOUR + MINUTE):
        assert client.get("/account").status_code == 401


def test_staff_are_signed_out_after_thirty_minutes_of_rest_but_not_while_at_work(app: Flask) -> None:
    person(app, office=Role.SECRETARIAT)
    client, start = app.test_client(), now()
    sign_in(client, password=STAFF_PASSWORD)
    for minutes in (20, 40, 60):
        with time_machine.travel(start + minutes * MINUTE):
            assert client.get("/account").status_code == 200
    with time_machine.travel(start + 91 * MINUTE):
        assert client.get("/account").status_code == 401


def test_the_last_visit_is_written_at_most_once_a_minute(app: Flask) -> None:
    person(app)
    client, start = app.test_client(), now()
    sign_in(client)
    seen = []
    for seconds in (30, 70, 100, 140):
        with time_machine.travel(start + timedelta(seconds=seconds)):
            client.get("/account")
        with app.app_context(), reading():
            seen.append(db.session.scalars(select(SignInSession.last_seen_at)).one())
    assert len(set(seen)) == 3
    assert seen[1] == seen[2]


def test_signing_out_ends_the_session_and_not_only_the_cookie(app: Flask) -> None:
    person(app)
    client, thief = app.test_client(), app.test_client()
    sign_in(client)
    cookie = client.get_cookie("platform_session")
    assert cookie is not None
    thief.set_cookie("platform_session", cookie.value)
    assert thief.get("/account").status_code == 200
    assert send(client, "/sign-out", page="/account").status_code == 303
    assert thief.get("/account").status_code == 401
    assert send(client, "/sign-out", page="/sign-in").status_code == 303


def test_signing_out_everywhere_ends_every_machine(app: Flask) -> None:
    person(app)
    browsers = [app.test_client() for _ in range(3)]
    for browser in browsers:
        sign_in(browser)
    assert send(browsers[0], "/sign-out-everywhere", page="/account").status_code == 303
    assert [browser.get("/account").status_code for browser in browsers] == [401, 401, 401]


def test_one_session_is_ended_from_another_machine_but_not_another_persons(app: Flask) -> None:
    person(app)
    person(app, "other@mihon.example")
    here, there, foreign = app.test_client(), app.test_client(), app.test_client()
    sign_in(here)
    sign_in(there)
    sign_in(foreign, "other@mihon.example")
    with app.app_context(), reading():
        ids = list(db.session.scalars(select(SignInSession.id).order_by(SignInSession.id)))
    assert send(here, f"/account/sessions/{ids[2]}/end", page="/account").status_code == 404
    assert send(here, f"/account/sessions/{ids[1]}/end", page="/account").status_code == 303
    assert [browser.get("/account").status_code for browser in (here, there, foreign)] == [200, 401, 200]


def test_the_token_of_a_session_stands_nowhere_in_the_database(app: Flask) -> None:
    person(app)
    client = app.test_client()
    sign_in(client)
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]
    with app.app_context(), reading():
        for table in db.metadata.sorted_tables:
            for row in db.session.execute(select(table)):
                assert token not in str(tuple(row)), table.name
        assert find_signed_in(token=token, at=now()) is not None


def test_a_limited_session_opens_one_subject_and_not_the_account(app: Flask) -> None:
    user_id = person(app)
    with app.app_context(), transaction():
        token = open_limited_session(user_id=user_id, role=Role.APPLICANT, subject_id=31, by=OPERATOR, at=now())
    client = app.test_client()
    actor = actor_of(app, client, token)
    assert (actor.kind, actor.user_id, actor.roles) == (ActorKind.LINK, user_id, frozenset({Role.APPLICANT}))
    assert actor.subject_ids(Role.APPLICANT) == {31}
    assert client.get("/account").status_code == 401


def actor_of(app: Flask, client: Any, token: str | None = None) -> Actor:
    """Who a browser is to the application; with a token it enters that session first."""
    if token is not None:
        with app.test_request_context():
            enter(token)
            response = app.make_response("")
            app.session_interface.save_session(app, session._get_current_object(), response)  # type: ignore[attr-defined]
        value = response.headers["Set-Cookie"].split("=", 1)[1].split(";", 1)[0]
        client.set_cookie("platform_session", value)
    with client:
        client.get("/sign-in")
        return current_actor()


@pytest.fixture
def two_members(app: Flask, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    """Two members, and packages that say everybody represents the first and is the contact of the second."""
    with app.app_context(), transaction():
        first, second = admit_body("見本団体一")[0], admit_body("見本団体二")[0]

    def terms(user_id: int, on: date) -> Select[Any]:
        """Two terms."""
        rows = ((literal("representative"), first, "見本団体一"), (literal("contact"), second, "見本団体二"))
        parts = [select(role, literal(member), literal(11), literal(name)).where(UserAccount.id == user_id) for role, member, name in rows]
        return select(union_all(*parts).subquery())

    def drafts(user_id: int, on: date) -> Select[Any]:
        """Nothing now."""
        nothing = (UserAccount.id == user_id, UserAccount.id < 0)
        return select(literal("applicant"), null(), UserAccount.id, UserAccount.name).where(*nothing)

    monkeypatch.setitem(app.extensions, "platform.grant_providers", (terms, drafts))
    return first, second


def test_a_person_of_two_members_chooses_visibly(app: Flask, two_members: tuple[int, int]) -> None:
    person(app)
    client = app.test_client()
    sign_in(client)
    assert actor_of(app, client).roles == {Role.USER}
    page = client.get("/account/acting-for").get_data(as_text=True)
    assert "見本団体一" in page and "見本団体二" in page
    for member_id, roles in zip(two_members, ({Role.USER, Role.REPRESENTATIVE}, {Role.USER, Role.CONTACT}), strict=True):
        assert send(client, "/account/acting-for", {"member_id": member_id}).status_code == 303
        actor = actor_of(app, client)
        assert (actor.acting_for, actor.roles) == (member_id, roles)
    for foreign, status in (("999", 404), ("", 400), ("x", 404), ("-1", 404), ("9" * 30, 404)):
        assert send(client, "/account/acting-for", {"member_id": foreign}).status_code == status


@contextmanager
def counted(engine: Engine, statements: list[str]) -> Iterator[None]:
    """Collect the statements that run meanwhile."""

    def note(*arguments: Any) -> None:
        """Keep one statement."""
        statements.append(arguments[2])

    event.listen(engine, "before_cursor_execute", note)
    yield
    event.remove(engine, "before_cursor_execute", note)


def test_finding_out_who_acts_costs_two_statements(app: Flask, two_members: tuple[int, int]) -> None:
    person(app)
    client, statements = app.test_client(), []
    sign_in(client)
    with app.app_context():
        engine = db.engine
    with counted(engine, statements):
        actor_of(app, client)
    assert len([statement for statement in statements if statement.startswith(("SELECT", "WITH"))]) == 2, statements


@pytest.mark.parametrize("number", [3, 60])
def test_the_list_of_accounts_costs_five_statements_however_long(app: Flask, number: int) -> None:
    person(app, "admin@mihon.example", office=Role.ADMINISTRATOR)
    with app.app_context(), transaction():
        db.session.add_all([UserAccount(email=f"a{place}@mihon.example", name=f"見本 {place}", created_at=now()) for place in range(number)])
    client, statements = app.test_client(), []
    sign_in(client, "admin@mihon.example", STAFF_PASSWORD)
    with app.app_context():
        engine = db.engine
    with counted(engine, statements):
        assert client.get("/secretariat/users").status_code == 200
    assert len([statement for statement in statements if statement.startswith("SELECT")]) <= 5, statements


def test_the_language_is_kept_in_the_browser_and_in_the_account(app: Flask) -> None:
    user_id = person(app)
    client = app.test_client()
    assert "Sign in" in _in_english(client).get_data(as_text=True)
    sign_in(client)
    send(client, "/language", {"language": "en", "next": "/account"}, page="/account")
    with app.app_context(), reading():
        assert db.session.scalar(select(UserAccount.locale).where(UserAccount.id == user_id)) == "en"
        assert db.session.scalar(select(func.count()).select_from(UserAccount)) == 1
    assert send(client, "/language", {"language": "xx"}, page="/account").status_code == 400


def _in_english(client: Any) -> Any:
    response = send(client, "/language", {"language": "en", "next": "/sign-in"}, page="/sign-in")
    assert response.headers["Location"] == "/sign-in"
    return client.get("/sign-in")


def test_what_signing_in_leaves_behind_is_deleted_when_it_is_old(app: Flask) -> None:
    person(app)
    sign_in(app.test_client())
    sign_in(app.test_client(), password="ちがうちがうちがう")
    with app.app_context():
        assert tidy_sign_ins(now()) == 0
        assert tidy_sign_ins(now() + timedelta(days=2)) == 2
        assert tidy_sign_ins(now() + timedelta(days=31)) == 1
