"""A database of its own for measurements, in a folder that is deleted afterwards; what the operator has is never touched."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, current_app

from platform_app.accounts.services.invitations import accept_invitation, ensure_user, invite_user
from platform_app.config import Mode, Settings, complete
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
    """An application on such settings with the schema and the founding rules; contexts are the caller's, one for each request."""
    make_app = current_app.extensions["platform.make_app"]
    with fresh_settings() as settings:
        app: Flask = make_app(settings)
        set_up_database(app)
        yield app


def make_user(email: str, secret: str) -> int:
    """An account that has accepted its invitation; needs a transaction. Returns its id."""
    user_id = ensure_user(email=email, name="Bench", locale="ja", by=OPERATOR, at=now())
    token = link_url(invite_user(user_id=user_id, by=OPERATOR, at=now(), by_mail=False)).rpartition("/")[2]
    link = find_link(token=token, purpose=LinkPurpose.INVITATION, at=now())
    return accept_invitation(link=link, name="見本 花子", password=secret, by=OPERATOR, at=now())
