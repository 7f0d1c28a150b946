"""Pages: the register against its own template with constants, and against an empty view of the same program."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_urlsafe
from typing import Any

from flask import Flask, template_rendered
from flask.testing import FlaskClient
from jinja2 import Template

from platform_app.accounts.services.offices import grant_office
from platform_app.database.transaction import transaction
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.clock import now, today
from platform_app.kernel.roles import Role
from platform_app.members.rules import MemberClass, MemberKind, Particulars
from platform_app.members.services import admit
from platform_app.operations.bench.measuring import Goal, Suite
from platform_app.operations.bench.world import fresh_app, make_user

ROWS = 100
EMAIL = "bench@platform.example"
EMPTY = "/health/live"
LIST = "/secretariat/register"
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@contextmanager
def pages() -> Iterator[Suite]:
    """The suite: the first page of a register of 100 members, seen by the secretariat."""
    with fresh_app() as app:
        secret = token_urlsafe(24)
        with app.app_context(), transaction():
            _fill(secret)
        client = app.test_client()
        _sign_in(client, secret)
        template, context, rows = _capture(app, client)

        def constants() -> str:
            """The template alone, with what the view gave it."""
            with app.test_request_context(LIST):
                return template.render(context)

        goals = [
            Goal("list / its template with constants", 1.3, "×", lambda cpu: cpu["list"] / cpu["template"]),
            Goal("list / empty view", 6.0, "×", lambda cpu: cpu["list"] / cpu["empty view"]),
        ]
        configurations = {"empty view": lambda: _get(client, EMPTY), "list": lambda: _get(client, LIST), "template": constants}
        yield Suite("pages", configurations, goals, {"rows": rows, "path": LIST})


def _fill(secret: str) -> None:
    grant_office(user_id=make_user(EMAIL, secret), role=Role.SECRETARIAT, by=OPERATOR, at=now())
    for number in range(1, ROWS + 1):
        particulars = Particulars(name=f"見本団体{number}", kind=MemberKind.ORGANISATION, kana=f"ミホンダンタイ{number}", prefecture="13")
        admit(particulars=particulars, membership_class=MemberClass.REGULAR, from_on=today(), by=OPERATOR, at=now())


def _sign_in(client: FlaskClient, secret: str) -> None:
    """Sign in by the page, as people do."""
    found = _TOKEN.search(client.get("/sign-in").text)
    token = found[1] if found else ""
    response = client.post("/sign-in", data={"csrf_token": token, "email": EMAIL, "password": secret})
    if response.status_code not in (302, 303):
        raise RuntimeError(f"signing in answered {response.status_code}")


def _get(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    if response.status_code != 200:
        raise RuntimeError(f"{path} answered {response.status_code}")


def _capture(app: Flask, client: FlaskClient) -> tuple[Template, dict[str, Any], int]:
    """The template of the list with the context of one request, and how many rows that page shows."""
    seen: list[tuple[Template, dict[str, Any]]] = []

    def note(_sender: Flask, template: Template, context: dict[str, Any], **_extra: object) -> None:
        """Keep what was rendered."""
        seen.append((template, dict(context)))

    with template_rendered.connected_to(note, app):
        response = client.get(LIST)
    template, context = seen[-1]
    return template, context, response.text.count("<tr") - 1
