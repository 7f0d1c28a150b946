"""What a reader is shown of a hit, as data: which rule met, what is equal, what differs, and what would settle it. Words are found elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from platform_app.watchlists.rules.facts import Tier


class Rule(StrEnum):
    """How two names met; the strongest that holds is given."""

    CORPORATE_NUMBER = "corporate_number"
    IDENTICAL = "identical"
    SAME_WHEN_TIDIED = "same_when_tidied"
    SAME_WHEN_FOLDED = "same_when_folded"
    LEGAL_FORM_DROPPED = "legal_form_dropped"
    LEGAL_FORM_DIFFERS = "legal_form_differs"
    CONFUSABLE = "confusable"
    UNKNOWN_CHARACTER = "unknown_character"
    PART_OF_NAME = "part_of_name"
    ONE_EDIT = "one_edit"
    READING = "reading"
    READING_NEARLY = "reading_nearly"


class Field(StrEnum):
    """Where a compared string stood."""

    NAME = "name"
    KANA = "kana"
    FORMER_NAME = "former_name"


class MarkKind(StrEnum):
    """What is particular about a stretch of two compared strings."""

    TIDIED = "tidied"
    FOLDED = "folded"
    CONFUSABLE = "confusable"
    DIFFERENT = "different"


class Agreement(StrEnum):
    """What a second fact says; absent is not the same as differing."""

    AGREES = "agrees"
    DIFFERS = "differs"
    ABSENT = "absent"


class Topic(StrEnum):
    """The second facts beside the name."""

    READING = "reading"
    LEGAL_FORM = "legal_form"
    ORDER_OF_NAME = "order_of_name"
    FORMER_NAME = "former_name"
    BIRTH_DATE = "birth_date"
    CORPORATE_NUMBER = "corporate_number"
    ADDRESS = "address"
    KIND = "kind"


class Settler(StrEnum):
    """What would settle a hit."""

    BIRTH_DATE = "birth_date"
    REGISTRY_EXTRACT = "registry_extract"
    CORPORATE_NUMBER = "corporate_number"
    READING = "reading"
    ADDRESS = "address"


class Chance(StrEnum):
    """Whether chance explains a likeness: what made a weak one weigh more, or less."""

    LIKELY_SLIP = "likely_slip"
    TWO_NAMES = "two_names"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of both raw strings, from place to place (the end not included); empty on one side where a character is missing there."""

    kind: MarkKind
    ours_from: int
    ours_to: int
    theirs_from: int
    theirs_to: int


@dataclass(frozen=True, slots=True)
class Finding:
    """What one second fact says."""

    topic: Topic
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why two parties met. `is_generated`: a reading was guessed (推定読み)."""

    rule: Rule
    ours: str
    theirs: str
    ours_field: Field
    theirs_field: Field
    marks: tuple[Mark, ...]
    findings: tuple[Finding, ...]
    is_generated: bool
    settlers: tuple[Settler, ...]
    chance: Chance | None = None

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON, and back with `from_data`."""
        return {
            "rule": self.rule.value,
            "ours": self.ours,
            "theirs": self.theirs,
            "ours_field": self.ours_field.value,
            "theirs_field": self.theirs_field.value,
            "marks": [[mark.kind.value, mark.ours_from, mark.ours_to, mark.theirs_from, mark.theirs_to] for mark in self.marks],
            "findings": {finding.topic.value: finding.agreement.value for finding in self.findings},
            "is_generated": self.is_generated,
            "settlers": [settler.value for settler in self.settlers],
            "chance": self.chance.value if self.chance else None,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Evidence":
        """The evidence that `as_data` wrote down; that of older rules says nothing of chance."""
        return cls(
            rule=Rule(data["rule"]),
            ours=data["ours"],
            theirs=data["theirs"],
            ours_field=Field(data["ours_field"]),
            theirs_field=Field(data["theirs_field"]),
            marks=tuple(Mark(MarkKind(kind), *places) for kind, *places in data["marks"]),
            findings=tuple(Finding(Topic(topic), Agreement(agreement)) for topic, agreement in data["findings"].items()),
            is_generated=data["is_generated"],
            settlers=tuple(map(Settler, data["settlers"])),
            chance=Chance(data["chance"]) if data.get("chance") else None,
        )


HIGHEST_SCORE = 1000


@dataclass(frozen=True, slots=True)
class Hit:
    """A pair that deserves a look. The score orders hits of one tier, 0 to 1,000."""

    subject_ref: str
    entry_ref: str
    tier: Tier
    score: int
    evidence: Evidence

    @property
    def rank(self) -> tuple[int, int, str]:
        """Sorts the weightiest first."""
        return self.tier.order, -self.score, self.entry_ref
