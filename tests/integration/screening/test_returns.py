"""Returns for correction: remarks at their places, the applicant's page with only these, and what came back."""

from collections.abc import Callable, Iterator
from email.message import EmailMessage

import pytest
from flask import Flask

from platform_app.audit.queries import list_entries
from platform_app.database.transaction import transaction
from platform_app.extensions import db
from platform_app.kernel.errors import Conflict, NotFound, RuleViolation
from platform_app.kernel.roles import Role
from platform_app.screening.models import Application
from platform_app.screening.queries import get_application, list_checks, list_officers, list_remarks, list_returns, list_rounds
from platform_app.screening.rules.checks import CheckKind, CheckStatus
from platform_app.screening.rules.form import Step
from platform_app.screening.services.applications import save_step, step_values
from platform_app.screening.services.corrections import Reply, reply_mark, save_corrections
from platform_app.screening.services.returns import drop_remark, raise_remark, return_for_correction, settle_remark
from platform_app.screening.services.submission import send_in
from tests.browsing import Visitor
from tests.integration.screening.applying import (
    AT,
    CONTRACTOR,
    SECRETARIAT,
    applicant,
    check_all,
    make_recommenders,
    status_of,
    submitted,
)
from tests.integration.screening.signing_in import link_in, sign_in_as

Browsers = Callable[[], Visitor]
Mails = Callable[[str], list[EmailMessage]]


@pytest.fixture
def checked(app: Flask) -> Iterator[int]:
    """An application of which everything but the recommendations is checked."""
    with app.app_context():
        make_recommenders()
        application_id = submitted()
        check_all(application_id)
        yield application_id


def remark(application_id: int, field: str, text: str = "確かめてください。", **more: object) -> int:
    """Note one remark."""
    return raise_remark(application_id=application_id, field=field, text=text, by=CONTRACTOR, at=AT, **more)


def give_back(application_id: int, *fields: str) -> list[int]:
    """Return it with a remark at each place; the answer are the remarks' ids."""
    with transaction():
        ids = [remark(application_id, field) for field in fields]
        return_for_correction(application_id=application_id, by=SECRETARIAT, at=AT)
    return ids


def save(application_id: int, step: Step, **changed: object) -> None:
    """The applicant changes one page."""
    values = step_values(db.session.get_one(Application, application_id), step) | changed
    save_step(application_id=application_id, step=step, values=values, shown=None, by=applicant(application_id), at=AT)


def test_remarks_are_collected_by_two_people_and_the_applicant_sees_them_when_they_are_sent(checked: int) -> None:
    with transaction():
        first = remark(checked, "phone")
        second = raise_remark(application_id=checked, field="officers.0.kana", text="読みを確かめてください。", by=SECRETARIAT, at=AT)
        third = remark(checked, "", "全体を見直してください。")
        drop_remark(application_id=checked, remark_id=first, by=SECRETARIAT, at=AT)
    assert list_returns(checked) == []
    with transaction():
        return_for_correction(application_id=checked, by=SECRETARIAT, at=AT)
    (returned,) = list_returns(checked)
    assert [(row.id, row.position) for row in list_remarks([returned.id])] == [(second, 1), (third, 2)]
    with pytest.raises(NotFound), transaction():
        drop_remark(application_id=checked, remark_id=second, by=SECRETARIAT, at=AT)


@pytest.mark.parametrize("field", ["nothing", "officers.7", "attachments.scan", "name.0"])
def test_a_remark_on_an_unknown_field_is_refused(checked: int, field: str) -> None:
    with pytest.raises(RuleViolation, match="screening.remark_field_unknown"), transaction():
        remark(checked, field)


def test_a_remark_of_another_application_is_not_found(checked: int) -> None:
    with transaction():
        mine = remark(checked, "phone")
    other = submitted(corporate_number=None, name="見本の別の会", contact_email="other@mihon.example")
    with pytest.raises(NotFound), transaction():
        drop_remark(application_id=other, remark_id=mine, by=SECRETARIAT, at=AT)


def test_a_correction_is_sent_when_every_remark_is_changed_or_answered(checked: int) -> None:
    phone, website = give_back(checked, "phone", "website")
    me = applicant(checked)
    with pytest.raises(RuleViolation, match="screening.remark_open, screening.remark_open"), transaction():
        send_in(application_id=checked, by=me, at=AT)
    with transaction():
        save(checked, Step.BODY, phone="03-9999-9999")
        save_corrections(application_id=checked, pages={}, shown={}, replies={website: Reply("これで正しいです。", reply_mark(""))}, by=me, at=AT)
        send_in(application_id=checked, by=me, at=AT)
    (round_one,) = list_rounds(get_application(checked))
    states = {state.row.id: (state.is_changed, state.then, state.now, state.row.reply) for state in round_one.remarks}
    assert states[phone] == (True, "03-0000-0000", "03-9999-9999", "")
    assert states[website][0] is False
    assert states[website][3] == "これで正しいです。"
    assert round_one.unasked == ()
    kinds = {kind: check.status for kind, check in list_checks(checked).items()}
    assert kinds[CheckKind.COMPLETENESS] is CheckStatus.PENDING
    assert kinds[CheckKind.ACTIVITY_RECORD] is CheckStatus.SATISFIED
    assert kinds[CheckKind.ANTI_SOCIAL_FORCES] is CheckStatus.SATISFIED


