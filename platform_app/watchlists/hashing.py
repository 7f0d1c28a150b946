"""Parties as the texts that are sealed, their fingerprints, and keyed hashes of refs and keys. Pure: what makes keys beside the database needs it.

Source: RFC 7693 (BLAKE2, keyed).
"""

import hashlib
import json
from datetime import date

from platform_app.kernel.canonical import canonical_json
from platform_app.watchlists.rules.facts import Party, PartyKind

Pair = tuple[int, int]
_HASH_BYTES = 8
_FINGERPRINT_BYTES = 16


class Hasher:
    """Hashes under the installation's key."""

    def __init__(self, secret: bytes) -> None:
        self.secret = secret
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
