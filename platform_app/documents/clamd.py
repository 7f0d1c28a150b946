"""A small client of the clamd virus scanner: one file, one connection, one answer.

Source: clamd(8), the command INSTREAM: chunks with a length of four bytes, big-endian, ended by a length of zero.
"""

import re
import socket
import struct
from collections.abc import Iterator
from typing import BinaryIO

TIMEOUT_SECONDS = 60
PATIENCE_SECONDS = 5
_CHUNK_BYTES = 64 * 1024
_LONGEST_ANSWER = 4096
_FOUND = re.compile(r"^stream: (.+) FOUND$")


class ScannerUnavailable(Exception):
    """The scanner is not there: no file would get an answer now."""


class FileNotScanned(Exception):
    """The scanner is there, and this one file has no answer whether it is clean: its bytes cannot be read, or the scanner did not say so."""


def scan(content: BinaryIO, *, address: str) -> str | None:
    """The name of what the scanner found in the bytes, None if they are clean.

    `address` is `host:port` or the path of a socket. Raises: ScannerUnavailable, FileNotScanned.
    """
    answer = _answer_to(content, address)
    found = _FOUND.match(answer)
    if found:
        return found.group(1)
    if answer != "stream: OK":
        raise FileNotScanned(answer)
    return None


def _answer_to(content: BinaryIO, address: str) -> str:
    try:
        with _connected(address, TIMEOUT_SECONDS) as connection:
            is_sent = _send(connection, content)
            answer = _answer(connection)
    except OSError as error:
        # Too slow, or cut off: because of this file, or because the scanner hangs or has ended.
        if _is_there(address):
            raise FileNotScanned(type(error).__name__) from error
        raise ScannerUnavailable(type(error).__name__) from error
    if not is_sent:
        raise FileNotScanned(answer)
    return answer


def _send(connection: socket.socket, content: BinaryIO) -> bool:
    """Whether all bytes were taken; a scanner that wants no more of them says why, and hangs up."""
    connection.sendall(b"zINSTREAM\x00")
    try:
        for chunk in _chunks(content):
            connection.sendall(struct.pack(">L", len(chunk)) + chunk)
        connection.sendall(struct.pack(">L", 0))
    except ConnectionError:
        return False
    return True


def _chunks(content: BinaryIO) -> Iterator[bytes]:
    # Storage back ends raise errors of their own kinds, not only OSError.
    try:
        while chunk := content.read(_CHUNK_BYTES):
            yield chunk
    except Exception as error:
        raise FileNotScanned(type(error).__name__) from error


def _is_there(address: str) -> bool:
    try:
        with _connected(address, PATIENCE_SECONDS) as connection:
            connection.sendall(b"zPING\x00")
            return _answer(connection) == "PONG"
    except (ScannerUnavailable, OSError):
        return False


def _connected(address: str, timeout_seconds: float) -> socket.socket:
    try:
        return _connect(address, timeout_seconds)
    except (OSError, ValueError) as error:
        raise ScannerUnavailable(type(error).__name__) from error


def _connect(address: str, timeout_seconds: float) -> socket.socket:
    if address.startswith(("/", "unix:")):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(timeout_seconds)
        try:
            connection.connect(address.removeprefix("unix:"))
        except OSError:
            connection.close()
            raise
        return connection
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=timeout_seconds)


def _answer(connection: socket.socket) -> str:
    received = b""
    while not received.endswith(b"\x00") and len(received) < _LONGEST_ANSWER:
        part = connection.recv(_LONGEST_ANSWER)
        if not part:
            break
        received += part
    if not received:
        raise ConnectionAbortedError
    return received.rstrip(b"\x00\n").decode("utf-8", "replace").strip()
