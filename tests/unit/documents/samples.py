"""Small files of every kind, sound and unsound, made in memory."""

import io
import struct
import zipfile
import zlib

CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/{part}" ContentType="application/vnd.openxmlformats-officedocument.{main}.main+xml"/></Types>'
)


def pdf(*, trailer: str = "", version: str = "1.7") -> bytes:
    """A PDF of one empty page with a correct cross-reference table."""
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    )
    body, places = f"%PDF-{version}\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 4\n0000000000 65535 f \n{table}trailer\n<</Size 4/Root 1 0 R{trailer}>>\nstartxref\n{len(body)}\n%%EOF\n"
    return (body + end).encode("ascii")


def png(*, width: int = 4, height: int = 4) -> bytes:
    """A grey PNG; the pixels are those of 4 × 4 whatever the header says."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(b"\x00\x80\x80\x80\x80" * 4)) + _chunk(b"IEND", b"")
    )


def jpeg(*, width: int = 4, height: int = 4, tail: bytes = b"") -> bytes:
    """A JPEG of headers, one scan and an end."""
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    return (
        b"\xff\xd8"
        + _segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")
        + _segment(0xC0, frame)
        + _segment(0xDA, b"\x01\x01\x00\x00\x3f\x00")
        + b"\x12\x34\xff\x00\x56\xff\xd9"
        + tail
    )


def docx(extra: dict[str, bytes] | None = None, *, types: str | None = None) -> bytes:
    """A Word document of one part, with further entries."""
    parts = {
        "[Content_Types].xml": (types or CONTENT_TYPES.format(part="word/document.xml", main="wordprocessingml.document")).encode(),
        "word/document.xml": b"<w:document/>",
    }
    return archive(parts | (extra or {}))


def xlsx() -> bytes:
    """An Excel workbook of one part."""
    return archive(
        {
            "[Content_Types].xml": CONTENT_TYPES.format(part="xl/workbook.xml", main="spreadsheetml.sheet").encode(),
            "xl/workbook.xml": b"<workbook/>",
        }
    )


def archive(entries: dict[str, bytes]) -> bytes:
    """A zip file, deflated."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries.items():
            made.writestr(name, content)
    return target.getvalue()


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _segment(marker: int, content: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(content) + 2) + content