def test_a_remark_that_is_asked_again_refers_to_the_former_one(checked: int) -> None:
    (former,) = give_back(checked, "phone")
    with transaction():
        save(checked, Step.BODY, phone="03-9999-9999")
        send_in(application_id=checked, by=applicant(checked), at=AT)
        again = remark(checked, "phone", former_id=former)
        settle_remark(application_id=checked, remark_id=former, by=CONTRACTOR, at=AT)
        return_for_correction(application_id=checked, by=SECRETARIAT, at=AT)
    first, second = list_rounds(get_application(checked))
    assert first.remarks[0].row.settled_at is not None
    assert (second.remarks[0].row.id, second.remarks[0].former.id) == (again, former)
    assert first.after["phone"] == "03-9999-9999", "the first round keeps what it brought"


def test_a_name_that_changes_between_return_and_resubmission_is_followed_everywhere(checked: int) -> None:
    give_back(checked, "name", "corporate_number")
    me = applicant(checked)
    with transaction():
        save(checked, Step.MEMBERSHIP, corporate_number="", has_no_corporate_number=True)
        save(checked, Step.BODY, name="見本ひかりの会", kana="ミホンヒカリノカイ")
        send_in(application_id=checked, by=me, at=AT)
    application = get_application(checked)
    assert application.open_key is not None
    assert "見本ひかりの会" in application.open_key
    assert list_checks(checked)[CheckKind.ANTI_SOCIAL_FORCES].status is CheckStatus.PENDING
    entries = list_entries(subject_type="application", subject_id=checked)
    (entry,) = [entry for entry in entries if entry.event == "screening.application_resubmitted"]
    assert (entry.data["is_name_changed"], entry.data["are_people_changed"], entry.data["are_identifiers_changed"]) == (True, False, True)
    assert "ひかり" not in str([entry.data for entry in entries])


def test_a_name_that_another_open_application_has_is_refused_on_resubmission(checked: int) -> None:
    submitted(corporate_number=None, name="見本の別の会", contact_email="other@mihon.example")
    give_back(checked, "name")
    with pytest.raises((RuleViolation, Conflict), match="screening.already_applied"), transaction():
        save(checked, Step.MEMBERSHIP, corporate_number="", has_no_corporate_number=True)
        save(checked, Step.BODY, name="見本の別の会")
        send_in(application_id=checked, by=applicant(checked), at=AT)
    assert status_of(checked) == "returned"


def test_a_birth_date_is_told_as_changed_only(app: Flask, visitor: Browsers, checked: int) -> None:
    give_back(checked, "officers.0.birth_on")
    with transaction():
        officers = step_values(get_application(checked), Step.OFFICERS)["officers"]
        save(checked, Step.OFFICERS, officers=[officer | {"birth_on": "1901-02-03"} for officer in officers])
        send_in(application_id=checked, by=applicant(checked), at=AT)
    page = sign_in_as(app, visitor(), Role.SECRETARIAT).get(f"/secretariat/applications/{checked}/corrections")
    assert "Date of birth" in page.text
    assert "Changed" in page.text
    assert "1901" not in page.html
    assert "1970" not in page.html


def test_forty_remarks_are_noted_sent_and_worked_off_on_one_page(app: Flask, visitor: Browsers, checked: int) -> None:
    fields = ["phone", "website", "purpose", "activities", "activity_record.0.what", "officers.0.role", "attachments.articles", "areas"]
    with transaction():
        for number in range(40):
            remark(checked, fields[number % len(fields)], f"見本の指摘{number + 1}")
    staff = sign_in_as(app, visitor(), Role.SECRETARIAT)
    page = staff.get(f"/secretariat/applications/{checked}/return")
    assert "Remarks noted so far: 40" in page.text
    page = staff.submit("/return")
    assert (page.status, "Returned for correction" in page.text) == (200, True)


def test_a_remark_that_was_typed_and_not_noted_stops_the_return(app: Flask, visitor: Browsers, checked: int) -> None:
    with transaction():
        remark(checked, "phone")
    staff = sign_in_as(app, visitor(), Role.SECRETARIAT)
    staff.get(f"/secretariat/applications/{checked}/return")
    page = staff.submit("/return", unnoted="もう一つの指摘", remark="よろしくお願いします。")
    assert page.status == 409 and "This remark is not noted yet" in page.text
    assert "もう一つの指摘" in page.html and "よろしくお願いします。" in page.html and status_of(checked) == "under_check"
    assert staff.submit("/return").status == 200
    assert status_of(checked) == "returned"


