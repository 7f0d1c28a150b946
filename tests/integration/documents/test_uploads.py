"""Files from the browser to storage and back, and what is left when something fails."""

import io
import os
import resource
import secrets
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from platform_app.audit.queries import list_entries
from platform_app.database.transaction import reading, transaction
from platform_app.documents.jobs import sweep_storage
from platform_app.documents.models import StoredFile
from platform_app.documents.queries import get_file, list_files
from platform_app.documents.rules import FileKind, ScanStatus, Slot, slot_policy
from platform_app.documents.services import forget_file, receive_upload, send
from platform_app.documents.storage import keep, open_kept
from platform_app.extensions import db
from platform_app.kernel.actors import SYSTEM
from platform_app.kernel.clock import now
from platform_app.kernel.errors import NotFound, RuleViolation, TooLarge, Unavailable
from tests.unit.documents import samples

DAY = timedelta(days=1)


@pytest.fixture
def storage(app: Flask, tmp_path: Path) -> Iterator[Path]:
    """An empty storage of the test's own, inside an application context."""
    folder = tmp_path / "stored"
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], storage_url=str(folder), clamd_address="")
    with app.app_context():
        yield folder


def received(content: bytes, name: str = "定款.pdf", slot: Slot = Slot.ARTICLES) -> int:
    """The id of a file received in a transaction of its own."""
    with transaction():
        return receive_upload(stream=io.BytesIO(content), filename=name, slot=slot, by=SYSTEM, at=now(), field="articles")


def stored(folder: Path) -> list[Path]:
    """The files in storage."""
    return [path for path in folder.rglob("*") if path.is_file()]


def count_rows() -> int:
    """How many files are written down."""
    with reading():
        return db.session.scalar(select(func.count()).select_from(StoredFile)) or 0


def test_a_file_comes_back_as_it_was(storage: Path) -> None:
    file_id = received(samples.pdf(), "../定款 \u202e（最終）.pdf")
    with reading():
        facts, response = get_file(file_id), send(file_id=file_id)
        entries = list_entries(subject_type="file", subject_id=file_id)
    assert facts.name == "定款 （最終）.pdf"
    assert (facts.kind, facts.slot, facts.scan_status) == (FileKind.PDF, Slot.ARTICLES, ScanStatus.NOT_SCANNED)
    assert response.get_data() == samples.pdf()
    assert [entry.event for entry in entries] == ["documents.file_received"]


def test_a_download_can_only_be_saved(storage: Path) -> None:
    file_id = received(samples.pdf(), "定款.pdf")
    with reading():
        headers = send(file_id=file_id).headers
    assert headers["Content-Disposition"] == f"attachment; filename=\"file-{file_id}.pdf\"; filename*=UTF-8''%E5%AE%9A%E6%AC%BE.pdf"
    assert headers["Content-Security-Policy"].startswith("sandbox;")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Length"] == str(len(samples.pdf()))


def test_names_in_storage_are_random(storage: Path) -> None:
    received(samples.pdf(), "定款.pdf")
    received(samples.pdf(), "定款.pdf")
    names = [path.name for path in stored(storage)]
    assert len(set(names)) == 2
    assert all(len(name) == 32 and name.isalnum() for name in names)


def test_an_unknown_file_is_not_found(storage: Path) -> None:
    with reading(), pytest.raises(NotFound):
        send(file_id=999)


