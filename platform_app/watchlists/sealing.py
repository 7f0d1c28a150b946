"""What is sealed and what is searched: parties as sealed documents, their fingerprints, and keyed hashes of refs and keys.

The hashes are made under a random key of this installation that lies in the database sealed by FIELD_KEY: without FIELD_KEY nobody can
try names against them, and a new FIELD_KEY changes none of them. Source: RFC 7693 (BLAKE2, keyed).
"""

import base64
import hashlib
import json
import secrets
from datetime import date, datetime

from sqlalchemy import select, update

from platform_app.database.conflicts import conflict_on
from platform_app.extensions import db
from platform_app.kernel.canonical import canonical_json
from platform_app.watchlists.models import IndexKey
from platform_app.watchlists.rules.facts import Party, PartyKind

_PURPOSE = "names"
_KEY_BYTES = 32
_HASH_BYTES = 8
_FINGERPRINT_BYTES = 16


class Hasher:
    """Hashes under the installation's key."""

    def __init__(self, secret: bytes) -> None:
        self._keys = hashlib.blake2b(digest_size=_HASH_BYTES, key=secret, person=b"key")
        self._refs = hashlib.blake2b(digest_size=_HASH_BYTES, key=secret, person=b"ref")
        self._parties = hashlib.blake2b(digest_size=_FINGERPRINT_BYTES, key=secret, person=b"party")

    def key(self, text: str) -> int:
        """64 bits, signed as the databases hold them, for one key of a name."""
        return _number(self._keys, text)

    def ref(self, text: str) -> int:
        """64 bits, signed, for an entry's reference in its list."""
        return _number(self._refs, text)

    def fingerprint(self, party: Party) -> str:
        """What is equal exactly if all that is compared is equal; the reference is not."""
        digest = self._parties.copy()
        digest.update(canonical_json(_document(party)).encode())
        return digest.hexdigest()


def _number(keyed: "hashlib.blake2b", text: str) -> int:
    digest = keyed.copy()
    digest.update(text.encode())
    return int.from_bytes(digest.digest(), "big", signed=True)


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


def _document(party: Party) -> dict[str, object]:
    return {
        "kind": party.kind.value,
        "name": party.name,
        "kana": party.kana,
        "former_names": list(party.former_names),
        "birth_on": party.birth_on.isoformat() if party.birth_on else None,
        "corporate_number": party.corporate_number,
        "address": party.address,
    }


def write_party(party: Party) -> str:
    """A party as the text that is sealed; its reference is in it."""
    return canonical_json(_document(party) | {"ref": party.ref})


def read_party(text: str, *, ref: str | None = None) -> Party:
    """The party of a sealed text, with another reference if one is wanted."""
    document = json.loads(text)
    return Party(
        ref=document["ref"] if ref is None else ref,
        kind=PartyKind(document["kind"]),
        name=document["name"],
        kana=document["kana"],
        former_names=tuple(document["former_names"]),
        birth_on=date.fromisoformat(document["birth_on"]) if document["birth_on"] else None,
        corporate_number=document["corporate_number"],
        address=document["address"],
    )
