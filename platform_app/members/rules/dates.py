"""Civil dates as people write them in lists: ISO, with slashes or dots, 年月日, and by era (和暦).

Source: 元号法; the first and last days of the eras as published with each change.
"""

import re
import unicodedata
from datetime import date

_ERAS = {
    "令和": ("R", date(2019, 5, 1), date.max),
    "平成": ("H", date(1989, 1, 8), date(2019, 4, 30)),
    "昭和": ("S", date(1926, 12, 25), date(1989, 1, 7)),
    "大正": ("T", date(1912, 7, 30), date(1926, 12, 24)),
    "明治": ("M", date(1868, 10, 23), date(1912, 7, 29)),
}
_BY_MARK = {mark: (first, last) for name, (short, first, last) in _ERAS.items() for mark in (name, short)}
_COMMON = re.compile(r"(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_ERA = re.compile(r"(令和|平成|昭和|大正|明治|[RHSTM])(\d{1,2}|元)(?:年(\d{1,2})月(\d{1,2})日|[-/.](\d{1,2})[-/.](\d{1,2}))")
_TIME = re.compile(r"[T ]?00:00(:00(\.0+)?)?$")
_SPACES = re.compile(r"\s+")


def read_date(text: str) -> date | None:
    """The date that a text says, None if it says none; an era's date must lie within the era."""
    plain = _SPACES.sub("", _TIME.sub("", unicodedata.normalize("NFKC", text).strip()))
    try:
        if found := _COMMON.fullmatch(plain) or _COMPACT.fullmatch(plain):
            year, month, day = (int(part) for part in found.groups() if part)
            return date(year, month, day)
        if found := _ERA.fullmatch(plain.upper()):
            return _era_date(*(part for part in found.groups() if part))
    except ValueError:
        return None
    return None


def _era_date(mark: str, year: str, month: str, day: str) -> date | None:
    first, last = _BY_MARK[mark]
    found = date(first.year - 1 + (1 if year == "元" else int(year)), int(month), int(day))
    return found if first <= found <= last else None
