"""Files are held until the virus scanner has spoken; a small scanner answers here over real sockets."""

import io
import socket
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from structlog.testing import capture_logs

from platform_app.database.transaction import reading, transaction
from platform_app.documents import clamd
from platform_app.documents.clamd import FileNotScanned, ScannerUnavailable, scan
from platform_app.documents.jobs import scan_pending_files
from platform_app.documents.models import StoredFile
from platform_app.documents.queries import get_file
from platform_app.documents.rules import FileKind, ScanStatus, Slot
from platform_app.documents.services import receive_upload, record_scan, send
from platform_app.extensions import db
from platform_app.kernel.actors import SYSTEM
from platform_app.kernel.clock import now
from platform_app.kernel.errors import RuleViolation
from tests.unit.documents import samples

SICK = samples.pdf(trailer="/Sick true")
ODD = samples.pdf(trailer="/Odd true")
Answers = Mapping[bytes, bytes | Callable[[socket.socket, socket.socket], None]]
FINDS_SICK: Answers = {b"/Sick": b"stream: Test-Signature FOUND"}


def _serve(listener: socket.socket, answers: Answers) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with connection, connection.makefile("rb") as incoming:
            command = incoming.read(6)
            if command == b"zPING\x00":
                connection.sendall(b"PONG\x00")
                continue
            assert command + incoming.read(4) == b"zINSTREAM\x00"
            content = b""
            while (head := incoming.read(4)) and (length := struct.unpack(">L", head)[0]):
                content += incoming.read(length)
            if not head:
                continue
            answer = next((answer for sign, answer in answers.items() if sign in content), b"stream: OK")
            if isinstance(answer, bytes):
                connection.sendall(answer + b"\x00")
            else:
                answer(listener, connection)


def hang_up(listener: socket.socket, connection: socket.socket) -> None:
    """The scanner says nothing and hangs up."""


def end(listener: socket.socket, connection: socket.socket) -> None:
    """The scanner says nothing and ends."""
    listener.shutdown(socket.SHUT_RDWR)


def think_too_long(listener: socket.socket, connection: socket.socket) -> None:
    """The scanner says nothing until nobody listens any more."""
    assert connection.recv(1) == b""


@contextmanager
def scanner(place: str | tuple[str, int] = ("127.0.0.1", 0), answers: Answers = FINDS_SICK) -> Iterator[str]:
    """The address of a scanner that finds what it is told to."""
    listener = socket.socket(socket.AF_UNIX if isinstance(place, str) else socket.AF_INET)
    listener.bind(place)
    listener.listen()
    thread = threading.Thread(target=_serve, args=(listener, answers), daemon=True)
    thread.start()
    try:
        yield place if isinstance(place, str) else f"127.0.0.1:{listener.getsockname()[1]}"
    finally:
        with suppress(OSError):
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


def scanned(app: Flask, answers: Answers = FINDS_SICK) -> tuple[int, list[tuple[str, int]]]:
    """How many files got an answer from a scanner that answers so, and what was logged, with the file's id."""
    with scanner(answers=answers) as address, capture_logs() as logged:
        app.config["SETTINGS"] = replace(app.config["SETTINGS"], clamd_address=address)
        answered = scan_pending_files(now())
    return answered, [(line["event"], line["file"]) for line in logged if "file" in line]


def stored_at(folder: Path, file_id: int) -> Path:
    """Where the bytes of a file are."""
    with reading():
        return next(folder.rglob(db.session.get_one(StoredFile, file_id).storage_name))


def test_a_clean_file_is_released_and_a_sick_one_is_not(held: Flask) -> None:
    clean, sick = received(samples.pdf()), received(SICK)
    with scanner() as address:
        held.config["SETTINGS"] = replace(held.config["SETTINGS"], clamd_address=address)
        assert scan_pending_files(now()) == 2
        assert scan_pending_files(now()) == 0
    assert refusal_of(clean) is None
    assert refusal_of(sick) == "documents.file_infected"


@pytest.mark.parametrize(
    "answer",
    [b"INSTREAM size limit exceeded. ERROR", b"stream: Can't allocate memory ERROR", b"", hang_up],
    ids=["too large", "no memory", "nothing", "hung up"],
)
def test_a_file_without_an_answer_keeps_no_other_waiting(held: Flask, answer: bytes | Callable[..., None]) -> None:
    odd, clean, sick = received(ODD), received(samples.pdf()), received(SICK)
    answers = {b"/Odd": answer} | FINDS_SICK
    assert scanned(held, answers) == (2, [("a file was not scanned", odd)])
    assert [refusal_of(file_id) for file_id in (odd, clean, sick)] == ["documents.scan_pending", None, "documents.file_infected"]
    assert scanned(held, answers) == (0, [("a file was not scanned", odd)])
    assert scanned(held) == (1, [])
    assert refusal_of(odd) is None


