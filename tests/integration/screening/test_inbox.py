"""The secretariat's list: age, filters, sorting, files; who has what in hand; two of the staff at once."""

import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from openpyxl import load_workbook

from platform_app.accounts.services import revoke_office
from platform_app.database.transaction import transaction
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.errors import RuleViolation, StaleForm
from platform_app.kernel.roles import Role
from platform_app.screening.models import Application
from platform_app.screening.queries import get_application, list_assignments
from platform_app.screening.services.assignments import assign, assign_many
from platform_app.screening.services.checks import take_up
from tests.browsing import Visitor
from tests.factories import make_account
from tests.fixtures import Clock
from tests.integration.screening.applying import AT, SECRETARIAT, make_recommenders, submitted
from tests.integration.screening.signing_in import PASSWORD
from tests.stages import step

Browsers = Callable[[], Visitor]
Mails = Callable[[str], list[EmailMessage]]
HANA, JIRO = "hana@jimu.example", "jiro@jimu.example"


@pytest.fixture
def office(app: Flask) -> Iterator[dict[str, int]]:
    """Two people of the secretariat and two applications, by name."""
    with app.app_context():
        yield staffed_office()


@step
def staffed_office() -> dict[str, int]:
    """What the office starts from."""
    make_recommenders()
    with transaction():
        hana = make_account(email=HANA, name="見本 はな", office=Role.SECRETARIAT)
        jiro = make_account(email=JIRO, name="見本 次郎", office=Role.CONTRACTOR)
    first = submitted()
    second = submitted(corporate_number=None, name="見本かもめの会", kana="ミホンカモメノカイ", prefecture="沖縄県", contact_email="k@mihon.example")
    return {"hana": hana, "jiro": jiro, "first": first, "second": second}


def signed_in(browser: Visitor, email: str) -> Visitor:
    """A browser signed in."""
    browser.sign_in(email, PASSWORD)
    return browser


@pytest.mark.parametrize(("query", "shown"), [
    ("", 2), ("q=かもめ", 1), ("q=ｶﾓﾒ", 1), ("q=沖縄", 1), ("q=2026-0001", 1), ("q=%25", 0), ("q=5835678256246", 1), ("prefecture=沖縄県", 1),
    ("whose=mine", 1), ("whose=unassigned", 1), ("channel=data", 2), ("channel=paper", 0), ("status=returned", 0), ("status=all", 2), ("status=nonsense", 2),
    ("overdue=y", 0), ("page=9", 0), ("sort=name&direction=descending", 2),
])
def test_the_list_is_filtered_by_the_address(app: Flask, visitor: Browsers, office: dict[str, int], query: str, shown: int) -> None:
    with transaction():
        assign(application_id=office["first"], assignee_id=office["hana"], by=SECRETARIAT, at=AT)
    page = signed_in(visitor(), HANA).get(f"/secretariat/applications?{query}")
    assert (page.status, page.html.count('name="chosen"')) == (200, shown)


def test_what_waits_too_long_is_overdue_by_business_days(app: Flask, visitor: Browsers, office: dict[str, int], clock: Clock) -> None:
    with transaction():
        take_up(application_id=office["first"], by=SECRETARIAT, at=AT + timedelta(days=3))
    application = get_application(office["first"])
    assert application.due_on == AT.date() + timedelta(days=7), "the day that was promised on sending in, taken up or not"
    browser = signed_in(visitor(), HANA)
    clock.set(AT + timedelta(days=7))
    assert browser.get("/secretariat/applications?overdue=y").html.count('name="chosen"') == 0
    clock.advance(days=1)
    browser = signed_in(visitor(), HANA)
    page = browser.get("/secretariat/applications?overdue=y&sort=due")
    assert page.html.count('name="chosen"') == 2
    assert "Overdue" in page.text


def test_an_application_is_handed_over_with_a_note_and_the_colleague_gets_a_mail(
    app: Flask, visitor: Browsers, mails: Mails, office: dict[str, int]
) -> None:
    hana = signed_in(visitor(), HANA)
    path = f"/secretariat/applications/{office['first']}"
    hana.get(path)
    assert "In the hands of 見本 はな" in hana.submit("/take-over").text
    page = hana.submit("/assignment", assignee=str(office["jiro"]), substitute=str(office["jiro"]))
    assert (page.status, "Nobody can be their own substitute." in page.text) == (409, True)
    page = hana.submit("/assignment", assignee=str(office["jiro"]), substitute=str(office["hana"]), handover_note="休暇のため。電話は済みました。")
    assert "In the hands of 見本 次郎" in page.text
    assert "休暇のため。電話は済みました。" in page.text
    assert [mail for mail in mails(JIRO) if path in mail.get_content()]
    assert "休暇" not in mails(JIRO)[-1].get_content()
    assert not [mail for mail in mails(HANA) if "/secretariat/applications/" in mail.get_content() and "given" in mail.get_content()]


