"""What may be uploaded where: slots, kinds of file, limits, names, and the scan a file waits for."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from platform_app.kernel.lifecycle import Lifecycle, Turn
from platform_app.kernel.reasons import Reason

MEBIBYTE = 1024 * 1024
DEFAULT_MAX_BYTES = 20 * MEBIBYTE
LONGEST_NAME = 180
_LONGEST_EXTENSION = 10
_PATH_SEPARATORS = re.compile(r"[/\\]")
_INVISIBLE = frozenset("\u200b\u200e\u200f\u2028\u2029\u061c\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class FileKind(StrEnum):
    """The kinds of file that are taken, named by their extension."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    DOCX = "docx"
    XLSX = "xlsx"


class Slot(StrEnum):
    """What a file is for; decides which kinds and how many bytes are taken."""

    ARTICLES = "articles"
    OFFICER_ROSTER = "officer_roster"
    ANNUAL_REPORT = "annual_report"
    ACTIVITY_EVIDENCE = "activity_evidence"
    PAPER_SCAN = "paper_scan"
    DECISION_RECORD = "decision_record"
    CORRESPONDENCE = "correspondence"
    LETTER = "letter"


class ScanStatus(StrEnum):
    """What the virus scanner says of a file; without a scanner nothing is said."""

    NOT_SCANNED = "not_scanned"
    PENDING = "pending"
    CLEAN = "clean"
    INFECTED = "infected"


SCAN_LIFECYCLE = Lifecycle(
    "documents.scan",
    initial=ScanStatus.NOT_SCANNED,
    transitions={
        ScanStatus.NOT_SCANNED: {ScanStatus.PENDING, ScanStatus.CLEAN, ScanStatus.INFECTED},
        ScanStatus.PENDING: {ScanStatus.CLEAN, ScanStatus.INFECTED},
    },
    turn={ScanStatus.NOT_SCANNED: Turn.SYSTEM, ScanStatus.PENDING: Turn.SYSTEM},
)

MEDIA_TYPES: Mapping[FileKind, str] = {
    FileKind.PDF: "application/pdf",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
EXTENSIONS: Mapping[str, FileKind] = {
    "pdf": FileKind.PDF,
    "png": FileKind.PNG,
    "jpg": FileKind.JPEG,
    "jpeg": FileKind.JPEG,
    "docx": FileKind.DOCX,
    "xlsx": FileKind.XLSX,
}


@dataclass(frozen=True)
class SlotPolicy:
    """The kinds and the number of bytes that a slot takes."""

    kinds: tuple[FileKind, ...]
    max_bytes: int = DEFAULT_MAX_BYTES

    @property
    def accept(self) -> str:
        """The value of `accept` of a file field: extensions, so that phones and old browsers both understand."""
        return ",".join(f".{extension}" for extension, kind in EXTENSIONS.items() if kind in self.kinds)

    @property
    def accepted(self) -> str:
        """The kinds as people call them."""
        return ", ".join(kind.upper() for kind in self.kinds)

    @property
    def max_mib(self) -> int:
        """The limit in mebibytes, rounded down."""
        return self.max_bytes // MEBIBYTE


_PAPERS = (FileKind.PDF, FileKind.PNG, FileKind.JPEG, FileKind.DOCX, FileKind.XLSX)
_SCANS = (FileKind.PDF, FileKind.PNG, FileKind.JPEG)
_POLICIES: Mapping[Slot, SlotPolicy] = {
    Slot.ARTICLES: SlotPolicy((FileKind.PDF, FileKind.PNG, FileKind.JPEG, FileKind.DOCX)),
    Slot.OFFICER_ROSTER: SlotPolicy(_PAPERS),
    Slot.ANNUAL_REPORT: SlotPolicy(_PAPERS),
    Slot.ACTIVITY_EVIDENCE: SlotPolicy(_PAPERS),
    Slot.PAPER_SCAN: SlotPolicy(_SCANS),
    Slot.DECISION_RECORD: SlotPolicy(_SCANS),
    Slot.CORRESPONDENCE: SlotPolicy(_PAPERS),
}


def slot_policy(slot: Slot) -> SlotPolicy:
    """What a slot takes. Letters are made here and have no policy.

    Raises: ValueError for a slot that takes no uploads.
    """
    if slot not in _POLICIES:
        raise ValueError(f"nothing is uploaded to the slot {slot}")
    return _POLICIES[slot]


def display_name(given: str) -> str:
    """The name of a file as it is shown: without folders, control and bidirectional characters, of bounded length.

    The extension survives the cut. Empty if nothing is left.
    """
    last = _PATH_SEPARATORS.split(given)[-1]
    seen = "".join(
        character
        for character in last
        if character not in _INVISIBLE and unicodedata.category(character) not in ("Cc", "Cs")
    )
    name = " ".join(seen.split()).strip(". ")
    if len(name) <= LONGEST_NAME:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > _LONGEST_EXTENSION:
        return name[:LONGEST_NAME]
    return stem[: LONGEST_NAME - len(extension) - 1] + dot + extension


def extension_of(name: str) -> str:
    """The extension in lower case and half width, without its dot; empty if there is none."""
    stem, dot, extension = unicodedata.normalize("NFKC", name).rpartition(".")
    return extension.strip().lower() if stem and dot else ""


def why_not_named(name: str, policy: SlotPolicy) -> tuple[Reason, ...]:
    """Why a file of this name is not taken in a slot of this policy."""
    if not name:
        return (Reason("documents.file_missing"),)
    extension = extension_of(name)
    if extension in ("heic", "heif"):
        return (Reason("documents.photo_format", {"accepted": policy.accepted}),)
    if EXTENSIONS.get(extension) not in policy.kinds:
        return (Reason("documents.kind_not_accepted", {"accepted": policy.accepted}),)
    return ()


def why_not_send(status: ScanStatus) -> tuple[Reason, ...]:
    """Why a stored file is not handed out."""
    if status is ScanStatus.PENDING:
        return (Reason("documents.scan_pending"),)
    if status is ScanStatus.INFECTED:
        return (Reason("documents.file_infected"),)
    return ()
