"""Who bears names in the register: a member and the people who act for it, as those who watch names ask for them."""

from dataclasses import dataclass

from platform_app.members.rules import MemberKind, TermRole


@dataclass(frozen=True)
class ActingName:
    """The name of a person who acts for a member, with the first of its roles."""

    role: TermRole
    name: str
    kana: str


@dataclass(frozen=True)
class MemberNames:
    """What a member is and was called, where it is, and who acts for it now or is to act later."""

    member_id: int
    number: int
    kind: MemberKind
    name: str
    kana: str
    former_names: tuple[str, ...]
    short_names: tuple[str, ...]
    corporate_number: str | None
    prefecture: str | None
    address: str
    people: tuple[ActingName, ...]