def test_who_loses_the_office_has_nothing_in_hand(app: Flask, visitor: Browsers, office: dict[str, int]) -> None:
    with transaction():
        assign(application_id=office["first"], assignee_id=office["jiro"], by=SECRETARIAT, at=AT)
        revoke_office(user_id=office["jiro"], role=Role.CONTRACTOR, by=OPERATOR, at=AT)
    hana = signed_in(visitor(), HANA)
    assert hana.get("/secretariat/applications?whose=unassigned").html.count('name="chosen"') == 2
    assert "In nobody's hands yet" in hana.get(f"/secretariat/applications/{office['first']}").text
    with pytest.raises(RuleViolation, match="screening.assignee_without_office"), transaction():
        assign(application_id=office["second"], assignee_id=office["jiro"], by=SECRETARIAT, at=AT)


def test_several_are_given_at_once_and_what_changed_meanwhile_is_left(app: Flask, visitor: Browsers, office: dict[str, int]) -> None:
    hana = signed_in(visitor(), HANA)
    page = hana.get("/secretariat/applications")
    chosen = [part.split('"')[0] for part in page.html.split('name="chosen" value="')[1:]]
    with transaction():
        take_up(application_id=office["second"], by=SECRETARIAT, at=AT)
    page = hana.submit("/assignment", chosen=chosen, assignee=str(office["jiro"]))
    assert "Given: 1." in page.text
    assert "2026-0002" in page.text
    assert get_application(office["first"]).assignee_id == office["jiro"]
    assert get_application(office["second"]).assignee_id is None
    assert "Nothing was ticked" in hana.submit("/assignment", assignee=str(office["jiro"])).text
    assert hana.post("/secretariat/applications/assignment", [("csrf_token", hana.page.form("/assignment").fields[0][1]), ("chosen", "x")]).status == 400
    with pytest.raises(StaleForm), transaction():
        assign(application_id=office["first"], assignee_id=None, by=SECRETARIAT, at=AT, version=1)
    with transaction():
        assert assign_many(chosen={office["first"]: 0}, assignee_id=None, by=SECRETARIAT, at=AT).left == ("2026-0001",)
    assert len(list_assignments(office["first"])) == 1


def test_the_list_leaves_as_files_without_formulas(app: Flask, visitor: Browsers, office: dict[str, int]) -> None:
    with transaction():
        db.session.get_one(Application, office["first"]).name = "=見本"
    browser = signed_in(visitor(), HANA)
    page = browser.get("/secretariat/applications/download?q=見本&ending=csv")
    text = page.response.get_data().decode("utf-8")
    assert text.startswith("number,name,kana")
    assert "'=見本" in text
    assert text.count("\r\n") == 3
    sheet = load_workbook(io.BytesIO(browser.get("/secretariat/applications/download?ending=xlsx").response.get_data())).active
    assert sheet.max_row == 3
    assert browser.get("/secretariat/applications/download?ending=exe").status == 404


def test_two_of_the_staff_at_once_and_the_second_learns_what_changed(app: Flask, visitor: Browsers, office: dict[str, int]) -> None:
    hana, jiro = signed_in(visitor(), HANA), signed_in(visitor(), JIRO)
    path = f"/secretariat/applications/{office['first']}"
    for person in (hana, jiro):
        person.get(path)
    hana.submit("/take-up")
    jiro.get(path)
    hana.follow("Return for correction")
    jiro.submit("/checks/completeness")
    page = hana.submit("/return", remark="会則を確かめてください。")
    assert page.status == 409
    assert "Check done" in page.text
    assert "見本 次郎" in page.text
    assert "会則を確かめてください。" in page.html
    assert get_application(office["first"]).status.value == "under_check"
    hana.get(f"{path}/return")
    assert hana.submit("/return", remark="会則を確かめてください。").status == 200
    page = jiro.submit("/take-over")
    assert (page.status, "Returned to the applicant" in page.text) == (409, True)
