"""Text under FIELD_KEY, bound to the column it stands in: moved into another column it does not open.

Stored as `2:` and URL-safe base64 of nonce and ciphertext. `1:` is the form of before, which was bound to no place and is still read; who
writes such a text anew writes the new form. A column that is renamed has to be written anew.
Source: NIST SP 800-38D.
"""

import base64
import binascii
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
TAG_BYTES = 16
_UNBOUND, _BOUND = "1:", "2:"


class NotReadable(Exception):
    """A text that this key does not open at this place: another key, another column, altered, or no such text at all."""


def encrypt(text: str, *, key: bytes, place: str) -> str:
    """A text as it is stored, with a fresh nonce; `place` is the column, `table.column`."""
    nonce = os.urandom(NONCE_BYTES)
    return _BOUND + base64.urlsafe_b64encode(nonce + AESGCM(key).encrypt(nonce, text.encode(), _bound_to(place))).decode()


def decrypt(stored: str, *, key: bytes, place: str) -> str:
    """The text of a stored one.

    Raises: NotReadable.
    """
    version, sealed = stored[:2], stored[2:]
    if version not in (_UNBOUND, _BOUND):
        raise NotReadable
    try:
        raw = base64.b64decode(sealed, altchars=b"-_", validate=True)
        if len(raw) < NONCE_BYTES + TAG_BYTES:
            raise NotReadable
        return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], _bound_to(place) if version == _BOUND else None).decode()
    except (InvalidTag, binascii.Error, ValueError) as error:
        raise NotReadable from error


def is_bound(stored: str) -> bool:
    """Whether a stored text has the form that is bound to its column."""
    return stored.startswith(_BOUND)


def _bound_to(place: str) -> bytes:
    return (_BOUND + place).encode()
