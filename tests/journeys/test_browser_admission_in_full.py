"""An admission with all that happens in life: interruptions, two returns, five seats of which one steps back and one is late, a batch, letters."""

import pytest
from flask import Flask
from sqlalchemy import update

from platform_app.accounts.models import SignInSession
from platform_app.database.transaction import transaction
from platform_app.extensions import db
from platform_app.kernel.clock import now
from tests.browsers import Tab
from tests.journeys.answers import APPLICANT, BODY, NAME, PAPERS, PLEDGE
from tests.journeys.looking import Watch, fill, send
from tests.journeys.walking import Browse, Mails, Walk

pytestmark = pytest.mark.browser

_SAVED = "() => /(保存しました|Saved at)/.test(document.querySelector('[data-autosave-status]').textContent)"


class Interrupted(Walk):
    """A walk in which the applicant is torn away again and again."""

    def come_back(self, window: str) -> Tab:
        """Another browser, by a fresh link to the same address."""
        tab = self.browse(window, language=self.watch.language)
        tab.go("/apply")
        fill(tab, {"address": APPLICANT})
        send(tab, "/apply")
        tab.go(self.link(APPLICANT))
        send(tab)
        return tab

    def begin_on_the_phone(self) -> None:
        """Type, and close the tab without pressing anything."""
        tab = self.come_back("phone")
        tab.press(tab.page.locator('main a[href$="/membership"]').first)
        fill(tab, BODY["membership"])
        send(tab, then="next")
        fill(tab, {"name": NAME, "kana": "ミホン"})
        tab.page.wait_for_function(_SAVED)
        self.watch.look(tab, "saved-by-itself")
        tab.page.close()

    def go_on_at_the_desk(self) -> Tab:
        """The name typed on the phone is there; while people are filled in, the sign-in ends."""
        tab = self.come_back("desk")
        start = tab.page.url
        tab.go(f"{start}/body")
        assert tab.page.input_value('main [name="name"]') == NAME
        fill(tab, BODY["body"])
        send(tab, then="next")
        fill(tab, BODY["people"])
        tab.page.wait_for_function(_SAVED)
        fill(tab, {"representative_title": "代表理事（共同）"})
        self.end_all_sessions()
        send(tab, then="next")
        self.watch.look(tab, "sign-in-has-ended")
        return self._after_the_end(start)

    def end_all_sessions(self) -> None:
        """The time of every sign-in runs out."""
        with self.app.app_context(), transaction():
            db.session.execute(update(SignInSession).values(expires_at=now()))

    def _after_the_end(self, start: str) -> Tab:
        tab = self.come_back("desk")
        tab.go(f"{start}/people")
        assert tab.page.input_value('main [name="representative_name"]') == BODY["people"]["representative_name"]
        fill(tab, BODY["people"])
        send(tab, then="next")
        for step in ("activities", "officers"):
            fill(tab, BODY[step])
            send(tab, then="next")
        for slot, address in PAPERS.items():
            fill(tab, {"slot": slot, "address": address})
            send(tab, holds='[name="slot"]')
        tab.go(f"{start}/recommenders")
        for body in self.stage.recommenders:
            self.ask(tab, body)
        tab.go(f"{start}/pledge")
        fill(tab, PLEDGE)
        send(tab, then="next")
        send(tab, "/submission")
        self.watch.look(tab, "status-sent-in")
        return tab


    def return_it(self, staff: Tab, remarks: dict[str, str], words: str) -> None:
        """Pin remarks to places of the form and send the application back."""
        staff.go(f"{self.path}/return")
        for place, text in remarks.items():
            fill(staff, {"field": place, "text": text, "clause": "admission.criteria"})
            send(staff, "/remarks", holds='[name="field"]')
        self.watch.look(staff, "return-prepared")
        fill(staff, {"remark": words})
        send(staff, "/return")
        self.watch.look(staff, "returned")

    def correct(self, tab: Tab, *texts: str) -> None:
        """Mend what was asked, one text for each remark, and nothing else; and send it again."""
        tab.go(tab.page.url.split("/corrections")[0] + "/corrections")
        self.watch.look(tab, "what-to-correct")
        for number, text in enumerate(texts, 1):
            tab.page.locator(f"#remark-{number} .card-body > .field").first.locator("input, textarea").fill(text)
        send(tab, then="send")
        self.watch.look(tab, "status-corrected")
        assert not tab.page.url.endswith("/corrections"), tab.text


@pytest.mark.parametrize(("app", "window", "language"), [pytest.param("sqlite", "desk", "ja", id="sqlite-desk-ja")], indirect=["app"])
def test_an_admission_with_all_that_happens_in_life(
    request: pytest.FixtureRequest, app: Flask, browse: Browse, mails: Mails, window: str, language: str
) -> None:
    is_thorough = "postgresql" not in request.node.callspec.id
    walk = Interrupted(app, browse, mails, Watch(language, f"{window}-in-full", is_thorough=is_thorough), seats=5)
    walk.watch.window = window
    walk.begin_on_the_phone()
    applicant = walk.go_on_at_the_desk()
    walk.recommend()
    staff = walk.take_up()
    walk.return_it(staff, {"phone": "番号が一つ足りないようです。", "activity_record.0.since": "年だけでなく月も書いてください。"}, "二点だけお願いします。")
    walk.correct(applicant, "03-0000-0001", "2018-05")
    walk.return_it(staff, {"address": "建物の名も書いてください。"}, "")
    walk.correct(applicant, "千代田区見本町1-2-3 見本ビル5階")
    staff.go(f"{walk.path}/corrections")
    walk.watch.look(staff, "what-was-corrected")
    walk.watch.assert_fine()
