"""The recommender's page: opened by scanners, answered once."""

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from platform_app.audit.models import AuditEntry
from platform_app.database.transaction import transaction
from platform_app.extensions import db
from platform_app.kernel.clock import now
from platform_app.screening.models import Application, Recommendation
from platform_app.screening.queries import list_recommendations
from tests.browsing import Visitor
from tests.integration.screening.applying import leave, make_recommenders, submitted, token_of
from tests.integration.screening.signing_in import link_in

Browsers = Callable[..., Visitor]
Mails = Callable[[str], list[EmailMessage]]


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


def test_nobody_recommends_what_was_changed_after_it_was_read(app: Flask, visitor: Browsers, tokens: list[str]) -> None:
    browser = visitor()
    browser.get(f"/recommendations/{tokens[0]}")
    with app.app_context(), transaction():
        application = db.session.scalars(select(Application)).one()
        application.answers = application.answers | {"purpose": "投資商品の販売"}
    answer = {"answer": "yes", "name": "推薦 太郎", "reason": "よく知っている団体です。"}
    page = browser.submit("", **answer)
    assert page.status == 409 and "投資商品の販売" in page.text and "推薦 太郎" in page.html
    assert statuses(app) == ["requested", "requested"]
    browser.submit("")
    assert statuses(app) == ["given", "requested"]


def test_later_keeps_the_link(app: Flask, visitor: Browsers, tokens: list[str]) -> None:
    browser = visitor()
    browser.get(f"/recommendations/{tokens[0]}")
    page = browser.submit("", answer="later", reason="半分まで書いた理由")
    assert "半分まで書いた理由" in page.html
    assert statuses(app) == ["requested", "requested"]
    assert browser.get(f"/recommendations/{tokens[0]}").status == 200


def test_an_expired_or_foreign_token_opens_nothing(app: Flask, visitor: Browsers, tokens: list[str]) -> None:
    browser = visitor()
    assert browser.get("/recommendations/" + "x" * 43).status == 404
    assert browser.get(f"/apply/start/{tokens[0]}").status == 404
    with time_machine.travel(now() + timedelta(days=400)):
        assert browser.get(f"/recommendations/{tokens[0]}").status == 410


def test_the_request_is_handed_on_from_the_page_and_both_links_stay_good(app: Flask, visitor: Browsers, tokens: list[str]) -> None:
    browser = visitor()
    browser.get(f"/recommendations/{tokens[0]}")
    page = browser.submit("/colleague", colleague="見本 同僚", address="not an address")
    assert page.status == 422
    page = browser.submit("/colleague", colleague="見本 同僚", address="tantou@hidamari.example.jp")
    assert (page.status, "applicant's own address" in page.text) == (422, True)
    page = browser.submit("/colleague", colleague="見本 同僚", address="doryo@mihon.example")
    assert "見本 同僚 gets a mail" in page.text
    assert "You handed this request on to 見本 同僚" in browser.get(f"/recommendations/{tokens[0]}").text
    with app.app_context():
        theirs = token_of(db.session.scalars(select(Recommendation.handed_link_id).where(Recommendation.handed_link_id.is_not(None))).one())
    page = browser.get(f"/recommendations/{theirs}")
    assert "A colleague handed this request to you" in page.text
    assert not [form for form in page.forms if "/colleague" in form.action]
    assert browser.submit("", answer="yes", name="見本 同僚", reason="長い活動がある。").status == 200
    assert [browser.get(f"/recommendations/{token}").status for token in (tokens[0], theirs)] == [410, 410]


def test_a_recommender_that_left_is_told_so_and_nothing_is_recorded(app: Flask, visitor: Browsers, tokens: list[str]) -> None:
    with app.app_context():
        leave(1)
    browser = visitor(language="ja")
    page = browser.get(f"/recommendations/{tokens[0]}")
    assert "いま推薦することができません" in page.text
    page = browser.submit("", answer="yes", name="見本", reason="見本")
    assert (page.status, statuses(app)) == (409, ["requested", "requested"])


def test_a_given_recommendation_is_looked_at_and_taken_back_on_its_page(app: Flask, visitor: Browsers, tokens: list[str], mails: Mails) -> None:
    browser = visitor()
    browser.get(f"/recommendations/{tokens[0]}")
    browser.submit("", answer="yes", name="見本 推薦子", reason="長い活動がある。")
    with app.app_context():
        address = list_recommendations(1)[0].address
    path = link_in(mails(address)[-1])
    for _time in range(3):
        assert "長い活動がある。" in browser.get(path).text
    assert statuses(app) == ["given", "requested"]
    assert browser.post(f"{path}/confirmation", {"csrf_token": browser.page.form("withdrawal").fields[0][1]}).status == 409
    browser.get(path)
    assert browser.submit("withdrawal", reason="x" * 2001).status == 422
    assert "taken back" in browser.submit("withdrawal", reason="").text
    assert (statuses(app), browser.get(path).status) == (["withdrawn", "requested"], 410)


@pytest.mark.parametrize("fields", [
    {"answer": "perhaps"}, {}, {"answer": "yes", "name": "x" * 121, "reason": "見本"}, {"answer": "yes", "name": "見本\u202e", "reason": "見本"},
    {"answer": ["yes", "no"], "name": "見本", "reason": "見本"},
], ids=["unknown", "empty", "long", "bidi", "twice"])
def test_answers_of_the_wrong_shape_are_refused_and_change_nothing(
    app: Flask, visitor: Browsers, tokens: list[str], fields: dict[str, object]
) -> None:
    browser = visitor()
    token = browser.get(f"/recommendations/{tokens[0]}").form().fields[0][1]
    pairs = [(name, one) for name, value in fields.items() for one in (value if isinstance(value, list) else [value])]
    assert browser.post(f"/recommendations/{tokens[0]}", [("csrf_token", token), *pairs]).status in (400, 422)
    assert statuses(app) == ["requested", "requested"]
