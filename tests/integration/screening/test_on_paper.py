"""Applications on paper or by telephone: entered by one person, looked over by another, with a copy for the applicant."""

import io
from collections.abc import Callable
from datetime import date
from email.message import EmailMessage
from typing import Any

import pytest
from flask import Flask

from platform_app.accounts.services import ensure_user
from platform_app.audit.queries import list_entries
from platform_app.database.transaction import transaction
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR, Actor, ActorKind
from platform_app.kernel.errors import NotFound, RuleViolation
from platform_app.kernel.roles import Role
from platform_app.screening.answers import split_document
from platform_app.screening.models import Application
from platform_app.screening.queries import form_progress
from platform_app.screening.rules.applications import Channel
from platform_app.screening.rules.form import FIELDS, Slot, Step
from platform_app.screening.services.applications import save_step
from platform_app.screening.services.attachments import attach_address, attach_file
from platform_app.screening.services.on_paper import begin_entry, hand_over, object_to_entry, review_entry
from platform_app.screening.services.recommendations import ask_member
from platform_app.screening.services.submission import send_in, withdraw
from tests.browsing import Visitor
from tests.integration.screening.applying import AT, admit_body, document, make_recommenders
from tests.integration.screening.signing_in import link_in, sign_in_as
from tests.unit.documents.samples import pdf

Mails = Callable[[str], list[EmailMessage]]
Browsers = Callable[..., Visitor]
CONTACT = "tantou@hidamari.example.jp"


def colleague(name: str, role: Role = Role.SECRETARIAT) -> Actor:
    """Somebody who may enter applications."""
    with transaction():
        user_id = ensure_user(email=f"{name}@platform.example", name=name, locale="ja", by=OPERATOR, at=AT)
    return Actor(kind=ActorKind.USER, user_id=user_id, roles=frozenset({role, Role.USER}))


def enter(application_id: int, by: Actor, *, scan: bool = True, pledged_on: str | None = "2026-11-20", **changed: Any) -> None:
    """Write what stands on the paper."""
    answers, apart = split_document(document(**changed))
    own: dict[str, Any] = {"application_id": application_id, "by": by, "at": AT}
    with transaction():
        for step in (Step.MEMBERSHIP, Step.BODY, Step.PEOPLE, Step.ACTIVITIES):
            save_step(step=step, values={name: answers.get(name) for name in FIELDS[2][step]}, shown=None, **own)
        save_step(step=Step.OFFICERS, values={"officers": apart["officers"]}, shown=None, **own)
        assurances = {"publication": answers["publication"], "notice": True, "pledge": True, "pledged_by": "見本 花子", "pledged_on": pledged_on}
        save_step(step=Step.PLEDGE, values=assurances, shown=None, **own)
        for slot in (Slot.ARTICLES, Slot.ANNUAL_REPORT):
            attach_address(slot=slot, address=f"https://hidamari.example.jp/{slot.value}", **own)
        if scan:
            attach_file(slot=Slot.SCAN, stream=io.BytesIO(pdf()), filename="moushikomi.pdf", **own)
        for member_id in (1, 2):
            ask_member(member_id=member_id, **own)


def begun(by: Actor, channel: Channel = Channel.PAPER) -> int:
    """An entry that was just begun."""
    with transaction():
        return begin_entry(channel=channel, by=by, at=AT)


def codes(refused: pytest.ExceptionInfo[RuleViolation]) -> list[str]:
    """The codes of the reasons."""
    return [reason.code for reason in refused.value.reasons]


@pytest.fixture
def staff(database: Flask) -> tuple[Actor, Actor]:
    """Two people of the secretariat."""
    make_recommenders()
    return colleague("ichi"), colleague("ni", Role.CONTRACTOR)


def test_a_second_person_sends_it_in_and_the_applicant_gets_a_copy(staff: tuple[Actor, Actor], mails: Mails) -> None:
    first, second = staff
    application_id = begun(first)
    enter(application_id, first)
    with transaction():
        hand_over(application_id=application_id, by=first, at=AT)
    with transaction():
        review_entry(application_id=application_id, by=second, at=AT)
    application = db.session.get_one(Application, application_id)
    assert (application.status.value, application.channel) == ("submitted", Channel.PAPER)
    assert (application.entered_by_id, application.entry_reviewed_by_id) == (first.user_id, second.user_id)
    assert application.pledged_at is not None
    assert application.pledged_at.astimezone().date() >= date(2026, 11, 19)
    events = [entry.event for entry in list_entries(subject_type="application", subject_id=application_id)]
    assert events[0] == "screening.entry_begun"
    assert events[-3:] == ["screening.entry_handed_over", "screening.entry_reviewed", "screening.application_submitted"]
    (mail,) = [mail for mail in mails(CONTACT) if "書面または電話" in mail.get_content()]
    assert application.number in mail["Subject"]


