"""The applicant's pages, as a browser without scripts sees them."""

import io
import re
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select

from platform_app.database.transaction import reading, transaction
from platform_app.documents.models import StoredFile
from platform_app.extensions import db
from platform_app.kernel.clock import today
from platform_app.screening.models import Application, ApplicationAttachment
from platform_app.screening.queries import get_application, list_attachments, list_checks, list_recommendations, recommending
from platform_app.screening.rules.checks import CheckKind, CheckStatus
from platform_app.screening.rules.form import Slot
from platform_app.screening.rules.recommendations import Review
from platform_app.screening.services.attachments import attach_address
from tests.browsing import Page, Visitor
from tests.databases import ON_SQLITE
from tests.integration.screening.applying import AT, applicant, make_recommenders, recommend_all, submitted
from tests.integration.screening.signing_in import ADDRESS, begin, link_in
from tests.unit.documents.samples import pdf

Mails = Callable[[str], list[EmailMessage]]
Browsers = Callable[[], Visitor]


def fill_in(browser: Visitor, application_id: int) -> None:
    """Fill in every page of the form up to the recommenders."""
    browser.once(("fill in", application_id), lambda: _filled_in(browser, application_id))


def _filled_in(browser: Visitor, application_id: int) -> None:
    at = f"/apply/{application_id}"
    browser.get(f"{at}/membership")
    browser.submit("", membership_class="regular", kind="organisation", corporate_number="5-8356-7825-6246", button="then=next")
    browser.submit("", name="特定非営利活動法人 見本ひだまりの会", kana="ミホンヒダマリノカイ", body_kind="npo", postal_code="１００－０００１",
                   prefecture="東京都", address="千代田区見本1-1", founded_on="平成24年4月", phone="03-0000-0000", website="https://hidamari.example.jp/", button="then=next")
    browser.submit("", representative_name="見本 花子", representative_kana="ミホン ハナコ", representative_title="理事長",
                   contact_name="見本 太郎", contact_email="tantou@hidamari.example.jp", contact_phone="03-0000-0001", button="then=next")
    browser.submit("", **{"purpose": "居場所をつくる。", "activities": "居場所の運営。\n電話相談。", "areas": ["place_to_be", "consultation"],
                          "activity_record-0-what": "週三日の居場所", "activity_record-0-since": "２０１３年６月",
                          "activity_record-0-address": "https://hidamari.example.jp/ibasho"}, button="then=next")
    browser.submit("", **{"officers-0-name": "見本 花子", "officers-0-kana": "ミホン ハナコ", "officers-0-role": "理事長",
                          "officers-0-birth_on": "1970-01-02"}, button="then=next")
    for slot in ("articles", "annual_report_or_activities"):
        browser.get(f"{at}/documents")
        data = {"csrf_token": _token(browser), "slot": slot, "address": f"https://hidamari.example.jp/{slot}.pdf"}
        assert browser.post(f"{at}/documents", data).status == 200


def test_a_file_and_an_address_sent_together_are_both_kept(app: Flask, visitor: Browsers, mails: Mails) -> None:
    browser = visitor()
    application_id = begin(browser, mails)
    browser.get(f"/apply/{application_id}/documents")
    data = {"csrf_token": _token(browser), "slot": "articles", "address": "https://hidamari.example.jp/teikan.pdf", "file": (io.BytesIO(pdf()), "teikan.pdf")}
    assert browser.client.post(f"/apply/{application_id}/documents", data=data).status_code == 302
    with app.app_context():
        assert sorted(bool(paper.file_id) for paper in list_attachments(application_id)) == [False, True]


def ask_two(browser: Visitor, application_id: int) -> None:
    """Ask the two members for a recommendation."""
    for member_id in (1, 2):
        page = browser.get(f"/apply/{application_id}/recommenders/search?q=推薦団体")
        assert f'name="member_id" value="{member_id}"' in page.html
        browser.post(f"/apply/{application_id}/recommenders", {"csrf_token": _token(browser), "member_id": str(member_id)})


def pledge(browser: Visitor, application_id: int) -> None:
    """Consent and pledge."""
    browser.get(f"/apply/{application_id}/pledge")
    browser.submit("", notice="y", pledge="y", pledged_by="見本 花子", button="then=next")


@pytest.fixture
def recommenders(app: Flask) -> None:
    """The members who may recommend."""
    with app.app_context():
        make_recommenders()


def test_an_applicant_applies_from_the_address_to_the_receipt(app: Flask, visitor: Browsers, mails: Mails, recommenders: None) -> None:
    browser = visitor()
    application_id = begin(browser, mails)
    fill_in(browser, application_id)
    ask_two(browser, application_id)
    pledge(browser, application_id)
    page = browser.get(f"/apply/{application_id}")
    assert "Nothing is missing" in page.text
    page = browser.submit("submission")
    assert "-0001" in page.text
    assert "Secretariat" in page.text or "secretariat" in page.text
    assert "received your application" in mails(ADDRESS)[-1]["Subject"]


