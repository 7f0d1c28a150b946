"""What people do on the pages, one function per act, with a browser without scripts."""

import re
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from typing import Any

from flask import Flask

from platform_app.audit.queries import verify
from platform_app.audit.services import seal
from platform_app.database.transaction import reading, transaction
from platform_app.kernel.clock import now
from platform_app.watchlists.jobs import screen_watched
from tests.browsing import Page, Visitor
from tests.factories import PASSWORD, Body, Stage
from tests.journeys.answers import APPLICANT, BODY, PAPERS, PLEDGE, Fields
from tests.stages import take

Mails = Callable[[str], list[EmailMessage]]
Browsers = Callable[[], Visitor]
_LINK = re.compile(r"http://[^/\s]+(/\S+/\S{20,})")


def link_in(mail: EmailMessage) -> str:
    """The path of the one-time link of a mail."""
    found = _LINK.search(mail.get_content())
    assert found is not None, mail.get_content()
    return found.group(1)


def begin(browser: Visitor, mails: Mails, address: str = APPLICANT) -> int:
    """Ask for the link, open it, press the button; the answer is the application's id."""
    return browser.once(("begin", address), lambda: _begun(browser, mails, address))


def _begun(browser: Visitor, mails: Mails, address: str) -> int:
    browser.get("/apply")
    assert browser.submit("/apply", address=address).status == 200
    browser.get(link_in(mails(address)[-1]))
    page = browser.submit()
    assert page.status == 200, page.text
    return int(page.path.rsplit("/", 1)[-1])


def fill_form(browser: Visitor, application_id: int, answers: Mapping[str, Fields] = BODY) -> None:
    """Go through the pages that have fields, each with its main button."""
    browser.get(f"/apply/{application_id}/membership")
    for step, fields in answers.items():
        assert browser.page is not None
        assert browser.page.path == f"/apply/{application_id}/{step}", browser.page.text
        page = browser.submit("", button="then=next", **fields)
        assert page.status == 200, page.text


def add_papers(browser: Visitor, application_id: int, slots: Mapping[str, str] = PAPERS) -> None:
    """Name the papers by their public addresses."""
    for slot, address in slots.items():
        page = browser.get(f"/apply/{application_id}/documents")
        page.forms = [form for form in page.forms if "slot" in form.names]
        assert browser.submit("", slot=slot, address=address).status == 200


def ask_members(browser: Visitor, application_id: int, bodies: tuple[Body, ...]) -> None:
    """Search each member by its name and press the button beside it."""
    for body in bodies:
        browser.get(f"/apply/{application_id}/recommenders/search?q={body.name}")
        page = press(browser, "/recommenders", member_id=str(body.member_id))
        assert page.status == 200, page.text
        assert body.name in page.text


def press(browser: Visitor, action: str, **fields: str) -> Page:
    """Press the button of the form to an address whose hidden fields have these values."""
    assert browser.page is not None
    for form in browser.page.forms:
        if action in form.action and set(fields.items()) <= set(form.fields):
            return browser.post(form.action, form.fields)
    raise AssertionError(f"no button {action} {fields} on {browser.page.path}: {browser.page.text[:1500]}")


def pledge(browser: Visitor, application_id: int) -> None:
    """Read the notice, consent, and pledge."""
    browser.get(f"/apply/{application_id}/pledge")
    page = browser.submit("", button="then=next", **PLEDGE)
    assert (page.status, page.path) == (200, f"/apply/{application_id}"), page.text


def send(browser: Visitor, application_id: int) -> Page:
    """Send the application from its status page."""
    browser.get(f"/apply/{application_id}")
    return browser.submit("/submission")


def apply(browser: Visitor, mails: Mails, stage: Stage, answers: Mapping[str, Fields] = BODY) -> int:
    """The applicant's whole part up to the submission, with two members asked."""
    return browser.once(("apply", repr(stage), repr(answers)), lambda: _applied(browser, mails, stage, answers))


def _applied(browser: Visitor, mails: Mails, stage: Stage, answers: Mapping[str, Fields]) -> int:
    application_id = begin(browser, mails)
    fill_form(browser, application_id, answers)
    add_papers(browser, application_id)
    ask_members(browser, application_id, stage.recommenders)
    pledge(browser, application_id)
    page = send(browser, application_id)
    assert page.status == 200, page.text
    return application_id


def answer_request(browser: Visitor, mails: Mails, address: str, answer: str = "yes") -> Page:
    """Answer the newest request for a recommendation that came to an address."""
    browser.get(link_in(mails(address)[-1]))
    return browser.submit("/recommendations", answer=answer, name="見本 推薦者", reason="地域で長く活動を共にしてきました。")


def recommend_all(make_browser: Browsers, mails: Mails, stage: Stage) -> None:
    """Both members say yes."""

    def answer() -> None:
        for body in stage.recommenders:
            assert answer_request(make_browser(), mails, body.email).status == 200

    take(("recommend all", repr(stage)), answer)


def signed_in(make_browser: Browsers, email: str, password: str = PASSWORD) -> Visitor:
    """A browser in which somebody is signed in."""
    browser = make_browser()
    page = browser.sign_in(email, password)
    assert (page.status, page.path) == (200, "/home"), (page.status, page.path, page.text)
    return browser


def check_all(staff: Visitor, application_id: int) -> None:
    """Take the application up and do every check that people do."""
    staff.once(("check all", application_id), lambda: _checked(staff, application_id))


def _checked(staff: Visitor, application_id: int) -> None:
    path = f"/secretariat/applications/{application_id}"
    staff.get(path)
    staff.submit("/take-up")
    staff.submit("/checks/completeness")
    staff.submit("/checks/activity_record", assessment="sufficient", note="記録と年次報告で、5年以上の活動を確かめた。")
    conclude(staff, application_id)


def conclude(staff: Visitor, application_id: int) -> None:
    """The jobs have matched the names; the screening officer concludes."""
    with staff.app.app_context():
        screen_watched(now())
    officer = signed_in(lambda: Visitor(staff.app), "screening-officer@mihon.example")
    officer.get(f"/secretariat/applications/{application_id}")
    page = officer.submit("/conclusion", conclusion="none", note="名簿と照合し、該当なし。")
    assert page.status == 200, page.text


def to_board(staff: Visitor, application_id: int) -> None:
    """Send a checked application to the board."""
    staff.get(f"/secretariat/applications/{application_id}")
    assert staff.submit("/board").status == 200


def decide(make_browser: Browsers, stage: Stage, concerns: str, *, choice: str = "approve", reason: str = "") -> str:
    """Every member of the board declares and answers; the answer is the path of the deliberation."""
    path = ""
    for body in stage.board:
        member = signed_in(make_browser, body.email)
        member.get("/board")
        path = member.follow(concerns).path
        assert member.submit("/declaration", state="none").status == 200
        assert member.submit("/position", choice=choice, reason=reason).status == 200
    return path


def close(staff: Visitor, concerns: str) -> Page:
    """Close the deliberation about something, where nothing is left to wait for."""
    staff.get("/secretariat/board/deliberations")
    staff.follow(concerns)
    return staff.submit("/close")


def release(staff: Visitor, application_id: int, **fields: Any) -> Page:
    """Release the held decision from its preview."""
    staff.get(f"/secretariat/applications/{application_id}/release")
    if fields:
        staff.submit("/reasons", **fields)
    return staff.submit("/release")


def problems_of_ledger(app: Flask) -> list[str]:
    """Seal what is unsealed, and verify the whole ledger."""
    with app.app_context():
        with transaction():
            seal(at=now())
        with reading():
            return [str(problem) for problem in verify(None)]
