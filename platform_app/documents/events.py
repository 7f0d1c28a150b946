"""What happens to documents."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from platform_app.documents.rules import FileKind, LetterKind, ScanStatus, Slot
from platform_app.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class FileReceived(Event):
    """A file passed the gate and was stored."""

    subject_type: ClassVar[str] = "file"
    file_id: int
    slot: Slot
    kind: FileKind
    size_bytes: int


@dataclass(frozen=True, kw_only=True)
class FileScanned(Event):
    """The virus scanner said something of a file."""

    subject_type: ClassVar[str] = "file"
    file_id: int
    outcome: ScanStatus


@dataclass(frozen=True, kw_only=True)
class FileForgotten(Event):
    """A file's row was removed; its bytes are swept later."""

    subject_type: ClassVar[str] = "file"
    file_id: int


@dataclass(frozen=True, kw_only=True)
class LetterFrozen(Event):
    """A letter's data was fixed; its page is set later from exactly this data."""

    subject_type: ClassVar[str] = "letter"
    letter_id: int
    kind: LetterKind
    issued_on: date


@dataclass(frozen=True, kw_only=True)
class LetterErased(Event):
    """What a letter said was erased, because its time was over; its number, date and hash stay."""

    subject_type: ClassVar[str] = "letter"
    letter_id: int


@dataclass(frozen=True, kw_only=True)
class LetterRendered(Event):
    """A letter's PDF was made and stored."""

    subject_type: ClassVar[str] = "letter"
    letter_id: int
    file_id: int
