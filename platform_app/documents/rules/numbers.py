"""Document numbers: series that begin anew each fiscal year, and how a number is written.

Source: 財政法 11条 (the fiscal year runs from April to March); 元号 of the day on which the fiscal year begins.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from string import Formatter

from platform_app.kernel.reasons import Reason

_FIRST_MONTH = 4
_REIWA_BEGINS = 2019
_PLACEHOLDERS = frozenset({"n", "year", "era"})
_LONGEST_PATTERN = 60
_WIDTH = re.compile(r"(0[1-9]d)?")
_NO_WIDTH = re.compile("")


class Series(StrEnum):
    """What is numbered, each on its own."""

    LETTER = "letters"
    APPLICATION = "applications"


DEFAULT_PATTERNS: Mapping[Series, str] = {
    Series.LETTER: "孤プ第{n}号",
    Series.APPLICATION: "{year}-{n:04d}",
}


@dataclass(frozen=True)
class DocumentNumber:
    """A number given out: its place in the series of a fiscal year, and as it is written."""

    series: Series
    year: int
    sequence: int
    text: str


def fiscal_year(on: date) -> int:
    """The year in which the fiscal year of a day began."""
    return on.year if on.month >= _FIRST_MONTH else on.year - 1


def era_fiscal_year(year: int) -> str:
    """A fiscal year in the calendar of eras, as 令和8年度; years before 2019 by the common calendar."""
    count = year - _REIWA_BEGINS + 1
    if count < 1:
        return f"{year}年度"
    return f"令和{'元' if count == 1 else count}年度"


def why_not_pattern(pattern: str) -> tuple[Reason, ...]:
    """Why a pattern cannot write numbers: an unknown placeholder, none for the number itself, too long, or a bad format."""
    try:
        places = [(name, width or "", turned) for _, name, width, turned in Formatter().parse(pattern) if name is not None]
    except ValueError:
        places = []
    known = all(
        name in _PLACEHOLDERS and turned is None and (_WIDTH if name == "n" else _NO_WIDTH).fullmatch(width)
        for name, width, turned in places
    )
    if not known or "n" not in {name for name, _, _ in places} or len(pattern) > _LONGEST_PATTERN:
        return (Reason("documents.pattern_unusable"),)
    return ()


def written_number(series: Series, year: int, sequence: int, pattern: str | None = None) -> DocumentNumber:
    """A number written by a pattern with the placeholders n, year and era; without one by that of its series."""
    text = (pattern or DEFAULT_PATTERNS[series]).format(n=sequence, year=year, era=era_fiscal_year(year))
    return DocumentNumber(series=series, year=year, sequence=sequence, text=text)
