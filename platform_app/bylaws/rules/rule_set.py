"""One version of all rules, frozen, with typed access; what the rest of the program asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TypeVar

from platform_app.bylaws.rules.catalogue import CATALOGUE
from platform_app.bylaws.rules.kinds import Value
from platform_app.bylaws.rules.rights import Right, column_of
from platform_app.kernel.thresholds import Threshold

Kind = TypeVar("Kind")


@dataclass(frozen=True)
class RuleSet:
    """The rules of one version. Decisions keep `version_id`; people speak of `number`."""

    version_id: int
    number: int
    effective_on: date
    values: Mapping[str, Value]

    def __getitem__(self, key: str) -> Value:
        return self.values[key]

    def integer(self, key: str) -> int:
        """A rule that is a whole number."""
        return self._typed(key, int)

    def flag(self, key: str) -> bool:
        """A rule that is yes or no."""
        return self._typed(key, bool)

    def choice(self, key: str) -> str:
        """The code that a rule has chosen."""
        return self._typed(key, str)

    def text(self, key: str) -> str:
        """A rule that is a short text."""
        return self._typed(key, str)

    def threshold(self, key: str) -> Threshold:
        """A rule that is a threshold."""
        return self._typed(key, Threshold)

    def choices(self, key: str) -> tuple[str, ...]:
        """The codes that a rule has chosen, in the catalogue's order."""
        return tuple(str(code) for code in self._typed(key, tuple))

    def integers(self, key: str) -> tuple[int, ...]:
        """A rule that is a rising list of numbers."""
        return tuple(int(number) for number in self._typed(key, tuple))

    def dates(self, key: str) -> tuple[date, ...]:
        """A rule that is a rising list of days."""
        return tuple(day for day in self._typed(key, tuple) if isinstance(day, date))

    def may(self, membership_class: str, kind: str, right: Right) -> bool:
        """Whether members of a class (`regular` …) and kind (`organisation`, `individual`) have a right."""
        return self.flag(f"rights.{column_of(membership_class, kind)}.{right}")

    def directory(self, membership_class: str, kind: str) -> str:
        """How members appear in the public directory: `never`, `by_consent` or `by_consent_per_field`."""
        return self.choice(f"rights.{column_of(membership_class, kind)}.directory")

    def attachments(self, membership_class: str, kind: str) -> tuple[str, ...]:
        """Codes of the attachments that an applicant of a class and kind has to send."""
        return self.choices(f"admission.attachments.{column_of(membership_class, kind)}")

    def _typed(self, key: str, kind: type[Kind]) -> Kind:
        value = self.values[key]
        if type(value) is not kind:
            raise TypeError(f"the rule {key} is no {kind.__name__}")
        return value


def read_rule_set(*, version_id: int, number: int, effective_on: date, stored: Mapping[str, object]) -> RuleSet:
    """A rule set from its stored form; a rule that is younger than the version has its default."""
    values = {key: rule.kind.read(stored[key]) if key in stored else rule.default for key, rule in CATALOGUE.items()}
    return RuleSet(version_id, number, effective_on, MappingProxyType(values))


def stored_values(values: Mapping[str, Value]) -> dict[str, object]:
    """The form of values that JSON can hold."""
    return {key: CATALOGUE[key].kind.stored(value) for key, value in values.items()}


def defaults() -> dict[str, Value]:
    """Every rule with its default: the founding rules."""
    return {key: rule.default for key, rule in CATALOGUE.items()}
