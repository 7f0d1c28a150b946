"""People of the tests of pages: an applicant who came by mail, and staff who sign in."""

import re
from collections.abc import Callable
from email.message import EmailMessage

from flask import Flask

from platform_app.accounts.services import accept_invitation, ensure_user, grant_office, invite_user
from platform_app.database.transaction import transaction
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.clock import now
from platform_app.kernel.roles import Role
from platform_app.mail.rules import LinkPurpose
from platform_app.mail.services import find_link, link_url
from platform_app.members.services import link_user
from tests.browsing import Visitor
from tests.stages import step

PASSWORD = "mihon no nagai aikotoba 2026"
ADDRESS = "shinsei@hidamari.example.jp"
_LINK = re.compile(r"https?://\S+")


def link_in(mail: EmailMessage) -> str:
    """The first address in a mail, without its host."""
    found = _LINK.search(mail.get_content())
    assert found is not None
    return "/" + found.group().split("/", 3)[3]


def begin(browser: Visitor, mails: Callable[[str], list[EmailMessage]], address: str = ADDRESS) -> int:
    """Ask for the link, open it, press the button; the answer is the application's id."""
    return browser.once(("begin", address), lambda: _begun(browser, mails, address))


def _begun(browser: Visitor, mails: Callable[[str], list[EmailMessage]], address: str) -> int:
    browser.get("/apply")
    browser.submit("/apply", address=address)
    browser.get(link_in(mails(address)[-1]))
    page = browser.submit()
    return int(page.path.rsplit("/", 1)[-1])


@step
def _holder_of(role: Role) -> str:
    email = f"{role.value}@platform.example"
    with transaction():
        user_id = ensure_user(email=email, name=role.value, locale="en", by=OPERATOR, at=now())
        grant_office(user_id=user_id, role=role, by=OPERATOR, at=now())
        link_id = invite_user(user_id=user_id, by=OPERATOR, at=now())
        token = link_url(link_id).rsplit("/", 1)[-1]
        link = find_link(token=token, purpose=LinkPurpose.INVITATION, at=now())
        accept_invitation(link=link, name=role.value, password=PASSWORD, by=OPERATOR, at=now())
    return email


def sign_in_as(app: Flask, browser: Visitor, role: Role) -> Visitor:
    """A browser signed in with an account that holds an office."""
    with app.app_context():
        email = _holder_of(role)
    page = browser.sign_in(email, PASSWORD)
    assert page.status == 200
    return browser


@step
def _account_of(person_id: int) -> str:
    email = f"kanji{person_id}@mihon.example"
    with transaction():
        user_id = ensure_user(email=email, name="見本 幹事", locale="en", by=OPERATOR, at=now())
        link_user(person_id=person_id, user_id=user_id, by=OPERATOR, at=now())
        link_id = invite_user(user_id=user_id, by=OPERATOR, at=now())
        token = link_url(link_id).rsplit("/", 1)[-1]
        link = find_link(token=token, purpose=LinkPurpose.INVITATION, at=now())
        accept_invitation(link=link, name="見本 幹事", password=PASSWORD, by=OPERATOR, at=now())
    return email


def sign_in_for_seat(app: Flask, browser: Visitor, person_id: int) -> Visitor:
    """A browser signed in as the person who holds a seat."""
    with app.app_context():
        email = _account_of(person_id)
    browser.sign_in(email, PASSWORD)
    return browser
