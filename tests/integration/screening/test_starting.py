"""How an applicant begins: sessions, limits, duplicates, numbers that are kept nowhere, public texts."""

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select, update

from platform_app.accounts.models import SignInSession
from platform_app.database.transaction import transaction
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.roles import Role
from platform_app.members.models import MembershipPeriod
from platform_app.members.rules import EndedReason, MemberClass, MemberKind, Particulars, PublicField
from platform_app.members.services import admit
from platform_app.screening.models import Application
from tests.browsing import Visitor
from tests.fixtures import Clock
from tests.integration.screening.applying import AT, FOUNDED_ON, make_recommenders, submitted
from tests.integration.screening.signing_in import begin, link_in, sign_in_as

NUMBER = "5835678256246"
Mails = Callable[[str], list[EmailMessage]]
Browsers = Callable[..., Visitor]


def make_member(*publishes: PublicField, name: str = "見本先輩の会", number: str | None = NUMBER) -> int:
    """A member with a Corporate Number, and with what it lets others see."""
    particulars = Particulars(name=name, kind=MemberKind.ORGANISATION, corporate_number=number, publishes=frozenset(publishes))
    with transaction():
        return admit(particulars=particulars, membership_class=MemberClass.REGULAR, from_on=FOUNDED_ON, by=OPERATOR, at=AT).member_id


def write_number(browser: Visitor, application_id: int, number: str = NUMBER) -> str:
    """Save the first page with a Corporate Number; the words of the page that follows."""
    browser.get(f"/apply/{application_id}/membership")
    return browser.submit("", membership_class="regular", kind="organisation", corporate_number=number, button="then=next").text


def test_who_used_the_browser_before_is_signed_out_on_the_server(app: Flask, visitor: Browsers, mails: Mails) -> None:
    browser = visitor()
    begin(browser, mails, "ichi@mihon.example")
    second = begin(browser, mails, "ni@mihon.example")
    with app.app_context():
        first, last = db.session.scalars(select(SignInSession).order_by(SignInSession.id)).all()
        assert first.ended_at is not None
        assert last.ended_at is None
        assert last.limited_subject_id == second


def test_one_network_cannot_send_links_to_the_whole_world(visitor: Browsers, mails: Mails, clock: Clock) -> None:
    browser, neighbour = visitor(address="192.0.2.7"), visitor(address="192.0.2.8")
    statuses = []
    for number in range(24):
        browser.get("/apply")
        statuses.append(browser.submit("/apply", address=f"a{number}@mihon.example").status)
    assert 429 in statuses
    assert statuses[:20] == [200] * 20
    neighbour.get("/apply")
    assert neighbour.submit("/apply", address="b@mihon.example").status == 200
    clock.advance(hours=2)
    browser.get("/apply")
    assert browser.submit("/apply", address="c@mihon.example").status == 200


@pytest.mark.parametrize(("publishes", "is_named"), [((PublicField.NAME,), True), ((), False)])
def test_a_member_is_named_only_if_it_is_published(
    app: Flask, visitor: Browsers, mails: Mails, publishes: tuple[PublicField, ...], is_named: bool
) -> None:
    with app.app_context():
        make_member(*publishes)
    browser = visitor()
    text = write_number(browser, begin(browser, mails))
    assert browser.page is not None
    assert browser.page.path.endswith("/membership")
    assert ("見本先輩の会" in text) is is_named
    assert ("Please contact the secretariat" in text) is not is_named
    assert ("/contact", "How to reach the secretariat") in browser.page.links


def test_an_unpublished_member_and_an_open_application_are_told_alike(app: Flask, visitor: Browsers, mails: Mails) -> None:
    with app.app_context():
        make_recommenders()
        submitted()
    browser = visitor()
    application_id = begin(browser, mails)
    of_application = write_number(browser, application_id)
    with app.app_context(), transaction():
        db.session.execute(update(Application).where(Application.submitted_at.is_not(None)).values(status="withdrawn", open_key=None))
    with app.app_context():
        make_member()
    assert write_number(browser, application_id) == of_application