def test_files_are_listed_in_the_order_asked_for(storage: Path) -> None:
    first, second = received(samples.pdf(), "一.pdf"), received(samples.pdf(), "二.pdf")
    with reading():
        assert [facts.name for facts in list_files([second, 999, first])] == ["二.pdf", "一.pdf"]
        assert list_files([]) == ()


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [(b"", "a.pdf", "file_empty"), (b"MZ" + b"\x00" * 99, "a.pdf", "file_is_program"), (samples.png(), "a.pdf", "content_differs")],
)
def test_a_refused_file_leaves_nothing(storage: Path, content: bytes, name: str, code: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        received(content, name)
    assert [(reason.code, reason.field) for reason in refusal.value.reasons] == [(f"documents.{code}", "articles")]
    assert count_rows() == 0
    assert stored(storage) == []


class _Endless(io.RawIOBase):
    """A sender that never stops, and counts what was taken from it."""

    taken = 0

    def read(self, size: int = -1) -> bytes:
        """As many bytes as asked for."""
        assert size > 0, "the whole file was asked for at once"
        self.taken += size
        return b"\x00" * size


def test_reading_stops_at_the_limit_and_takes_little_memory(storage: Path) -> None:
    stream, limit = _Endless(), slot_policy(Slot.ARTICLES).max_bytes
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge) as refusal, transaction():
            receive_upload(stream=stream, filename="a.pdf", slot=Slot.ARTICLES, by=SYSTEM, at=now())  # type: ignore[arg-type]
        peak_bytes = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert refusal.value.facts == {"limit_mib": 20}
    assert stream.taken == limit + 1
    assert peak_bytes < 2 * 1024 * 1024
    assert count_rows() == 0


def test_storage_that_is_not_there_records_nothing(app: Flask, storage: Path, tmp_path: Path) -> None:
    (tmp_path / "in the way").write_text("a file where the folder should be")
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], storage_url=str(tmp_path / "in the way"))
    with pytest.raises(Unavailable) as refusal:
        received(samples.pdf())
    assert refusal.value.code == "documents.storage_unavailable"
    assert count_rows() == 0


@contextmanager
def small_disk(most_bytes: int) -> Iterator[None]:
    """A process that may write no file larger than this."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_disk_that_fills_up_leaves_nothing_under_a_name(storage: Path) -> None:
    with small_disk(64 * 1024), pytest.raises(Unavailable):
        keep(io.BytesIO(os.urandom(200 * 1024)))
    assert stored(storage) == []


def test_a_disk_that_fills_up_while_reading_records_nothing(storage: Path) -> None:
    with small_disk(512 * 1024), pytest.raises(Unavailable):
        received(samples.pdf() + b"\x00" * (1024 * 1024))
    assert count_rows() == 0
    assert stored(storage) == []


def test_stored_bytes_that_are_lost_are_told_as_unavailable(storage: Path) -> None:
    file_id = received(samples.pdf())
    stored(storage)[0].unlink()
    with reading(), pytest.raises(Unavailable):
        send(file_id=file_id)


def test_bytes_of_a_failed_transaction_are_swept_after_a_day(storage: Path) -> None:
    kept = received(samples.pdf())
    with pytest.raises(ZeroDivisionError), transaction():
        receive_upload(stream=io.BytesIO(samples.pdf()), filename="a.pdf", slot=Slot.ARTICLES, by=SYSTEM, at=now())
        raise ZeroDivisionError
    (storage / "incoming" / "unfinished").write_bytes(b"half")
    assert sweep_storage(now()) == 0
    assert sweep_storage(now() + 2 * DAY) == 2
    assert sweep_storage(now() + 2 * DAY) == 0
    with reading():
        assert send(file_id=kept).get_data() == samples.pdf()


def test_a_sweep_of_a_storage_that_is_still_empty_does_nothing(storage: Path) -> None:
    assert sweep_storage(now()) == 0


def test_a_storage_that_is_no_folder_works_alike(app: Flask, storage: Path) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], storage_url=f"memory://{secrets.token_hex(8)}")
    file_id, lost = received(samples.pdf()), keep(io.BytesIO(b"lost"))
    with reading():
        assert send(file_id=file_id).get_data() == samples.pdf()
    assert sweep_storage(now() + 2 * DAY) == 1
    with pytest.raises(Unavailable):
        open_kept(lost)


def test_a_forgotten_file_is_gone_and_its_bytes_are_swept(storage: Path) -> None:
    file_id = received(samples.pdf())
    with transaction():
        forget_file(file_id=file_id, by=SYSTEM, at=now())
    with reading(), pytest.raises(NotFound):
        get_file(file_id)
    assert sweep_storage(now() + 2 * DAY) == 1
    assert stored(storage) == []


def test_the_database_refuses_a_scan_without_an_instant(storage: Path) -> None:
    file_id = received(samples.pdf())
    with pytest.raises(IntegrityError), transaction():
        db.session.get_one(StoredFile, file_id).scan_status = ScanStatus.CLEAN