def test_what_was_recommended_as_a_draft_and_changed_before_it_is_sent_does_not_count(
    app: Flask, visitor: Browsers, mails: Mails, recommenders: None
) -> None:
    browser = visitor()
    application_id = begin(browser, mails)
    fill_in(browser, application_id)
    ask_two(browser, application_id)
    with app.app_context():
        recommend_all(application_id)
    pledge(browser, application_id)
    browser.get(f"/apply/{application_id}/activities")
    browser.submit("", purpose="投資商品を販売する。", button="then=next")
    browser.get(f"/apply/{application_id}")
    assert "-0001" in browser.submit("submission").text
    with app.app_context(), reading():
        check = list_checks(application_id)[CheckKind.RECOMMENDATION]
        rows = list_recommendations(application_id)
        found = recommending(get_application(application_id), on=today()).corrections
        assert check.status is CheckStatus.PENDING and all(row.outdated_at and row.review is Review.PENDING for row in rows)
        assert {(change.field, change.before) for changes in found.values() for change in changes} == {("purpose", "居場所をつくる。")}
        addresses = [row.address for row in rows]
    assert all("補正" in str(mails(address)[-1]["Subject"]) for address in addresses)


def test_what_is_missing_is_told_with_links_and_sending_is_refused(visitor: Browsers, mails: Mails, recommenders: None) -> None:
    browser = visitor()
    application_id = begin(browser, mails)
    page = browser.get(f"/apply/{application_id}")
    assert "The name is missing." in page.text
    assert (f"/apply/{application_id}/body#name", "The name is missing.") in page.links
    page = browser.post(f"/apply/{application_id}/submission", {"csrf_token": _token(browser)})
    assert page.status == 409
    assert "The name is missing." in page.text


def _token(browser: Visitor) -> str:
    assert browser.page is not None
    return next(value for form in browser.page.forms for name, value in form.fields if name == "csrf_token")


def test_the_same_answer_is_given_for_every_address(visitor: Browsers, mails: Mails) -> None:
    begin(visitor(), mails)
    answers = []
    for address in (ADDRESS, "unknown@mihon.example"):
        browser = visitor()
        browser.get("/apply")
        answers.append(browser.submit("/apply", address=address).text.replace(address, ""))
    assert answers[0] == answers[1]


def test_an_address_is_not_flooded(visitor: Browsers, mails: Mails) -> None:
    browser = visitor()
    for _time in range(8):
        browser.get("/apply")
        assert browser.submit("/apply", address=ADDRESS).status == 200
    assert len(mails(ADDRESS)) == 5


def test_the_link_opens_twenty_times_and_begins_once(app: Flask, visitor: Browsers, mails: Mails) -> None:
    scanner, browser = visitor(), visitor()
    scanner.get("/apply")
    scanner.submit("/apply", address=ADDRESS)
    address = link_in(mails(ADDRESS)[-1])
    for _time in range(20):
        assert scanner.get(address).status == 200
    with app.app_context():
        assert db.session.scalars(select(Application)).all() == []
    browser.get(address)
    assert browser.submit().status == 200
    assert scanner.get(address).status == 410
    assert scanner.get("/apply/start/nonsense").status == 404


def test_a_resumed_application_is_the_same_on_another_device(visitor: Browsers, mails: Mails) -> None:
    first = begin(visitor(), mails)
    other = visitor()
    other.get("/apply")
    other.submit("/apply", address=ADDRESS)
    address = link_in(mails(ADDRESS)[-1])
    assert address.startswith("/apply/resume/")
    other.get(address)
    assert other.submit().path == f"/apply/{first}"


def test_another_body_finds_nothing(app: Flask, visitor: Browsers, mails: Mails, recommenders: None) -> None:
    with app.app_context():
        other = submitted()
    browser = visitor()
    mine = begin(browser, mails)
    for path in ("", "/body", "/documents", "/recommenders", "/receipt", "/letter", "/documents/1"):
        assert browser.get(f"/apply/{other}{path}").status == 404
    browser.get(f"/apply/{mine}")
    token = _token(browser)
    for path in ("/body", "/submission", "/withdrawal", "/documents", "/recommenders", "/documents/1/removal", "/recommenders/1/cancellation"):
        assert browser.post(f"/apply/{other}{path}", {"csrf_token": token}).status in (404, 422)
    assert browser.post(f"/apply/{mine}/recommenders/1/cancellation", {"csrf_token": token}).status == 404
    assert browser.get(f"/secretariat/applications/{other}").status in (401, 403)


