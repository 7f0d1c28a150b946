"""Keys for single purposes, derived from SECRET_KEY, so that what is signed for one can never be used for another."""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

KEY_BYTES = 32


def derived_key(purpose: str) -> bytes:
    """32 bytes for one purpose, the same in every process with this SECRET_KEY. Source: RFC 5869 (HKDF)."""
    secret: str = current_app.config["SETTINGS"].secret_key
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose.encode()).derive(secret.encode())
