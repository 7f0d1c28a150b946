"""PNG and JPEG: walked from marker to marker for completeness and dimensions; pixels are never decoded.

Source: ISO/IEC 15948 (PNG), ITU-T T.81 annex B (JPEG).
"""

import struct
import zlib
from typing import BinaryIO

from platform_app.documents.sniffing.malformed import Malformed

MAX_PIXELS = 64_000_000
MAX_SIDE = 30_000
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_MAX_PARTS = 20_000
_LONGEST_FILL = 1_000
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_BARE = frozenset(range(0xD0, 0xD8)) | {0x01}
_JPEG_SCAN, _JPEG_END = 0xDA, b"\xff\xd9"
_BLOCK_BYTES = 64 * 1024


def check_png(stream: BinaryIO, size: int) -> None:
    """Check that a PNG is whole and not too large to draw.

    Raises: Malformed with file_broken or image_too_large.
    """
    stream.seek(0)
    if stream.read(8) != _PNG_SIGNATURE:
        raise Malformed("file_broken")
    length, kind = _png_chunk(stream, size)
    header = stream.read(13)
    if kind != b"IHDR" or length != 13 or stream.read(4) != struct.pack(">I", zlib.crc32(kind + header)):
        raise Malformed("file_broken")
    _check_dimensions(*struct.unpack(">II", header[:8]))
    has_pixels = False
    for _ in range(_MAX_PARTS):
        length, kind = _png_chunk(stream, size)
        stream.seek(length + 4, 1)
        has_pixels = has_pixels or (kind == b"IDAT" and length > 0)
        if kind == b"IEND":
            if has_pixels and stream.tell() == size:
                return
            break
    raise Malformed("file_broken")


def check_jpeg(stream: BinaryIO, size: int) -> None:
    """Check that a JPEG has a frame, a scan and an end, and is not too large to draw.

    What cameras append after the end (previews, motion) is allowed.

    Raises: Malformed with file_broken or image_too_large.
    """
    stream.seek(0)
    if stream.read(2) != b"\xff\xd8":
        raise Malformed("file_broken")
    has_frame = has_scan = False
    for _ in range(_MAX_PARTS):
        marker = _jpeg_marker(stream)
        if marker in _JPEG_BARE:
            continue
        length = _unpack(">H", stream.read(2))
        if length < 2 or stream.tell() + length - 2 > size:
            raise Malformed("file_broken")
        if marker in _JPEG_FRAMES:
            _, height, width = struct.unpack(">BHH", _exactly(stream, 5))
            _check_dimensions(width, height)
            has_frame = True
            length -= 5
        stream.seek(length - 2, 1)
        if marker == _JPEG_SCAN:
            has_scan = True
            break
    if not (has_frame and has_scan and _has_end(stream)):
        raise Malformed("file_broken")


def _png_chunk(stream: BinaryIO, size: int) -> tuple[int, bytes]:
    length, kind = struct.unpack(">I4s", _exactly(stream, 8))
    if stream.tell() + length + 4 > size or not kind.isalpha():
        raise Malformed("file_broken")
    return length, kind


def _jpeg_marker(stream: BinaryIO) -> int:
    if _exactly(stream, 1) != b"\xff":
        raise Malformed("file_broken")
    for _ in range(_LONGEST_FILL):
        byte = _exactly(stream, 1)
        if byte != b"\xff":
            return byte[0]
    raise Malformed("file_broken")


def _has_end(stream: BinaryIO) -> bool:
    last = b""
    while block := stream.read(_BLOCK_BYTES):
        if _JPEG_END in last + block:
            return True
        last = block[-1:]
    return False


def _check_dimensions(width: int, height: int) -> None:
    if not width or not height:
        raise Malformed("file_broken")
    if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
        raise Malformed("image_too_large", megapixels=MAX_PIXELS // 1_000_000, width=width, height=height)


def _exactly(stream: BinaryIO, count: int) -> bytes:
    found = stream.read(count)
    if len(found) != count:
        raise Malformed("file_broken")
    return found


def _unpack(form: str, raw: bytes) -> int:
    if len(raw) != struct.calcsize(form):
        raise Malformed("file_broken")
    value: int = struct.unpack(form, raw)[0]
    return value
