"""A database of its own for measurements, deleted afterwards; what the operator has is never touched.

It is a SQLite file, or, where DATABASE_URL names PostgreSQL, a new database on that server; the role needs the right to create one.
"""

import os
import secrets
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from urllib.parse import urlsplit, urlunsplit

import psycopg
import structlog
from flask import Flask, current_app
from psycopg.sql import SQL, Identifier

from platform_app.accounts.services.invitations import accept_invitation, ensure_user, invite_user
from platform_app.config import Mode, Settings, complete
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.clock import now
from platform_app.mail.rules import LinkPurpose
from platform_app.mail.services import find_link, link_url
from platform_app.operations.setup import set_up_database


@contextmanager
def fresh_settings() -> Iterator[Settings]:
    """Settings of development with a SQLite file in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="platform-bench-") as folder:
        yield complete(Settings(mode=Mode.DEVELOPMENT, instance_path=folder))


@contextmanager
def fresh_app() -> Iterator[Flask]:
    """An application on such settings with the schema and the founding rules; contexts are the caller's, one for each request.

    Its log is written as ever, because it is a part of the work, but into nothing: thousands of requests would hide the figures.
    """
    make_app = current_app.extensions["platform.make_app"]
    beside = _database_beside(current_app.config["SETTINGS"])
    with fresh_settings() as settings, beside as database_url, open(os.devnull, "w", encoding="utf-8") as nothing:
        app: Flask = make_app(replace(settings, database_url=database_url or settings.database_url))
        structlog.configure(logger_factory=structlog.WriteLoggerFactory(file=nothing))
        set_up_database(app)
        try:
            yield app
        finally:
            structlog.configure(logger_factory=structlog.WriteLoggerFactory(file=sys.stderr))
            with app.app_context():
                db.engine.dispose()


@contextmanager
def _database_beside(settings: Settings) -> Iterator[str]:
    """The address of a new database on the operator's PostgreSQL; empty if there is none."""
    if settings.is_sqlite:
        yield ""
        return
    name = f"platform_bench_{secrets.token_hex(4)}"
    address = urlsplit(settings.database_url)
    with psycopg.connect(settings.database_url, autocommit=True) as connection:
        connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
        try:
            yield urlunsplit(address._replace(path=f"/{name}"))
        finally:
            connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


def make_user(email: str, secret: str) -> int:
    """An account that has accepted its invitation; needs a transaction. Returns its id."""
    user_id = ensure_user(email=email, name="Bench", locale="ja", by=OPERATOR, at=now())
    token = link_url(invite_user(user_id=user_id, by=OPERATOR, at=now(), by_mail=False)).rpartition("/")[2]
    link = find_link(token=token, purpose=LinkPurpose.INVITATION, at=now())
    return accept_invitation(link=link, name="見本 花子", password=secret, by=OPERATOR, at=now())
