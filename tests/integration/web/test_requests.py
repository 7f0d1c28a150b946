"""Requests that no browser of ours would send: addresses, bodies, headers and cookies full of nonsense."""

import io
import re
from urllib.parse import quote

import pytest
from flask import url_for
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.demonstrations import csrf_of
from tests.integration.web.discovery import find_forms, pages
from tests.integration.web.matrix import cells, told, values_of

HUGE = ("2147483648", "99999999999999999999999999")
LARGEST = 2**31 - 1
QUERIES = (
    "page=99999999999999999999", "page=-1", "page=0", "page=1.5", "page=%EF%BC%92", "page=2147483648", "page=922337203685477580",
    "page=1&page=2", "q=%F0%A0%AE%B7", "q=%25_%5C%27%22%3B--", "q=" + "%E3%81%82" * 300, "status=unknown", "state=unknown", "ending=exe",
    "on=9999-99-99", "as_of=0001-01-01", "as_of=9999-12-31", "sort=%27", "=", "&&&", "q=%FF%FE", "%FF=%FF", "q[]=1", "next=//evil.example",
)


ON_SQLITE = pytest.mark.parametrize("demonstration", ["sqlite"], indirect=True)
"""For what no database has a say in."""


def why_failed(response, place):
    """A line about an answer that is a failure."""
    response.close()
    return [f"{place}: {response.status_code}"] if response.status_code >= 500 else []


def test_any_question_after_an_address_is_answered(demonstration, is_thorough):
    """Every question at the secretariat's lists, two at every other page; on PostgreSQL the lists only, because they alone ask the database.

    Outside CI the questions are shared out among the lists, six to each, and the two among the other pages.
    """
    clients, problems, seen = {}, [], set()
    is_sqlite = demonstration.app.config["SETTINGS"].is_sqlite
    for person, path in pages(demonstration):
        is_list = (path.startswith("/secretariat/") and path.count("/") == 2) or path.endswith("/recommenders")
        if path in seen or not (is_sqlite or is_list):
            continue
        seen.add(path)
        client = clients.setdefault(person, demonstration.client(person))
        place = len(seen) * 6 % len(QUERIES)
        shared = QUERIES if is_thorough else (QUERIES + QUERIES)[place : place + 6]
        two = QUERIES[:2] if is_thorough else QUERIES[len(seen) % 2 :][:1]
        for query in shared if is_list else two:
            problems += why_failed(client.get(f"{path}?{query}"), f"{path}?{query}")
    assert not problems, told(problems)


def test_a_number_in_an_address_that_no_table_can_hold_is_not_found(demonstration, is_thorough):
    """By those who may open such an address: the largest number goes to the database, larger ones do not. Outside CI one of these at each address."""
    people, problems = {}, []
    for cell in cells(demonstration.app):
        if cell.expected == "not-found" and cell.row.relation == "missing" and (cell.row.subject.endswith("_id") or cell.row.subject == "number"):
            people.setdefault((cell.endpoint, cell.method), cell)
    clients = {cell.role: demonstration.client(cell.role) for cell in people.values()}
    tokens = {role: csrf_of(client) for role, client in clients.items()}
    for place, cell in enumerate(people.values()):
        larger = HUGE if is_thorough else (HUGE[place % len(HUGE)],)
        with demonstration.app.test_request_context():
            largest = url_for(cell.endpoint, **{name: LARGEST if isinstance(value, int) else value for name, value in values_of(demonstration, cell).items()})
        for path in (largest, *(largest.replace(str(LARGEST), number) for number in larger)):
            data = {"csrf_token": tokens[cell.role]} if cell.method == "POST" else None
            response = clients[cell.role].open(path, method=cell.method, data=data)
            response.close()
            problems += [] if response.status_code in ((404,) if path == largest else (404, 405)) else [f"{cell.method} {path} by {cell.role}: {response.status_code}"]
    assert len(people) > 40
    assert not problems, told(problems)


@ON_SQLITE
def test_an_address_with_thousands_of_digits_is_not_found(demonstration):
    client = demonstration.client("secretariat")
    for path in ("/secretariat/register/", "/bylaws/versions/", "/static/"):
        assert client.get(path + "9" * 6000).status_code == 404
        assert client.get(path + "9" * 6000 + "/particulars").status_code == 404


@pytest.fixture
def secretariat(demonstration):
    """The secretariat's browser with its token."""
    client = demonstration.client("secretariat")
    return client, csrf_of(client)


@ON_SQLITE
def test_a_form_of_too_many_parts_is_refused(secretariat):
    client, csrf = secretariat
    many = {"csrf_token": csrf} | {f"field{n}": "x" for n in range(3000)}
    for content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
        response = client.post("/secretariat/ministries", data=many, content_type=content_type)
        assert response.status_code in (400, 413), content_type


@ON_SQLITE
def test_a_field_of_a_file_form_that_is_too_long_is_refused(demonstration):
    client, path = demonstration.client("applicant"), f"/apply/{demonstration.cast.ids['application draft']}/documents"
    data = {"csrf_token": csrf_of(client), "slot": "evidence", "address": "a" * 2_000_000}
    assert client.post(path, data=data, content_type="multipart/form-data").status_code == 413


