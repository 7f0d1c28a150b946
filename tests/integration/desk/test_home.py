"""The home of each person: what must not wait, and what waits."""

from collections.abc import Callable

from flask import Flask

from platform_app.accounts.services import ensure_user
from platform_app.bylaws.queries import latest_rules
from platform_app.bylaws.services import propose_change
from platform_app.database.transaction import reading, transaction
from platform_app.desk.queries import list_waiting
from platform_app.kernel.actors import OPERATOR, Actor, ActorKind
from platform_app.kernel.roles import Role
from platform_app.screening.services.checks import take_up
from platform_app.watchlists.services.small import match_at_once
from tests.browsing import Visitor
from tests.fixtures import Clock
from tests.integration.screening.applying import AT, SECRETARIAT, make_recommenders, seat_board, submitted
from tests.integration.screening.signing_in import sign_in_as

Browsers = Callable[[], Visitor]


def test_a_board_below_its_minimum_alarms_the_secretariat_until_it_is_seated(app: Flask, visitor: Browsers, clock: Clock) -> None:
    clock.set(AT)
    browser = sign_in_as(app, visitor(), Role.SECRETARIAT)
    page = browser.get("/home")
    assert "0 of at least 3" in page.text
    assert ("/secretariat/board", "Fill the seats") in page.links
    with app.app_context():
        seat_board()
    assert "too few seats" not in browser.get("/home").text


def test_the_alarm_does_not_trouble_those_who_cannot_end_it(app: Flask, visitor: Browsers, clock: Clock) -> None:
    clock.set(AT)
    browser = sign_in_as(app, visitor(), Role.AUDITOR)
    assert "too few seats" not in browser.get("/home").text


def test_new_applications_wait_for_the_secretariat(app: Flask, visitor: Browsers, clock: Clock) -> None:
    clock.set(AT)
    with app.app_context():
        make_recommenders()
        submitted()
    browser = sign_in_as(app, visitor(), Role.SECRETARIAT)
    assert browser.get("/home").status == 200
    assert browser.follow("New applications").path == "/secretariat/applications"


def test_what_is_through_the_lists_waits_for_the_conclusion_of_the_screening_officer(app: Flask, visitor: Browsers, clock: Clock) -> None:
    clock.set(AT)
    with app.app_context():
        make_recommenders()
        application_id = submitted()
        with transaction():
            take_up(application_id=application_id, by=SECRETARIAT, at=AT)
    officer = sign_in_as(app, visitor(), Role.SCREENING_OFFICER)
    assert "Nothing waits for you" in officer.get("/home").text
    with app.app_context(), transaction():
        match_at_once(at=AT)
    assert "conclusions to be sealed 1 waiting" in officer.get("/home").text
    assert officer.follow("conclusions to be sealed").path == "/secretariat/applications"


def test_what_waits_for_a_second_person_stands_on_the_home_of_everybody_but_the_first(app: Flask, visitor: Browsers, clock: Clock) -> None:
    clock.set(AT)
    with app.app_context(), transaction():
        first = ensure_user(email="first@mihon.example", name="見本 一子", locale="ja", by=OPERATOR, at=AT)
        by = Actor(kind=ActorKind.USER, user_id=first, roles=frozenset({Role.SECRETARIAT, Role.USER}))
        facts = {"reason": "理由", "decision_reference": "第1回", "effective_on": latest_rules().effective_on}
        propose_change(values={"board.review_days": 20}, **facts, by=by, at=AT)
    browser = sign_in_as(app, visitor(), Role.SECRETARIAT)
    page = browser.get("/home")
    assert "changes of the rules that wait for a second person 1 waiting" in page.text and "second person 1 waiting" in page.text
    assert browser.follow("Proposed changes of the rules").path == "/secretariat/bylaws"
    with app.app_context(), reading():
        assert [line.code for line in list_waiting(by, at=AT)] == []