def test_two_tabs_are_told_with_both_texts_and_nothing_is_lost(visitor: Browsers, mails: Mails) -> None:
    first, second = visitor(), visitor()
    application_id = begin(first, mails)
    second.client = first.client
    first.get(f"/apply/{application_id}/body")
    second.get(f"/apply/{application_id}/body")
    first.submit("", name="一つ目の窓の会", button="then=later")
    page = second.submit("", name="二つ目の窓の会", button="then=later")
    assert page.status == 409
    assert "一つ目の窓の会" in page.text
    assert 'value="二つ目の窓の会"' in page.html
    page = second.submit("", button="then=later")
    assert (page.status, page.path) == (200, f"/apply/{application_id}")
    assert "二つ目の窓の会" in page.text


def test_another_page_saved_in_another_tab_disturbs_nothing(visitor: Browsers, mails: Mails) -> None:
    first, second = visitor(), visitor()
    application_id = begin(first, mails)
    second.client = first.client
    first.get(f"/apply/{application_id}/body")
    second.get(f"/apply/{application_id}/people")
    first.submit("", name="見本の会", button="then=later")
    assert second.submit("", contact_name="見本 太郎", button="then=later").status == 200


@ON_SQLITE
@pytest.mark.parametrize(
    ("step", "field", "value", "cause"),
    [
        ("body", "name", "あ" * 201, "please shorten"),
        ("body", "name", "見本\x00の会", "cannot be seen"),
        ("body", "name", "見本\x07の会", "cannot be seen"),
        ("body", "name", "見本\u202eの会", "direction of writing"),
        ("body", "name", "見本\nの会", "one line"),
        ("body", "postal_code", "1000", "postal code"),
        ("body", "phone", "電話なし", "number like"),
        ("body", "website", "hidamari", "not a web address"),
        ("body", "founded_on", "2012-13-45", "2019-04"),
        ("body", "founded_on", "2023-02-29", "2019-04"),
        ("people", "further_people-0-email", "nobody", "not an e-mail address"),
        ("people", "further_people-0-roles", "board_member", "one of the answers"),
        ("pledge", "publication", "birth_date", "one of the answers"),
        ("body", "prefecture", "東京", "one of the answers"),
        ("body", "body_kind", "sect", "one of the answers"),
        ("membership", "membership_class", "golden", "one of the answers"),
        ("membership", "corporate_number", "5835678256247", "orporate Number"),
        ("membership", "corporate_number", "123456789012", "12"),
        ("people", "contact_email", "nobody", "not an e-mail address"),
        ("activities", "purpose", "あ" * 2001, "please shorten"),
        ("activities", "areas", "everything", "one of the answers"),
        ("activities", "activity_record-0-since", "昔から", "2019-04"),
        ("activities", "subcommittee_wishes", "あ" * 1001, "please shorten"),
        ("officers", "officers-0-birth_on", "昭和45年", "not a date"),
        ("officers", "officers-0-name", "あ" * 121, "please shorten"),
        ("pledge", "pledged_by", "あ" * 121, "please shorten"),
    ],
)
def test_bad_input_is_told_at_its_field_and_stays_there(
    visitor: Browsers, mails: Mails, step: str, field: str, value: str, cause: str
) -> None:
    browser = visitor()
    application_id = begin(browser, mails)
    browser.get(f"/apply/{application_id}/{step}")
    page = browser.submit("", **{field: value}, button="then=next")
    assert page.status == 422
    assert cause in page.text
    assert "Please check what you entered" in page.text
    assert browser.get(f"/apply/{application_id}/{step}").status == 200


@pytest.mark.parametrize(
    "name", ["𠮷野家の会", "髙橋と﨑山の会", "塚\ufa10の会", "葛\U000e0100城の会", "笑顔🙂の会", "ﾐﾎﾝの会", "<b>太字</b>の会", "=1+1", "O'Brien"]
)
def test_names_are_kept_as_they_are_typed(app: Flask, visitor: Browsers, mails: Mails, name: str) -> None:
    browser = visitor()
    application_id = begin(browser, mails)
    browser.get(f"/apply/{application_id}/body")
    assert browser.submit("", name=name, button="then=later").status == 200
    with app.app_context():
        assert db.session.get_one(Application, application_id).name == name
    assert "<b>太字" not in browser.get(f"/apply/{application_id}").html


def test_an_unknown_page_of_the_form_is_not_found(visitor: Browsers, mails: Mails) -> None:
    browser = visitor()
    application_id = begin(browser, mails)
    assert browser.get(f"/apply/{application_id}/nonsense").status == 404


def test_a_twelve_digit_number_is_stored_nowhere(app: Flask, visitor: Browsers, mails: Mails) -> None:
    browser = visitor()
    application_id = begin(browser, mails)
    browser.get(f"/apply/{application_id}/membership")
    browser.submit("", corporate_number="123456789012", button="then=next")
    with app.app_context():
        assert "123456789012" not in str(db.session.get_one(Application, application_id).answers)


