"""A browser without scripts: it follows links, fills in the forms that a page shows and sends their hidden fields, CSRF token included."""

import re
from collections.abc import Callable, Mapping, Sequence
from contextvars import Context
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, has_app_context
from werkzeug.test import TestResponse

from platform_app.extensions import db
from tests.stages import take

T = TypeVar("T")
_VOID_TYPES = {"submit", "button", "image", "reset"}


@dataclass
class Form:
    """A form of a page: where it goes, and its fields as a browser would send them untouched."""

    action: str
    method: str = "get"
    is_multipart: bool = False
    fields: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass
class Page:
    """A page that was shown: its status, address and HTML; visible text, forms and links are read when they are asked for."""

    status: int
    path: str
    html: str
    response: TestResponse

    @cached_property
    def _read(self) -> "_Reader":
        reader = _Reader(self.path)
        reader.feed(self.html)
        return reader

    @cached_property
    def text(self) -> str:
        """What a person sees, with single spaces."""
        return re.sub(r"\s+", " ", " ".join(self._read.words)).strip()

    @cached_property
    def forms(self) -> list[Form]:
        """The forms in their order."""
        return self._read.forms

    @cached_property
    def links(self) -> list[tuple[str, str]]:
        """Addresses with the words of the links to them."""
        return self._read.links

    def form(self, action_part: str = "") -> Form:
        """The first form that posts to an address containing a part; the forms of the frame are passed over."""
        for form in self.forms:
            if form.method == "post" and action_part in form.action and not form.action.endswith(("/language", "/sign-out", "/acting-for")):
                return form
        raise AssertionError(f"no form to {action_part!r} on {self.path} ({self.status}): {[f.action for f in self.forms]}\n{self.text[:1500]}")


