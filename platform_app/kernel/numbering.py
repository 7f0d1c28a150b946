"""Document numbers: the fiscal year in which they are counted, and the pattern in which they are written.

Source: 財政法 11条 (the fiscal year runs from April to March); 元号 of the day on which the fiscal year begins.
"""

import re
from datetime import date
from string import Formatter

_FIRST_MONTH = 4
_REIWA_BEGINS = 2019
_PLACEHOLDERS = frozenset({"n", "year", "era"})
_WIDTH = re.compile(r"(0[1-9]d)?")
_NO_WIDTH = re.compile("")


def fiscal_year(on: date) -> int:
    """The year in which the fiscal year of a day began."""
    return on.year if on.month >= _FIRST_MONTH else on.year - 1


def era_fiscal_year(year: int) -> str:
    """A fiscal year in the calendar of eras, as 令和8年度; years before 2019 by the common calendar."""
    count = year - _REIWA_BEGINS + 1
    if count < 1:
        return f"{year}年度"
    return f"令和{'元' if count == 1 else count}年度"


def places_of(pattern: str) -> frozenset[str] | None:
    """The placeholders of a pattern, of `n`, `year` and `era`; None if it cannot write numbers.

    `n` must be among them and may have a width with zeros, as `{n:04d}`.
    """
    try:
        places = [(name, width or "", turned) for _, name, width, turned in Formatter().parse(pattern) if name is not None]
    except ValueError:
        return None
    is_known = all(
        name in _PLACEHOLDERS and turned is None and (_WIDTH if name == "n" else _NO_WIDTH).fullmatch(width)
        for name, width, turned in places
    )
    names = frozenset(name for name, _, _ in places)
    return names if is_known and "n" in names else None


def write_number(pattern: str, *, year: int, sequence: int) -> str:
    """The number of a place in a fiscal year, by a pattern that can write it."""
    return pattern.format(n=sequence, year=year, era=era_fiscal_year(year))
