"""What a screening officer does on the pages in a real browser: takes lists in, opens sealed cases, decides, notes steps."""

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask

from platform_app.kernel.clock import now
from platform_app.watchlists.jobs import clear_lists, import_uploads, screen_watched
from tests.browsers import Tab
from tests.databases import leave_out
from tests.factories import PASSWORD
from tests.journeys.looking import fill, send

QUEUE = "/screening/queue"
LISTS = "/screening/lists"
_PROOF = "/account/confirm"


def run_imports(app: Flask) -> None:
    """The jobs check or import what was uploaded."""
    with app.app_context():
        import_uploads(now())


def match(app: Flask) -> None:
    """The jobs match all names that wait, and clear what a list that was taken back left."""
    with app.app_context():
        screen_watched(now())
        clear_lists(now())


def prove(tab: Tab) -> None:
    """Type the password again where the page asks for it before it goes on, and send once more what was kept meanwhile."""
    password = tab.page.locator('main input[type="password"]')
    if not password.count():
        return
    password.first.fill(PASSWORD)
    tab.press(tab.page.locator('main form:has(input[type="password"]) button[type="submit"]').first)
    if urlsplit(tab.page.url).path == _PROOF:
        tab.press(tab.page.locator('main form[method="post"] button[type="submit"]').first)


def upload(tab: Tab, path: Path, facts: Mapping[str, str]) -> None:
    """Bring a file with a list; its columns are to be named next."""
    tab.go(LISTS)
    prove(tab)
    if not tab.page.locator('main [name="file"]').count():  # a file cannot be kept, so the password comes first
        tab.press(tab.page.locator(f'main a[href*="{_PROOF}"]'))
        prove(tab)
    fill(tab, facts)
    tab.page.set_input_files('main [name="file"]', path)
    send(tab, LISTS)
    assert "/screening/uploads/" in tab.page.url, tab.text


def name_columns(tab: Tab, columns: Mapping[str, str]) -> None:
    """Say which column of the file holds what, and let the file be checked."""
    fill(tab, {f"column_{ours}": theirs for ours, theirs in columns.items()})
    send(tab, "/columns")
    prove(tab)


def take_in(tab: Tab) -> None:
    """Import the checked file, by the page and the jobs."""
    send(tab, "/import")
    prove(tab)


def open_case(tab: Tab, reason: str) -> None:
    """Open the sealed case at hand with a reason."""
    prove(tab)
    fill(tab, {"reason": reason})
    send(tab, "/open")
    prove(tab)
    assert tab.page.locator("#hits").count(), tab.text


@dataclass(frozen=True)
class HitOnPage:
    """One hit of an open case, by the names of both sides in its heading."""

    tab: Tab
    heading: str

    @property
    def card(self) -> Any:
        """Where it stands on the page."""
        found = self.tab.page.locator("main article").filter(has=self.tab.page.locator("h3", has_text=self.heading))
        assert found.count() == 1, f"{found.count()} hits of {self.heading}: {self.tab.text}"
        return found

    @property
    def marked(self) -> list[tuple[str, str]]:
        """The stretches that are marked, with the kind of the mark; ours first."""
        return [(mark.inner_text(), mark.get_attribute("class").removeprefix("compared-")) for mark in self.card.locator("mark").all()]

    @property
    def may_answer(self) -> bool:
        """Whether the reader is asked for the answer of a second person."""
        return bool(self.card.locator('form[action$="/second"]').count())

    def decide(self, choice: str, reason: str) -> None:
        """Decide on it."""
        self._send("/decide", choice, reason)

    def answer(self, answer: str, reason: str = "") -> None:
        """Answer as the second person."""
        self._send("/second", answer, reason)

    def _send(self, action: str, choice: str, reason: str) -> None:
        form = self.card.locator(f'form[action$="{action}"]')
        form.locator(f'input[value="{choice}"]').check()
        form.locator("textarea").fill(reason)
        self.tab.press(form.locator('button[type="submit"]'))
        prove(self.tab)


def note_step(tab: Tab, kind: str, **fields: str) -> None:
    """Note a step in the open case."""
    summary = tab.page.locator('details:has(form[action$="/steps"]) > summary')
    summary.click()
    fill(tab, {f"step-{name}": value for name, value in {"kind": kind, **fields}.items()})
    send(tab, "/steps")
    prove(tab)


def clear_weak(tab: Tab, reason: str) -> None:
    """Clear the weak hits of the open case together."""
    tab.page.locator('details:has(form[action$="/clear-weak"]) > summary').first.click()
    fill(tab, {"weak-reason": reason})
    send(tab, "/clear-weak")
    prove(tab)


def evidence_of(tab: Tab) -> str:
    """The words of the evidence file of the open case."""
    tab.page.reload()
    prove(tab)
    with tab.page.expect_download() as waiting:
        tab.page.locator('form[action$="/evidence-file"] button').click()
    if shutil.which("pdftotext") is None:
        leave_out("pdftotext")
    command = ["pdftotext", "-layout", "-enc", "UTF-8", str(waiting.value.path()), "-"]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout
