"""An admission with all that happens in life: interruptions, two returns, five seats of which one steps back and one is late, a batch, letters."""

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from platform_app.accounts.models import SignInSession
from platform_app.committees.jobs import close_due_deliberations
from platform_app.committees.models import Deliberation
from platform_app.committees.rules.deliberations import DeliberationStatus
from platform_app.database.transaction import reading, transaction
from platform_app.extensions import db
from platform_app.kernel.clock import now
from tests.browsers import Tab
from tests.browsing import Visitor
from tests.journeys import acting as act
from tests.journeys.acting import add_papers, answer_request, ask_members, begin, check_all, fill_form, pledge, press, problems_of_ledger
from tests.journeys.answers import APPLICANT, BODY, NAME, PAPERS, PERSON, PLEDGE, Fields
from tests.journeys.looking import Watch, fill, send
from tests.journeys.walking import Browse, Mails, Walk

pytestmark = pytest.mark.browser

REFUSED = "見本の会くもり"
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


    def send_all_to_the_board(self, staff: Tab) -> None:
        """All that are ready in one sitting."""
        staff.go("/secretariat/applications/to-board")
        self.watch.look(staff, "choose-for-the-board")
        staff.press(staff.page.locator("main form button[type=submit]").first)
        self.watch.look(staff, "preview-of-the-sitting")
        send(staff, "/to-board")
        self.watch.look(staff, "sitting")

    def release_together(self, staff: Tab) -> None:
        """All four decisions in one batch; the letters are made by the jobs."""
        staff.go("/secretariat/releases")
        self.watch.look(staff, "releases")
        send(staff, "/releases")
        self.watch.look(staff, "batch")
        send(staff, "/release")
        self.watch.look(staff, "batch-released")
        self.mails(APPLICANT)
        letters = staff.page.request.get(f"{staff.page.url.split('?')[0]}/letters")
        assert letters.status == 200, letters.text()

    def apply_again(self) -> None:
        """Who was refused reads why, and applies again with the same contents; what must be given anew is missing."""
        tab = self.open()
        tab.go(self.link("kumo@mihon.example"))
        send(tab)
        self.watch.look(tab, "status-refused")
        former = tab.page.url
        send(tab, "/again")
        self.watch.look(tab, "applying-again")
        assert tab.page.url != former
        assert REFUSED in tab.text
        start = tab.page.url
        tab.go(f"{start}/body")
        assert tab.page.input_value('main [name="name"]') == REFUSED
        tab.go(f"{start}/pledge")
        assert not tab.page.is_checked('main [name="pledge"]')


class Company:
    """Those who apply at the same time: an individual, a body without a number, and one that a ministry recommends and the board refuses."""

    def __init__(self, walk: Interrupted, visitor: Callable[..., Visitor]) -> None:
        self.walk = walk
        self.visitor = visitor
        self.ids: dict[str, int] = {}

    def apply(self) -> None:
        """Each applies, is recommended, and is taken up and checked."""
        person = {step: {**fields, **({"contact_email": "kojin@mihon.example"} if step == "people" else {})} for step, fields in PERSON.items()}
        self._one("見本 見識", person, "kojin@mihon.example", desk=False)
        self._one("見本の会ほほえみ", body_named("見本の会ほほえみ", "hohoemi@mihon.example"), "hohoemi@mihon.example", desk=False)
        self._one(REFUSED, body_named(REFUSED, "kumo@mihon.example"), "kumo@mihon.example", desk=True)

    def _one(self, name: str, answers: Mapping[str, Fields], address: str, *, desk: bool) -> None:
        browser, mails, stage = self.visitor(), self.walk.mails, self.walk.stage
        application_id = self.ids[name] = begin(browser, mails, address)
        fill_form(browser, application_id, answers)
        add_papers(browser, application_id)
        if desk:
            browser.get(f"/apply/{application_id}/recommenders")
            press(browser, "/recommenders", desk_id="1")
        else:
            ask_members(browser, application_id, stage.recommenders)
        pledge(browser, application_id)
        page = act.send(browser, application_id)
        assert page.status == 200, page.text
        for asked in [stage.desk_email] if desk else [body.email for body in stage.recommenders]:
            assert answer_request(self.visitor(), mails, asked).status == 200
        check_all(act.signed_in(self.visitor, stage.secretariat), application_id)

    def decide(self, deliberations: Mapping[str, int]) -> None:
        """The chair and two others answer all, one is late, and one steps back from the first."""
        chair, second, third, _late, aside = self.walk.stage.board
        for body in (chair, second, third, aside):
            member = act.signed_in(self.visitor, body.email)
            for name, deliberation_id in deliberations.items():
                steps_back = body is aside and name == NAME
                if body is chair and name == NAME:
                    continue
                member.get(f"/board/deliberations/{deliberation_id}")
                member.submit("/declaration", state="conflicted" if steps_back else "none", text="この団体の監事を務めています。" if steps_back else "")
                if not steps_back:
                    choice = "refuse" if name == REFUSED else "approve"
                    page = member.submit("/position", choice=choice, reason="活動の記録が、対策に関わるものと認められない。")
                    assert page.status == 200, page.text


