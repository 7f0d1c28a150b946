"""The recommender's page: opened by scanners, answered once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from platform_app.audit.models import AuditEntry
from platform_app.extensions import db
from platform_app.kernel.clock import now
from platform_app.screening.models import Recommendation
from platform_app.screening.queries import list_recommendations
from tests.browsing import Visitor
from tests.integration.screening.applying import make_recommenders, submitted, token_of

Browsers = Callable[[], Visitor]


@pytest.fixture
def tokens(app: Flask) -> list[str]:
    """The tokens of the two recommenders of an application."""
    with app.app_context():
        make_recommenders()
        application_id = submitted()
        found = [token_of(row.link_id) for row in list_recommendations(application_id) if row.link_id]
        db.session.rollback()
    return found


def statuses(app: Flask) -> list[str]:
    """The statuses of all requests."""
    with app.app_context():
        return [status.value for status in db.session.scalars(select(Recommendation.status).order_by(Recommendation.id))]


def test_a_scanner_opens_the_link_twenty_times_and_nothing_changes(app: Flask, visitor: Browsers, tokens: list[str]) -> None:
    with app.app_context():
        before = db.session.scalar(select(func.count()).select_from(AuditEntry))
    scanner = visitor()
    for _time in range(20):
        assert scanner.get(f"/recommendations/{tokens[0]}").status == 200
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(AuditEntry)) == before
    assert statuses(app) == ["requested", "requested"]


def test_yes_needs_a_name_and_a_reason_and_is_given_once(app: Flask, visitor: Browsers, tokens: list[str]) -> None:
    browser = visitor()
    browser.get(f"/recommendations/{tokens[0]}")
    page = browser.submit("", answer="yes", name="", reason="")
    assert page.status == 422
    assert "Please write your name." in page.text
    page = browser.submit("", answer="yes", name="見本 推薦子", reason="長い活動がある。")
    assert "Your recommendation is recorded" in page.text
    assert statuses(app) == ["given", "requested"]
    assert browser.get(f"/recommendations/{tokens[0]}").status == 410


def test_no_is_private_and_uses_the_link_up(app: Flask, visitor: Browsers, tokens: list[str]) -> None:
    browser = visitor()
    browser.get(f"/recommendations/{tokens[0]}")
    browser.submit("", answer="no", reason="よく知らない団体です。")
    assert statuses(app) == ["declined", "requested"]
    assert browser.get(f"/recommendations/{tokens[0]}").status == 410


def test_later_keeps_the_link(app: Flask, visitor: Browsers, tokens: list[str]) -> None:
    browser = visitor()
    browser.get(f"/recommendations/{tokens[0]}")
    browser.submit("", answer="later")
    assert statuses(app) == ["requested", "requested"]
    assert browser.get(f"/recommendations/{tokens[0]}").status == 200


def test_an_expired_or_foreign_token_opens_nothing(app: Flask, visitor: Browsers, tokens: list[str]) -> None:
    browser = visitor()
    assert browser.get("/recommendations/" + "x" * 43).status == 404
    assert browser.get(f"/apply/start/{tokens[0]}").status == 404
    with time_machine.travel(now() + timedelta(days=400)):
        assert browser.get(f"/recommendations/{tokens[0]}").status == 410