def test_more_lines_keep_what_was_typed(visitor: Browsers, mails: Mails) -> None:
    browser = visitor()
    application_id = begin(browser, mails)
    browser.get(f"/apply/{application_id}/activities")
    page = browser.submit("", **{"activity_record-0-what": "食堂", "activity_record-0-since": "2019"}, button="then=more")
    assert "activity_record-1-what" in page.html
    assert "食堂" in page.html


def send_file(browser: Visitor, application_id: int, content: bytes, name: str = "teikan.pdf") -> Page:
    """Choose a file for the articles and send it."""
    browser.get(f"/apply/{application_id}/documents")
    data = {"csrf_token": _token(browser), "slot": "articles", "file": (io.BytesIO(content), name)}
    return browser.post(f"/apply/{application_id}/documents", data)


def at_the_field(page: Page, name: str) -> str:
    """What the page says is wrong with a field, below it."""
    found = re.search(rf'id="{name}-error">(.*?)</div>', page.html, re.DOTALL)
    return re.sub(r"<[^>]+>", " ", found.group(1)).strip() if found else ""


@pytest.mark.parametrize(
    ("content", "status", "language", "cause"),
    [
        (b"MZ\x90\x00" + b"\x00" * 200, 422, "en", "is a program"),
        (b"MZ\x90\x00" + b"\x00" * 200, 422, "ja", "プログラム"),
        (b"%PDF-1.7\n" + b"0" * (30 * 1024 * 1024), 413, "ja", "20MB"),
    ],
    ids=["an executable named .pdf", "the same in Japanese", "30 MB"],
)
def test_a_refused_file_is_told_at_its_field_and_nothing_is_kept(
    app: Flask, visitor: Callable[..., Visitor], mails: Mails, content: bytes, status: int, language: str, cause: str
) -> None:
    browser = visitor(language=language)
    application_id = begin(browser, mails)
    page = send_file(browser, application_id, content)
    assert page.status == status
    assert cause.replace(" ", "") in at_the_field(page, "file").replace(" ", "")
    with app.app_context():
        assert db.session.scalars(select(StoredFile)).all() == []


def test_a_paper_that_is_taken_out_takes_its_file_along(app: Flask, visitor: Browsers, mails: Mails) -> None:
    browser = visitor()
    application_id = begin(browser, mails)
    assert "teikan.pdf" in send_file(browser, application_id, pdf()).text
    assert browser.submit("removal").status == 200
    with app.app_context():
        assert db.session.scalars(select(StoredFile)).all() == []
        assert db.session.scalars(select(ApplicationAttachment)).all() == []


def test_the_twenty_first_paper_is_refused_and_one_can_be_taken_out(app: Flask, visitor: Browsers, mails: Mails) -> None:
    browser = visitor()
    application_id = begin(browser, mails)
    with app.app_context(), transaction():
        for number in range(20):
            facts = {"slot": Slot.EVIDENCE, "address": f"https://hidamari.example.jp/{number}.pdf", "at": AT}
            attach_address(application_id=application_id, by=applicant(application_id), **facts)
    browser.get(f"/apply/{application_id}/documents")
    data = {"csrf_token": _token(browser), "slot": "articles", "address": "https://hidamari.example.jp/teikan.pdf"}
    page = browser.post(f"/apply/{application_id}/documents", data)
    assert page.status == 422
    assert "No more than 20" in at_the_field(page, "file")
    assert browser.submit("removal").status == 200


def test_every_saved_page_opens_again_with_what_was_typed(app: Flask, visitor: Browsers, mails: Mails, recommenders: None) -> None:
    browser = visitor()
    application_id = begin(browser, mails)
    fill_in(browser, application_id)
    browser.get(f"/apply/{application_id}/body")
    browser.submit("", founded_on="2012-04-01", button="then=next")
    for page, text in (
        ("membership", "5835678256246"), ("body", 'value="2012-04-01"'), ("people", "見本 太郎"), ("activities", 'value="2013-06"'),
        ("officers", 'value="1970-01-02"'), ("documents", "articles.pdf"), ("recommenders", "recommenders"), ("pledge", "pledged_by"),
    ):
        shown = browser.get(f"/apply/{application_id}/{page}")
        assert shown.status == 200
        assert text in shown.html


def test_a_number_of_twelve_digits_is_refused_and_not_shown_again(visitor: Browsers, mails: Mails) -> None:
    browser = visitor()
    application_id = begin(browser, mails)
    browser.get(f"/apply/{application_id}/membership")
    page = browser.submit("", membership_class="regular", kind="organisation", corporate_number="123456789012", button="then=next")
    assert page.status == 422
    assert "123456789012" not in page.html
