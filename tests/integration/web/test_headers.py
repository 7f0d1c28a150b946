"""Headers and cookies of every kind of answer, and forms that come from elsewhere."""

import re
from dataclasses import replace

import pytest
from flask import url_for

from platform_app.app import create_app
from platform_app.config import Mode
from tests.demonstrations import csrf_of
from tests.integration.web.matrix import cells as all_cells
from tests.integration.web.matrix import routes, told, values_of

ON_SQLITE = pytest.mark.parametrize("demonstration", ["sqlite"], indirect=True)
"""For what no database has a say in."""
_SCRIPT = re.compile(r"<script\b([^>]*)>")
_NONCE = re.compile(r"'nonce-([^']+)'")


def policy(response):
    """The content security policy as a mapping from directive to sources."""
    parts = [part.split() for part in response.headers["Content-Security-Policy"].split(";") if part.strip()]
    return {part[0]: part[1:] for part in parts}


def why_unprotected(response):
    """What is missing in the headers of an answer."""
    headers, rules = response.headers, policy(response)
    sources = [source for found in rules.values() for source in found]
    checks = {
        "unsafe source": not any("unsafe" in source or source in ("*", "https:", "http:") for source in sources),
        "frame-ancestors": rules.get("frame-ancestors") == ["'none'"],
        "default-src": rules.get("default-src") == ["'none'"],
        "nosniff": headers.get("X-Content-Type-Options") == "nosniff",
        "referrer": headers.get("Referrer-Policy") == "no-referrer",
        "no-store": (response.request.path.startswith("/static/") and response.status_code < 400) or "no-store" in headers.get("Cache-Control", ""),
        "request id": bool(headers.get("X-Request-ID")),
        "program's name": not re.search(r"werkzeug|python|flask|gunicorn", headers.get("Server", ""), re.I),
    }
    return [name for name, is_fine in checks.items() if not is_fine]


def of_every_status(demonstration):
    """One answer of each kind, by what it is: every error page, files, downloads, JSON, plain text, a redirect."""
    visitor, staff = demonstration.client("visitor"), demonstration.client("secretariat")
    auditor, applicant = demonstration.client("auditor"), demonstration.client("applicant")
    csrf, staff_csrf, auditor_csrf = csrf_of(visitor), csrf_of(staff), csrf_of(auditor)
    ids = demonstration.cast.ids
    document = f"/apply/{ids['application draft']}/documents/{ids['attachment draft']}"
    yield "page", visitor.get("/"), 200
    yield "page when signed in", staff.get("/home"), 200
    yield "redirect", staff.get("/sign-in"), 302
    yield "options", visitor.options("/"), 200
    yield "style", visitor.get("/static/css/base.css"), 200
    yield "download", applicant.get(document), 200
    yield "table", staff.get("/secretariat/register/download?ending=xlsx"), 200
    yield "JSON", auditor.post("/ledger/head", data={"csrf_token": auditor_csrf}), 200
    yield "plain text", visitor.get("/health/ready"), 200
    yield "no token", visitor.post("/sign-in"), 400
    yield "control character in the address", visitor.get("/bylaws?q=%00"), 400
    yield "not signed in", visitor.get("/home"), 401
    yield "not allowed", staff.get("/secretariat/users"), 403
    yield "not there", visitor.get("/nothing"), 404
    yield "style not there", staff.get("/static/css/nothing.css?v=1"), 404
    yield "wrong method", visitor.delete("/"), 405
    yield "not possible now", staff.post(f"/secretariat/applications/{ids['application decided']}/take-up", data={"csrf_token": staff_csrf}), 409
    yield "address too long", visitor.get("/?q=" + "a" * 5000), 413
    yield "form too large", visitor.post("/sign-in", data={"csrf_token": csrf, "email": "a" * 2_000_000}), 413
    many = (visitor.post("/password/forgotten", data={"csrf_token": csrf, "email": f"nobody{n}@mihon.example"}) for n in range(200))
    yield "too often", next(response for response in many if response.status_code != 200), 429
    settings = demonstration.app.config["SETTINGS"]
    demonstration.app.config["SETTINGS"] = replace(settings, storage_url=settings.storage_url + "/nowhere")
    yield "storage gone", applicant.get(document), 503


def test_every_kind_of_answer_carries_the_headers(demonstration):
    problems = []
    for what, response, status in of_every_status(demonstration):
        problems += [] if response.status_code == status else [f"{what}: {response.status_code} instead of {status}"]
        problems += [f"{what}: {missing}" for missing in why_unprotected(response)]
        response.close()
    assert not problems, told(problems)


def test_a_page_that_says_later_says_when(demonstration):
    later = [(what, response.headers.get("Retry-After", "")) for what, response, status in of_every_status(demonstration) if status in (429, 503)]
    assert [what for what, _seconds in later] == ["too often", "storage gone"]
    assert all(seconds.isdecimal() and int(seconds) > 0 for _what, seconds in later), later


def test_scripts_carry_the_nonce_of_their_own_answer(demonstration):
    nonces = []
    for person, path in (("visitor", "/"), ("visitor", "/sign-in"), ("secretariat", "/home"), ("visitor", "/nothing"), ("administrator", "/secretariat/users")):
        response = demonstration.client(person).get(path)
        [nonce] = _NONCE.findall(" ".join(policy(response)["script-src"]))
        assert "'self'" in policy(response)["style-src"] and "'unsafe-inline'" not in policy(response)["style-src"]
        html = response.get_data(as_text=True)
        assert all(f'nonce="{nonce}"' in attributes or "src=" in attributes for attributes in _SCRIPT.findall(html)), path
        assert not re.search(r"<[^>]+\s(on[a-z]+|style)=", html), path
        nonces.append(nonce)
    assert len(set(nonces)) == len(nonces)


