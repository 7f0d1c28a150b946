"""Invented people with accounts, made through the services, and browsers that send forms as people do."""

import re
from datetime import datetime

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from platform_app.accounts.services import accept_invitation, ensure_user, grant_office, invite_user
from platform_app.audit.outbox import run_outbox
from platform_app.database.transaction import reading, transaction
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.clock import now
from platform_app.kernel.roles import Role
from platform_app.mail.carriers import caught_folder
from platform_app.mail.jobs import deliver_mail
from platform_app.mail.rules import LinkPurpose
from platform_app.mail.services import find_link, link_url

PASSWORD = "つめたい雨と三毛猫のひるね"
STAFF_PASSWORD = "つめたい雨と三毛猫のながいひるね"
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_LINK = re.compile(r"https?://[^\s/]+(/\S+)")


def person(app: Flask, email: str = "hanako@mihon.example", *, office: Role | None = None, password: str | None = None, at: datetime | None = None) -> int:
    """Somebody who accepted the invitation, with an office if one is named."""
    at = at or now()
    with app.app_context(), transaction():
        user_id = ensure_user(email=email, name="見本 花子", locale="ja", by=OPERATOR, at=at)
        if office is not None:
            grant_office(user_id=user_id, role=office, by=OPERATOR, at=at)
        token = link_url(invite_user(user_id=user_id, by=OPERATOR, at=at, by_mail=False)).rsplit("/", 1)[1]
        link = find_link(token=token, purpose=LinkPurpose.INVITATION, at=at)
        chosen = password or (STAFF_PASSWORD if office else PASSWORD)
        return accept_invitation(link=link, name="見本 花子", password=chosen, by=OPERATOR, at=at)


def invited(app: Flask, email: str = "jiro@mihon.example", *, office: Role | None = None) -> tuple[int, str]:
    """Somebody invited but not yet here: the account and the path of the link."""
    with app.app_context(), transaction():
        user_id = ensure_user(email=email, name="見本 次郎", locale="ja", by=OPERATOR, at=now())
        if office is not None:
            grant_office(user_id=user_id, role=office, by=OPERATOR, at=now())
        link_id = invite_user(user_id=user_id, by=OPERATOR, at=now())
        return user_id, path_of(link_url(link_id))


def path_of(url: str) -> str:
    """The path of an address of this site."""
    return "/" + url.split("/", 3)[3]


def csrf_of(page: TestResponse) -> str:
    """The token of the forms of a page."""
    found = _TOKEN.search(page.get_data(as_text=True))
    assert found, page.get_data(as_text=True)
    return found.group(1)


def send(client: FlaskClient, path: str, data: dict[str, object] | None = None, *, page: str | None = None, **options: object) -> TestResponse:
    """Open a page (the sign-in page if none is named), and send a form with its token to a path."""
    token = csrf_of(client.get(page or path))
    return client.post(path, data={"csrf_token": token, **(data or {})}, **options)  # type: ignore[arg-type]


def sign_in(client: FlaskClient, email: str = "hanako@mihon.example", password: str = PASSWORD, *, address: str = "192.0.2.1") -> TestResponse:
    """Try to sign in from a network."""
    options = {"environ_base": {"REMOTE_ADDR": address}}
    return send(client, "/sign-in", {"email": email, "password": password}, page="/password/forgotten", **options)


def mails(app: Flask) -> list[str]:
    """Run the outbox and the mail process; the texts caught so far, oldest first, headers decoded by their names aside."""
    with app.app_context():
        run_outbox(at=now())
        deliver_mail()
        with reading():
            folder = caught_folder(app.config["SETTINGS"])
    return [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.eml"))]


def link_in(mail: str) -> str:
    """The path of the first link in a mail that leads further than the front page."""
    return next(path for path in _LINK.findall(mail) if len(path) > 30)
