"""The page and files that tell how many days the steps take."""

from datetime import timedelta

from flask import Flask

from platform_app.database.transaction import transaction
from platform_app.kernel.roles import Role
from platform_app.screening.services.release import release
from tests.integration.screening.applying import AT, SECRETARIAT
from tests.integration.screening.releasing import application_of, held
from tests.integration.screening.signing_in import sign_in_as


def test_the_page_tells_days_by_step_month_and_class_in_few_statements(app: Flask, visitor, statements) -> None:
    with app.app_context():
        ids = [application_of(decision_id).id for decision_id in held(3, refused=1)]
        for place, application_id in enumerate(ids):
            with transaction():
                release(application_id=application_id, by=SECRETARIAT, at=AT + timedelta(minutes=place))
    browser = sign_in_as(app, visitor(), Role.SECRETARIAT)
    statements.clear()
    page = browser.get("/secretariat/applications/statistics")
    assert page.status == 200
    assert statements.count <= 5
    assert "From the decision to the letter" in page.text
    assert "2026-11" in page.text
    assert "Nothing ended" in browser.get("/secretariat/applications/statistics?months=12&membership_class=supporting").text
    found = browser.get("/secretariat/applications/statistics/download?ending=csv")
    lines = found.response.get_data(as_text=True).splitlines()
    assert lines[0] == "step,membership_class,month,unit,count,median_days,ninth_decile_days"
    assert "decided,,,business_days,3,0,0" in lines
    assert "whole_way,regular,2026-11,days,3,2,2" in lines
    assert browser.get("/secretariat/applications/statistics/download?ending=xlsx").status == 200
    assert browser.get("/secretariat/applications/statistics/download?ending=exe").status == 404


def test_nothing_yet_is_said_in_words(app: Flask, visitor) -> None:
    browser = sign_in_as(app, visitor(), Role.CONTRACTOR)
    assert "Nothing ended in this span of time" in browser.get("/secretariat/applications/statistics?months=60").text