@ON_SQLITE
@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b'{"csrf_token": "x"}'),
        ("text/plain", b"name=x"),
        ("application/xml", b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nnever ended"),
        ("multipart/form-data; boundary=" + "x" * 500, b"--x--"),
        ("application/x-www-form-urlencoded; charset=utf-16", b"\xff\xfe\x00"),
        ("application/x-www-form-urlencoded", b"%ff%fe=%00&&=&%"),
        ("", b"\x00" * 100),
        ("nonsense", b"\xff"),
    ],
)
def test_a_body_of_another_kind_is_no_form(secretariat, content_type, body):
    client, csrf = secretariat
    response = client.post("/secretariat/ministries", data=body, content_type=content_type, headers={"X-CSRFToken": csrf})
    assert 400 <= response.status_code < 500
    assert "名" not in response.headers.get("Location", "")


@ON_SQLITE
def test_a_body_without_length_is_read_up_to_the_limit(demonstration):
    """Chunked, as a proxy may hand it on: the server says where it ends."""
    client = demonstration.client("secretariat")
    body = b"csrf_token=x&name=" + b"a" * 3_000_000
    environ = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    response = client.post(
        "/secretariat/ministries", input_stream=io.BytesIO(body), content_type="application/x-www-form-urlencoded", environ_overrides=environ
    )
    assert response.status_code in (400, 413)


@ON_SQLITE
@pytest.mark.parametrize(
    "headers",
    [
        {"Accept-Language": "x" * 10_000},
        {"Accept-Language": ";;;q=nan,ja;q=1e999,\u00e9"},
        {"User-Agent": "x" * 50_000},
        {"User-Agent": "\u00ff\u00fe"},
        {"Cookie": "platform_session=" + "A" * 8000},
        {"Cookie": "platform_session=.eJw.nonsense; platform_device=\u00ff"},
        {"Range": "bytes=99999999-1"},
        {"If-None-Match": '"' + "x" * 5000},
        {"If-Modified-Since": "yesterday"},
        {"Host": "evil.example"},
        {"X-Forwarded-For": "1.2.3.4, " * 500},
        {"Authorization": "Basic \u00ff"},
        {"Referer": "not an address"},
        {"Content-Length": "5"},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_strange_headers_change_nothing(demonstration, headers):
    visitor = demonstration.app.test_client()
    for path in ("/", "/sign-in", "/static/css/base.css", "/bylaws"):
        response = visitor.get(path, headers=headers)
        assert response.status_code in (200, 206, 304, 400, 416), (path, response.status_code)
        assert "evil.example" not in response.get_data(as_text=True)


@ON_SQLITE
def test_a_link_after_signing_in_never_leads_away(demonstration):
    client = demonstration.client("user")
    for target in ("//evil.example", "https://evil.example", "/\\evil.example", "/%09/evil.example", "javascript:alert(1)", "\\\\evil.example", "/\t/evil.example"):
        response = client.get("/sign-in", query_string={"next": target})
        assert response.status_code in (302, 303, 400)
        location = response.headers.get("Location", "/")
        assert location.startswith("/") and not location.startswith(("//", "/\\", "/\t")), (target, location)


TEXTS = st.text(st.characters(codec="utf-8"), max_size=60) | st.sampled_from(["\x00", "\u202e", "=1+1", "𠮷", "\ufa19", "９" * 20, "-1", "1e400", "null", "../../etc"])


@pytest.mark.parametrize("demonstration", ["sqlite", "postgresql"], indirect=True)
def test_forms_filled_in_by_chance_are_answered(demonstration, fuzz):
    """Whole forms with values by chance; `--long` tries many more."""
    forms = [form for form in find_forms(demonstration) if len(form.fields) > 1]
    clients = {form.person: demonstration.client(form.person) for form in forms}
    tokens = {person: csrf_of(client) for person, client in clients.items()}

    @settings(max_examples=fuzz(60, 20_000), deadline=None, database=None, derandomize=not fuzz.is_long, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(range(len(forms))), st.lists(TEXTS, min_size=1, max_size=5), st.integers(0, 4))
    def try_one(number, texts, start):
        """One form, its fields filled in turn with some texts; some keep what they had."""
        form = forms[number]
        names = [name for name in form.fields if name != "csrf_token"]
        chosen = {name: texts[(place + start) % len(texts)] for place, name in enumerate(names) if (place + start) % 3}
        pairs = form.filled(lambda field: [chosen[field.name]] if field.name in chosen else None)
        data = {}
        for name, value in pairs:
            data.setdefault(name, []).append(tokens[form.person] if name == "csrf_token" else value)
        response = clients[form.person].post(form.action, data=data)
        response.close()
        assert response.status_code < 500, (form.action, data)

    try_one()


@pytest.mark.parametrize("demonstration", ["sqlite", "postgresql"], indirect=True)
def test_addresses_by_chance_are_answered(demonstration, fuzz):
    client = demonstration.client("secretariat")
    parts = st.sampled_from(["secretariat", "apply", "register", "applications", "board", "static", "..", "1", "0", "-1", "release", "documents", "bylaws"])
    piece = parts | st.text(max_size=8)

    @settings(max_examples=fuzz(60, 20_000), deadline=None, database=None, derandomize=not fuzz.is_long, suppress_health_check=list(HealthCheck))
    @given(st.lists(piece, max_size=5), st.dictionaries(st.sampled_from(["q", "page", "status", "on", "as_of", "next"]), st.text(max_size=20), max_size=3))
    def try_one(path, query):
        """One address."""
        address = re.sub("/+", "/", "/" + quote("/".join(path), safe="/.%"))  # two slashes are a host to the test's client
        response = client.get(address, query_string=query)
        response.close()
        assert response.status_code < 500, (path, query)

    try_one()
