"""Decisions about documents: uploads and their slots, numbers, letters."""

from platform_app.documents.rules.files import FileKind, ScanStatus, Slot, SlotPolicy, slot_policy
from platform_app.documents.rules.letters import (
    Addressee,
    AdmissionApproved,
    AdmissionRefused,
    ApplicationReceipt,
    LetterContent,
    LetterKind,
    PaperKind,
    ReceiptFile,
)
from platform_app.documents.rules.numbers import DocumentNumber, Series

__all__ = [
    "Addressee",
    "AdmissionApproved",
    "AdmissionRefused",
    "ApplicationReceipt",
    "DocumentNumber",
    "FileKind",
    "LetterContent",
    "LetterKind",
    "PaperKind",
    "ReceiptFile",
    "ScanStatus",
    "Series",
    "Slot",
    "SlotPolicy",
    "slot_policy",
]
