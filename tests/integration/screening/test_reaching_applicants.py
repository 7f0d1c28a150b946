"""The applicant's status page in plain words, the withdrawal, and an applicant whom no mail reaches."""

from collections.abc import Callable
from email.message import EmailMessage

import pytest
from flask import Flask

from platform_app.audit.queries import list_entries
from platform_app.database.transaction import transaction
from platform_app.extensions import db
from platform_app.kernel.errors import RuleViolation
from platform_app.kernel.roles import Role
from platform_app.mail.models import MailMessage
from platform_app.mail.rules import DeliveryError, MessageState
from platform_app.screening.queries import get_application
from platform_app.screening.services.addresses import change_address
from platform_app.screening.services.release import release
from tests.browsing import Visitor
from tests.integration.screening.applying import AT, SECRETARIAT, decided, make_recommenders, seat_board, status_of, submitted
from tests.integration.screening.signing_in import link_in, sign_in_as

Browsers = Callable[[], Visitor]
Mails = Callable[[str], list[EmailMessage]]
OLD, NEW = "tantou@hidamari.example.jp", "atarashii@hidamari.example.jp"


def arrive(browser: Visitor, mails: Mails, address: str = OLD) -> Visitor:
    """The applicant opens the newest mail and presses the button."""
    browser.get(link_in(mails(address)[-1]))
    browser.submit()
    return browser


def bounce(address: str) -> None:
    """Every message to an address comes back."""
    with transaction():
        for row in db.session.query(MailMessage).filter_by(recipient=address):
            row.state, row.sent_at, row.given_up_at, row.error = MessageState.UNDELIVERED, None, AT, DeliveryError.ADDRESS_REFUSED


def test_the_status_page_tells_until_when_and_what_happened(app: Flask, visitor: Browsers, mails: Mails) -> None:
    with app.app_context():
        make_recommenders()
        submitted()
    page = arrive(visitor(), mails).page
    assert "2026年11月30日まで（5営業日）" in page.text
    assert "これまでの経過" in page.text


def test_an_admitted_applicant_is_told_what_to_do_next(app: Flask, visitor: Browsers, mails: Mails) -> None:
    with app.app_context():
        make_recommenders()
        application_id = decided(seat_board())
        with transaction():
            release(application_id=application_id, by=SECRETARIAT, at=AT)
        address = OLD
    page = arrive(visitor(), lambda to: [mail for mail in mails(to) if "/apply/resume/" in mail.get_content()], address).page
    assert "招待のメールを開いてパスワードを決め" in page.text
    assert "なし" not in page.text.split("これまでの経過")[0]


def test_a_withdrawal_is_explained_before_it_is_done(app: Flask, visitor: Browsers, mails: Mails) -> None:
    with app.app_context():
        make_recommenders()
        application_id = submitted()
        browser = arrive(visitor(), mails)
        browser.follow("申込を取り下げる")
        assert status_of(application_id) == "submitted"
        assert "元に戻すことはできません" in browser.page.text
        browser.submit("/withdrawal")
        assert status_of(application_id) == "withdrawn"
        assert browser.get(f"/apply/{application_id}/withdrawal").path == f"/apply/{application_id}"


def test_mail_that_bounces_everywhere_asks_for_the_telephone_and_another_address(app: Flask, visitor: Browsers, mails: Mails) -> None:
    with app.app_context():
        make_recommenders()
        application_id = submitted()
        old_link = link_in(mails(OLD)[-1])
        staff = sign_in_as(app, visitor(), Role.SECRETARIAT)
        path = f"/secretariat/applications/{application_id}"
        assert "could not be reached" not in staff.get(path).text
        bounce(OLD)
        page = staff.get(path)
        assert "The applicant could not be reached by mail" in page.text
        assert "Please telephone: 03-0000-0001" in page.text
        page = staff.submit("/address", address=OLD, reason="電話で確かめた。")
        assert (page.status, "This is the address that is used already." in page.text) == (409, True)
        assert staff.submit("/address", address=NEW, reason="電話で本人に確かめた。").status == 200
        arrive(visitor(), mails, NEW)
        assert visitor().get(old_link).status in (404, 410)
        assert "go to another address" in mails(OLD)[-1].get_content() or "別のアドレス" in mails(OLD)[-1].get_content()
        assert "could not be reached" not in staff.get(path).text
        assert get_application(application_id).answers["contact_email"] == NEW
        assert NEW not in str([entry.data for entry in list_entries(subject_type="application", subject_id=application_id)])


def test_an_application_that_has_ended_keeps_its_address(app: Flask) -> None:
    with app.app_context():
        make_recommenders()
        application_id = decided(seat_board())
        with transaction():
            release(application_id=application_id, by=SECRETARIAT, at=AT)
        with pytest.raises(RuleViolation, match="screening.not_open"), transaction():
            change_address(application_id=application_id, address=NEW, reason="x", by=SECRETARIAT, at=AT)
