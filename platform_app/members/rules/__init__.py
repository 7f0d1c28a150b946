"""What a member is: classes, kinds, roles of its people, and the facts that a record is made of."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from platform_app.kernel.reasons import Reason


class MemberClass(StrEnum):
    """The class in which a member is admitted; which rights each has is told by the bylaws."""

    REGULAR = "regular"
    COOPERATING = "cooperating"
    SUPPORTING = "supporting"


class MemberKind(StrEnum):
    """Whether a member is a body or an individual."""

    ORGANISATION = "organisation"
    INDIVIDUAL = "individual"


class TermRole(StrEnum):
    """What a person is to a member; the values are those of `kernel.roles.Role`."""

    REPRESENTATIVE = "representative"
    DELEGATE = "delegate"
    CONTACT = "contact"


class EndedReason(StrEnum):
    """Why a membership period ended."""

    WITHDRAWN = "withdrawn"
    EXPELLED = "expelled"
    DISSOLVED = "dissolved"
    DIED = "died"
    CLASS_CHANGED = "class_changed"


class KindOfBody(StrEnum):
    """The legal form of a body, or what it is without one."""

    NPO = "npo"
    CERTIFIED_NPO = "certified_npo"
    GENERAL_ASSOCIATION = "general_association"
    PUBLIC_ASSOCIATION = "public_association"
    GENERAL_FOUNDATION = "general_foundation"
    PUBLIC_FOUNDATION = "public_foundation"
    SOCIAL_WELFARE = "social_welfare"
    SCHOOL = "school"
    MEDICAL = "medical"
    RELIGIOUS = "religious"
    COMPANY = "company"
    COOPERATIVE = "cooperative"
    LOCAL_GOVERNMENT = "local_government"
    INTERMEDIARY = "intermediary"
    FEDERATION = "federation"
    GRANT_MAKER = "grant_maker"
    UNINCORPORATED = "unincorporated"
    OTHER = "other"


class PublicField(StrEnum):
    """What a member lets the public directory show."""

    NAME = "name"
    PREFECTURE = "prefecture"
    ADDRESS = "address"
    PHONE = "phone"
    EMAIL = "email"
    WEBSITE = "website"
    REPRESENTATIVE = "representative"
    ACTIVITIES = "activities"


SINGLE_ROLES = frozenset({TermRole.REPRESENTATIVE, TermRole.DELEGATE})
LIMITS = {
    "name": 200,
    "kana": 400,
    "postal_code": 8,
    "address": 400,
    "phone": 40,
    "email": 254,
    "website": 500,
    "purpose": 4000,
    "activities": 8000,
    "former_names": 2000,
    "short_names": 2000,
    "representative": 200,
    "contact_name": 200,
    "delegate": 200,
    "representative_kana": 400,
}


@dataclass(frozen=True, kw_only=True)
class Particulars:
    """What the register says of a member. `prefecture` is a JIS code, `email` the contact's address, `publishes` the consents."""

    name: str
    kind: MemberKind
    kana: str = ""
    former_names: tuple[str, ...] = ()
    short_names: tuple[str, ...] = ()
    corporate_number: str | None = None
    postal_code: str = ""
    prefecture: str | None = None
    address: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    kind_of_body: KindOfBody | None = None
    purpose: str = ""
    activities: str = ""
    publishes: frozenset[PublicField] = frozenset()


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    """A person who is to act for a member, with the roles to begin at once."""

    name: str
    kana: str = ""
    email: str = ""
    phone: str = ""
    roles: frozenset[TermRole] = field(default_factory=frozenset)
    user_id: int | None = None


@dataclass(frozen=True)
class MemberSummary:
    """A member as lists show it. On a day outside its membership, class and `joined_on` are None."""

    id: int
    number: int
    name: str
    kana: str
    kind: MemberKind
    membership_class: MemberClass | None
    prefecture: str | None
    corporate_number: str | None
    email: str
    joined_on: date | None
    representative: str | None


def why_not_admit(
    particulars: Particulars, membership_class: MemberClass, people: Sequence[NewPerson] = ()
) -> tuple[Reason, ...]:
    """Reasons against an admission that lie in the data themselves: what an individual may be, and one person per single role."""
    reasons = []
    if not particulars.name.strip():
        reasons.append(Reason("members.name_missing", field="name"))
    if particulars.kind is MemberKind.INDIVIDUAL:
        if membership_class is not MemberClass.SUPPORTING:
            reasons.append(Reason("members.individual_not_supporting", {"membership_class": membership_class}, field="membership_class"))
        if particulars.corporate_number:
            reasons.append(Reason("members.individual_has_no_corporate_number", field="corporate_number"))
    for role in (TermRole.REPRESENTATIVE, TermRole.DELEGATE):
        if sum(role in person.roles for person in people) > 1:
            reasons.append(Reason("members.one_person_per_role", {"role": role}, field=role.value))
    return tuple(reasons)
