"""The form: its pages and fields, and what a complete application is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum

from platform_app.kernel.reasons import Reason
from platform_app.members.rules import MemberKind
from platform_app.members.rules.corporate_numbers import why_not_corporate_number
from platform_app.screening.rules.applications import EDITABLE, Status
from platform_app.screening.rules.recommendations import recommendation_need


class Step(StrEnum):
    """A page of the form, in the order in which it is filled in."""

    MEMBERSHIP = "membership"
    BODY = "body"
    PEOPLE = "people"
    ACTIVITIES = "activities"
    OFFICERS = "officers"
    DOCUMENTS = "documents"
    RECOMMENDERS = "recommenders"
    PLEDGE = "pledge"


class Area(StrEnum):
    """A field of activity against loneliness and isolation."""

    CONSULTATION = "consultation"
    PLACE_TO_BE = "place_to_be"
    OUTREACH = "outreach"
    CHILDREN = "children"
    YOUTH = "youth"
    FAMILIES = "families"
    ELDERLY = "elderly"
    DISABILITY = "disability"
    LIVELIHOOD = "livelihood"
    FOOD = "food"
    HOUSING = "housing"
    SUICIDE_PREVENTION = "suicide_prevention"
    WOMEN = "women"
    FOREIGN_RESIDENTS = "foreign_residents"
    COMMUNITY = "community"
    INTERMEDIARY = "intermediary"
    RESEARCH = "research"
    OTHER = "other"


class Slot(Enum):
    """What an attachment is; the first three are the codes that the bylaws require."""

    ARTICLES = "articles"
    OFFICER_ROSTER = "officer_roster"
    ANNUAL_REPORT = "annual_report_or_activities"
    EVIDENCE = "evidence"
    SCAN = "scan"


SLOTS_OF_APPLICANTS = tuple(slot for slot in Slot if slot is not Slot.SCAN)


STEP_FIELDS: Mapping[Step, tuple[str, ...]] = {
    Step.MEMBERSHIP: ("membership_class", "kind", "corporate_number", "has_no_corporate_number"),
    Step.BODY: ("name", "kana", "former_names", "short_name", "body_kind", "postal_code", "prefecture", "address", "phone", "website", "founded_on"),
    Step.PEOPLE: ("representative_name", "representative_kana", "representative_title", "contact_name", "contact_email", "contact_phone"),
    Step.ACTIVITIES: ("purpose", "activities", "areas", "activity_record"),
    Step.OFFICERS: ("officers",),
    Step.DOCUMENTS: ("attachments",),
    Step.RECOMMENDERS: ("recommenders",),
    Step.PLEDGE: ("publication_consent", "notice", "pledge", "pledged_by"),
}
_REQUIRED = ("membership_class", "kind", "name", "kana", "postal_code", "prefecture", "address", "contact_name", "contact_email",
             "contact_phone", "purpose", "activities", "areas", "publication_consent")
_REQUIRED_OF_BODIES = ("body_kind", "representative_name", "representative_kana", "representative_title")
_BODIES_ONLY = frozenset({*_REQUIRED_OF_BODIES, "founded_on", "former_names", "corporate_number", "has_no_corporate_number", "officers"})


@dataclass(frozen=True)
class SubmissionFacts:
    """All that decides whether an application may be sent in. `answers` holds what was filled in; blanks may be missing."""

    status: Status
    answers: Mapping[str, object]
    officers: int = 0
    slots: frozenset[Slot] = frozenset()
    named_members: int = 0
    named_ministries: int = 0
    needed_members: int = 2
    needed_ministries: int = 1
    required_slots: frozenset[Slot] = frozenset()
    is_pledge_required: bool = True
    is_pledged: bool = False
    is_notice_accepted: bool = False
    is_member_already: bool = False
    is_applied_already: bool = False


def is_body(answers: Mapping[str, object]) -> bool:
    """Whether an organisation applies; so it is assumed until somebody says otherwise."""
    return answers.get("kind") != MemberKind.INDIVIDUAL


def steps_for(answers: Mapping[str, object]) -> tuple[Step, ...]:
    """The pages of the form: an individual has no roster of officers."""
    return tuple(step for step in Step if step is not Step.OFFICERS or is_body(answers))


def is_asked(name: str, answers: Mapping[str, object]) -> bool:
    """Whether a field is asked of this applicant."""
    return is_body(answers) or name not in _BODIES_ONLY


def required_fields(answers: Mapping[str, object]) -> tuple[str, ...]:
    """The fields that must be filled in before the application is sent."""
    return _REQUIRED + (_REQUIRED_OF_BODIES if is_body(answers) else ())


def step_of(name: str | None) -> Step:
    """The page on which a field stands; the last one for what belongs to the whole."""
    return next((step for step, names in STEP_FIELDS.items() if name in names), Step.PLEDGE)


def why_not_submit(facts: SubmissionFacts) -> tuple[Reason, ...]:
    """What still keeps an application from being sent, each with the field at which it is mended."""
    if facts.status not in EDITABLE:
        return (Reason("screening.not_editable", {"status": facts.status}),)
    return (
        _missing(facts.answers)
        + _identity(facts)
        + _activity_record(facts)
        + _papers(facts)
        + _named(facts)
        + _assurances(facts)
    )


def _missing(answers: Mapping[str, object]) -> tuple[Reason, ...]:
    return tuple(
        Reason(f"screening.missing.{name}", field=name)
        for name in required_fields(answers)
        if answers.get(name) in (None, "", [], ())
    )


def _identity(facts: SubmissionFacts) -> tuple[Reason, ...]:
    reasons = []
    has_number = bool(facts.answers.get("corporate_number"))
    if is_body(facts.answers) and not has_number and not facts.answers.get("has_no_corporate_number"):
        reasons.append(Reason("screening.corporate_number_missing", field="corporate_number"))
    if has_number:
        against = why_not_corporate_number(str(facts.answers["corporate_number"]))
        reasons += [Reason(reason.code, reason.facts, "corporate_number") for reason in against]
    if not is_body(facts.answers) and facts.answers.get("membership_class") not in (None, "", "supporting"):
        reasons.append(Reason("screening.individuals_only_support", field="membership_class"))
    if facts.is_member_already:
        reasons.append(Reason("screening.already_member", field="corporate_number" if has_number else "name"))
    elif facts.is_applied_already:
        reasons.append(Reason("screening.already_applied", field="corporate_number" if has_number else "name"))
    return tuple(reasons)


def _activity_record(facts: SubmissionFacts) -> tuple[Reason, ...]:
    entries = facts.answers.get("activity_record")
    complete = [entry for entry in entries if entry.get("what") and entry.get("since")] if isinstance(entries, list) else []
    if not complete:
        return (Reason("screening.activity_record_missing", field="activity_record"),)
    if Slot.EVIDENCE not in facts.slots and not any(entry.get("address") for entry in complete):
        return (Reason("screening.evidence_missing", field="activity_record"),)
    return ()


def _papers(facts: SubmissionFacts) -> tuple[Reason, ...]:
    reasons = []
    if is_body(facts.answers) and not facts.officers:
        reasons.append(Reason("screening.officers_missing", field="officers"))
    given = facts.slots | ({Slot.OFFICER_ROSTER} if is_body(facts.answers) else frozenset())
    reasons += [
        Reason("screening.attachment_missing", {"slot": slot}, field="attachments")
        for slot in Slot
        if slot in facts.required_slots and slot not in given
    ]
    return tuple(reasons)


def _named(facts: SubmissionFacts) -> tuple[Reason, ...]:
    need = recommendation_need(
        members=facts.named_members, ministries=facts.named_ministries,
        needed_members=facts.needed_members, needed_ministries=facts.needed_ministries,
    )
    if need.is_fulfilled:
        return ()
    return (Reason("screening.recommenders_missing", {"members": need.members_missing}, field="recommenders"),)


def _assurances(facts: SubmissionFacts) -> tuple[Reason, ...]:
    reasons = []
    if not facts.is_notice_accepted:
        reasons.append(Reason("screening.notice_missing", field="notice"))
    if facts.is_pledge_required and not facts.is_pledged:
        reasons.append(Reason("screening.pledge_missing", field="pledge"))
    return tuple(reasons)


@dataclass(frozen=True)
class ProgressOfForm:
    """The meter of the form: what each page still lacks."""

    missing: Mapping[Step, tuple[Reason, ...]] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many things are still missing."""
        return sum(len(reasons) for reasons in self.missing.values())


def progress_of_form(facts: SubmissionFacts) -> ProgressOfForm:
    """What is missing, by page, in the order of the pages."""
    reasons = why_not_submit(facts)
    return ProgressOfForm({step: tuple(r for r in reasons if step_of(r.field) is step) for step in steps_for(facts.answers)})