class _Reader(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self.words: list[str] = []
        self._form: Form | None = None
        self._hidden = 0
        self._area: list[str] | None = None
        self._area_name = ""
        self._select = ""
        self._link: list[str] | None = None
        self._button: list[str] | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Collect forms, fields and links."""
        given = {name: value or "" for name, value in attributes}
        if tag in ("script", "style", "head"):
            self._hidden += 1
        elif tag == "form":
            self._form = Form(given.get("action") or self.path, given.get("method", "get").lower(), "multipart" in given.get("enctype", ""))
            self.forms.append(self._form)
        elif tag == "a" and "href" in given:
            self._link = []
            self.links.append((given["href"], ""))
        elif self._form is not None:
            self._field(tag, given)

    def _field(self, tag: str, given: Mapping[str, str]) -> None:
        assert self._form is not None
        name = given.get("name", "")
        if tag == "button":
            self._button = []
            self._form.buttons.append((name, given.get("value", ""), ""))
        elif tag == "textarea":
            self._area, self._area_name = [], name
            self._form.names.add(name)
        elif tag == "select":
            self._select = name
            self._form.names.add(name)
        elif tag == "option" and self._select and "selected" in given:
            self._form.fields.append((self._select, given.get("value", "")))
        elif tag == "input" and name and "disabled" not in given and given.get("type", "text") not in _VOID_TYPES:
            self._form.names.add(name)
            kind = given.get("type", "text")
            if kind in ("radio", "checkbox"):
                if "checked" in given:
                    self._form.fields.append((name, given.get("value", "on")))
            elif kind != "file":
                self._form.fields.append((name, given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        """Close what was open."""
        if tag in ("script", "style", "head"):
            self._hidden -= 1
        elif tag == "form":
            self._form = None
        elif tag == "textarea" and self._area is not None and self._form is not None:
            self._form.fields.append((self._area_name, "".join(self._area).removeprefix("\n")))
            self._area = None
        elif tag == "select":
            self._select = ""
        elif tag == "a" and self._link is not None:
            self.links[-1] = (self.links[-1][0], " ".join("".join(self._link).split()))
            self._link = None
        elif tag == "button" and self._button is not None and self._form is not None:
            name, value, _ = self._form.buttons[-1]
            self._form.buttons[-1] = (name, value, " ".join("".join(self._button).split()))
            self._button = None

    def handle_data(self, data: str) -> None:
        """Collect words."""
        if self._area is not None:
            self._area.append(data)
        if self._link is not None:
            self._link.append(data)
        if self._button is not None:
            self._button.append(data)
        if not self._hidden:
            self.words.append(data)


class Visitor:
    """Somebody with a browser: cookies are kept, redirects are followed."""

    def __init__(self, app: Flask, *, language: str = "en", address: str = "192.0.2.1") -> None:
        self.app = app
        self.client = app.test_client()
        self.headers = {"Accept-Language": language}
        self.address = address
        self.page: Page | None = None

    def get(self, path: str) -> Page:
        """Open an address."""
        parts = urlsplit(path)
        path = parts.path + ("?" + parts.query if parts.query else "")
        return self._ask("GET", path)

    def post(self, path: str, data: Mapping[str, Any] | Sequence[tuple[str, Any]]) -> Page:
        """Send fields as they are, without a page before it."""
        return self._ask("POST", path, data=_grouped(data))

    def submit(self, action_part: str = "", /, button: str | None = None, **values: Any) -> Page:
        """Fill in the form of the page at hand and send it. A list gives several values, None leaves a field out; `button` is `name=value`.

        A field that the form does not have is an error, as it would be for a person.
        """
        assert self.page is not None
        form = self.page.form(action_part)
        unknown = {name for name, value in values.items() if name not in form.names and value is not None}
        assert not unknown, f"the form to {form.action} has no field {sorted(unknown)}; it has {sorted(form.names)}"
        pairs: list[tuple[str, Any]] = [(name, value) for name, value in form.fields if name not in values]
        for name, value in values.items():
            several = value if isinstance(value, list) else [value]
            pairs += [(name, one) for one in several if one is not None]
        if button:
            name, _, value = button.partition("=")
            pairs.append((name, value))
        return self.post(form.action, pairs)

    def follow(self, words: str) -> Page:
        """Follow the first link whose words contain some words."""
        assert self.page is not None
        for address, label in self.page.links:
            if words in label:
                return self.get(address)
        raise AssertionError(f"no link {words!r} on {self.page.path}: {[label for _, label in self.page.links]}")

    def sign_in(self, email: str, password: str) -> Page:
        """Sign in on the sign-in page."""
        return self.once(("sign in", email, password), lambda: self._signed_in(email, password))

    def _signed_in(self, email: str, password: str) -> Page:
        self.get("/sign-in")
        return self.submit("/sign-in", email=email, password=password)

    def once(self, name: tuple[object, ...], act: Callable[[], T]) -> T:
        """Something done with this browser that other tests do too: as a step (see `tests.stages`) it leaves page and cookies as well."""
        shown = self.page.html if self.page else ""
        told = (*name, self.address, *self.headers.values(), repr(self.client._cookies), shown)
        result, self.page, self.client._cookies = take(told, lambda: (act(), self.page, self.client._cookies))
        return result

    def _ask(self, method: str, path: str, **options: Any) -> Page:
        """A request in a context of its own, as a server would have it; the test's own reading transaction ends before."""
        if has_app_context():
            db.session.rollback()
        options |= {"method": method, "headers": self.headers, "environ_base": {"REMOTE_ADDR": self.address}, "follow_redirects": True}
        return self._show(Context().run(self.client.open, path, **options))

    def _show(self, response: TestResponse) -> Page:
        html = response.get_data(as_text=True) if response.mimetype == "text/html" else ""
        self.page = Page(response.status_code, response.request.path, html, response)
        return self.page


def _grouped(data: Mapping[str, Any] | Sequence[tuple[str, Any]]) -> dict[str, list[Any]]:
    grouped: dict[str, list[Any]] = {}
    for name, value in data.items() if isinstance(data, Mapping) else data:
        grouped.setdefault(name, []).append(value)
    return grouped
