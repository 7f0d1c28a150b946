"""The whole of an admission in a real browser, on a phone and at a desk, in both languages, on both databases."""

import pytest
from flask import Flask

from tests.journeys.acting import problems_of_ledger
from tests.journeys.answers import NAME
from tests.journeys.looking import Watch
from tests.journeys.walking import Browse, Mails, Walk

pytestmark = pytest.mark.browser

WALKS = [
    pytest.param("sqlite", "phone", "ja", id="sqlite-phone-ja"),
    pytest.param("postgresql", "phone", "ja", id="postgresql-phone-ja"),
    pytest.param("sqlite", "desk", "en", id="sqlite-desk-en"),
    pytest.param("sqlite", "phone", "en", id="sqlite-phone-en"),
    pytest.param("sqlite", "desk", "ja", id="sqlite-desk-ja"),
]


@pytest.mark.parametrize(("app", "window", "language"), WALKS, indirect=["app"])
def test_the_thin_line_is_walked_in_a_browser(
    request: pytest.FixtureRequest, app: Flask, browse: Browse, mails: Mails, window: str, language: str
) -> None:
    is_thorough = "postgresql" not in request.node.callspec.id
    walk = Walk(app, browse, mails, Watch(language, window, is_thorough=is_thorough))
    applicant = walk.apply()
    walk.recommend()
    staff = walk.check()
    walk.decide()
    walk.release(staff)
    applicant.page.reload()
    walk.watch.look(applicant, "status-approved")
    walk.enter()
    for paper in ("receipt", "letter"):
        answer = applicant.page.request.get(f"{applicant.page.url}/{paper}")
        assert (answer.status, answer.body()[:4]) == (200, b"%PDF")
    for path, step in (("/secretariat/register", "secretariat-register"), ("/bylaws", "bylaws"), ("/secretariat/mail?state=all", "secretariat-mail")):
        staff.go(path)
        walk.watch.look(staff, step)
    staff.go("/secretariat/register")
    staff.press(staff.page.get_by_role("link", name=NAME))
    walk.watch.look(staff, "secretariat-member")
    assert problems_of_ledger(app) == []
    walk.watch.assert_fine()
