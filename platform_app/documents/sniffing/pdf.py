"""PDF: header, end, cross-reference and catalogue must be where they belong.

Source: ISO 32000-2, 7.5 (file structure). The objects themselves are not parsed.
"""

import re
from typing import BinaryIO

from platform_app.documents.sniffing.malformed import Malformed

_TAIL_BYTES = 64 * 1024
_END_BYTES = 2048
_DICTIONARY_BYTES = 8192
_HEADER = re.compile(rb"%PDF-[12]\.\d")
_START = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF")
_CATALOGUE = re.compile(rb"/Root\s+\d+\s+\d+\s+R")
_ENCRYPTED = re.compile(rb"/Encrypt[\s<]")
_OBJECT = re.compile(rb"\d+\s+\d+\s+obj\b")


def check_pdf(stream: BinaryIO, size: int) -> None:
    """Check the structure of a PDF.

    Raises: Malformed with file_broken, or pdf_protected for a password or restrictions.
    """
    stream.seek(0)
    if not _HEADER.match(stream.read(16)):
        raise Malformed("file_broken")
    stream.seek(max(0, size - _TAIL_BYTES))
    tail = stream.read(_TAIL_BYTES)
    ends = list(_START.finditer(tail))
    if not ends or len(tail) - ends[-1].end() > _END_BYTES:
        raise Malformed("file_broken")
    dictionary = _last_dictionary(stream, int(ends[-1].group(1)), size, tail[: ends[-1].start()])
    if not _CATALOGUE.search(dictionary):
        raise Malformed("file_broken")
    if _ENCRYPTED.search(dictionary):
        raise Malformed("pdf_protected")


def _last_dictionary(stream: BinaryIO, offset: int, size: int, before_end: bytes) -> bytes:
    if offset >= size:
        raise Malformed("file_broken")
    stream.seek(offset)
    section = stream.read(_DICTIONARY_BYTES).lstrip()
    if section.startswith(b"xref"):
        return before_end[max(0, before_end.rfind(b"trailer")) :]
    if _OBJECT.match(section) and b"stream" in section:
        return section[: section.index(b"stream")]
    raise Malformed("file_broken")