def test_a_download_is_shut_off_from_the_site(demonstration):
    ids = demonstration.cast.ids
    response = demonstration.client("applicant").get(f"/apply/{ids['application draft']}/documents/{ids['attachment draft']}")
    assert "sandbox" in policy(response) and policy(response)["default-src"] == ["'none'"]
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.mimetype == "application/pdf"


@pytest.fixture
def production(demonstration):
    """The same database behind an application in production mode with an https address."""
    settings = demonstration.app.config["SETTINGS"]
    app = create_app(replace(settings, mode=Mode.PRODUCTION, public_url="https://platform.example", mail_server="127.0.0.1"))
    yield app
    with app.app_context():
        app.extensions["sqlalchemy"].engine.dispose()


def cookies_of(response):
    """Cookies that an answer sets: name to its attributes in lower case."""
    found = {}
    for line in response.headers.getlist("Set-Cookie"):
        name, *attributes = [part.strip() for part in line.split(";")]
        found[name.partition("=")[0]] = {attribute.lower() for attribute in attributes}
    return found


def sign_in(app, base_url):
    """Sign in as the secretariat; the answer's cookies and what came before."""
    client = app.test_client()
    page = client.get("/sign-in", base_url=base_url)
    csrf = page.get_data(as_text=True).split('name="csrf_token"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
    data = {"csrf_token": csrf, "email": "jimukyoku@mihon.example", "password": "mihon-no-aikotoba"}
    response = client.post("/sign-in", base_url=base_url, data=data, headers={"Referer": f"{base_url}/sign-in"})
    assert response.status_code == 303, response.get_data(as_text=True)[:500]
    return cookies_of(page), cookies_of(response)


def test_cookies_in_production_are_bound_to_host_and_https(production):
    before, after = sign_in(production, "https://platform.example")
    assert set(before) == {"__Host-platform_session"}
    assert set(after) == {"__Host-platform_session", "__Host-platform_device"}
    for attributes in [*before.values(), *after.values()]:
        assert {"secure", "httponly", "samesite=lax", "path=/"} <= attributes
        assert not any(attribute.startswith("domain") for attribute in attributes)


def test_cookies_in_development_work_without_https(demonstration):
    before, after = sign_in(demonstration.app, "http://localhost")
    assert set(before) | set(after) == {"platform_session", "platform_device"}
    for attributes in [*before.values(), *after.values()]:
        assert {"httponly", "samesite=lax", "path=/"} <= attributes and "secure" not in attributes


def test_production_asks_browsers_to_stay_on_https_and_shows_no_caught_mail(production):
    client = production.test_client()
    response = client.get("/", base_url="https://platform.example")
    assert "max-age=31536000" in response.headers["Strict-Transport-Security"]
    assert client.get("/dev/mail", base_url="https://platform.example").status_code == 404
    assert why_unprotected(response) == []


def posts(demonstration, person):
    """The address of every route that takes a POST, with something there."""
    found = {}
    for cell in all_cells(demonstration.app):
        if cell.method == "POST" and cell.role == person and cell.row.relation not in ("missing", "withdrawn"):
            with demonstration.app.test_request_context():
                found[cell.endpoint] = url_for(cell.endpoint, **values_of(demonstration, cell))
    expected = {rule.endpoint for rule, _policy in routes(demonstration.app) if "POST" in rule.methods}
    assert set(found) == expected, expected ^ set(found)
    return found


@ON_SQLITE
@pytest.mark.parametrize("person", ["secretariat", "administrator"])
def test_no_form_is_taken_without_the_token_of_the_session(demonstration, is_thorough, person):
    """Each route is sent all three; outside CI one by turns, because one gate stands before all routes."""
    client, stranger = demonstration.client(person), demonstration.client("visitor")
    wrong, problems = [("no token", {}), ("a made-up one", {"csrf_token": "x"}), ("another's", {"csrf_token": csrf_of(stranger)})], []
    for number, (endpoint, path) in enumerate(posts(demonstration, person).items()):
        for what, data in wrong if is_thorough else wrong[number % 3 :][:1]:
            response = client.post(path, data=data)
            problems += [] if response.status_code == 400 else [f"{endpoint} with {what}: {response.status_code}"]
    assert not problems, told(problems)


@ON_SQLITE
def test_no_form_is_taken_from_another_site(demonstration, is_thorough):
    client, problems, origins = demonstration.client("secretariat"), [], ("cross-site", "same-site")
    csrf = csrf_of(client)
    for number, (endpoint, path) in enumerate(posts(demonstration, "secretariat").items()):
        for origin in origins if is_thorough else origins[number % 2 :][:1]:
            response = client.post(path, data={"csrf_token": csrf}, headers={"Sec-Fetch-Site": origin})
            problems += [] if response.status_code == 403 else [f"{endpoint} from {origin}: {response.status_code}"]
    assert not problems, told(problems)


def test_a_link_from_another_site_is_followed(demonstration):
    response = demonstration.client("secretariat").get("/home", headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 200
