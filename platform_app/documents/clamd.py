"""A small client of the clamd virus scanner: one file, one connection, one answer.

Source: clamd(8), the command INSTREAM: chunks with a length of four bytes, big-endian, ended by a length of zero.
"""

import re
import socket
import struct
from typing import BinaryIO

TIMEOUT_SECONDS = 60
_CHUNK_BYTES = 64 * 1024
_LONGEST_ANSWER = 4096
_FOUND = re.compile(r"^stream: (.+) FOUND$")


class ScannerUnavailable(Exception):
    """The scanner cannot be reached."""


class FileNotScanned(Exception):
    """The scanner answered, but did not say whether this file is clean."""


def scan(content: BinaryIO, *, address: str) -> str | None:
    """The name of what the scanner found in the bytes, None if they are clean.

    `address` is `host:port` or the path of a socket. Raises: ScannerUnavailable, FileNotScanned.
    """
    try:
        connection = _connect(address)
    except (OSError, ValueError) as error:
        raise ScannerUnavailable(type(error).__name__) from error
    try:
        with connection:
            connection.sendall(b"zINSTREAM\x00")
            while chunk := content.read(_CHUNK_BYTES):
                connection.sendall(struct.pack(">L", len(chunk)) + chunk)
            connection.sendall(struct.pack(">L", 0))
            answer = _answer(connection)
    except OSError as error:  # it may have hung up over this very file, which is too large for it
        raise FileNotScanned(type(error).__name__) from error
    found = _FOUND.match(answer)
    if found:
        return found.group(1)
    if answer != "stream: OK":
        raise FileNotScanned(answer)
    return None


def _connect(address: str) -> socket.socket:
    if address.startswith(("/", "unix:")):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(TIMEOUT_SECONDS)
        try:
            connection.connect(address.removeprefix("unix:"))
        except OSError:
            connection.close()
            raise
        return connection
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=TIMEOUT_SECONDS)


def _answer(connection: socket.socket) -> str:
    received = b""
    while not received.endswith(b"\x00") and len(received) < _LONGEST_ANSWER:
        part = connection.recv(_LONGEST_ANSWER)
        if not part:
            break
        received += part
    return received.rstrip(b"\x00\n").decode("utf-8", "replace").strip()
