"""What happened, in the past tense: frozen, with ids and codes instead of names.

An event is a frozen, keyword-only dataclass. Its name is `package.noun_happened`, its subject the row it is about.
"""

import re
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import Enum
from typing import ClassVar

_WORD_START = re.compile(r"(?<!^)(?=[A-Z])")


@dataclass(frozen=True, kw_only=True)
class Event:
    """Base of all events. A subclass names `subject_type` and has a field `<subject_type>_id`."""

    subject_type: ClassVar[str]
    name: ClassVar[str]

    def __init_subclass__(cls) -> None:
        package = cls.__module__.rpartition(".")[0].rpartition(".")[2] or cls.__module__
        cls.name = f"{package}.{_WORD_START.sub('_', cls.__name__).lower()}"

    @property
    def subject_id(self) -> int | None:
        """The id of the row that the event is about."""
        subject: int | None = getattr(self, f"{self.subject_type}_id")
        return subject

    @property
    def data(self) -> dict[str, object]:
        """The fields as values that JSON can hold, in the order of their declaration."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (tuple, list, frozenset, set)):
        return [_plain(item) for item in (sorted(value, key=str) if isinstance(value, (set, frozenset)) else value)]
    return value
