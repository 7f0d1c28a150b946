"""Document numbers: series that begin anew each fiscal year."""

from dataclasses import dataclass
from enum import StrEnum

from platform_app.kernel.numbering import places_of, write_number
from platform_app.kernel.reasons import Reason

_LONGEST_PATTERN = 60


class Series(StrEnum):
    """What is numbered, each on its own."""

    LETTER = "letters"
    APPLICATION = "applications"


@dataclass(frozen=True)
class DocumentNumber:
    """A number given out: its place in the series of a fiscal year, and as it is written."""

    series: Series
    year: int
    sequence: int
    text: str


def why_not_pattern(pattern: str) -> tuple[Reason, ...]:
    """Why a pattern cannot write numbers: an unknown placeholder, none for the number itself, too long, or a bad format."""
    return (Reason("documents.pattern_unusable"),) if places_of(pattern) is None or len(pattern) > _LONGEST_PATTERN else ()


def written_number(series: Series, year: int, sequence: int, pattern: str) -> DocumentNumber:
    """A number written by a pattern with the placeholders n, year and era."""
    text = write_number(pattern, year=year, sequence=sequence)
    return DocumentNumber(series=series, year=year, sequence=sequence, text=text)
