"""Stories that are interrupted: an expired sign-in, a second tab, a mail server that is down. Nothing that was typed or sent is lost."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.factories import PASSWORD, Stage, set_stage
from tests.fixtures import Clock
from tests.integration.mail.servers import free_port, send_through, serving
from tests.journeys.acting import Browsers, Mails, apply, begin, link_in, problems_of_ledger, signed_in
from tests.journeys.answers import APPLICANT

REMARK = "会則のページが開けません。\nアドレスを確かめてください。"


@pytest.fixture
def stage(app: Flask) -> Stage:
    """Members, board, desk and staff."""
    return set_stage(app)


def test_an_expired_sign_in_keeps_the_secretariat_s_text(visitor: Browsers, mails: Mails, stage: Stage, clock: Clock) -> None:
    application_id = apply(visitor(), mails, stage)
    staff = signed_in(visitor, stage.secretariat)
    path = f"/secretariat/applications/{application_id}"
    staff.get(path)
    staff.submit("/take-up")
    staff.follow("Return for correction")
    clock.advance(minutes=45)
    page = staff.submit("/return", remark=REMARK)
    assert (page.status, "Your sign-in has expired" in page.text) == (401, True), page.text
    page = staff.submit("/sign-in", email=stage.secretariat, password=PASSWORD)
    assert "アドレスを確かめてください。" in page.text
    page = staff.submit("/return")
    assert (page.status, page.path) == (200, path)
    assert "アドレスを確かめてください。" in page.text
    assert "Returned for correction" in page.text


def test_an_expired_visit_keeps_the_applicant_s_text(visitor: Browsers, mails: Mails, stage: Stage, clock: Clock) -> None:
    applicant = visitor()
    application_id = begin(applicant, mails)
    applicant.get(f"/apply/{application_id}/activities")
    clock.advance(hours=13)
    page = applicant.submit("", button="then=next", purpose="三時間かけて書いた目的。", activities="週に3回の居場所。")
    assert page.status == 401
    assert "三時間かけて書いた目的。" in page.html, page.text
    assert "週に3回の居場所。" in page.html
    assert "/apply" in [path for path, _label in page.links], "an applicant has no password: the page must lead to a new link"


def test_a_closed_laptop_loses_nothing_that_was_saved(visitor: Browsers, mails: Mails, stage: Stage, clock: Clock) -> None:
    applicant = visitor()
    application_id = begin(applicant, mails)
    applicant.get(f"/apply/{application_id}/activities")
    applicant.submit("", button="then=later", purpose="途中まで書いた目的。")
    clock.advance(days=20)
    elsewhere = visitor()
    assert begin(elsewhere, mails) == application_id
    assert "途中まで書いた目的。" in elsewhere.get(f"/apply/{application_id}/activities").html


def test_a_second_tab_is_told_of_the_first_and_both_texts_are_shown(visitor: Browsers, mails: Mails, stage: Stage) -> None:
    first, second = visitor(), visitor()
    application_id = begin(first, mails)
    second.client = first.client
    for tab in (first, second):
        tab.get(f"/apply/{application_id}/activities")
    first.submit("", button="then=later", purpose="一つ目の窓で書いた目的。")
    page = second.submit("", button="then=later", purpose="二つ目の窓で書いた目的。")
    assert page.status == 409
    assert "一つ目の窓で書いた目的。" in page.text
    assert "二つ目の窓で書いた目的。" in page.html
    page = second.submit("", button="then=later")
    assert (page.status, page.path) == (200, f"/apply/{application_id}")
    assert "二つ目の窓で書いた目的。" in first.get(f"/apply/{application_id}/activities").html


def test_two_of_the_secretariat_at_once_are_told_so(visitor: Browsers, mails: Mails, stage: Stage) -> None:
    application_id = apply(visitor(), mails, stage)
    one, other = signed_in(visitor, stage.secretariat), signed_in(visitor, stage.secretariat)
    for staff in (one, other):
        staff.get(f"/secretariat/applications/{application_id}")
    assert one.submit("/take-up").status == 200
    page = other.submit("/take-up")
    assert page.status == 409, page.text


def test_an_invitation_that_never_arrived_is_sent_again(
    app: Flask, visitor: Browsers, run_jobs: Callable[[], None], stage: Stage, clock: Clock
) -> None:
    port = free_port()
    send_through(app, port)
    visitor().get("/apply")
    applicant = visitor()
    applicant.get("/apply")
    applicant.submit("/apply", address=APPLICANT)
    for _hour in range(6):
        run_jobs()
        clock.advance(hours=1)
    staff = signed_in(visitor, stage.secretariat)
    assert "Mails that could not be delivered" in staff.get("/home").text
    page = staff.get("/secretariat/mail")
    assert APPLICANT in page.text
    with serving(port) as mailbox:
        assert staff.submit("/resend").status == 200
        run_jobs()
    [mail] = mailbox.taken
    assert mail["To"] == APPLICANT
    assert "Mails that could not be delivered" not in staff.get("/home").text
    applicant.get(link_in(mail))
    assert applicant.submit().status == 200
    assert problems_of_ledger(app) == []