def test_the_applicant_sees_only_what_to_mend_and_mends_it_right_there(app: Flask, visitor: Browsers, mails: Mails, checked: int) -> None:
    give_back(checked, "phone", "activity_record.0.since", "officers.0", "attachments.articles", "recommenders", "")
    browser, mail = visitor(), mails("tantou@hidamari.example.jp")[-1]
    assert "直していただくところ：6件" in mail.get_content() and "2026年12月23日" in mail.get_content()
    browser.get(link_in(mail))
    page = browser.submit()
    assert "直していただくところ：6件（残り6件）" in page.text
    page = browser.follow("直すところを見る")
    names = {name for name in page.form("").names if "reply" not in name and "shown" not in name} - {"csrf_token"}
    assert names == {
        "phone", "activity_record_0-since", "officers_0-name", "officers_0-kana", "officers_0-role", "officers_0-birth_on",
        "file_articles", "address_articles", "out_articles",
    }
    page = browser.submit("", button="then=send", phone="かけられません")
    assert page.status == 422
    page = browser.submit("", button="then=stay", phone="０３－９９９９－９９９９", **{"activity_record_0-since": "2014-04"})
    assert "残り4件（全6件）" in page.text
    page = browser.submit("", button="then=send", **{"officers_0-role": "会長"}, address_articles="https://hidamari.example.jp/kaisoku.pdf")
    assert (page.status, "5番：まだ直しておらず、回答もありません。" in page.text) == (409, True)
    replies = [name for name in page.form("").names if name.startswith("reply")]
    page = browser.submit("", button="then=send", **dict.fromkeys(replies, "このままでお願いします。"))
    assert "補正した申込を送信しました。" in page.text
    assert "補正を受け付けました" in str(mails("tantou@hidamari.example.jp")[-1]["Subject"])
    assert browser.get(f"/apply/{checked}/corrections").path == f"/apply/{checked}"
    page = sign_in_as(app, visitor(), Role.SECRETARIAT).get(f"/secretariat/applications/{checked}/corrections")
    assert "03-9999-9999" in page.text
    assert "https://hidamari.example.jp/kaisoku.pdf" in page.text
    assert "このままでお願いします。" in page.text


def test_answers_in_words_from_two_windows_stand_beside_each_other(app: Flask, visitor: Browsers, mails: Mails, checked: int) -> None:
    first, second = give_back(checked, "phone", "website")
    browser = visitor()
    browser.get(link_in(mails("tantou@hidamari.example.jp")[-1]))
    browser.submit()
    one, two = (dict(browser.get(f"/apply/{checked}/corrections").form("corrections").fields) for _window in range(2))
    assert browser.post(f"/apply/{checked}/corrections", one | {f"reply_{first}": "長い答え一", "then": "stay"}).status == 200
    assert browser.post(f"/apply/{checked}/corrections", two | {f"reply_{second}": "答え二", "then": "stay"}).status == 200
    assert [row.reply for row in list_remarks([list_returns(checked)[0].id])] == ["長い答え一", "答え二"]
    refused = browser.post(f"/apply/{checked}/corrections", two | {f"reply_{first}": "別の答え", "then": "stay"})
    assert refused.status == 409 and "長い答え一" in refused.text and "別の答え" in refused.html
    assert [row.reply for row in list_remarks([list_returns(checked)[0].id])] == ["長い答え一", "答え二"]
    assert browser.submit("", button="then=stay").status == 200
    assert [row.reply for row in list_remarks([list_returns(checked)[0].id])] == ["別の答え", "答え二"]


def test_a_line_that_was_emptied_is_taken_out_and_a_roster_of_nobody_is_not_sent(app: Flask, visitor: Browsers, mails: Mails, checked: int) -> None:
    give_back(checked, "officers.0")
    browser = visitor()
    browser.get(link_in(mails("tantou@hidamari.example.jp")[-1]))
    browser.submit()
    browser.get(f"/apply/{checked}/corrections")
    empty = dict.fromkeys(("officers_0-name", "officers_0-kana", "officers_0-role", "officers_0-birth_on"), "")
    page = browser.submit("", button="then=send", **empty)
    assert page.status == 409 and "役員名簿" in page.text
    assert list_officers(checked) == [] and status_of(checked) == "returned"


def test_a_correction_in_two_windows_loses_nothing(app: Flask, visitor: Browsers, mails: Mails, checked: int) -> None:
    give_back(checked, "phone", "website")
    browser = visitor()
    browser.get(link_in(mails("tantou@hidamari.example.jp")[-1]))
    browser.submit()
    browser.follow("直すところを見る")
    with transaction():
        save(checked, Step.BODY, address="見本市二丁目")
    page = browser.submit("", button="then=stay", phone="03-1111-1111")
    assert (page.status, "03-1111-1111" in page.html) == (409, True)
    assert browser.submit("", button="then=stay").status == 200
    answers = get_application(checked).answers
    assert (answers["phone"], answers["address"]) == ("03-1111-1111", "見本市二丁目")
