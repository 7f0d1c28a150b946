"""The pages by other means than a mouse and a script: by the keyboard alone, without scripts, and after mistakes."""

import re
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from flask import Flask

from tests.browsers import Tab
from tests.browsing import Visitor
from tests.factories import PASSWORD, set_stage
from tests.journeys.acting import apply, check_all, recommend_all, signed_in, to_board
from tests.journeys.answers import APPLICANT, BODY, NAME
from tests.journeys.looking import Watch, fill, send

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("app", ["sqlite"], indirect=True)]

Browse = Callable[..., Tab]
Mails = Callable[[str], list[EmailMessage]]
_LINK = re.compile(r"http://\S+/\S{20,}")
_FOCUS = "() => { const e = document.activeElement; return [e.tagName, e.name || '', e.value || '', (e.textContent || '').trim()]; }"
_IS_VISIBLE = """() => {
  const box = document.activeElement.getBoundingClientRect();
  const style = getComputedStyle(document.activeElement);
  const at = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
  return box.top >= 0 && box.top < window.innerHeight && (style.outlineStyle !== 'none' || style.boxShadow !== 'none') && at !== null;
}"""
_MOST_TABS = 80


def _link(mails: Mails, address: str) -> str:
    found = _LINK.search(mails(address)[-1].get_content())
    assert found is not None
    return found.group()


def _begin(tab: Tab, mails: Mails) -> None:
    tab.go("/apply")
    fill(tab, {"address": APPLICANT})
    send(tab, "/apply")
    tab.go(_link(mails, APPLICANT))
    send(tab)


def _tab_to(tab: Tab, *, name: str = "", value: str = "", words: str = "") -> None:
    """Press Tab until the wanted control has the focus; every stop on the way must be seen."""
    for _press in range(_MOST_TABS):
        tab.page.keyboard.press("Tab")
        tag, found, held, text = tab.page.evaluate(_FOCUS)
        assert tab.page.evaluate(_IS_VISIBLE), f"the focus on {tag} {found} {text[:40]!r} cannot be seen"
        if (not name or found == name) and (not value or held == value) and words in text:
            return
    raise AssertionError(f"Tab never reaches {name} {value} {words}")


def test_a_page_of_the_form_is_filled_in_by_the_keyboard_alone(browse: Browse, mails: Mails) -> None:
    tab = browse("desk", language="en")
    _begin(tab, mails)
    tab.go(tab.page.url + "/membership")
    keyboard = tab.page.keyboard
    keyboard.press("Tab")
    assert tab.page.evaluate(_FOCUS)[3] == "Skip to the main text"
    keyboard.press("Enter")
    _tab_to(tab, name="membership_class")
    keyboard.press("Space")
    keyboard.press("ArrowDown")
    keyboard.press("ArrowUp")
    _tab_to(tab, name="kind")
    keyboard.press("Space")
    _tab_to(tab, name="corporate_number")
    keyboard.type("5835678256246")
    _tab_to(tab, name="then", value="next")
    with tab.page.expect_navigation():
        keyboard.press("Enter")
    assert "/body" in tab.page.url, tab.text
    tab.page.go_back()
    assert tab.page.is_checked('[name="membership_class"][value="regular"]')
    tab.assert_quiet()


