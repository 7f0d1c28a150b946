"""Finds every form that a page shows to somebody who may see it, with its fields, and fills them in as a test likes."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from filelock import FileLock
from flask import url_for
from flask.testing import FlaskClient

from tests.demonstrations import Demonstration
from tests.integration.web.matrix import Cell, cells, person_of, values_of

TEXT_KINDS = frozenset({"text", "textarea", "email", "url", "tel", "search"})
_FRAME = ("/language", "/sign-out")
_FOUND: dict[Path, list["FoundForm"]] = {}
_STATES = ("sent", "checked", "decided")


@dataclass
class Field:
    """A field of a form as a browser shows it; `options` are the answers of a choice, `value` what stands in it."""

    name: str
    kind: str
    id: str = ""
    value: str = ""
    options: list[str] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)


@dataclass
class FoundForm:
    """A form: who was shown it on which page, where it goes, and its fields by name."""

    person: str
    page: str
    action: str
    fields: dict[str, Field] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, frozenset[str]]:
        """Forms with the same key are the same one on two pages."""
        return re.sub(r"\d+", "#", self.action), frozenset(self.fields)

    def named(self, *kinds: str) -> list[Field]:
        """The fields of some kinds."""
        return [one for one in self.fields.values() if one.kind in kinds]

    @property
    def texts(self) -> list[Field]:
        """The fields that one types into."""
        return self.named(*TEXT_KINDS)

    def filled(self, change: Callable[[Field], list[str] | None] = lambda field: None) -> list[tuple[str, str]]:
        """What a browser would send; `change` gives other values for a field, or None to leave it."""
        pairs: list[tuple[str, str]] = []
        for one in self.fields.values():
            values = change(one)
            if values is None:
                values = one.chosen or one.options[:1] if one.kind in ("radio", "select") else one.chosen if one.kind == "checkbox" else [one.value]
            pairs += [(one.name, value) for value in values]
        return pairs


class Reader(HTMLParser):
    """Reads the forms of a page, and where it tells of an error."""

    def __init__(self, person: str, page: str) -> None:
        super().__init__()
        self.person, self.page = person, page
        self.forms: list[FoundForm] = []
        self.errors: dict[str, str] = {}
        self._form: FoundForm | None = None
        self._area: Field | None = None
        self._select: Field | None = None
        self._error, self._depth = "", 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect forms and fields."""
        given = {name: value or "" for name, value in attrs}
        if tag == "div" and self._error:
            self._depth += 1
        if tag == "div" and given.get("id", "").endswith("-error"):
            self._error, self._depth = given["id"].removesuffix("-error"), 1
            self.errors[self._error] = ""
        if tag == "form" and given.get("method", "").lower() == "post":
            self._form = FoundForm(self.person, self.page, given.get("action") or self.page.partition("?")[0])
        elif self._form is not None and "disabled" not in given:
            self._control(tag, given, self._form)

    def _control(self, tag: str, given: Mapping[str, str], form: FoundForm) -> None:
        name = given.get("name", "")
        if tag == "textarea":
            self._area = form.fields[name] = Field(name, "textarea", given.get("id", ""))
        elif tag == "select":
            self._select = form.fields[name] = Field(name, "select", given.get("id", ""))
        elif tag == "option" and self._select is not None:
            self._option(self._select, given, "selected")
        elif tag == "input" and name:
            kind = given.get("type", "text")
            one = form.fields.setdefault(name, Field(name, kind, given.get("id", ""), given.get("value", "")))
            if kind in ("radio", "checkbox"):
                self._option(one, given, "checked")

    @staticmethod
    def _option(one: Field, given: Mapping[str, str], mark: str) -> None:
        one.options.append(given.get("value", "on"))
        if mark in given:
            one.chosen.append(given.get("value", "on"))

    def handle_endtag(self, tag: str) -> None:
        """Close what was open."""
        if tag == "form" and self._form is not None:
            self.forms.append(self._form)
            self._form = None
        elif tag == "textarea":
            if self._area is not None:
                self._area.value = self._area.value.removeprefix("\r").removeprefix("\n")
            self._area = None
        elif tag == "select":
            self._select = None
        elif tag == "div" and self._error:
            self._depth -= 1
            self._error = self._error if self._depth else ""

    def handle_data(self, data: str) -> None:
        """Collect what stands in a text area, and the words of errors."""
        if self._area is not None:
            self._area.value += data
        if self._error:
            self.errors[self._error] += data


