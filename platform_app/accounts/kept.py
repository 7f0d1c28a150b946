"""A form that was sent when the password was needed first: carried, encrypted, through the page that asks for it and shown again behind it.

Passwords, files, CSRF tokens and what may be an individual's number are never carried. It is given back to nobody but the person who
had sent it: on a shared machine the next one sees nothing of it.
"""

import base64
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography.fernet import Fernet, InvalidToken

from platform_app.accounts.rules import SESSION_LIFE
from platform_app.database.keys import derived_key
from platform_app.web.text import NOT_TYPED, is_personal_number

LARGEST_CHARACTERS = 400_000
_NEVER = ("password", "csrf_token")


@dataclass(frozen=True)
class KeptForm:
    """What was sent where: the path with its query, and the fields in order; `had_files` says that files have to be chosen again."""

    path: str
    fields: Sequence[tuple[str, str]]
    user_id: int
    had_files: bool

    @property
    def texts(self) -> list[str]:
        """What a person typed or chose, for showing; ids and marks of one character are left out."""
        return [text for name, text in self.fields if len(text) > 1 and name not in NOT_TYPED]

    @property
    def button(self) -> str | None:
        """The label of the button that was pressed; None if the button had another meaning of its own."""
        return dict(self.fields).get("button")


def may_keep(name: str, text: str) -> bool:
    """Whether a field with this text may be carried at all."""
    return not any(word in name for word in _NEVER) and not is_personal_number(name, text)


def seal(*, path: str, fields: Iterable[tuple[str, str]], user_id: int, had_files: bool, at: datetime) -> str | None:
    """The form as a text that nobody can read or change; None if it is too long to carry."""
    kept = [(name, text) for name, text in fields if may_keep(name, text)]
    plain = json.dumps({"path": path, "fields": kept, "user_id": user_id, "had_files": had_files}, ensure_ascii=False)
    if len(plain) > LARGEST_CHARACTERS:
        return None
    sealed = _box().encrypt_at_time(plain.encode(), int(at.timestamp()))
    return sealed.decode() if len(sealed) <= 2 * LARGEST_CHARACTERS else None


def unseal(text: str, *, user_id: int, at: datetime) -> KeptForm | None:
    """The form again, for the same person and within twelve hours; None else."""
    try:
        plain = _box().decrypt_at_time(text.encode(), int(SESSION_LIFE.total_seconds()), int(at.timestamp()))
    except (InvalidToken, UnicodeEncodeError):
        return None
    data = json.loads(plain)
    if data["user_id"] != user_id:
        return None
    return KeptForm(data["path"], [(name, value) for name, value in data["fields"]], data["user_id"], data["had_files"])


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(derived_key("kept-form")))