def test_a_position_is_given_by_the_keyboard_alone(app: Flask, browse: Browse, visitor: Callable[..., Visitor], mails: Mails) -> None:
    stage = set_stage(app)
    application_id = apply(visitor(), mails, stage)
    recommend_all(visitor, mails, stage)
    staff = signed_in(visitor, stage.secretariat)
    check_all(staff, application_id)
    to_board(staff, application_id)
    tab = browse("desk", language="en")
    keyboard = tab.page.keyboard
    tab.go("/sign-in")
    _tab_to(tab, name="email")
    keyboard.type(stage.board[0].email)
    _tab_to(tab, name="password")
    keyboard.type(PASSWORD)
    _enter(tab)
    _tab_to(tab, words="Deliberations that wait")
    _enter(tab)
    _tab_to(tab, words=NAME)
    _enter(tab)
    _tab_to(tab, name="state")
    keyboard.press("Space")
    _tab_to(tab, words="Declare")
    _enter(tab)
    assert "ひとりで悩む人" in tab.text
    _tab_to(tab, name="choice")
    keyboard.press("Space")
    _tab_to(tab, name="reason")
    keyboard.type("It is what the platform is for.")
    _tab_to(tab, words="Give the position")
    _enter(tab)
    assert "Your position is recorded" in tab.text
    tab.assert_quiet()


def _enter(tab: Tab) -> None:
    with tab.page.expect_navigation():
        tab.page.keyboard.press("Enter")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_mistakes_are_summed_up_with_the_focus_on_the_summary_and_the_text_kept(browse: Browse, mails: Mails, language: str) -> None:
    tab, watch = browse("phone", language=language), Watch(language, "phone-mistakes")
    _begin(tab, mails)
    start = tab.page.url
    tab.go(start + "/body")
    wrong = {"name": "あ" * 201, "postal_code": "1000", "phone": "電話なし", "website": "hidamari", "address": "千代田区見本町1-2-3"}
    fill(tab, wrong)
    send(tab, then="next")
    assert tab.page.evaluate("() => 'errorSummary' in document.activeElement.dataset")
    assert tab.page.locator("[data-error-summary] li").count() == 4
    assert {name: tab.page.input_value(f'main [name="{name}"]') for name in wrong} == wrong
    watch.look(tab, "several-mistakes")
    tab.page.locator("[data-error-summary] a").nth(1).click()
    assert tab.page.evaluate(_FOCUS)[1] == "postal_code"
    for step, fields in (("officers", {"officers-0-name": "い" * 121}), ("activities", {"activity_record-0-since": "昔から"})):
        tab.go(f"{start}/{step}")
        fill(tab, fields)
        send(tab, then="next")
        assert tab.page.locator("[data-error-summary] li").count() == 1
        watch.look(tab, f"mistake-{step}")
    watch.assert_fine()


def test_the_form_works_without_scripts(browse: Browse, mails: Mails) -> None:
    tab = browse("phone", scripts=False)
    _begin(tab, mails)
    start = tab.page.url
    tab.go(start + "/membership")
    for step in ("membership", "body", "people"):
        fill_plainly(tab, BODY[step])
        send_plainly(tab, "next")
    assert tab.page.url.endswith("/activities")
    tab.page.fill('[name="purpose"]', "い" * 2001)
    send_plainly(tab, "next")
    assert "確かめ" in tab.text or "入力" in tab.text
    assert len(tab.page.input_value('[name="purpose"]')) == 2001
    fill_plainly(tab, BODY["activities"])
    send_plainly(tab, "later")
    assert tab.page.url == start
    tab.press(tab.page.locator('main a[href$="/withdrawal"]'))
    with tab.page.expect_navigation():
        tab.page.locator('main form[action$="/withdrawal"] button').last.click()
    assert "取下げ" in tab.text


def fill_plainly(tab: Tab, fields: object) -> None:
    """Fill in fields without asking the page anything by script."""
    assert isinstance(fields, dict)
    for name, value in fields.items():
        kind = "select" if name in ("body_kind", "prefecture") else ""
        if name in ("membership_class", "kind", "areas"):
            for one in value if isinstance(value, list) else [value]:
                tab.page.check(f'main [name="{name}"][value="{one}"]')
        elif kind:
            tab.page.select_option(f'main [name="{name}"]', value)
        else:
            tab.page.fill(f'main [name="{name}"]', value)


def send_plainly(tab: Tab, then: str) -> None:
    """Press a button of the form."""
    tab.press(tab.page.locator(f'main button[name="then"][value="{then}"]').first)
