"""What happens to the rules."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from platform_app.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class FoundingRulesAdopted(Event):
    """The platform started with the defaults."""

    subject_type: ClassVar[str] = "bylaws_version"
    bylaws_version_id: int
    effective_on: date


@dataclass(frozen=True, kw_only=True)
class RuleChangeProposed(Event):
    """Somebody proposed a change of the rules."""

    subject_type: ClassVar[str] = "bylaws_version"
    bylaws_version_id: int
    base_id: int
    effective_on: date


@dataclass(frozen=True, kw_only=True)
class RuleChangeAdopted(Event):
    """A second person adopted a change; it is now a numbered version."""

    subject_type: ClassVar[str] = "bylaws_version"
    bylaws_version_id: int
    number: int
    effective_on: date


@dataclass(frozen=True, kw_only=True)
class RuleChangeRejected(Event):
    """A proposed change was rejected or taken back."""

    subject_type: ClassVar[str] = "bylaws_version"
    bylaws_version_id: int
