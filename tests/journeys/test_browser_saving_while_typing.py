"""A form that saves itself, in a real browser: one types on a phone, the train enters a tunnel, the sign-in expires, a desktop goes on."""

import re
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest
from flask import Flask

from platform_app.accounts.models import SignInSession
from platform_app.database.transaction import transaction
from platform_app.extensions import db
from platform_app.kernel.clock import now
from platform_app.screening.models import Application
from tests.browsers import Served, Tab

pytestmark = pytest.mark.browser
ADDRESS = "shinsei@hidamari.example.jp"
Mails = Callable[[str], list[EmailMessage]]
Browse = Callable[..., Tab]


def begin(tab: Tab, mails: Mails) -> str:
    """Ask for the link, open it, press the button; the answer is the path of the application."""
    tab.go("/apply")
    tab.page.fill("[name=address]", ADDRESS)
    tab.press(tab.page.locator("main form button").first)
    found = re.search(r"https?://\S+", mails(ADDRESS)[-1].get_content())
    assert found is not None
    tab.go(found.group())
    tab.press(tab.page.locator("main form button").first)
    return "/" + tab.page.url.split("/", 3)[3]


def says(tab: Tab, text: str) -> None:
    """Wait until the line about saving says something."""
    tab.page.wait_for_function("text => document.querySelector('[data-autosave-status]').textContent.includes(text)", arg=text, timeout=10_000)


def kept(app: Flask) -> dict[str, Any]:
    """What is saved."""
    with app.app_context():
        found = db.session.query(Application).one()
        answers: dict[str, Any] = found.answers
        db.session.rollback()
        return answers


def test_a_form_saves_itself_through_a_tunnel_and_an_expired_sign_in(app: Flask, served: Served, browse: Browse, mails: Mails) -> None:
    phone = browse("phone")
    path = begin(phone, mails)
    phone.go(f"{path}/activities")
    says(phone, "自動で保存されます")
    phone.page.fill("[name=purpose]", "電車の中で書いた目的")
    says(phone, "に保存しました")
    assert kept(app)["purpose"] == "電車の中で書いた目的"
    phone.shot("saved")
    phone.assert_accessible()
    phone.page.context.set_offline(True)
    phone.page.fill("[name=purpose]", "トンネルの中で書いた目的")
    says(phone, "つながっていません")
    phone.page.context.set_offline(False)
    says(phone, "に保存しました")
    assert kept(app)["purpose"] == "トンネルの中で書いた目的"
    with served.app.app_context(), transaction():
        for session in db.session.query(SignInSession):
            session.ended_at = now()
    phone.page.fill("[name=purpose]", "サインインが切れてから書いた目的")
    says(phone, "サインインが切れた")
    phone.shot("expired")
    other = Tab(phone.page.context.new_page(), served.url, "again")
    assert begin(other, mails) == path
    phone.page.evaluate("() => window.dispatchEvent(new Event('focus'))")
    says(phone, "に保存しました")
    assert kept(app)["purpose"] == "サインインが切れてから書いた目的"
    desk = browse("desk")
    assert begin(desk, mails) == path
    desk.go(f"{path}/activities")
    assert desk.page.input_value("[name=purpose]") == "サインインが切れてから書いた目的"


def test_a_second_window_is_told_and_a_left_page_is_saved(app: Flask, browse: Browse, mails: Mails) -> None:
    desk = browse("desk", language="en")
    path = begin(desk, mails)
    other = Tab(desk.page.context.new_page(), desk.url, "other")
    for tab in (desk, other):
        tab.go(f"{path}/activities")
    desk.page.fill("[name=purpose]", "first window")
    says(desk, "Saved at")
    other.page.fill("[name=purpose]", "second window")
    says(other, "another window")
    assert kept(app)["purpose"] == "first window"
    other.shot("told")
    other.press("Save and go on")
    assert "first window" in other.text
    assert other.page.input_value("[name=purpose]") == "second window"
    desk.go(f"{path}/body")
    desk.page.fill("[name=name]", "left at once")
    desk.page.get_by_role("link", name="My application").first.click()
    desk.page.wait_for_function("() => document.body.innerText.includes('left at once')")
    assert kept(app)["name"] == "left at once"
    desk.assert_quiet()
