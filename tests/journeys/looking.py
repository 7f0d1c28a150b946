"""What is looked at on every page of a walk in a real browser: barriers in light and dark, reflow, dead anchors, complaints; and its picture."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.browsers import SCREENSHOTS, Tab

_AXE = Path(__file__).parent.parent / "vendor" / "axe" / "axe.min.js"
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_IN_DARK = ["color-contrast", "link-in-text-block"]
_NARROWEST = 320
_RUN_AXE = """only => axe.run(document, {runOnly: only, resultTypes: ['violations']}).then(found => found.violations.map(
  one => one.id + ' (' + one.impact + '): ' + one.nodes.slice(0, 4).map(
    node => node.html.slice(0, 140) + ' ' + (node.any[0] ? node.any[0].message : '')).join(' | ')))"""
_WIDER = """() => {
  const wide = document.scrollingElement.scrollWidth - window.innerWidth;
  if (wide <= 0) return '';
  const out = [...document.querySelectorAll('main *, header *, footer *')].filter(e => e.getBoundingClientRect().right > window.innerWidth + 1);
  return wide + ' px wider than ' + window.innerWidth + ': ' + out.slice(0, 3).map(e => e.outerHTML.slice(0, 120)).join(' | ');
}"""
_DEAD_ANCHORS = """() => [...document.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute('href').slice(1))
  .filter(id => !document.getElementById(id))"""


@dataclass
class Watch:
    """What was found on the pages of one walk.

    `is_thorough`: barriers and widths are looked for, and pictures kept under `screenshots/<language>/<folder>/<window>/<step>.png`.
    """

    language: str
    window: str
    is_thorough: bool = True
    folder: str = ""
    problems: list[str] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)

    def look(self, tab: Tab, step: str) -> None:
        """Look at the page at hand; what is wrong is noted, so that one walk tells all of it."""
        self.steps.append(step)
        page = tab.page
        found = [f"wants {text}" for text in self._language_of(page)]
        found += [f"a link leads to #{anchor}, which is not there" for anchor in page.evaluate(_DEAD_ANCHORS)]
        found += [f"console: {text}" for text in tab.complaints]
        tab.complaints.clear()
        if self.is_thorough:
            found += self._barriers(page) + self._widths(page)
            folder = SCREENSHOTS / self.language / self.folder / self.window
            folder.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=str(folder / f"{len(self.steps):02d}-{step}.png"), full_page=True)
        self.problems += [f"{step} ({page.url}): {text}" for text in found]

    def _language_of(self, page: Any) -> list[str]:
        shown = page.get_attribute("html", "lang")
        return [] if shown == self.language else [f"language {self.language}, is {shown}"]

    def _barriers(self, page: Any) -> list[str]:
        page.evaluate(_AXE.read_text(encoding="utf-8"))
        light: list[str] = page.evaluate(_RUN_AXE, {"type": "tag", "values": _TAGS})
        page.emulate_media(color_scheme="dark")
        dark: list[str] = page.evaluate(_RUN_AXE, {"type": "rule", "values": _IN_DARK})
        page.emulate_media(color_scheme="light")
        return [f"barrier {text}" for text in light] + [f"barrier in dark {text}" for text in dark]

    def _widths(self, page: Any) -> list[str]:
        size = page.viewport_size
        found = [page.evaluate(_WIDER)]
        if self.window == "phone":
            page.set_viewport_size({"width": _NARROWEST, "height": size["height"]})
            found.append(page.evaluate(_WIDER))
            page.set_viewport_size(size)
        return [text for text in found if text]

    def assert_fine(self) -> None:
        """Fail with everything that was noted."""
        assert not self.problems, f"{len(self.problems)} things are wrong:\n" + "\n".join(self.problems)


def fill(tab: Tab, fields: Any) -> None:
    """Fill in fields by their names, as a hand would."""
    for name, value in fields.items():
        control = tab.page.locator(f'main [name="{name}"]')
        kind = control.first.evaluate("control => control.type")
        if kind in ("radio", "checkbox"):
            for one in value if isinstance(value, list) else [value]:
                tab.page.check(f'main [name="{name}"][value="{one}"]')
        elif kind.startswith("select"):
            control.select_option(value)
        else:
            control.fill(value)


def send(tab: Tab, action: str = "", then: str = "", holds: str = "") -> None:
    """Press the button of a form of the page: of one that posts to an address, of a value, or with a hidden field."""
    forms = tab.page.locator(f'main form[method="post"][action*="{action}"]' if action else 'main form[method="post"]')
    if holds:
        forms = forms.filter(has=tab.page.locator(holds))
    button = forms.first.locator(f'button[name="then"][value="{then}"]' if then else 'button[type="submit"]').first
    if not button.is_visible():
        forms.first.locator("xpath=ancestor::details[1]/summary").click()
    tab.press(button)