def read(html: str, *, person: str = "", page: str = "") -> Reader:
    """The forms and errors of a page."""
    reader = Reader(person, page)
    reader.feed(html)
    return reader


def pages(demonstration: Demonstration) -> Iterator[tuple[str, str]]:
    """Whoever may see a page, and its address: `(person, path)`; public pages once."""
    seen = set()
    for cell in cells(demonstration.app):
        if cell.method != "GET" or cell.expected != "yes" or cell.row.relation == "withdrawn" or cell.endpoint == "static":
            continue
        if cell.row.permission in ("public", "accounts.use_account", "desk.view_home") and cell.role not in ("visitor", "user"):
            continue
        for path in _addresses(demonstration, cell):
            if (cell.role, path) not in seen:
                seen.add((cell.role, path))
                yield person_of(cell), path


def _addresses(demonstration: Demonstration, cell: Cell) -> list[str]:
    with demonstration.app.test_request_context():
        values = values_of(demonstration, cell)
        found = [url_for(cell.endpoint, **values)]
        if cell.endpoint == "screening.show_application":
            ids = demonstration.cast.ids
            found += [url_for(cell.endpoint, application_id=ids[f"application {state}"]) for state in _STATES]
        if cell.endpoint == "screening.prepare_return":
            found.append(url_for(cell.endpoint, application_id=demonstration.cast.ids["application checked"]))
        if cell.endpoint == "screening.show_retention":
            found.append(url_for(cell.endpoint, application_id=demonstration.cast.ids["application withdrawn"]))
        if cell.endpoint == "screening.show_release":
            batches = [value for name, value in demonstration.cast.ids.items() if name.startswith("release batch")]
            found += [url_for(cell.endpoint, release_batch_id=batch_id) for batch_id in batches]
        if cell.endpoint == "committees.show_deliberation":
            found.append(url_for(cell.endpoint, deliberation_id=demonstration.cast.ids["deliberation undeclared"]))
        if cell.endpoint == "screening.show_recommenders":
            found.append(found[0] + "?q=見本")
        if cell.endpoint == "screening.show_step":
            steps = ("membership", "people", "activities", "officers", "pledge")
            found += [url_for(cell.endpoint, **(values | {"step": step})) for step in steps]
    return found


def find_forms(demonstration: Demonstration, *, language: str = "ja") -> list[FoundForm]:
    """Every form of every page, each once; looked for once in a run, by whichever worker comes first."""
    note = demonstration.origin / f"forms-{language}.json"
    if note not in _FOUND:
        with FileLock(f"{note}.lock"):
            if not note.exists():
                note.write_text(json.dumps([asdict(form) for form in _find_forms(demonstration, language)]))
        _FOUND[note] = [_told(form) for form in json.loads(note.read_text())]
    return _FOUND[note]


def _told(form: Mapping[str, Any]) -> FoundForm:
    fields = {name: Field(**one) for name, one in form["fields"].items()}
    return FoundForm(form["person"], form["page"], form["action"], fields)


def _find_forms(demonstration: Demonstration, language: str) -> list[FoundForm]:
    clients: dict[str, FlaskClient] = {}
    found: dict[tuple[str, frozenset[str]], FoundForm] = {}
    for person, path in pages(demonstration):
        client = clients.setdefault(person, demonstration.client(person, language=language))
        response = client.get(path)
        if response.mimetype == "text/html" and response.status_code == 200:
            for form in read(response.get_data(as_text=True), person=person, page=path).forms:
                if not form.action.endswith(_FRAME):
                    found.setdefault(form.key, replace(form))
        response.close()
    return list(found.values())
