"""A walk through an admission in a real browser, act by act, with a watch over its pages."""

import re
from collections.abc import Callable
from email.message import EmailMessage
from urllib.parse import urlsplit

from flask import Flask

from platform_app.kernel.clock import now
from platform_app.watchlists.jobs import screen_watched
from tests.browsers import Tab
from tests.factories import PASSWORD, Body, Stage, set_stage
from tests.journeys.answers import APPLICANT, BODY, CONTACT, NAME, PAPERS, PLEDGE
from tests.journeys.looking import Watch, fill, send

Browse = Callable[..., Tab]
Mails = Callable[[str], list[EmailMessage]]
_LINK = re.compile(r"http://127\.0\.0\.1:\d+/\S+/\S{20,}")


class Walk:
    """One walk: its browsers, its mails, and the watch over its pages."""

    def __init__(self, app: Flask, browse: Browse, mails: Mails, watch: Watch, *, seats: int = 3) -> None:
        self.app = app
        self.browse = browse
        self.mails = mails
        self.watch = watch
        self.path = ""
        self.stage: Stage = set_stage(app, locale=watch.language, seats=seats)

    def open(self) -> Tab:
        """A browser of somebody else."""
        return self.browse(self.watch.window, language=self.watch.language)

    def link(self, address: str) -> str:
        """The one-time link of the newest mail to an address."""
        found = _LINK.search(self.mails(address)[-1].get_content())
        assert found is not None
        return found.group()

    def sign_in(self, email: str) -> Tab:
        """A browser in which somebody is signed in."""
        tab = self.open()
        tab.sign_in(email, PASSWORD)
        assert tab.page.url.endswith("/home"), tab.text
        return tab

    def apply(self) -> Tab:
        """The applicant, up to the receipt."""
        tab = self.open()
        tab.go("/")
        self.watch.look(tab, "front")
        tab.go("/apply")
        self.watch.look(tab, "apply")
        fill(tab, {"address": APPLICANT})
        send(tab, "/apply")
        self.watch.look(tab, "link-sent")
        tab.go(self.link(APPLICANT))
        self.watch.look(tab, "begin")
        send(tab)
        self.watch.look(tab, "status-of-draft")
        self.fill_form(tab)
        send(tab, "/submission")
        self.watch.look(tab, "status-sent-in")
        return tab

    def fill_form(self, tab: Tab) -> None:
        """All pages of the form, from the status page."""
        tab.press(tab.page.locator('main a[href$="/membership"]').first)
        for step, fields in BODY.items():
            assert tab.page.url.endswith(f"/{step}"), tab.text
            fill(tab, fields)
            self.watch.look(tab, f"form-{step}")
            send(tab, then="next")
        for slot, address in PAPERS.items():
            fill(tab, {"slot": slot, "address": address})
            send(tab, holds='[name="slot"]')
        self.watch.look(tab, "form-documents")
        tab.go(re.sub("/documents$", "/recommenders", tab.page.url))
        for body in self.stage.recommenders:
            self.ask(tab, body)
        self.watch.look(tab, "form-recommenders")
        tab.go(re.sub("/recommenders.*$", "/pledge", tab.page.url))
        fill(tab, PLEDGE)
        self.watch.look(tab, "form-pledge")
        send(tab, then="next")
        self.watch.look(tab, "status-complete")

    def ask(self, tab: Tab, body: Body) -> None:
        """Find a member among those who may recommend, and ask it."""
        tab.page.fill('main [name="q"]', body.name)
        tab.press(tab.page.locator("main form[role=search] button"))
        if body is self.stage.recommenders[0]:
            self.watch.look(tab, "form-recommenders-found")
        send(tab, "/recommenders", holds=f'[name="member_id"][value="{body.member_id}"]')

    def recommend(self) -> None:
        """Two members, each by the link of the mail; a scanner opens it many times before."""
        for body in self.stage.recommenders:
            link, tab = self.link(body.email), self.open()
            for _visit in range(3):
                tab.go(link)
            fill(tab, {"answer": "yes", "name": body.person, "reason": "地域で長く活動を共にしてきました。"})
            if body is self.stage.recommenders[0]:
                self.watch.look(tab, "recommendation")
            send(tab)
            if body is self.stage.recommenders[0]:
                self.watch.look(tab, "recommendation-thanks")
                tab.go(link)
                self.watch.look(tab, "recommendation-used-link")

    def take_up(self) -> Tab:
        """The secretariat finds the application and takes it up; `path` is the application's from now on."""
        tab = self.sign_in(self.stage.secretariat)
        self.watch.look(tab, "secretariat-home")
        tab.go("/secretariat/applications")
        self.watch.look(tab, "secretariat-applications")
        tab.press(tab.page.get_by_role("link", name=NAME))
        self.path = urlsplit(tab.page.url).path
        send(tab, "/take-up")
        return tab

    def check(self) -> Tab:
        """The secretariat, up to the board."""
        tab = self.take_up()
        self.check_taken_up(tab)
        send(tab, "/board")
        return tab

    def check_taken_up(self, tab: Tab) -> None:
        """Every check of an application that was taken up."""
        tab.go(self.path)
        self.watch.look(tab, "secretariat-application")
        send(tab, "/checks/completeness")
        self._fill_within(tab, "/checks/activity_record", {"note": "記録と年次報告で、5年以上の活動を確かめた。"})
        tab.page.check('form[action$="/checks/activity_record"] [value="sufficient"]')
        send(tab, "/checks/activity_record")
        self.conclude()
        tab.page.reload()
        self.watch.look(tab, "secretariat-application-checked")

    def conclude(self) -> None:
        """The jobs match the names; the screening officer looks at the case, and concludes."""
        with self.app.app_context():
            screen_watched(now())
        tab = self.sign_in(self.stage.officer)
        tab.go(self.path)
        tab.press(tab.page.locator('main a[href*="/screening/owners/"]').first)
        self.watch.look(tab, "officer-case")
        tab.go(self.path)
        self._fill_within(tab, "/conclusion", {"note": "名簿と照合し、該当なし。"})
        tab.page.check('form[action$="/conclusion"] [value="none"]')
        self.watch.look(tab, "officer-conclusion")
        send(tab, "/conclusion")

    def _fill_within(self, tab: Tab, action: str, fields: dict[str, str]) -> None:
        for name, value in fields.items():
            tab.page.fill(f'form[action$="{action}"] [name="{name}"]', value)

    def decide(self) -> None:
        """The board: declaration, contents, position."""
        for body in self.stage.board:
            self.take_position(body)

    def take_position(self, body: Body) -> None:
        """One member of the board: inbox, declaration, contents, position; what the chair sees is looked at."""
        tab = self.sign_in(body.email)
        is_first = body is self.stage.board[0]
        tab.go("/board")
        if is_first:
            self.watch.look(tab, "board-inbox")
        tab.press(tab.page.get_by_role("link", name=NAME))
        if is_first:
            self.watch.look(tab, "board-declaration")
        fill(tab, {"state": "none"})
        send(tab, "/declaration")
        fill(tab, {"choice": "approve", "reason": "活動の記録が十分である。"})
        if is_first:
            self.watch.look(tab, "board-packet")
        send(tab, "/position")
        if is_first:
            self.watch.look(tab, "board-position-given")

    def release(self, staff: Tab) -> None:
        """Close and release."""
        staff.go("/secretariat/board/deliberations")
        self.watch.look(staff, "secretariat-deliberations")
        staff.press(staff.page.get_by_role("link", name=NAME))
        self.watch.look(staff, "secretariat-deliberation")
        send(staff, "/close")
        self.watch.look(staff, "secretariat-deliberation-closed")
        staff.go("/secretariat/applications")
        staff.press(staff.page.get_by_role("link", name=NAME))
        staff.press(staff.page.locator('main a[href$="/release"]'))
        self.watch.look(staff, "secretariat-release")
        send(staff, "/release")
        self.watch.look(staff, "secretariat-application-released")

    def enter(self) -> Tab:
        """The new member, by the invitation."""
        tab = self.open()
        tab.go(self.link(CONTACT))
        self.watch.look(tab, "invitation")
        fill(tab, {"name": "見本 担太", "password": PASSWORD, "password_again": PASSWORD})
        send(tab)
        self.watch.look(tab, "member-home")
        tab.go("/organisation")
        self.watch.look(tab, "member-organisation")
        assert NAME in tab.text
        return tab
