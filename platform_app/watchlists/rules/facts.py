"""The facts that matching works on: a party as it was typed, listed or watched, and how much a likeness weighs."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class PartyKind(StrEnum):
    """What bears the name."""

    ORGANISATION = "organisation"
    PERSON = "person"


class Tier(StrEnum):
    """How much a hit weighs: A an identifier or the same name after folding, B the same reading or one edit, C weaker."""

    A = "A"
    B = "B"
    C = "C"

    @property
    def order(self) -> int:
        """0 for the weightiest."""
        return "ABC".index(self.value)

    def at_least(self, other: "Tier") -> bool:
        """Whether this weighs as much as another, or more."""
        return self.order <= other.order


@dataclass(frozen=True, slots=True)
class Party:
    """A subject or an entry, raw: nothing is normalised here. `ref` is whatever the caller wants back.

    Short names stand among the former names; a bare former family name is welcome. The Corporate Number is text and may be wrong.
    """

    ref: str
    kind: PartyKind
    name: str
    kana: str = ""
    former_names: tuple[str, ...] = ()
    birth_on: date | None = None
    corporate_number: str = ""
    address: str = ""