def test_only_the_secretariat_learns_of_a_former_expulsion(app: Flask, visitor: Browsers, mails: Mails) -> None:
    with app.app_context():
        member_id = make_member()
        with transaction():
            until = (AT - timedelta(days=90)).date()
            ended = update(MembershipPeriod).where(MembershipPeriod.member_id == member_id)
            db.session.execute(ended.values(until_on=until, ended_reason=EndedReason.EXPELLED))
        make_recommenders()
        application_id = submitted(recommenders={"members": [2, 3]})
    browser = visitor()
    text = write_number(browser, begin(browser, mails))
    assert "expelled" not in text
    for role, is_told in ((Role.SECRETARIAT, True), (Role.CONTRACTOR, False), (Role.SCREENING_OFFICER, False)):
        staff = sign_in_as(app, visitor(), role)
        assert ("was expelled on" in staff.get(f"/secretariat/applications/{application_id}").text) is is_told


@pytest.mark.parametrize("typed", ["583567825624", "５８３５６７８２５６２４", "5835-6782-5624"])
def test_twelve_digits_are_kept_in_no_page_form_log_or_table(
    app: Flask, visitor: Browsers, mails: Mails, clock: Clock, capfd: pytest.CaptureFixture[str], typed: str
) -> None:
    browser = visitor()
    application_id = begin(browser, mails)
    browser.get(f"/apply/{application_id}/membership")
    refused = browser.submit("", corporate_number=typed, button="then=next")
    assert refused.status == 422
    assert typed not in refused.html
    browser.get(f"/apply/{application_id}/membership")
    clock.advance(hours=13)
    expired = browser.submit("", corporate_number=typed, kind="organisation", button="then=next")
    assert expired.status == 401
    assert "organisation" in expired.html
    assert typed not in expired.html
    assert typed not in "".join(capfd.readouterr())
    with app.app_context():
        for table in db.metadata.sorted_tables:
            for row in db.session.execute(select(table)):
                assert typed not in str(row), table.name


def test_an_individual_is_asked_only_what_concerns_a_person(visitor: Browsers, mails: Mails) -> None:
    browser = visitor()
    application_id = begin(browser, mails)
    browser.get(f"/apply/{application_id}/membership")
    browser.submit("", membership_class="supporting", kind="individual", button="then=next")
    assert browser.page is not None
    assert browser.page.path.endswith("/body")
    for step, absent in (
        ("membership", "corporate_number"), ("body", "body_kind"), ("body", "founded_on"), ("body", "short_name"),
        ("people", "representative_name"), ("people", "further_people"), ("pledge", 'value="representative"'),
    ):
        assert absent not in browser.get(f"/apply/{application_id}/{step}").html, step
    browser.get(f"/apply/{application_id}/body")
    browser.submit("", name="見本 見識", button="then=next")
    page = browser.get(f"/apply/{application_id}/people").html
    assert 'value="見本 見識"' in page
    assert 'value="shinsei@hidamari.example.jp"' in page


def test_a_body_without_a_number_goes_on_and_an_individual_in_another_class_is_told(visitor: Browsers, mails: Mails) -> None:
    browser = visitor()
    application_id = begin(browser, mails)
    browser.get(f"/apply/{application_id}/membership")
    page = browser.submit("", membership_class="regular", kind="organisation", has_no_corporate_number="y", button="then=next")
    assert page.path.endswith("/body")
    browser.get(f"/apply/{application_id}/membership")
    page = browser.submit("", kind="individual", has_no_corporate_number=None, button="then=next")
    assert page.path.endswith("/membership")
    assert "supporting members only" in page.text


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_public_texts_are_linked_from_every_page_and_name_the_secretariat(visitor: Browsers, language: str) -> None:
    browser = visitor(language=language)
    paths = {path for path, _label in browser.get("/apply").links}
    assert {"/privacy", "/contact", "/accessibility"} <= paths
    assert "孤独・孤立対策官民連携プラットフォーム事務局" in browser.get("/contact").text
    text = browser.get("/privacy").text
    assert ("第2版" if language == "ja" else "Version 2, since") in text
    assert ("第1版" if language == "ja" else "Version 1, since") in text
    assert browser.get("/pledge").status == browser.get("/accessibility").status == 200


def test_the_same_applicant_twice_at_once_has_one_draft(app: Flask, visitor: Browsers, mails: Mails) -> None:
    first, second = visitor(), visitor()
    for browser in (first, second):
        browser.get("/apply")
        browser.submit("/apply", address="futatsu@mihon.example")
    for browser, mail in zip((first, second), mails("futatsu@mihon.example"), strict=True):
        browser.get(link_in(mail))
    paths = {browser.submit().path for browser in (first, second)}
    assert len(paths) == 1
    with app.app_context():
        assert len(db.session.scalars(select(Application)).all()) == 1
