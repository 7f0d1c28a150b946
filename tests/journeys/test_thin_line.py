"""From an e-mail address to a member who signs in: the whole of an admission, page by page, as each person walks it."""

import pytest
from flask import Flask

from platform_app.kernel.clock import today
from tests.browsing import Visitor
from tests.factories import PASSWORD, Stage, set_stage
from tests.journeys.acting import (
    Browsers,
    Mails,
    add_papers,
    answer_request,
    apply,
    ask_members,
    begin,
    check_all,
    close,
    conclude,
    decide,
    fill_form,
    link_in,
    pledge,
    press,
    problems_of_ledger,
    recommend_all,
    release,
    send,
    signed_in,
    to_board,
)
from tests.journeys.answers import APPLICANT, CONTACT, NAME, PERSON, PLEDGE


@pytest.fixture
def stage(app: Flask) -> Stage:
    """Members, board, desk and staff."""
    return set_stage(app)


def _pdf(browser: Visitor, path: str) -> bytes:
    page = browser.get(path)
    assert (page.status, page.response.mimetype) == (200, "application/pdf"), page.text
    return page.response.get_data()


def test_an_application_goes_from_an_address_to_a_member_who_signs_in(app: Flask, visitor: Browsers, mails: Mails, stage: Stage) -> None:
    applicant = visitor()
    application_id = begin(applicant, mails)
    fill_form(applicant, application_id)
    add_papers(applicant, application_id)
    ask_members(applicant, application_id, stage.recommenders)
    pledge(applicant, application_id)

    # A mail scanner opens each link twenty times, and presses nothing.
    for body in stage.recommenders:
        path = link_in(mails(body.email)[-1])
        for _visit in range(20):
            assert visitor().get(path).status == 200
    applicant.get(f"/apply/{application_id}")
    assert applicant.page is not None
    assert applicant.page.text.count("waiting for the answer") == 2
    for body in stage.recommenders:
        path = link_in(mails(body.email)[-1])
        assert answer_request(visitor(), mails, body.email).status == 200
        page = visitor().get(path)
        assert (page.status, "already used" in page.text) == (410, True)

    page = send(applicant, application_id)
    assert f"Application {today().year}-0001" in page.text
    staff = signed_in(visitor, stage.secretariat)
    staff.get("/secretariat/applications")
    assert staff.page is not None
    assert NAME in staff.page.text
    assert str(mails(APPLICANT)[-1]["Subject"]) == f"We have received your application {today().year}-0001"
    assert _pdf(applicant, f"/apply/{application_id}/receipt").startswith(b"%PDF")
    check_all(staff, application_id)
    to_board(staff, application_id)

    # The declaration comes before the contents.
    chair = signed_in(visitor, stage.board[0].email)
    chair.get("/board")
    page = chair.follow(NAME)
    assert "週に3回の居場所" not in page.text
    page = chair.submit("/declaration", state="none")
    assert "週に3回の居場所" in page.text
    chair.submit("/position", choice="approve")

    # Of three seats two make the quorum; the deliberation waits for all or for its deadline.
    staff.get("/secretariat/board/deliberations")
    page = staff.follow(NAME)
    assert "Not possible yet" in page.text
    for body in stage.board[1:]:
        member = signed_in(visitor, body.email)
        member.get("/board")
        member.follow(NAME)
        member.submit("/declaration", state="none")
        assert member.submit("/position", choice="approve").status == 200
    page = close(staff, NAME)
    assert "Approved" in page.text

    # The decision is held: the applicant sees neither outcome nor letter before the release.
    page = applicant.get(f"/apply/{application_id}")
    assert "Approved" not in page.text
    assert applicant.get(f"/apply/{application_id}/letter").status == 404
    page = release(staff, application_id)
    assert (page.status, "Approved" in page.text) == (200, True)

    invitation = link_in(mails(CONTACT)[-1])
    assert _pdf(applicant, f"/apply/{application_id}/letter").startswith(b"%PDF")
    assert "Approved" in applicant.get(f"/apply/{application_id}").text
    page = staff.get("/secretariat/register?q=見本𠮷野")
    assert NAME in page.text
    page = staff.follow(NAME)
    assert (page.status, "見本 花子" in page.text) == (200, True)

    member = visitor()
    member.get(invitation)
    page = member.submit("/invitations", name="見本 担太", password=PASSWORD, password_again=PASSWORD)
    assert (page.status, page.path) == (200, "/home"), page.text
    assert "見本 担太" in page.text
    page = member.get("/organisation")
    assert (page.status, NAME in page.text) == (200, True), page.text
    assert visitor().get(invitation).status == 410
    assert signed_in(visitor, CONTACT).get("/organisation").status == 200
    assert problems_of_ledger(app) == []


