"""The form saves itself while somebody types; what the script sends and gets."""

import re
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest
from flask import Flask

from platform_app.audit.queries import list_entries
from platform_app.database.transaction import reading, transaction
from platform_app.extensions import db
from platform_app.kernel.actors import Actor, ActorKind, Grant
from platform_app.kernel.clock import now
from platform_app.kernel.roles import Role
from platform_app.screening.models import Application
from platform_app.screening.queries import list_officers
from platform_app.screening.rules.form import Step
from platform_app.screening.services.applications import save_step
from tests.browsing import Page, Visitor
from tests.fixtures import Clock
from tests.integration.screening.applying import make_recommenders, submitted
from tests.integration.screening.signing_in import begin

Mails = Callable[[str], list[EmailMessage]]
Browsers = Callable[[], Visitor]


class Tab:
    """One open page of the form, whose script sends what stands in it."""

    def __init__(self, browser: Visitor, application_id: int, step: str) -> None:
        self.browser = browser
        self.path = f"/apply/{application_id}/{step}"
        form = browser.get(self.path).form()
        self.fields: dict[str, Any] = dict(form.fields)

    def type(self, **fields: Any) -> dict[str, Any]:
        """Type, wait a moment, and hear what the server says."""
        self.fields |= fields
        answer = self.send("/draft")
        told: dict[str, Any] = answer.response.get_json()
        assert answer.status == 200, told
        self.fields |= {name: value for name, value in told["fields"].items() if name in self.fields}
        return told

    def send(self, to: str = "", **fields: Any) -> Page:
        """Send the page as it is, to the draft or by its button, counted as the script counts."""
        self.fields["turn"] = str(int(self.fields["turn"]) + 1)
        pairs = [(name, one) for name, value in (self.fields | fields).items() for one in (value if isinstance(value, list) else [value])]
        return self.browser.post(self.path + to, pairs)


@pytest.fixture
def begun(visitor: Browsers, mails: Mails) -> tuple[Visitor, int]:
    """A browser with a draft that was just begun."""
    browser = visitor()
    return browser, begin(browser, mails)


def answers_of(app: Flask, application_id: int) -> dict[str, Any]:
    """What is kept."""
    with app.app_context():
        return db.session.get_one(Application, application_id).answers


def saved_events(app: Flask, application_id: int) -> list[str]:
    """The pages in the ledger, one for each entry of saving."""
    with app.app_context():
        entries = list_entries(subject_type="application", subject_id=application_id)
    return [str(entry.data["step"]) for entry in entries if entry.event == "screening.draft_saved"]


def test_what_is_typed_is_kept_and_the_time_told(app: Flask, begun: tuple[Visitor, int], clock: Clock) -> None:
    browser, application_id = begun
    clock.set("2026-11-23 11:32")
    told = Tab(browser, application_id, "activities").type(purpose="居場所を𠮷野につくる🙂")
    assert told["message"] == "Saved at 11:32."
    assert told["meter"].startswith("Still missing:")
    assert answers_of(app, application_id)["purpose"] == "居場所を𠮷野につくる🙂"


def test_half_typed_answers_wait_and_the_others_are_kept(app: Flask, begun: tuple[Visitor, int]) -> None:
    browser, application_id = begun
    tab = Tab(browser, application_id, "body")
    tab.type(postal_code="100-0001")
    told = tab.type(name="見本の会", postal_code="100-", phone="0")
    assert told["message"].endswith("Not saved yet, because not complete: Postal code, Telephone.")
    assert answers_of(app, application_id) == {"name": "見本の会", "postal_code": "100-0001"}


def test_a_half_typed_line_of_a_list_is_kept_but_for_what_is_not_right(app: Flask, begun: tuple[Visitor, int]) -> None:
    browser, application_id = begun
    tab = Tab(browser, application_id, "activities")
    told = tab.type(**{"activity_record-0-what": "食堂", "activity_record-0-since": "20"})
    assert "Since when" in told["message"]
    assert told["fields"]["activity_record-0-key"] == "e1"
    tab.type(**{"activity_record-0-since": "2019"})
    tab.type(**{"activity_record-0-since": "2019-1"})
    (entry,) = answers_of(app, application_id)["activity_record"]
    assert (entry["key"], entry["what"], entry["since"]) == ("e1", "食堂", "2019")


def test_hours_of_typing_are_few_entries_of_the_ledger(app: Flask, begun: tuple[Visitor, int], clock: Clock) -> None:
    browser, application_id = begun
    tab = Tab(browser, application_id, "activities")
    for number in range(8):
        tab.type(purpose="あ" * (number + 1))
        clock.advance(minutes=5)
    assert saved_events(app, application_id) == ["activities"]
    Tab(browser, application_id, "body").type(name="見本の会")
    clock.advance(minutes=61)
    Tab(browser, application_id, "body").type(name="見本の会二")
    assert saved_events(app, application_id) == ["activities", "body", "body"]


