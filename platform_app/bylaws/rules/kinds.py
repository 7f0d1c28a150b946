"""Kinds of values that a rule can have: how each is read from JSON, checked against its bounds, and stored again."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from platform_app.kernel.numbering import places_of, write_number
from platform_app.kernel.reasons import Reason
from platform_app.kernel.thresholds import Base, Threshold, read_threshold

TYPE_ERROR = Reason("bylaws.value_of_wrong_type")
_LATE_YEAR, _HIGH_NUMBER = 9999, 9_999_999

Value = int | bool | str | tuple[str, ...] | tuple[int, ...] | tuple[date, ...] | Threshold


class ValueRefused(ValueError):
    """A value that the rule cannot have; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.code)
        self.reason = reason


class Unit(StrEnum):
    """What an integer counts."""

    NUMBER = "number"
    DAYS = "days"
    BUSINESS_DAYS = "business_days"
    CLEAR_DAYS = "clear_days"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True)
class Integer:
    """A whole number within bounds, both included."""

    minimum: int
    maximum: int
    unit: Unit = Unit.NUMBER

    def read(self, raw: object) -> int:
        """The number. Raises: ValueRefused."""
        if type(raw) is not int:
            raise ValueRefused(TYPE_ERROR)
        if not self.minimum <= raw <= self.maximum:
            raise ValueRefused(Reason("bylaws.value_out_of_bounds", {"minimum": self.minimum, "maximum": self.maximum}))
        return raw

    def stored(self, value: object) -> object:
        """The JSON form."""
        return value


@dataclass(frozen=True)
class Flag:
    """Yes or no."""

    def read(self, raw: object) -> bool:
        """The answer. Raises: ValueRefused."""
        if type(raw) is not bool:
            raise ValueRefused(TYPE_ERROR)
        return raw

    def stored(self, value: object) -> object:
        """The JSON form."""
        return value


@dataclass(frozen=True)
class Choice:
    """One of a few codes."""

    options: tuple[str, ...]

    def read(self, raw: object) -> str:
        """The code. Raises: ValueRefused."""
        if not isinstance(raw, str) or raw not in self.options:
            raise ValueRefused(Reason("bylaws.value_not_offered"))
        return raw

    def stored(self, value: object) -> object:
        """The JSON form."""
        return value


@dataclass(frozen=True)
class Choices:
    """Some of a few codes, in the order in which they are offered; at least `minimum` of them."""

    options: tuple[str, ...]
    minimum: int = 0

    def read(self, raw: object) -> tuple[str, ...]:
        """The codes, each once. Raises: ValueRefused."""
        if not isinstance(raw, (list, tuple)):
            raise ValueRefused(TYPE_ERROR)
        if any(code not in self.options for code in raw):
            raise ValueRefused(Reason("bylaws.value_not_offered"))
        if len(set(raw)) < self.minimum:
            raise ValueRefused(Reason("bylaws.too_few_chosen", {"minimum": self.minimum}))
        return tuple(code for code in self.options if code in raw)

    def stored(self, value: object) -> object:
        """The JSON form."""
        return list(value) if isinstance(value, tuple) else value


@dataclass(frozen=True)
class Fraction:
    """A threshold of a fixed base, as data and in integers."""

    of: Base
    largest_denominator: int = 100

    def read(self, raw: object) -> Threshold:
        """The threshold. Raises: ValueRefused."""
        if not isinstance(raw, dict):
            raise ValueRefused(TYPE_ERROR)
        try:
            threshold = read_threshold({"of": self.of.value} | raw)
        except ValueError as error:
            raise ValueRefused(Reason("bylaws.value_no_fraction")) from error
        if threshold.of is not self.of:
            raise ValueRefused(Reason("bylaws.value_not_offered"))
        nobody = not threshold.is_strict and threshold.numerator == 0
        unreachable = threshold.is_strict and threshold.numerator == threshold.denominator
        if nobody or unreachable or threshold.denominator > self.largest_denominator:
            raise ValueRefused(Reason("bylaws.value_no_fraction"))
        return threshold

    def stored(self, value: object) -> object:
        """The JSON form."""
        return value.data if isinstance(value, Threshold) else value


@dataclass(frozen=True)
class Text:
    """A short text on one line, or on several if it `is_long`."""

    maximum: int
    is_long: bool = False

    def read(self, raw: object) -> str:
        """The text without spaces around it. Raises: ValueRefused."""
        if not isinstance(raw, str):
            raise ValueRefused(TYPE_ERROR)
        lines = raw.replace("\r\n", "\n").strip().split("\n")
        text = "\n".join(lines)
        if not 1 <= len(text) <= self.maximum or not all(line.isprintable() for line in lines) or (len(lines) > 1 and not self.is_long):
            raise ValueRefused(Reason("bylaws.text_length", {"maximum": self.maximum}))
        return text

    def stored(self, value: object) -> object:
        """The JSON form."""
        return value


@dataclass(frozen=True)
class NumberPattern:
    """How documents are numbered (`kernel.numbering`): a text of at most `maximum` characters that makes numbers of at most `longest`.

    With `is_for_ever` the pattern has to name the fiscal year, because its numbers must differ across years.
    """

    longest: int
    is_for_ever: bool = False
    maximum: int = 60

    def read(self, raw: object) -> str:
        """The pattern without spaces around it. Raises: ValueRefused."""
        text = Text(self.maximum).read(raw)
        places = places_of(text)
        if places is None or (self.is_for_ever and not places & {"year", "era"}):
            raise ValueRefused(Reason("bylaws.pattern_without_year" if places else "bylaws.pattern_unusable"))
        if len(write_number(text, year=_LATE_YEAR, sequence=_HIGH_NUMBER)) > self.longest:
            raise ValueRefused(Reason("bylaws.pattern_too_long", {"longest": self.longest}))
        return text

    def stored(self, value: object) -> object:
        """The JSON form."""
        return value


@dataclass(frozen=True)
class Integers:
    """A rising list of whole numbers within bounds."""

    minimum: int
    maximum: int
    most: int = 10

    def read(self, raw: object) -> tuple[int, ...]:
        """The numbers, sorted, each once. Raises: ValueRefused."""
        if not isinstance(raw, (list, tuple)) or any(type(number) is not int for number in raw):
            raise ValueRefused(TYPE_ERROR)
        if len(raw) > self.most or any(not self.minimum <= number <= self.maximum for number in raw):
            raise ValueRefused(Reason("bylaws.value_out_of_bounds", {"minimum": self.minimum, "maximum": self.maximum}))
        return tuple(sorted(set(raw)))

    def stored(self, value: object) -> object:
        """The JSON form."""
        return list(value) if isinstance(value, tuple) else value


@dataclass(frozen=True)
class Dates:
    """A rising list of civil dates."""

    most: int = 100

    def read(self, raw: object) -> tuple[date, ...]:
        """The dates, sorted, each once. Raises: ValueRefused."""
        if not isinstance(raw, (list, tuple)) or len(raw) > self.most:
            raise ValueRefused(TYPE_ERROR)
        try:
            return tuple(sorted({day if isinstance(day, date) else date.fromisoformat(day) for day in raw}))
        except (TypeError, ValueError) as error:
            raise ValueRefused(TYPE_ERROR) from error

    def stored(self, value: object) -> object:
        """The JSON form."""
        return [day.isoformat() for day in value if isinstance(day, date)] if isinstance(value, tuple) else value


Kind = Integer | Flag | Choice | Choices | Fraction | Text | NumberPattern | Integers | Dates