def test_a_refusal_is_told_with_its_reasons_in_the_letter_and_another_application_may_follow(
    app: Flask, visitor: Browsers, mails: Mails, stage: Stage
) -> None:
    applicant = visitor()
    application_id = apply(applicant, mails, stage)
    recommend_all(visitor, mails, stage)
    staff = signed_in(visitor, stage.secretariat)
    check_all(staff, application_id)
    to_board(staff, application_id)
    decide(visitor, stage, NAME, choice="refuse", reason="活動の実績を確かめられない。")
    close(staff, NAME)
    page = release(staff, application_id, reasons="提出された資料からは、活動の実績を確認できませんでした。")
    assert (page.status, "Refused" in page.text) == (200, True)
    assert str(mails(APPLICANT)[-1]["Subject"]).startswith("The decision on your application")
    page = applicant.get(f"/apply/{application_id}")
    assert "Refused" in page.text
    assert "You may apply again" in page.text
    assert _pdf(applicant, f"/apply/{application_id}/letter").startswith(b"%PDF")
    assert not mails(CONTACT)
    assert NAME not in staff.get("/secretariat/register").text
    again = begin(visitor(), mails)
    assert again != application_id
    assert problems_of_ledger(app) == []


def test_a_withdrawn_application_ends_with_the_board_s_deliberation(app: Flask, visitor: Browsers, mails: Mails, stage: Stage) -> None:
    applicant = visitor()
    application_id = apply(applicant, mails, stage)
    recommend_all(visitor, mails, stage)
    staff = signed_in(visitor, stage.secretariat)
    check_all(staff, application_id)
    to_board(staff, application_id)
    chair = signed_in(visitor, stage.board[0].email)
    chair.get("/board")
    chair.follow(NAME)
    applicant.get(f"/apply/{application_id}")
    applicant.follow("Withdraw the application")
    page = applicant.submit("/withdrawal")
    assert (page.status, "Withdrawn" in page.text) == (200, True)
    page = chair.submit("/declaration", state="none")
    assert page.status == 409, page.text
    assert "It is your turn" in chair.get("/board").text
    assert "Nothing waits for you" in chair.get("/board").text
    assert str(mails(APPLICANT)[-1]["Subject"]) == "Your application is withdrawn"
    assert problems_of_ledger(app) == []


def test_a_withdrawal_takes_back_the_requests_that_wait(visitor: Browsers, mails: Mails, stage: Stage) -> None:
    applicant = visitor()
    application_id = apply(applicant, mails, stage)
    paths = [link_in(mails(body.email)[-1]) for body in stage.recommenders]
    applicant.get(f"/apply/{application_id}/withdrawal")
    applicant.submit("/withdrawal")
    for path in paths:
        page = visitor().get(path)
        assert (page.status, "taken back" in page.text) == (410, True)


def test_a_returned_application_is_corrected_and_goes_on(app: Flask, visitor: Browsers, mails: Mails, stage: Stage) -> None:
    applicant = visitor()
    application_id = apply(applicant, mails, stage)
    recommend_all(visitor, mails, stage)
    staff = signed_in(visitor, stage.secretariat)
    path = f"/secretariat/applications/{application_id}"
    staff.get(path)
    staff.submit("/take-up")
    staff.submit("/checks/completeness")
    staff.follow("Return for correction")
    page = staff.submit("/return", remark="会則のページが開けません。\n確かめてください。")
    assert page.status == 200, page.text

    # The mail leads a new browser to the page with the remark.
    elsewhere = visitor()
    elsewhere.get(link_in(mails(APPLICANT)[-1]))
    page = elsewhere.submit()
    assert "会則のページが開けません。" in page.text
    elsewhere.get(f"/apply/{application_id}/activities")
    page = elsewhere.submit("", button="then=later", activities="週に5回の居場所の開設。")
    assert page.status == 200
    assert send(elsewhere, application_id).status == 200
    page = staff.get(path)
    assert "週に5回の居場所の開設。" in page.text
    assert "Being checked" in page.text
    assert applicant.get(f"/apply/{application_id}/activities").path == f"/apply/{application_id}"
    staff.submit("/checks/completeness")
    staff.submit("/checks/activity_record", assessment="sufficient", note="確かめた。")
    conclude(staff, application_id)
    to_board(staff, application_id)
    assert problems_of_ledger(app) == []