def test_the_one_who_entered_it_does_not_review_it(staff: tuple[Actor, Actor]) -> None:
    first, second = staff
    application_id = begun(first)
    enter(application_id, first)
    facts: dict[str, Any] = {"application_id": application_id, "at": AT}
    with pytest.raises(RuleViolation) as refused, transaction():
        review_entry(by=second, **facts)
    assert codes(refused) == ["screening.entry_not_ready"]
    with transaction():
        hand_over(by=first, **facts)
    for act in (review_entry, send_in):
        with pytest.raises(RuleViolation) as refused, transaction():
            act(by=first, **facts)
        assert codes(refused) == ["screening.needs_second_person"]
    with pytest.raises(RuleViolation) as refused, transaction():
        send_in(by=second, **facts)
    assert codes(refused) == ["screening.needs_second_person"]


def test_whoever_asks_another_recommender_changes_it_too(staff: tuple[Actor, Actor]) -> None:
    first, second = staff
    application_id = begun(first)
    enter(application_id, first)
    facts: dict[str, Any] = {"application_id": application_id, "at": AT}
    with transaction():
        third = admit_body("三つ目の推薦団体")
    with transaction():
        hand_over(by=first, **facts)
        ask_member(member_id=third, by=first, **facts)
    with pytest.raises(RuleViolation) as refused, transaction():
        review_entry(by=second, **facts)
    assert codes(refused) == ["screening.entry_not_ready"]


def test_whoever_changes_it_last_entered_it(staff: tuple[Actor, Actor]) -> None:
    first, second = staff
    application_id = begun(first)
    enter(application_id, first)
    facts: dict[str, Any] = {"application_id": application_id, "at": AT}
    with transaction():
        hand_over(by=first, **facts)
        save_step(step=Step.ACTIVITIES, values={"purpose": "直した目的"}, shown=None, by=second, **facts)
    with pytest.raises(RuleViolation) as refused, transaction():
        review_entry(by=second, **facts)
    assert codes(refused) == ["screening.entry_not_ready"]
    with transaction():
        hand_over(by=second, **facts)
    with pytest.raises(RuleViolation), transaction():
        review_entry(by=second, **facts)
    with transaction():
        review_entry(by=first, **facts)


def test_what_is_not_as_on_the_paper_goes_back(staff: tuple[Actor, Actor]) -> None:
    first, second = staff
    application_id = begun(first)
    enter(application_id, first)
    facts: dict[str, Any] = {"application_id": application_id, "at": AT}
    with transaction():
        hand_over(by=first, **facts)
    for by, remark in ((first, "違う"), (second, " ")):
        with pytest.raises(RuleViolation), transaction():
            object_to_entry(remark=remark, by=by, **facts)
    with transaction():
        object_to_entry(remark="名称の字が違います。", by=second, **facts)
    application = db.session.get_one(Application, application_id)
    assert (application.entry_ready_at, application.entry_remark) == (None, "名称の字が違います。")
    with transaction():
        hand_over(by=first, **facts)
    assert db.session.get_one(Application, application_id).entry_remark is None


@pytest.mark.parametrize(
    ("channel", "change", "missing"),
    [
        (Channel.PAPER, {"scan": False}, ["screening.attachment_missing"]),
        (Channel.TELEPHONE, {"scan": False}, []),
        (Channel.PAPER, {"pledged_on": None}, ["screening.pledge_missing"]),
        (Channel.PAPER, {"contact_email": None}, []),
        (Channel.PAPER, {"name": ""}, ["screening.missing.name"]),
    ],
)
def test_the_rules_are_those_of_the_web_with_the_scan_and_without_an_address(
    staff: tuple[Actor, Actor], channel: Channel, change: dict[str, Any], missing: list[str]
) -> None:
    first, _second = staff
    application_id = begun(first, channel)
    if change == {"name": ""}:
        enter(application_id, first)
        with transaction():
            save_step(application_id=application_id, step=Step.BODY, values={"name": ""}, shown=None, by=first, at=AT)
    else:
        enter(application_id, first, **change)
    progress = form_progress(db.session.get_one(Application, application_id), at=AT)
    assert [reason.code for reasons in progress.missing.values() for reason in reasons] == missing