def test_another_tab_is_not_overwritten_and_the_button_shows_both(app: Flask, begun: tuple[Visitor, int]) -> None:
    browser, application_id = begun
    first, second = (Tab(browser, application_id, "activities") for _tab in range(2))
    first.type(purpose="一つ目の窓")
    second.fields["purpose"] = "二つ目の窓"
    refused = second.send("/draft")
    assert refused.status == 409
    assert "another window" in refused.response.get_json()["message"]
    assert answers_of(app, application_id)["purpose"] == "一つ目の窓"
    page = second.send()
    assert page.status == 409
    assert "一つ目の窓" in page.text
    assert "二つ目の窓" in page.html


def test_an_answer_that_was_lost_on_the_way_is_no_other_tab(app: Flask, begun: tuple[Visitor, int]) -> None:
    browser, application_id = begun
    tab = Tab(browser, application_id, "activities")
    assert tab.send("/draft", purpose="届いたが").status == 200
    tab.type(purpose="届いたが、返事が来なかった。")
    assert answers_of(app, application_id)["purpose"] == "届いたが、返事が来なかった。"
    assert tab.send(purpose="返事が来なくてもボタンは使える。").status == 200


def test_what_was_sent_earlier_and_comes_later_replaces_nothing(app: Flask, begun: tuple[Visitor, int]) -> None:
    browser, application_id = begun
    tab = Tab(browser, application_id, "activities")
    tab.type(purpose="はじめ")
    late = Tab(browser, application_id, "activities")
    late.fields = tab.fields | {"purpose": "はじめの文。"}
    tab.fields["turn"] = str(int(tab.fields["turn"]) + 1)
    assert tab.send(purpose="はじめの文。保存の間に書いた、二つ目の文。").status == 200
    assert late.send("/draft").status == 200
    assert answers_of(app, application_id)["purpose"] == "はじめの文。保存の間に書いた、二つ目の文。"


def test_a_wrong_click_on_a_choice_takes_nothing_away_that_other_pages_hold(app: Flask, begun: tuple[Visitor, int]) -> None:
    browser, application_id = begun
    Tab(browser, application_id, "body").type(name="見本の会", short_name="みほん", founded_on="2012-04-01")
    tab = Tab(browser, application_id, "membership")
    tab.type(kind="organisation", corporate_number="5835678256246")
    before = answers_of(app, application_id)
    assert before["short_name"] == "みほん"
    tab.type(kind="individual")
    tab.type(kind="organisation")
    assert answers_of(app, application_id) == before
    assert tab.send(kind="individual").status == 200
    assert "short_name" not in answers_of(app, application_id)


@pytest.mark.parametrize(("step", "name", "most"), [("officers", "officers", 60), ("activities", "activity_record", 20), ("people", "further_people", 5)])
def test_a_list_that_is_full_is_shown_without_blank_lines(app: Flask, begun: tuple[Visitor, int], step: str, name: str, most: int) -> None:
    browser, application_id = begun
    line = {"activity_record": {"what": "食堂"}, "officers": {"name": "見本 花子"}, "further_people": {"name": "見本 花子", "roles": ["contact"]}}[name]
    with app.app_context(), transaction():
        actor = Actor(kind=ActorKind.LINK, roles=frozenset({Role.APPLICANT}), grants=(Grant(Role.APPLICANT, None, application_id),))
        values = {name: [{"kana": "", "role": "", "birth_on": None, **line}] * most}
        save_step(application_id=application_id, step=Step(step), values=values, shown=None, by=actor, at=now())
    for question in ("", "?more=1"):
        page = browser.get(f"/apply/{application_id}/{step}{question}")
        assert page.status == 200 and f'name="{name}-{most - 1}-' in page.html and f'name="{name}-{most}-' not in page.html
        assert 'value="more"' not in page.html


def test_a_half_typed_date_keeps_that_of_its_own_line(app: Flask, begun: tuple[Visitor, int]) -> None:
    browser, application_id = begun
    tab = Tab(browser, application_id, "officers")
    for place, (name, born) in enumerate((("一", "1951-01-01"), ("二", "1952-02-02"), ("三", "1953-03-03"))):
        tab.type(**{f"officers-{place}-name": name, f"officers-{place}-birth_on": born})
    tab.type(**{"officers-0-name": "", "officers-0-birth_on": ""})
    tab.type(**{"officers-1-birth_on": "19"})
    with app.app_context(), reading():
        assert [(row.name, row.birth_on) for row in list_officers(application_id)] == [("二", "1952-02-02"), ("三", "1953-03-03")]


