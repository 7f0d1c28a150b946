"""A first visit in a real browser: the public pages are readable and free of barriers on a phone and at a desk, in both languages."""

from collections.abc import Callable

import pytest

from tests.browsers import Tab

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("path", ["/", "/sign-in", "/bylaws", "/no-such-page"])
@pytest.mark.parametrize(("window", "language"), [("phone", "ja"), ("desk", "en")])
def test_public_pages_have_no_barriers(browse: Callable[..., Tab], path: str, window: str, language: str) -> None:
    tab = browse(window, language=language)
    tab.go(path)
    tab.shot(path)
    assert tab.page.locator("html").get_attribute("lang") == language
    tab.assert_accessible()
    tab.assert_quiet()