def test_one_ministry_is_enough(app: Flask, visitor: Browsers, mails: Mails, stage: Stage) -> None:
    applicant = visitor()
    application_id = begin(applicant, mails)
    fill_form(applicant, application_id)
    add_papers(applicant, application_id)
    applicant.get(f"/apply/{application_id}/recommenders")
    page = press(applicant, "/recommenders", desk_id="1")
    assert "Answers awaited: ministries 1." in page.text
    pledge(applicant, application_id)
    assert send(applicant, application_id).status == 200
    assert answer_request(visitor(), mails, stage.desk_email).status == 200
    staff = signed_in(visitor, stage.secretariat)
    check_all(staff, application_id)
    to_board(staff, application_id)
    assert problems_of_ledger(app) == []


def test_an_individual_becomes_a_supporting_member(app: Flask, visitor: Browsers, mails: Mails, stage: Stage) -> None:
    applicant = visitor()
    application_id = begin(applicant, mails)
    fill_form(applicant, application_id, PERSON)
    assert applicant.page is not None
    assert "officers" not in [path.rsplit("/", 1)[-1] for path, _label in applicant.page.links]
    add_papers(applicant, application_id)
    ask_members(applicant, application_id, stage.recommenders)
    applicant.get(f"/apply/{application_id}/pledge")
    applicant.submit("", button="then=next", **{**PLEDGE, "pledged_by": "見本 見識"})
    page = send(applicant, application_id)
    assert page.status == 200, page.text
    recommend_all(visitor, mails, stage)
    staff = signed_in(visitor, stage.secretariat)
    check_all(staff, application_id)
    to_board(staff, application_id)
    decide(visitor, stage, "見本 見識")
    close(staff, "見本 見識")
    assert "Approved" in release(staff, application_id).text
    member = visitor()
    member.get(link_in(mails(CONTACT)[-1]))
    member.submit("/invitations", name="見本 見識", password=PASSWORD, password_again=PASSWORD)
    page = member.get("/organisation")
    assert (page.status, "見本 見識" in page.text) == (200, True), page.text
    assert problems_of_ledger(app) == []


def test_no_and_not_yet_are_kept_from_the_applicant(visitor: Browsers, mails: Mails, stage: Stage) -> None:
    applicant = visitor()
    application_id = apply(applicant, mails, stage)
    first, second = stage.recommenders
    assert answer_request(visitor(), mails, first.email, "later").status == 200
    assert answer_request(visitor(), mails, first.email, "yes").status == 200
    browser = visitor()
    browser.get(link_in(mails(second.email)[-1]))
    browser.submit("/recommendations", answer="no", name="", reason="この団体を知りません。")
    page = applicant.get(f"/apply/{application_id}")
    assert "Not available" in page.text
    assert "この団体を知りません。" not in page.text
    told = mails(APPLICANT)[-1].get_content()
    assert second.name in told
    assert "この団体を知りません。" not in told


def test_every_thing_that_is_missing_leads_to_its_field(visitor: Browsers, mails: Mails) -> None:
    applicant = visitor()
    application_id = begin(applicant, mails)
    assert applicant.page is not None
    targets = [path.split("#") for path, _label in applicant.page.links if "#" in path and not path.startswith("#")]
    assert len(targets) > 15
    for path, anchor in targets:
        assert path.startswith(f"/apply/{application_id}/")
        assert f'id="{anchor}"' in applicant.get(path).html, f"{path} has no #{anchor}"