def test_a_pledge_without_a_name_is_told_and_its_tick_stays(app: Flask, begun: tuple[Visitor, int]) -> None:
    browser, application_id = begun
    page = Tab(browser, application_id, "pledge").send(pledge="y", pledged_by="")
    assert page.status == 422 and "the name of the person who pledges below" in page.text
    assert [" checked" in field for field in re.findall("<input[^>]*>", page.html) if 'name="pledge"' in field] == [True]


def test_a_reading_typed_in_half_width_is_kept_in_full(app: Flask, begun: tuple[Visitor, int]) -> None:
    browser, application_id = begun
    tab = Tab(browser, application_id, "body")
    tab.type(name="ﾋﾀﾞﾏﾘの会", kana="ﾋﾀﾞﾏﾘﾉｶｲ")
    assert (answers_of(app, application_id)["name"], answers_of(app, application_id)["kana"]) == ("ﾋﾀﾞﾏﾘの会", "ヒダマリノカイ")
    assert "Reading in kana" in tab.type(kana="日向の会")["message"]


def test_a_phone_begins_and_a_desktop_goes_on(visitor: Browsers, mails: Mails, clock: Clock) -> None:
    phone, desktop = visitor(), visitor()
    application_id = begin(phone, mails)
    Tab(phone, application_id, "activities").type(purpose="電車の中で書いた目的")
    clock.advance(days=2)
    assert begin(desktop, mails) == application_id
    assert "電車の中で書いた目的" in desktop.get(f"/apply/{application_id}/activities").html


def test_an_expired_visit_saves_nothing_and_says_so(app: Flask, visitor: Browsers, mails: Mails, clock: Clock) -> None:
    browser = visitor()
    application_id = begin(browser, mails)
    tab = Tab(browser, application_id, "activities")
    clock.advance(hours=13)
    assert tab.send("/draft", purpose="遅れて書いた目的").status == 401
    begin(browser, mails)
    again = Tab(browser, application_id, "activities")
    again.fields["purpose"] = "遅れて書いた目的"
    again.fields |= {name: value for name, value in tab.fields.items() if name in ("shown", "page")}
    assert again.send("/draft").status == 200
    assert answers_of(app, application_id)["purpose"] == "遅れて書いた目的"


def test_a_number_of_twelve_digits_is_not_kept_while_typing(app: Flask, begun: tuple[Visitor, int]) -> None:
    browser, application_id = begun
    told = Tab(browser, application_id, "membership").type(corporate_number="583567825624")
    assert "Corporate Number" in told["message"]
    assert answers_of(app, application_id) == {}


@pytest.mark.parametrize(
    ("fields", "cause"),
    [({"publication_consent": "y"}, "no field"), ({"name": "x"}, "no field"), ({"csrf": "x"}, "no field")],
)
def test_an_answer_that_the_page_does_not_have_is_refused(app: Flask, begun: tuple[Visitor, int], fields: dict[str, str], cause: str) -> None:
    browser, application_id = begun
    refused = Tab(browser, application_id, "pledge").send("/draft", **fields)
    assert refused.status == 409
    assert cause in refused.response.get_json()["message"]
    assert answers_of(app, application_id) == {}


@pytest.mark.parametrize("value", ["あ" * 2001, "x\x00y", "右\u202e左", "😀" * 2001])
def test_text_that_cannot_be_kept_stays_on_the_page(app: Flask, begun: tuple[Visitor, int], value: str) -> None:
    browser, application_id = begun
    told = Tab(browser, application_id, "activities").type(purpose=value, activities="週三回")
    assert "Purpose" in told["message"]
    assert answers_of(app, application_id) == {"activities": "週三回"}


def test_what_was_sent_in_meanwhile_is_not_changed(app: Flask, visitor: Browsers, mails: Mails) -> None:
    browser = visitor()
    application_id = begin(browser, mails)
    tab = Tab(browser, application_id, "activities")
    browser.get(f"/apply/{application_id}/withdrawal")
    browser.submit("withdrawal")
    refused = tab.send("/draft", purpose="遅すぎた目的")
    assert refused.status == 409
    assert answers_of(app, application_id) == {}


def test_nobody_saves_another_s_draft(app: Flask, begun: tuple[Visitor, int]) -> None:
    browser, mine = begun
    with app.app_context():
        make_recommenders()
        other = submitted()
    tab = Tab(browser, mine, "activities")
    tab.path = f"/apply/{other}/activities"
    assert tab.send("/draft", purpose="他人の目的").status == 404
