"""Thresholds as data, counted in integers only: the least number that fulfils "at least" or "more than" a fraction."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Base(StrEnum):
    """What a threshold is a fraction of."""

    ENTITLED = "entitled"
    ATTENDING = "attending"
    CAST = "cast"
    EXPRESSED = "expressed"


@dataclass(frozen=True)
class Threshold:
    """`numerator/denominator` of a base, to be reached (`at_least`) or passed (`more_than`)."""

    numerator: int
    denominator: int
    is_strict: bool
    of: Base | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.numerator <= self.denominator or self.denominator < 1:
            raise ValueError("a threshold is a fraction between 0 and 1")

    def needed(self, base: int) -> int:
        """The least integer that fulfils the threshold of a base of `base`."""
        product = base * self.numerator
        if self.is_strict:
            return product // self.denominator + 1
        return -(-product // self.denominator)

    def is_met(self, reached: int, base: int) -> bool:
        """Whether `reached` of `base` fulfils the threshold."""
        return reached >= self.needed(base)

    @property
    def data(self) -> dict[str, object]:
        """As JSON writes it: `{"of": …, "more_than": [n, d]}`."""
        fraction: dict[str, object] = {"more_than" if self.is_strict else "at_least": [self.numerator, self.denominator]}
        return {"of": self.of.value, **fraction} if self.of else fraction


def read_threshold(data: Mapping[str, object]) -> Threshold:
    """A threshold from its JSON form.

    Raises: ValueError if it has not exactly one of `at_least` and `more_than`, or the fraction is none.
    """
    kinds = [kind for kind in ("at_least", "more_than") if kind in data]
    if len(kinds) != 1:
        raise ValueError("exactly one of at_least and more_than")
    fraction = data[kinds[0]]
    if not (isinstance(fraction, (list, tuple)) and len(fraction) == 2 and all(type(part) is int for part in fraction)):
        raise ValueError("a fraction is a pair of integers")
    base = Base(str(data["of"])) if "of" in data else None
    return Threshold(fraction[0], fraction[1], kinds[0] == "more_than", base)