def body_named(name: str, email: str) -> Mapping[str, Fields]:
    """A body without a Corporate Number."""
    return {
        **BODY,
        "membership": {"membership_class": "cooperating", "kind": "organisation", "has_no_corporate_number": "y"},
        "body": {**BODY["body"], "name": name, "body_kind": "unincorporated", "website": ""},
        "people": {**BODY["people"], "contact_email": email, "contact_name": f"{name} 担当"},
    }


def deliberations_of(app: Flask) -> dict[str, int]:
    """The open deliberations by whom they concern."""
    with app.app_context(), reading():
        rows = db.session.execute(select(Deliberation.concerns, Deliberation.id).where(Deliberation.status == DeliberationStatus.OPEN))
        return {row.concerns: row.id for row in rows}


def let_the_deadline_pass(app: Flask) -> None:
    """The time of the open deliberations runs out, and the clock closes them."""
    with app.app_context():
        with transaction():
            earlier = {"opened_at": now() - timedelta(days=15), "closes_at": now() - timedelta(seconds=1)}
            db.session.execute(update(Deliberation).where(Deliberation.status == DeliberationStatus.OPEN).values(**earlier))
        assert close_due_deliberations(now()) == 4


@pytest.mark.parametrize(
    ("app", "window", "language"),
    [pytest.param("sqlite", "desk", "ja", id="sqlite-desk-ja"), pytest.param("postgresql", "phone", "en", id="postgresql-phone-en")],
    indirect=["app"],
)
def test_an_admission_with_all_that_happens_in_life(
    request: pytest.FixtureRequest, app: Flask, browse: Browse, mails: Mails, visitor: Callable[..., Visitor], window: str, language: str
) -> None:
    is_thorough = "postgresql" not in request.node.callspec.id
    watch = Watch(language, window, is_thorough=is_thorough, folder="in-full")
    walk = Interrupted(app, browse, mails, watch, seats=5)
    walk.begin_on_the_phone()
    applicant = walk.go_on_at_the_desk()
    walk.recommend()
    staff = walk.take_up()
    walk.return_it(staff, {"phone": "番号が一つ足りないようです。", "activity_record.0.since": "年だけでなく月も書いてください。"}, "二点だけお願いします。")
    walk.correct(applicant, "03-0000-0001", "2018-05")
    walk.return_it(staff, {"address": "建物の名も書いてください。"}, "")
    walk.correct(applicant, "千代田区見本町1-2-3 見本ビル5階")
    staff.go(f"{walk.path}/corrections")
    watch.look(staff, "what-was-corrected")
    walk.check_taken_up(staff)
    company = Company(walk, lambda: visitor(language=language))
    company.apply()
    walk.send_all_to_the_board(staff)
    found = deliberations_of(app)
    walk.take_position(walk.stage.board[0])
    company.decide(found)
    let_the_deadline_pass(app)
    late = walk.sign_in(walk.stage.board[3].email)
    late.go(f"/board/deliberations/{found[NAME]}")
    watch.look(late, "board-too-late")
    walk.release_together(staff)
    applicant.page.reload()
    watch.look(applicant, "status-approved")
    walk.enter()
    walk.apply_again()
    assert problems_of_ledger(app) == []
    watch.assert_fine()
