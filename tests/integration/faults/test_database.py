"""The database gone, locked, read-only or full: a plain page says that nothing was recorded, keeps the text, and it comes back by itself."""

import pytest

from tests.demonstrations import contents, csrf_of, differing
from tests.integration.faults.broken import connections_broken, full, gone, locked, read_only

pytestmark = pytest.mark.both_databases

TYPED = "会則のページが開けません。" + "あ" * 1500
SENTENCES = {"en": "Nothing was recorded", "ja": "記録"}
FAULTS = {"locked": locked, "read-only": read_only, "full": full}


class Secretariat:
    """The secretariat's browser, at the application or at another one on the same secrets, and the form that it sends."""

    def __init__(self, demonstration, *, language="en"):
        self.client = demonstration.client("secretariat", language=language)
        self.csrf = csrf_of(self.client)
        self.path = f"/secretariat/applications/{demonstration.cast.ids['application checked']}"

    def moved_to(self, app):
        """The same browser at another application."""
        cookie = self.client.get_cookie("platform_session").value
        self.client = app.test_client()
        self.client.set_cookie("platform_session", cookie)
        return self

    def get(self, path):
        """Open a page."""
        return self.client.get(path)

    def write(self):
        """Send a form that records something in several tables."""
        return self.client.post(f"{self.path}/return", data={"csrf_token": self.csrf, "remark": TYPED})


@pytest.fixture
def secretariat(demonstration):
    """The secretariat at work."""
    return Secretariat(demonstration)


def assert_unavailable(response, *, language="en", keeps=""):
    """A 503 that says so in plain words, and when to come back."""
    text = response.get_data(as_text=True)
    assert response.status_code == 503, text[:2000]
    assert int(response.headers["Retry-After"]) > 0
    assert SENTENCES[language] in text
    assert keeps in text
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_database_that_is_gone_is_told_and_comes_back_without_a_restart(demonstration, language):
    before, secretariat = contents(demonstration.app), Secretariat(demonstration, language=language)
    with gone(demonstration) as (app, come_back):
        secretariat.moved_to(app)
        for path in ("/home", "/secretariat/register", "/bylaws", f"{secretariat.path}"):
            assert_unavailable(secretariat.get(path), language=language)
        assert_unavailable(secretariat.write(), language=language, keeps=TYPED)
        assert secretariat.get("/static/css/base.css").status_code == 200
        assert [secretariat.get(f"/health/{probe}").status_code for probe in ("live", "ready")] == [200, 503]
        come_back()
        assert [secretariat.get(f"/health/{probe}").status_code for probe in ("live", "ready")] == [200, 200]
        assert secretariat.get("/home").status_code == 200
        assert differing(before, contents(demonstration.app)) == []
        assert secretariat.write().status_code == 302
    assert "application_return" in differing(before, contents(demonstration.app))


@pytest.mark.parametrize("fault", FAULTS)
def test_what_cannot_be_recorded_is_told_and_nothing_is_half_done(demonstration, secretariat, fault):
    before = contents(demonstration.app)
    with FAULTS[fault](demonstration):
        assert_unavailable(secretariat.write(), keeps=TYPED)
        assert secretariat.get(secretariat.path).status_code == 200, "reading goes on"
    assert differing(before, contents(demonstration.app)) == []
    assert secretariat.write().status_code == 302
    assert "application_return" in differing(before, contents(demonstration.app))


@pytest.mark.parametrize("fault", FAULTS)
def test_signing_in_says_the_same_when_nothing_can_be_recorded(demonstration, fault):
    client = demonstration.client("visitor")
    data = {"csrf_token": csrf_of(client), "email": "jimukyoku@mihon.example", "password": "mihon-no-aikotoba"}
    with FAULTS[fault](demonstration):
        response = client.post("/sign-in", data=data)
        if fault != "full" or response.status_code != 303:  # a session may find room on a page that is there already
            assert_unavailable(response, keeps="jimukyoku@mihon.example")
            assert "mihon-no-aikotoba" not in response.get_data(as_text=True)
    client = demonstration.client("visitor")
    assert client.post("/sign-in", data=data | {"csrf_token": csrf_of(client)}).status_code == 303


@pytest.mark.parametrize("demonstration", ["postgresql"], indirect=True)
def test_connections_that_the_server_ended_are_made_anew(demonstration, secretariat):
    assert secretariat.get("/home").status_code == 200
    for _again in range(3):
        with connections_broken(demonstration):
            assert secretariat.get("/home").status_code == 200
    with connections_broken(demonstration):
        assert secretariat.write().status_code == 302


def test_an_application_is_made_while_there_is_no_database(demonstration):
    """A worker that is restarted together with the database must not stay down."""
    with gone(demonstration) as (app, come_back):
        assert_unavailable(app.test_client().get("/bylaws"), language="ja")
        come_back()
        assert app.test_client().get("/bylaws").status_code == 200
