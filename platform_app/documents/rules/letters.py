"""Letters: what each kind says, as frozen facts. The Japanese text is the legal form; there is no other.

A letter is its data: canonical JSON that is frozen with the decision, from which the page can be set again at any time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from platform_app.kernel.clock import TOKYO

LETTER_VERSION = 1


class LetterKind(StrEnum):
    """The letters that are written: 承認通知書, 不承認通知書, 受付票."""

    ADMISSION_APPROVED = "admission_approved"
    ADMISSION_REFUSED = "admission_refused"
    APPLICATION_RECEIPT = "application_receipt"


class PaperKind(StrEnum):
    """Papers that are set at once for one reader and kept nowhere: 審査記録, 審議資料."""

    SCREENING_EVIDENCE = "screening_evidence"
    BOARD_PACKET = "board_packet"


FILE_NAMES: Mapping[LetterKind, str] = {
    LetterKind.ADMISSION_APPROVED: "入会承認通知書",
    LetterKind.ADMISSION_REFUSED: "入会不承認通知書",
    LetterKind.APPLICATION_RECEIPT: "入会申込受付票",
}


@dataclass(frozen=True)
class Addressee:
    """To whom a letter goes: a body (御中), a person of a body (様), or a person (様)."""

    organisation: str | None = None
    title: str | None = None
    person: str | None = None


@dataclass(frozen=True)
class ReceiptFile:
    """One paper on a receipt: what it is for, its file's name, size and SHA-256 in hexadecimal; or a public address, which has neither."""

    label: str
    name: str
    size_bytes: int | None = None
    sha256: str | None = None


@dataclass(frozen=True, kw_only=True)
class LetterContent:
    """What all letters carry. `number` is the 文書番号; `sender` and `contact` are lines of text."""

    kind: ClassVar[LetterKind]
    number: str
    issued_on: date
    addressee: Addressee
    sender: tuple[str, ...]
    contact: tuple[str, ...] = ()

    def as_data(self) -> dict[str, object]:
        """The facts as values that JSON can hold; instants in Tokyo's time."""
        return {"kind": self.kind.value} | {entry.name: _plain(getattr(self, entry.name)) for entry in fields(self)}


@dataclass(frozen=True, kw_only=True)
class AdmissionApproved(LetterContent):
    """入会承認通知書: the applicant is a member, with class, number and date."""

    kind = LetterKind.ADMISSION_APPROVED
    member_name: str
    membership_class: str
    member_number: int
    representative: str | None
    admitted_on: date


@dataclass(frozen=True, kw_only=True)
class AdmissionRefused(LetterContent):
    """入会不承認通知書: not admitted, with the reasons; the body may apply again."""

    kind = LetterKind.ADMISSION_REFUSED
    applicant_name: str
    application_number: str
    membership_class: str
    submitted_on: date
    decided_on: date
    reasons: tuple[str, ...]
    may_apply_again: bool = True


@dataclass(frozen=True, kw_only=True)
class ApplicationReceipt(LetterContent):
    """入会申込受付票: what was received, when, and the hashes of the files."""

    kind = LetterKind.APPLICATION_RECEIPT
    applicant_name: str
    membership_class: str
    submitted_at: datetime
    files: tuple[ReceiptFile, ...]


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return {entry.name: _plain(getattr(value, entry.name)) for entry in fields(value)}
    if isinstance(value, datetime):
        return value.astimezone(TOKYO).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
