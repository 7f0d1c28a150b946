"""Encrypted texts: opened with their key at their place, and nowhere else."""

import base64
import os

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from platform_app.app import create_app  # noqa: F401  # brings every table
from platform_app.database.encryption import NotReadable, decrypt, encrypt, is_bound
from platform_app.database.types import EncryptedText
from platform_app.extensions import db

KEY, OTHER = b"k" * 32, b"o" * 32
PLACE = "application_officer.birth_on"


def of_before(text: str) -> str:
    """The form that was bound to no place."""
    nonce = os.urandom(12)
    return "1:" + base64.urlsafe_b64encode(nonce + AESGCM(KEY).encrypt(nonce, text.encode(), None)).decode()


@pytest.mark.parametrize("text", ["", "1970-01-02", "見本 花子\n𠮷", "x" * 10_000])
def test_a_text_comes_back_and_never_looks_the_same_twice(text: str) -> None:
    stored = encrypt(text, key=KEY, place=PLACE)
    assert decrypt(stored, key=KEY, place=PLACE) == text
    assert stored != encrypt(text, key=KEY, place=PLACE)
    assert is_bound(stored)


def test_a_text_opens_in_no_other_column_and_with_no_other_key() -> None:
    stored = encrypt("1970-01-02", key=KEY, place=PLACE)
    for key, place in ((KEY, "screening_check.sealed_note"), (OTHER, PLACE)):
        with pytest.raises(NotReadable):
            decrypt(stored, key=key, place=place)


def test_texts_of_before_are_still_read() -> None:
    stored = of_before("1970-01-02")
    assert decrypt(stored, key=KEY, place=PLACE) == "1970-01-02"
    assert not is_bound(stored)
    with pytest.raises(NotReadable):
        decrypt("2:" + stored[2:], key=KEY, place=PLACE)


GOOD = encrypt("1970-01-02", key=KEY, place=PLACE)


@pytest.mark.parametrize(
    "stored", ["", "1", "1:", "2:", "2:AAAA", "3:" + GOOD[2:], GOOD[2:], GOOD[:-4], GOOD + "A", "2:!!!!" + GOOD[6:], "2:見本", "1970-01-02", GOOD[:20]],
    ids=range(13),
)
def test_what_is_no_such_text_is_not_readable(stored: str) -> None:
    with pytest.raises(NotReadable):
        decrypt(stored, key=KEY, place=PLACE)


def test_every_encrypted_column_is_bound_to_itself() -> None:
    columns = [column for table in db.metadata.sorted_tables for column in table.columns if isinstance(column.type, EncryptedText)]
    assert len(columns) >= 3
    assert [column.type.place for column in columns] == [f"{column.table.name}.{column.name}" for column in columns]
