"""The secretariat's pages: the inbox, one application, the release."""

from collections.abc import Callable

import pytest
from flask import Flask

from platform_app.committees.rules.tally import Choice
from platform_app.kernel.clock import now
from platform_app.kernel.roles import Role
from platform_app.watchlists.jobs import screen_watched
from tests.browsing import Visitor
from tests.fixtures import Statements
from tests.integration.screening.applying import decided, make_recommenders, recommend_all, seat_board, status_of, submitted
from tests.integration.screening.signing_in import sign_in_as

Browsers = Callable[[], Visitor]


@pytest.fixture
def application_id(app: Flask) -> int:
    """An application that was sent in."""
    with app.app_context():
        make_recommenders()
        return submitted()


def test_the_inbox_leads_to_the_application_and_each_act_has_its_button(app: Flask, visitor: Browsers, application_id: int) -> None:
    browser = sign_in_as(app, visitor(), Role.SECRETARIAT)
    browser.get("/secretariat/applications")
    page = browser.follow("見本ひだまりの会")
    assert "見本 花子" in page.text
    browser.submit("take-up")
    browser.submit("checks/completeness")
    page = browser.submit("checks/activity_record", assessment="doubtful", note="")
    assert page.status == 409
    browser.submit("checks/activity_record", assessment="doubtful", note="三年の活動がある。")
    with app.app_context():
        screen_watched(now())
    officer = sign_in_as(app, visitor(), Role.SCREENING_OFFICER)
    officer.get(f"/secretariat/applications/{application_id}")
    page = officer.submit("conclusion", conclusion="discuss", note="")
    assert page.status == 409
    officer.submit("conclusion", conclusion="none")
    page = browser.get(f"/secretariat/applications/{application_id}")
    assert "Still open: Recommendation." in page.text
    with app.app_context():
        seat_board()
        recommend_all(application_id)
    browser.get(f"/secretariat/applications/{application_id}")
    assert "Before the board" in browser.submit("board").text


def test_a_return_needs_a_remark(app: Flask, visitor: Browsers, application_id: int) -> None:
    browser = sign_in_as(app, visitor(), Role.CONTRACTOR)
    browser.get(f"/secretariat/applications/{application_id}")
    browser.submit("take-up")
    browser.follow("Return for correction")
    page = browser.submit("/return", remark="")
    assert page.status == 409
    page = browser.submit("/return", remark="電話番号を直してください。")
    assert "電話番号を直してください。" in page.text
    with app.app_context():
        assert status_of(application_id) == "returned"


def test_a_contractor_does_not_release(app: Flask, visitor: Browsers, application_id: int) -> None:
    browser = sign_in_as(app, visitor(), Role.CONTRACTOR)
    assert browser.get(f"/secretariat/applications/{application_id}/release").status == 403
    assert "1970" not in browser.get(f"/secretariat/applications/{application_id}").html


def test_a_release_is_previewed_and_then_done(app: Flask, visitor: Browsers) -> None:
    with app.app_context():
        make_recommenders()
        decided_id = decided(seat_board())
    browser = sign_in_as(app, visitor(), Role.SECRETARIAT)
    browser.get(f"/secretariat/applications/{decided_id}/release")
    page = browser.submit("/release")
    assert "Approved" in page.text
    page = browser.post(f"/secretariat/applications/{decided_id}/release", {"csrf_token": page.forms[-1].fields[0][1]})
    assert page.status in (400, 409)


def test_a_refusal_without_reasons_is_not_released(app: Flask, visitor: Browsers) -> None:
    with app.app_context():
        make_recommenders()
        decided_id = decided(seat_board(), Choice.REFUSE)
    browser = sign_in_as(app, visitor(), Role.SECRETARIAT)
    browser.get(f"/secretariat/applications/{decided_id}/release")
    page = browser.submit("/reasons", reasons="")
    assert "A refusal needs its reasons in writing." in page.text
    browser.submit("/reasons", reasons="活動の記録が足りません。")
    assert "Refused" in browser.submit("/release").text


def test_a_draft_is_not_shown(app: Flask, visitor: Browsers) -> None:
    browser = sign_in_as(app, visitor(), Role.SECRETARIAT)
    assert browser.get("/secretariat/applications/1").status == 404
    assert "No applications here." in browser.get("/secretariat/applications").text


def test_the_sealed_conclusion_is_opened_by_the_officer_with_a_reason(app: Flask, visitor: Browsers) -> None:
    with app.app_context():
        make_recommenders()
        decided_id = decided(seat_board())
    browser = sign_in_as(app, visitor(), Role.SCREENING_OFFICER)
    browser.get(f"/secretariat/applications/{decided_id}")
    page = browser.submit("/sealed", reason="照会のため")
    assert "Nothing found" in page.text
    assert "Open the sealed conclusion" not in sign_in_as(app, visitor(), Role.SECRETARIAT).get(f"/secretariat/applications/{decided_id}").text


def test_the_inbox_costs_the_same_for_one_and_for_many(app: Flask, visitor: Browsers, statements: Statements) -> None:
    with app.app_context():
        make_recommenders()
        submitted()
    browser = sign_in_as(app, visitor(), Role.SECRETARIAT)
    browser.get("/secretariat/applications")
    statements.clear()
    browser.get("/secretariat/applications")
    one = statements.count
    with app.app_context():
        for number in range(12):
            submitted(corporate_number=None, name=f"見本の会{number}", contact_email=f"m{number}@mihon.example")
    statements.clear()
    browser.get("/secretariat/applications")
    assert statements.count == one
    assert one <= 5
