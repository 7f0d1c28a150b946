"""Files are held until the virus scanner has spoken; a small scanner answers here over real sockets."""

import io
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from platform_app.database.transaction import reading, transaction
from platform_app.documents.clamd import FileNotScanned, ScannerUnavailable, scan
from platform_app.documents.jobs import scan_pending_files
from platform_app.documents.models import StoredFile
from platform_app.documents.queries import get_file
from platform_app.documents.rules import ScanStatus, Slot
from platform_app.documents.services import receive_upload, record_scan, send
from platform_app.documents.storage import discard
from platform_app.extensions import db
from platform_app.kernel.actors import SYSTEM
from platform_app.kernel.clock import now
from platform_app.kernel.errors import RuleViolation
from tests.unit.documents import samples

SICK = samples.pdf(trailer="/Sick true")


def _serve(listener: socket.socket, answers: dict[bytes, bytes]) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with connection, connection.makefile("rb") as incoming:
            assert incoming.read(10) == b"zINSTREAM\x00"
            content = b""
            while length := struct.unpack(">L", incoming.read(4))[0]:
                content += incoming.read(length)
            found = next((answer for sign, answer in answers.items() if sign in content), b"stream: OK")
            connection.sendall(found + b"\x00")


@contextmanager
def scanner(place: str | tuple[str, int] = ("127.0.0.1", 0), answers: dict[bytes, bytes] | None = None) -> Iterator[str]:
    """The address of a scanner that finds what it is told to."""
    listener = socket.socket(socket.AF_UNIX if isinstance(place, str) else socket.AF_INET)
    listener.bind(place)
    listener.listen()
    thread = threading.Thread(target=_serve, args=(listener, answers or {b"/Sick": b"stream: Test-Signature FOUND"}), daemon=True)
    thread.start()
    try:
        yield place if isinstance(place, str) else f"127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(timeout=5)


@pytest.fixture
def held(app: Flask, tmp_path: Path) -> Iterator[Flask]:
    """An application whose scanner is configured but down."""
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], storage_url=str(tmp_path / "stored"), clamd_address="127.0.0.1:1")
    with app.app_context():
        yield app


def received(content: bytes) -> int:
    """The id of a file received in a transaction of its own."""
    with transaction():
        return receive_upload(stream=io.BytesIO(content), filename="a.pdf", slot=Slot.ARTICLES, by=SYSTEM, at=now())


def refusal_of(file_id: int) -> str | None:
    """Why the file is not handed out."""
    try:
        with reading():
            send(file_id=file_id).close()
    except RuleViolation as refusal:
        return refusal.reasons[0].code
    return None


def test_a_file_is_held_while_the_scanner_is_down(held: Flask) -> None:
    file_id = received(samples.pdf())
    assert scan_pending_files(now()) == 0
    assert refusal_of(file_id) == "documents.scan_pending"


def test_a_clean_file_is_released_and_a_sick_one_is_not(held: Flask) -> None:
    clean, sick = received(samples.pdf()), received(SICK)
    with scanner() as address:
        held.config["SETTINGS"] = replace(held.config["SETTINGS"], clamd_address=address)
        assert scan_pending_files(now()) == 2
        assert scan_pending_files(now()) == 0
    assert refusal_of(clean) is None
    assert refusal_of(sick) == "documents.file_infected"


def test_files_from_before_the_scanner_are_scanned_as_well(held: Flask) -> None:
    held.config["SETTINGS"] = replace(held.config["SETTINGS"], clamd_address="")
    file_id = received(samples.pdf())
    assert refusal_of(file_id) is None
    with scanner() as address:
        held.config["SETTINGS"] = replace(held.config["SETTINGS"], clamd_address=address)
        scan_pending_files(now())
    with reading():
        assert get_file(file_id).scan_status is ScanStatus.CLEAN


def test_an_answer_is_kept_once(held: Flask) -> None:
    file_id = received(samples.pdf())
    with transaction():
        assert record_scan(file_id=file_id, finding="Test-Signature", by=SYSTEM, at=now())
    with transaction():
        assert not record_scan(file_id=file_id, finding=None, by=SYSTEM, at=now())
        assert not record_scan(file_id=999, finding=None, by=SYSTEM, at=now())
    assert refusal_of(file_id) == "documents.file_infected"


def test_the_scanner_is_reached_over_a_socket_file(tmp_path: Path) -> None:
    with scanner(str(tmp_path / "s")) as address:
        assert scan(io.BytesIO(b"fine" * 100_000), address=address) is None
        assert scan(io.BytesIO(b"/Sick"), address="unix:" + address) == "Test-Signature"


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR", b"", b"stream: OK FOUNDISH"])
def test_an_answer_that_is_none_holds_the_file(answer: bytes) -> None:
    with scanner(answers={b"": answer}) as address, pytest.raises(FileNotScanned):
        scan(io.BytesIO(b"x"), address=address)


def test_a_file_that_cannot_be_scanned_holds_no_other(held: Flask) -> None:
    strange, lost, clean = received(samples.pdf(trailer="/Strange true")), received(samples.pdf(trailer="/Lost true")), received(samples.pdf())
    with reading():
        name = db.session.scalar(select(StoredFile.storage_name).where(StoredFile.id == lost)) or ""
    discard(name)
    with scanner(answers={b"/Strange": b"INSTREAM size limit exceeded. ERROR"}) as address:
        held.config["SETTINGS"] = replace(held.config["SETTINGS"], clamd_address=address)
        assert scan_pending_files(now()) == 1
    assert (refusal_of(strange), refusal_of(clean)) == ("documents.scan_pending", None)


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/no/such/socket", "nonsense", ":"])
def test_an_address_without_a_scanner_holds_the_file(address: str) -> None:
    with pytest.raises(ScannerUnavailable):
        scan(io.BytesIO(b"x"), address=address)
