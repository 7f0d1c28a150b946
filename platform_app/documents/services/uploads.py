"""Receiving files: read within limits, asked at the gate, stored, then written down."""

import hashlib
import io
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import BinaryIO

from flask import current_app

from platform_app.audit.services import record
from platform_app.documents.events import FileForgotten, FileReceived
from platform_app.documents.models import StoredFile
from platform_app.documents.queries import get_row
from platform_app.documents.rules import FileKind, ScanStatus, Slot, SlotPolicy, slot_policy
from platform_app.documents.rules.files import EXTENSIONS, display_name, extension_of
from platform_app.documents.sniffing.gate import why_not_accept
from platform_app.documents.storage import keep, open_kept
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.kernel.errors import TooLarge, Unavailable, refuse_if

_CHUNK_BYTES = 64 * 1024


@dataclass(frozen=True)
class Spooled:
    """Bytes on disk, with their number and SHA-256."""

    content: BinaryIO
    size_bytes: int
    sha256: str


def receive_upload(*, stream: BinaryIO, filename: str, slot: Slot, by: Actor, at: datetime, field: str | None = None) -> int:
    """Take a file for a slot and give the id of its row. `field` is put on the reasons, for the form.

    Reading stops at the slot's limit; nothing is recorded unless everything agrees.
    Raises: TooLarge, RuleViolation (name or content), Unavailable (storage).
    """
    policy, name = slot_policy(slot), display_name(filename)
    with _spooled(stream, policy) as spooled:
        reasons = why_not_accept(spooled.content, name=name, size=spooled.size_bytes, policy=policy)
        refuse_if(replace(reason, field=field) for reason in reasons)
        storage_name = keep(spooled.content)
    row = StoredFile(
        storage_name=storage_name,
        name=name,
        slot=slot,
        kind=EXTENSIONS[extension_of(name)],
        size_bytes=spooled.size_bytes,
        sha256=spooled.sha256,
        scan_status=_first_status(),
        received_at=at,
        received_by_id=by.user_id,
    )
    return _add(row, by=by, at=at)


def keep_made_file(*, content: bytes, name: str, slot: Slot, kind: FileKind, by: Actor, at: datetime) -> int:
    """Store a file that was made here and give the id of its row. Raises: Unavailable."""
    row = StoredFile(
        storage_name=keep(io.BytesIO(content)),
        name=name,
        slot=slot,
        kind=kind,
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        scan_status=ScanStatus.NOT_SCANNED,
        received_at=at,
        received_by_id=by.user_id,
    )
    return _add(row, by=by, at=at)


def copy_file(*, file_id: int, by: Actor, at: datetime) -> int:
    """Store a file once more, under a row of its own with the same facts, and give its id: each row is forgotten on its own.

    Raises: NotFound, Unavailable.
    """
    row = get_row(file_id)
    with open_kept(row.storage_name) as content:
        storage_name = keep(content)
    same = {name: getattr(row, name) for name in ("name", "slot", "kind", "size_bytes", "sha256", "scan_status", "scanned_at", "scan_finding")}
    return _add(StoredFile(storage_name=storage_name, received_at=at, received_by_id=by.user_id, **same), by=by, at=at)


def forget_file(*, file_id: int, by: Actor, at: datetime) -> None:
    """Remove a file's row; its bytes are swept a day later. The owner's rows that point to it must be gone.

    Raises: NotFound.
    """
    db.session.delete(get_row(file_id))
    record(FileForgotten(file_id=file_id), by=by, at=at)


def _add(row: StoredFile, *, by: Actor, at: datetime) -> int:
    db.session.add(row)
    db.session.flush()
    record(FileReceived(file_id=row.id, slot=row.slot, kind=row.kind, size_bytes=row.size_bytes), by=by, at=at)
    return row.id


def _first_status() -> ScanStatus:
    return ScanStatus.PENDING if current_app.config["SETTINGS"].clamd_address else ScanStatus.NOT_SCANNED


@contextmanager
def _spooled(stream: BinaryIO, policy: SlotPolicy) -> Iterator[Spooled]:
    digest, size = hashlib.sha256(), 0
    with _temporary_file() as content:
        while chunk := stream.read(min(_CHUNK_BYTES, policy.max_bytes + 1 - size)):
            size += len(chunk)
            if size > policy.max_bytes:
                raise TooLarge("documents.file_too_large", limit_mib=policy.max_mib)
            digest.update(chunk)
            _write(content, chunk)
        yield Spooled(content, size, digest.hexdigest())


@contextmanager
def _temporary_file() -> Iterator[BinaryIO]:
    with ExitStack() as open_files:
        try:
            content = open_files.enter_context(tempfile.TemporaryFile())
        except OSError as error:
            raise Unavailable("documents.storage_unavailable") from error
        yield content


def _write(content: BinaryIO, chunk: bytes) -> None:
    try:
        content.write(chunk)
        content.flush()
    except OSError as error:
        raise Unavailable("documents.storage_unavailable") from error
