"""The installation's key of the hashes: random, and in the database sealed by FIELD_KEY.

Without FIELD_KEY nobody can try names against the hashes, and a new FIELD_KEY changes none of them.
"""

import base64
import secrets
from datetime import datetime

from sqlalchemy import select, update

from platform_app.database.conflicts import conflict_on
from platform_app.extensions import db
from platform_app.watchlists.hashing import Hasher
from platform_app.watchlists.models import IndexKey

_PURPOSE = "names"
_KEY_BYTES = 32


def find_hasher() -> Hasher | None:
    """The installation's hasher; None while nothing was ever listed or watched."""
    secret = db.session.scalar(select(IndexKey.secret).where(IndexKey.purpose == _PURPOSE))
    return Hasher(base64.b64decode(secret)) if secret is not None else None


def keyed_rules() -> str | None:
    """The rules by which the keys of all entries were made; None while nothing was ever listed."""
    return db.session.scalar(select(IndexKey.keyed_rules).where(IndexKey.purpose == _PURPOSE))


def note_keyed(rules_version: str) -> None:
    """Say that the keys of all entries are made by some rules."""
    db.session.execute(update(IndexKey).where(IndexKey.purpose == _PURPOSE).values(keyed_rules=rules_version))


def take_hasher(*, rules_version: str, at: datetime) -> Hasher:
    """The installation's hasher, made at the first need.

    Raises: Conflict if another process makes it at the same moment.
    """
    found = find_hasher()
    if found is not None:
        return found
    secret = secrets.token_bytes(_KEY_BYTES)
    with conflict_on("uq_watch_index_key_purpose", "watchlists.import_elsewhere"):
        text = base64.b64encode(secret).decode()
        db.session.add(IndexKey(purpose=_PURPOSE, secret=text, keyed_rules=rules_version, made_at=at))
    return Hasher(secret)