def test_a_pledge_of_tomorrow_is_refused(staff: tuple[Actor, Actor]) -> None:
    first, _second = staff
    application_id = begun(first)
    values = {"publication": [], "notice": True, "pledge": True, "pledged_by": "見本 花子", "pledged_on": "2026-11-24"}
    with pytest.raises(RuleViolation, match="pledged_in_future"), transaction():
        save_step(application_id=application_id, step=Step.PLEDGE, values=values, shown=None, by=first, at=AT)


def test_without_an_address_nobody_is_written_to_and_a_copy_can_be_printed(
    database: Flask, staff: tuple[Actor, Actor], visitor: Browsers
) -> None:
    first, second = staff
    application_id = begun(first, Channel.TELEPHONE)
    enter(application_id, first, contact_email=None, scan=False)
    with transaction():
        hand_over(application_id=application_id, by=first, at=AT)
        review_entry(application_id=application_id, by=second, at=AT)
    assert db.session.get_one(Application, application_id).user_id is None
    browser = sign_in_as(database, visitor(), Role.SECRETARIAT)
    page = browser.get(f"/secretariat/applications/{application_id}")
    assert "please send it by post" in page.text
    assert "ichi" in page.text
    copy = browser.get(f"/apply/{application_id}/copy")
    assert "特定非営利活動法人 見本ひだまりの会" in copy.text
    assert "千代田区見本一丁目1番1号" in copy.text


def test_nobody_else_reaches_an_entry_and_the_secretariat_no_draft_of_an_applicant(staff: tuple[Actor, Actor]) -> None:
    first, _second = staff
    application_id = begun(first)
    with pytest.raises(RuleViolation, match="channel_not_entered"), transaction():
        begin_entry(channel=Channel.ONLINE, by=first, at=AT)
    stranger = Actor(kind=ActorKind.USER, user_id=first.user_id, roles=frozenset({Role.SCREENING_OFFICER, Role.AUDITOR, Role.USER}))
    with pytest.raises(NotFound), transaction():
        hand_over(application_id=application_id, by=stranger, at=AT)
    with transaction():
        withdraw(application_id=application_id, by=first, at=AT)
    with pytest.raises(NotFound), transaction():
        hand_over(application_id=application_id, by=first, at=AT)


def test_it_is_entered_on_the_pages_of_the_form(app: Flask, visitor: Browsers, mails: Mails) -> None:
    with app.app_context():
        make_recommenders()
    browser = sign_in_as(app, visitor(), Role.SECRETARIAT)
    browser.get("/secretariat/applications").text.index("Enter an application that came on paper")
    browser.follow("Enter an application that came on paper")
    page = browser.submit("/secretariat/entries", channel="paper")
    assert "Begin with the scan" in page.text
    application_id = int(page.path.rsplit("/", 1)[-1])
    page = browser.get(f"/apply/{application_id}/documents")
    assert 'value="scan"' in page.html
    token = next(value for form in page.forms for name, value in form.fields if name == "csrf_token")
    data = {"csrf_token": token, "slot": "scan", "file": (io.BytesIO(pdf()), "moushikomi.pdf")}
    assert "moushikomi.pdf" in browser.post(f"/apply/{application_id}/documents", data).text
    browser.get(f"/apply/{application_id}/body")
    assert browser.submit("", name="書面の会", button="then=later").path == f"/secretariat/entries/{application_id}"
    browser.get(f"/apply/{application_id}/pledge")
    page = browser.submit("", notice="y", pledge="y", pledged_by="見本 花子", pledged_on="2026-11-20", button="then=later")
    assert "見本 花子, 20 November 2026" in page.text
    assert "書面の会" in browser.get("/secretariat/entries").text
    assert browser.post(f"/secretariat/entries/{application_id}/handover", {"csrf_token": token}).status == 409
    with app.app_context():
        enter(application_id, colleague("ichi"), scan=False)
    browser.get(f"/secretariat/entries/{application_id}")
    assert "Handed over" in browser.submit("/handover").text
    other = sign_in_as(app, visitor(), Role.CONTRACTOR)
    assert other.get("/secretariat/entries").text.count("Waits for you or a colleague") == 1
    other.get(f"/secretariat/entries/{application_id}")
    page = other.submit("/review")
    assert page.path == f"/secretariat/applications/{application_id}"
    applicant = visitor()
    applicant.get(link_in([mail for mail in mails(CONTACT) if "moushikomi" not in mail.get_content()][-1]))
    assert applicant.submit().path == f"/apply/{application_id}"
    assert "特定非営利活動法人 見本ひだまりの会" in applicant.follow("申込の写し").text
