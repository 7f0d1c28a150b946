"""Journeys in a real browser: the system's Chromium, the application served on a loopback port, screenshots, and axe-core.

Marked `browser`. `served` starts the application of the test's engine; `browse` opens tabs of a phone or a desk in one language, each with
its own cookies. Screenshots lie under `screenshots/`, named by the test.
"""

import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import BaseWSGIServer, make_server

from tests.databases import leave_out

SCREENSHOTS = Path(__file__).parent.parent / "screenshots"
VIEWPORTS = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 900}}
LOCALES = {"ja": "ja-JP", "en": "en-US"}
_AXE = Path(__file__).parent / "vendor" / "axe" / "axe.min.js"
_AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--font-render-hinting=none",
)
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def find_chromium() -> str | None:
    """The path of the system's Chromium, or what PLATFORM_TEST_CHROMIUM names."""
    given = os.environ.get("PLATFORM_TEST_CHROMIUM")
    return given or next((path for path in map(shutil.which, _PROGRAMS) if path), None)


@dataclass(frozen=True)
class Served:
    """The application on a loopback port."""

    url: str
    app: Flask


class _Threads:
    """The threads of one server, so that a test ends only after its last request has."""

    def __init__(self, server: BaseWSGIServer) -> None:
        self.server = server
        self.thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()

    def end(self) -> None:
        """Take no more requests, and wait for those at work."""
        self.server.shutdown()
        self.thread.join(timeout=10)
        self.server.server_close()


@pytest.fixture
def served(app: Flask) -> Iterator[Served]:
    """The application of this test's engine on a free loopback port, with a thread for each request; links in mails lead there."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    server.daemon_threads = False  # type: ignore[attr-defined]
    url = f"http://127.0.0.1:{server.server_port}"
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], public_url=url)
    threads = _Threads(server)
    yield Served(url, app)
    threads.end()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One Chromium for all tests of a worker."""
    program = find_chromium()
    if program is None:
        leave_out("Chromium")
        raise AssertionError
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(_FLAGS))
        yield browser
        browser.close()


class Tab:
    """A tab of a real browser. `page` is Playwright's page, for everything that has no word here."""

    def __init__(self, page: Any, url: str, name: str) -> None:
        self.page = page
        self.url = url
        self.name = name
        self.complaints: list[str] = []
        self._shots = 0
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note(self, message: Any) -> None:
        # A page of an error is a page too: Chromium notes its status in the console, and that is no fault of a script.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def go(self, path: str) -> Any:
        """Open an address of the application (or a whole one, from a mail) and return the response."""
        return self.page.goto(path if path.startswith("http") else self.url + path)

    def sign_in(self, email: str, password: str) -> None:
        """Sign in on the sign-in page."""
        self.go("/sign-in")
        self.page.fill("[name=email]", email)
        self.page.fill("[name=password]", password)
        self.press(self.page.locator("main form button[type=submit], main form button:not([type])").first)

    def press(self, target: Any) -> None:
        """Press something that leads to another page (a locator, or the words of a button or link) and wait for it."""
        if isinstance(target, str):
            target = self.page.get_by_role("button", name=target).or_(self.page.get_by_role("link", name=target)).first
        with self.page.expect_navigation():
            target.click()

    @property
    def text(self) -> str:
        """The visible words of the page, on one line."""
        return re.sub(r"\s+", " ", self.page.inner_text("body")).strip()

    def shot(self, what: str = "") -> Path:
        """Keep a screenshot of the whole page under `screenshots/`."""
        self._shots += 1
        SCREENSHOTS.mkdir(exist_ok=True)
        label = re.sub(r"[^\w-]+", "-", f"{self.name}-{self._shots:02d}-{what}").strip("-")
        path = SCREENSHOTS / f"{label}.png"
        self.page.screenshot(path=str(path), full_page=True)
        return path

    def assert_accessible(self) -> None:
        """Fail if axe-core finds a violation of WCAG 2.2 AA, or if the page is wider than its window."""
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(_AXE.read_text(encoding="utf-8"))
        script = "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})"
        violations = self.page.evaluate(script, _AXE_TAGS)["violations"]
        told = [
            f"{violation['id']} ({violation['impact']}): {violation['help']}\n"
            + "\n".join(f"    {node['html'][:160]}\n      {node.get('failureSummary', '')}" for node in violation["nodes"][:5])
            for violation in violations
        ]
        assert not told, f"{self.page.url} has {len(told)} kinds of barriers:\n" + "\n".join(told)
        wide = self.page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.page.url} is {wide} px wider than its window of {self.page.viewport_size['width']} px"

    def assert_quiet(self) -> None:
        """Fail if a script complained or the content security policy refused something."""
        assert not self.complaints, f"the browser's console complains: {self.complaints}"


def assert_accessible(tab: Tab) -> None:
    """The same as `tab.assert_accessible()`."""
    tab.assert_accessible()


@pytest.fixture
def browse(request: pytest.FixtureRequest, chromium: Any, served: Served) -> Iterator[Callable[..., Tab]]:
    """Opens tabs: `browse()`, `browse("phone")`, `browse("desk", language="en")`, `browse(scripts=False)`; each has its own cookies."""
    contexts = []

    def open_tab(window: str = "desk", *, language: str = "ja", scripts: bool = True) -> Tab:
        """One more browser window with nothing remembered."""
        context = chromium.new_context(
            viewport=VIEWPORTS[window],
            locale=LOCALES[language],
            timezone_id="Asia/Tokyo",
            java_script_enabled=scripts,
            has_touch=window == "phone",
            is_mobile=window == "phone",
            reduced_motion="reduce",
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        return Tab(context.new_page(), served.url, f"{request.node.name}-{window}-{language}")

    yield open_tab
    for context in contexts:
        context.close()