def test_a_file_that_takes_too_long_keeps_no_other_waiting(held: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clamd, "TIMEOUT_SECONDS", 0.2)
    slow, clean = received(ODD), received(samples.pdf())
    assert scanned(held, {b"/Odd": think_too_long}) == (1, [("a file was not scanned", slow)])
    assert [refusal_of(file_id) for file_id in (slow, clean)] == ["documents.scan_pending", None]


def test_a_file_whose_bytes_cannot_be_read_keeps_no_other_waiting(held: Flask, tmp_path: Path) -> None:
    gone, unreadable, clean, sick = received(samples.pdf()), received(samples.pdf()), received(samples.pdf()), received(SICK)
    stored_at(tmp_path, gone).unlink()
    place = stored_at(tmp_path, unreadable)
    place.unlink()
    place.mkdir()
    assert scanned(held) == (2, [("a file was not scanned", gone), ("a file was not scanned", unreadable)])
    assert [refusal_of(file_id) for file_id in (gone, clean, sick)] == ["documents.scan_pending", None, "documents.file_infected"]
    place.rmdir()
    place.write_bytes(samples.pdf())
    assert scanned(held) == (1, [("a file was not scanned", gone)])
    assert refusal_of(unreadable) is None


def test_any_number_of_files_without_bytes_keeps_no_other_waiting(held: Flask) -> None:
    facts = {"name": "a.pdf", "slot": Slot.ARTICLES, "kind": FileKind.PDF, "size_bytes": 1, "sha256": "0" * 64, "received_at": now()}
    with transaction():
        db.session.add_all(StoredFile(storage_name=f"gone{place}", scan_status=ScanStatus.PENDING, **facts) for place in range(501))
    clean = received(samples.pdf())
    answered, logged = scanned(held)
    assert (answered, len(logged)) == (1, 501)
    assert refusal_of(clean) is None


def test_a_scanner_that_ends_meanwhile_leaves_all_files_held(held: Flask) -> None:
    first, second = received(ODD), received(samples.pdf())
    assert scanned(held, {b"/Odd": end}) == (0, [("virus scanner unavailable", first)])
    assert [refusal_of(file_id) for file_id in (first, second)] == ["documents.scan_pending"] * 2


def test_a_scanner_that_hangs_ends_the_run_and_leaves_all_files_held(held: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clamd, "TIMEOUT_SECONDS", 0.1)
    monkeypatch.setattr(clamd, "PATIENCE_SECONDS", 0.1)
    file_ids = [received(samples.pdf()) for _ in range(3)]
    with socket.create_server(("127.0.0.1", 0)) as deaf, capture_logs() as logged:
        held.config["SETTINGS"] = replace(held.config["SETTINGS"], clamd_address=f"127.0.0.1:{deaf.getsockname()[1]}")
        assert scan_pending_files(now()) == 0
    assert [(line["event"], line["file"]) for line in logged] == [("virus scanner unavailable", file_ids[0])]
    assert [refusal_of(file_id) for file_id in file_ids] == ["documents.scan_pending"] * 3


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


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR", b"", b"stream: OK FOUNDISH", hang_up])
def test_an_answer_that_is_none_holds_the_file(answer: bytes | Callable[..., None]) -> None:
    with scanner(answers={b"": answer}) as address, pytest.raises(FileNotScanned):
        scan(io.BytesIO(b"x"), address=address)


def test_an_answer_before_all_bytes_were_taken_holds_the_file() -> None:
    def answer_early(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(10)
            connection.sendall(b"stream: OK\x00")
        with suppress(OSError):
            connection, _ = listener.accept()
            with connection:
                connection.sendall(b"PONG\x00")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=answer_early, args=(listener,), daemon=True)
        thread.start()
        with pytest.raises(FileNotScanned):
            scan(io.BytesIO(b"x" * 20_000_000), address=f"127.0.0.1:{listener.getsockname()[1]}")


class _Torn(io.BytesIO):
    """Bytes of a storage that fails in a way of its own."""

    def read(self, size: int | None = -1) -> bytes:
        """Nothing; fails."""
        raise RuntimeError("torn")


def test_bytes_that_cannot_be_read_hold_the_file() -> None:
    with scanner() as address, pytest.raises(FileNotScanned):
        scan(_Torn(), address=address)


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/no/such/socket", "nonsense", ":"])
def test_an_address_without_a_scanner_holds_the_file(address: str) -> None:
    with pytest.raises(ScannerUnavailable):
        scan(io.BytesIO(b"x"), address=address)
