"""Which characters the letters' fonts can draw. What they cannot is set as the geta mark 〓, and the letter says so.

Source: OpenType 1.9, `cmap` format 12; JIS X 0208 2-14 (the geta mark stands for a character that is missing).
"""

import struct
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

GETA = "〓"
_FONTS = Path(__file__).parent / "fonts"
_SEGMENTED = 12
_VARIATION_SELECTORS = (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))


@lru_cache
def drawable() -> frozenset[int]:
    """The code points that one of the fonts has a glyph for, with variation selectors, which change a glyph or nothing."""
    found = set(_VARIATION_SELECTORS)
    for path in sorted([*_FONTS.glob("*.ttf"), *_FONTS.glob("*.otf")]):
        found |= _code_points(path.read_bytes())
    return frozenset(found)


def with_geta(value: object) -> object:
    """Plain data with every text drawable: combined where that helps, the rest replaced by 〓. Line ends are kept."""
    if isinstance(value, str):
        return _drawn(value)
    if isinstance(value, Mapping):
        return {key: with_geta(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [with_geta(entry) for entry in value]
    return value


def _drawn(text: str) -> str:
    known = drawable()
    if all(ord(character) in known for character in text):
        return text
    return "".join(character if character == "\n" or ord(character) in known else _near(character) for character in text)


def _near(character: str) -> str:
    if unicodedata.category(character) in ("Cf", "Cc", "Mn", "Me"):
        return ""
    plain = unicodedata.normalize("NFKC", character)
    is_width = unicodedata.decomposition(character).startswith(("<wide>", "<narrow>", "<noBreak>"))
    return plain if is_width and all(ord(part) in drawable() for part in plain) else GETA


def _code_points(font: bytes) -> set[int]:
    tables = struct.unpack_from(">H", font, 4)[0]
    for place in range(tables):
        tag, _, offset, _ = struct.unpack_from(">4sLLL", font, 12 + 16 * place)
        if tag == b"cmap":
            return _segments(font, offset)
    return set()


def _segments(font: bytes, cmap: int) -> set[int]:
    found: set[int] = set()
    for place in range(struct.unpack_from(">H", font, cmap + 2)[0]):
        table = cmap + struct.unpack_from(">HHL", font, cmap + 4 + 8 * place)[2]
        if struct.unpack_from(">H", font, table)[0] != _SEGMENTED:
            continue
        groups = struct.unpack_from(">L", font, table + 12)[0]
        for group in range(groups):
            first, last, _ = struct.unpack_from(">LLL", font, table + 16 + 12 * group)
            found.update(range(first, last + 1))
    return found
