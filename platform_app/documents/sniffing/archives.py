"""Zip containers: opened only after the size of the directory is known, and read only within limits.

Source: APPNOTE.TXT 6.3.10, 4.3.16 (end of central directory).
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from platform_app.documents.sniffing.malformed import Malformed

MAX_ENTRIES = 2_000
MAX_UNPACKED_BYTES = 100 * 1024 * 1024
MAX_RATIO = 200
RATIO_FREE_BYTES = 4 * 1024 * 1024
_MAX_DIRECTORY_BYTES = 1024 * 1024
_BLOCK_BYTES = 64 * 1024
_END = struct.Struct("<4s4H2LH")
_END_SIGNATURE, _ZIP64_LOCATOR = b"PK\x05\x06", b"PK\x06\x07"
_LONGEST_COMMENT = 65_535
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"MSCF")
_ARCHIVE_NAME = re.compile(r"\.(zip|rar|7z|gz|tgz|bz2|xz|jar|cab|docx?|xlsx?|pptx?|docm|xlsm|pptm|iso|lzh)$", re.IGNORECASE)
_UNSAFE_NAME = re.compile(r"(^|/)\.\.(/|$)|^/|\\|^[A-Za-z]:|[\x00-\x1f]")
_UNIX_TYPE, _SYMBOLIC_LINK = 0o170000, 0o120000
_ENCRYPTED = 0x1


def is_archive(stream: BinaryIO, size: int) -> bool:
    """Whether a zip reader would find entries in these bytes, wherever they stand."""
    try:
        with open_archive(stream, size) as archive:
            return bool(archive.infolist())
    except Malformed as refusal:
        return refusal.reason.code == "documents.archive_too_large"


def open_archive(stream: BinaryIO, size: int) -> zipfile.ZipFile:
    """A zip file with a directory of bounded size.

    Raises: Malformed with file_broken, or archive_too_large for a directory that is a bomb by itself.
    """
    directory_bytes, entries = _directory(stream, size)
    if directory_bytes > _MAX_DIRECTORY_BYTES or entries > MAX_ENTRIES:
        raise Malformed("archive_too_large")
    try:
        return zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error) as error:
        raise Malformed("file_broken") from error


def check_entries(archive: zipfile.ZipFile, size: int) -> None:
    """Check names, kinds and declared sizes of all entries before any is unpacked.

    Raises: Malformed with archive_too_large, archive_unsafe, archive_nested or file_broken.
    """
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise Malformed("archive_too_large")
    if not entries or min(entry.header_offset for entry in entries) != 0:
        raise Malformed("file_broken")
    if len({entry.filename.casefold() for entry in entries}) != len(entries):
        raise Malformed("archive_unsafe")
    unpacked, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    if packed > size or unpacked > MAX_UNPACKED_BYTES or unpacked > max(RATIO_FREE_BYTES, packed * MAX_RATIO):
        raise Malformed("archive_too_large")
    for entry in entries:
        _check_entry(entry)


def blocks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The unpacked bytes of an entry; a nested archive or a wrong sum ends the walk.

    Raises: Malformed with archive_nested or file_broken.
    """
    try:
        with archive.open(entry) as unpacked:
            block = unpacked.read(_BLOCK_BYTES)
            if block.startswith(_ARCHIVES):
                raise Malformed("archive_nested")
            while block:
                yield block
                block = unpacked.read(_BLOCK_BYTES)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, struct.error) as error:
        raise Malformed("file_broken") from error


def _check_entry(entry: zipfile.ZipInfo) -> None:
    if _UNSAFE_NAME.search(entry.filename) or _UNSAFE_NAME.search(entry.orig_filename):
        raise Malformed("archive_unsafe")
    if (entry.external_attr >> 16) & _UNIX_TYPE == _SYMBOLIC_LINK:
        raise Malformed("archive_unsafe")
    if _ARCHIVE_NAME.search(entry.filename):
        raise Malformed("archive_nested")
    if entry.flag_bits & _ENCRYPTED:
        raise Malformed("office_protected")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Malformed("file_broken")


def _directory(stream: BinaryIO, size: int) -> tuple[int, int]:
    start = max(0, size - _END.size - _LONGEST_COMMENT - 20)
    stream.seek(start)
    tail = stream.read()
    place = tail.rfind(_END_SIGNATURE)
    if place < 0 or place + _END.size > len(tail):
        raise Malformed("file_broken")
    if tail[max(0, place - 20) :].startswith(_ZIP64_LOCATOR):
        raise Malformed("archive_too_large")
    _, _, _, _, entries, directory_bytes, _, _ = _END.unpack_from(tail, place)
    return directory_bytes, entries
