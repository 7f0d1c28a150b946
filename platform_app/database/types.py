"""Column types of the house: instants, encrypted text, canonical JSON, enums with a CHECK, and the version of a row."""

import json
import re
from datetime import UTC, datetime
from enum import Enum as PythonEnum
from typing import Any

from flask import current_app
from sqlalchemy import BigInteger, Column, DateTime, Dialect, Enum, Integer, Table, Text, event
from sqlalchemy.orm import Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator

from platform_app.database.encryption import NotReadable, decrypt, encrypt
from platform_app.kernel.canonical import canonical_json
from platform_app.kernel.errors import Unavailable

_WORD_START = re.compile(r"(?<!^)(?=[A-Z])")

BigKey = BigInteger().with_variant(Integer, "sqlite")


class UTCDateTime(TypeDecorator[datetime]):
    """An aware instant, stored in UTC; SQLite drops offsets, so what comes back is made aware again."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive instants; convert to UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Make aware in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class EncryptedText(TypeDecorator[str]):
    """Text of grade 3: AES-256-GCM under FIELD_KEY, which lives outside the database and its backups, bound to its column (`place`).

    Equal texts give different values, so it cannot be searched. A column gives its type its place when it joins a table.
    """

    impl = Text
    cache_ok = True

    def __init__(self, place: str = "") -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Encrypt with a fresh nonce."""
<<<<<<< HEAD
        return None if value is None else encrypt(value, key=_field_key(), place=self._known_place())
=======
        return None if value is None else sealed_text(value)
>>>>>>> dd1c633 (A new FIELD_KEY: both keys are read while everything is encrypted anew)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Decrypt.

<<<<<<< HEAD
        Raises: Unavailable if FIELD_KEY is not the one the text was written with, or the text was altered or moved.
        """
        if value is None:
            return None
        try:
            return decrypt(value, key=_field_key(), place=self._known_place())
        except NotReadable as error:
            raise Unavailable("error.field_key") from error
=======
        Raises: Unavailable if neither FIELD_KEY nor FIELD_KEY_PREVIOUS is the one the text was written with.
        """
        if value is None:
            return None
        for key in _field_keys():
            text = _opened(value, key)
            if text is not None:
                return text
        raise Unavailable("error.field_key")
>>>>>>> dd1c633 (A new FIELD_KEY: both keys are read while everything is encrypted anew)

    def _known_place(self) -> str:
        if not self.place:
            raise TypeError("an encrypted text needs the column it stands in")
        return self.place


@event.listens_for(Column, "after_parent_attach")
def _give_place(column: Column[Any], table: object) -> None:
    """Tell an encrypted column's type where it stands."""
    if isinstance(column.type, EncryptedText) and isinstance(table, Table):
        column.type = EncryptedText(f"{table.name}.{column.name}")


def sealed_text(text: str) -> str:
    """A text as `EncryptedText` stores it, under FIELD_KEY."""
    nonce = os.urandom(_NONCE_BYTES)
    sealed = AESGCM(_field_keys()[0]).encrypt(nonce, text.encode(), None)
    return "1:" + base64.urlsafe_b64encode(nonce + sealed).decode()


def resealed_text(stored: str) -> str | None:
    """What is stored, under FIELD_KEY instead of FIELD_KEY_PREVIOUS; None if it is under FIELD_KEY already.

    Raises: Unavailable if it is under neither.
    """
    current, *before = _field_keys()
    if _opened(stored, current) is not None:
        return None
    for key in before:
        text = _opened(stored, key)
        if text is not None:
            return sealed_text(text)
    raise Unavailable("error.field_key")


def _opened(stored: str, key: bytes) -> str | None:
    raw = base64.urlsafe_b64decode(stored.removeprefix("1:"))
    try:
        return AESGCM(key).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], None).decode()
    except InvalidTag:
        return None


def _field_keys() -> tuple[bytes, ...]:
    keys: tuple[bytes, ...] = current_app.config["SETTINGS"].field_keys
    return keys


class JSONText(TypeDecorator[Any]):
    """A JSON document as canonical text, alike on both databases. Replace the value to change it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Write canonically."""
        return None if value is None else canonical_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Read."""
        return None if value is None else json.loads(value)


def enum_type(kind: type[PythonEnum]) -> Enum:
    """A text column that holds the values of an enum, with a CHECK."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda members: [member.value for member in members],
        name=_WORD_START.sub("_", kind.__name__).lower(),
    )


def enum_column(kind: type[PythonEnum], **options: Any) -> Mapped[Any]:
    """A mapped column of `enum_type`."""
    return mapped_column(enum_type(kind), **options)


class Versioned:
    """A row with a version that counts its changes; a change of a stale row fails instead of being lost."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.__table__.c.version if hasattr(cls, "__table__") else cls.version}
