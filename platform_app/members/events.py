"""What happened to the register."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from platform_app.kernel.events import Event
from platform_app.members.rules import MemberClass, MemberKind, TermRole


@dataclass(frozen=True, kw_only=True)
class MemberAdmitted(Event):
    """A body or an individual became a member."""

    subject_type: ClassVar[str] = "member"
    member_id: int
    number: int
    kind: MemberKind
    membership_class: MemberClass
    from_on: date


@dataclass(frozen=True, kw_only=True)
class MemberImported(Event):
    """A member of the register kept until now was taken over from a file; nobody is written to."""

    subject_type: ClassVar[str] = "member"
    member_id: int
    number: int
    kind: MemberKind
    membership_class: MemberClass
    from_on: date
    import_run_id: int


@dataclass(frozen=True, kw_only=True)
class ParticularsCorrected(Event):
    """The secretariat corrected particulars; `changed` names the fields."""

    subject_type: ClassVar[str] = "member"
    member_id: int
    changed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TermBegan(Event):
    """A person was appointed for a member."""

    subject_type: ClassVar[str] = "member"
    member_id: int
    term_id: int
    person_id: int
    role: TermRole
    from_on: date


@dataclass(frozen=True, kw_only=True)
class TermEnded(Event):
    """A person's role for a member got an end."""

    subject_type: ClassVar[str] = "member"
    member_id: int
    term_id: int
    person_id: int
    role: TermRole
    until_on: date


@dataclass(frozen=True, kw_only=True)
class PersonLinked(Event):
    """A person of the register was linked to the account that signs in."""

    subject_type: ClassVar[str] = "person"
    person_id: int
    user_id: int


@dataclass(frozen=True, kw_only=True)
class MinistryAdded(Event):
    """A ministry was added to the master."""

    subject_type: ClassVar[str] = "ministry"
    ministry_id: int
    valid_from: date | None


@dataclass(frozen=True, kw_only=True)
class MinistryClosed(Event):
    """A ministry ends, and its desks with it."""

    subject_type: ClassVar[str] = "ministry"
    ministry_id: int
    valid_to: date


@dataclass(frozen=True, kw_only=True)
class DeskAdded(Event):
    """A ministry's desk was added and may recommend."""

    subject_type: ClassVar[str] = "ministry"
    ministry_id: int
    ministry_desk_id: int
    valid_from: date


@dataclass(frozen=True, kw_only=True)
class DeskClosed(Event):
    """A ministry's desk was closed."""

    subject_type: ClassVar[str] = "ministry"
    ministry_id: int
    ministry_desk_id: int
    valid_to: date
