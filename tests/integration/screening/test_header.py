"""What the frame of a page shows to somebody who came by the link of an application."""

from collections.abc import Callable
from email.message import EmailMessage

from tests.browsing import Visitor
from tests.integration.screening.signing_in import begin


def test_an_applicant_sees_the_own_application_and_can_end_the_session(
    visitor: Callable[[], Visitor], mails: Callable[[str], list[EmailMessage]]
) -> None:
    browser = visitor()
    application_id = begin(browser, mails)
    page = browser.get("/")
    assert (f"/apply/{application_id}", "My application") in page.links
    assert not any(address == "/account" for address, _ in page.links)
    sign_out = next(form for form in page.forms if form.action.endswith("/sign-out"))
    browser.post(sign_out.action, sign_out.fields)
    assert browser.get(f"/apply/{application_id}").status == 401
