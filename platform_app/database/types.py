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

from platform_app.database.encryption import NotReadable, decrypt, encrypt, is_bound
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
        return None if value is None else encrypt(value, key=_field_keys()[0], place=self._known_place())

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Decrypt.

        Raises: Unavailable if neither FIELD_KEY nor FIELD_KEY_PREVIOUS wrote the text, or the text was altered or moved.
        """
        return None if value is None else _decrypted(value, self._known_place(), _field_keys())

    def _known_place(self) -> str:
        if not self.place:
            raise TypeError("an encrypted text needs the column it stands in")
        return self.place


@event.listens_for(Column, "after_parent_attach")
def _give_place(column: Column[Any], table: object) -> None:
    """Tell an encrypted column's type where it stands."""
    if isinstance(column.type, EncryptedText) and isinstance(table, Table):
        column.type = EncryptedText(f"{table.name}.{column.name}")


def resealed_text(stored: str, place: str) -> str | None:
    """A stored text under FIELD_KEY and bound to its column; None if it is so already.

    Raises: Unavailable if neither FIELD_KEY nor FIELD_KEY_PREVIOUS opens it.
    """
    keys = _field_keys()
    try:
        if is_bound(stored):
            decrypt(stored, key=keys[0], place=place)
            return None
    except NotReadable:
        pass
    return encrypt(_decrypted(stored, place, keys), key=keys[0], place=place)


def _decrypted(stored: str, place: str, keys: tuple[bytes, ...]) -> str:
    for key in keys:
        try:
            return decrypt(stored, key=key, place=place)
        except NotReadable:
            continue
    raise Unavailable("error.field_key")


def _field_keys() -> tuple[bytes, ...]:
    """The key that writes, and the one before while a new one comes in."""
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
