"""The form: its pages and fields, and what a complete application is."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, StrEnum
from typing import Any

from platform_app.documents.rules import Slot as FileSlot
from platform_app.kernel.reasons import Reason
from platform_app.members.rules import MemberKind, PublicField, TermRole
from platform_app.members.rules.corporate_numbers import why_not_corporate_number
from platform_app.screening.rules.applications import EDITABLE, Status
from platform_app.screening.rules.recommendations import recommendation_need

_SINCE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-[0-3][0-9])?)?")


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


FILE_SLOTS: Mapping[Slot, FileSlot] = {
    Slot.ARTICLES: FileSlot.ARTICLES,
    Slot.OFFICER_ROSTER: FileSlot.OFFICER_ROSTER,
    Slot.ANNUAL_REPORT: FileSlot.ANNUAL_REPORT,
    Slot.EVIDENCE: FileSlot.ACTIVITY_EVIDENCE,
    Slot.SCAN: FileSlot.PAPER_SCAN,
}
"""Which files each slot takes."""
SLOTS_OF_APPLICANTS = tuple(slot for slot in Slot if slot is not Slot.SCAN)
SLOTS_OF_ENTRIES = (Slot.SCAN, *SLOTS_OF_APPLICANTS)


FORM_VERSION = 2
_FIELDS_OF_1: Mapping[Step, tuple[str, ...]] = {
    Step.MEMBERSHIP: ("membership_class", "kind", "corporate_number", "has_no_corporate_number"),
    Step.BODY: ("name", "kana", "former_names", "short_name", "body_kind", "postal_code", "prefecture", "address", "phone", "website", "founded_on"),
    Step.PEOPLE: ("representative_name", "representative_kana", "representative_title", "contact_name", "contact_email", "contact_phone"),
    Step.ACTIVITIES: ("purpose", "activities", "areas", "activity_record"),
    Step.OFFICERS: ("officers",),
    Step.DOCUMENTS: ("attachments",),
    Step.RECOMMENDERS: ("recommenders",),
    Step.PLEDGE: ("publication_consent", "notice", "pledge", "pledged_by"),
}
FIELDS: Mapping[int, Mapping[Step, tuple[str, ...]]] = {
    1: _FIELDS_OF_1,
    2: {
        **_FIELDS_OF_1,
        Step.PEOPLE: (*_FIELDS_OF_1[Step.PEOPLE], "further_people"),
        Step.ACTIVITIES: (*_FIELDS_OF_1[Step.ACTIVITIES], "subcommittee_wishes"),
        Step.PLEDGE: ("publication", "notice", "pledge", "pledged_by"),
    },
}
STEP_FIELDS: Mapping[Step, tuple[str, ...]] = {
    step: tuple(dict.fromkeys(name for version in (2, 1) for name in FIELDS[version][step])) for step in Step
}
"""The fields of each page in any version of the form, those of the current one first."""
_REQUIRED = ("membership_class", "kind", "name", "kana", "postal_code", "prefecture", "address", "contact_name", "contact_email",
             "contact_phone", "purpose", "activities", "areas")
_REQUIRED_OF_BODIES = ("body_kind", "representative_name", "representative_kana", "representative_title")
_ALSO_REQUIRED: Mapping[int, tuple[str, ...]] = {1: ("publication_consent",), 2: ("publication",)}
_ALSO_REQUIRED_OF_BODIES: Mapping[int, tuple[str, ...]] = {1: (), 2: ("founded_on",)}
_BODIES_ONLY = frozenset(
    {*_REQUIRED_OF_BODIES, "founded_on", "former_names", "short_name", "corporate_number", "has_no_corporate_number", "officers", "further_people"}
)
ANSWERED_WHEN_EMPTY = frozenset({"publication_consent", "publication"})
"""Fields whose empty answer (nothing may be published) is an answer too."""


@dataclass(frozen=True)
class SubmissionFacts:
    """All that decides whether an application may be sent in. `answers` holds what was filled in; blanks may be missing.

    `evidenced` are the entries of the activity record for which papers were added; `officers_incomplete` the places, from 1 on, of lines of the
    roster that lack a name, its reading or a position.
    """

    status: Status
    answers: Mapping[str, Any]
    form_version: int = FORM_VERSION
    officers: int = 0
    officers_incomplete: tuple[int, ...] = ()
    slots: frozenset[Slot] = frozenset()
    evidenced: frozenset[str] = frozenset()
    named_members: int = 0
    named_ministries: int = 0
    needed_members: int = 2
    needed_ministries: int = 1
    required_slots: frozenset[Slot] = frozenset()
    is_pledge_required: bool = True
    is_pledged: bool = False
    is_notice_accepted: bool = False
    is_member_already: bool = False
    published_as: str | None = None
    is_applied_already: bool = False
    is_entered: bool = False


def is_body(answers: Mapping[str, object]) -> bool:
    """Whether an organisation applies; so it is assumed until somebody says otherwise."""
    return answers.get("kind") != MemberKind.INDIVIDUAL


def steps_for(answers: Mapping[str, object]) -> tuple[Step, ...]:
    """The pages of the form: an individual has no roster of officers."""
    return tuple(step for step in Step if step is not Step.OFFICERS or is_body(answers))


def is_asked(name: str, answers: Mapping[str, object]) -> bool:
    """Whether a field is asked of this applicant."""
    return is_body(answers) or name not in _BODIES_ONLY


def fields_of(step: Step, version: int) -> tuple[str, ...]:
    """The fields of one page in a version of the form."""
    return FIELDS[version][step]


def why_not_these(names: Iterable[str], step: Step, version: int) -> tuple[Reason, ...]:
    """A reason, at its place, for each answer that a page of a form version does not have."""
    known = fields_of(step, version)
    return tuple(Reason("screening.field_unknown", {"field": name}, field=name) for name in names if name not in known)


def required_fields(answers: Mapping[str, object], version: int = FORM_VERSION, *, is_entered: bool = False) -> tuple[str, ...]:
    """The fields that must be filled in before the application is sent; who applies on paper or by telephone needs no e-mail address."""
    of_bodies = _REQUIRED_OF_BODIES + _ALSO_REQUIRED_OF_BODIES[version] if is_body(answers) else ()
    of_everybody = tuple(name for name in _REQUIRED if not (is_entered and name == "contact_email"))
    return of_everybody + _ALSO_REQUIRED[version] + of_bodies


def is_since(text: str) -> bool:
    """Whether a text is a year, a month of a year, or a day that the calendar has."""
    if not _SINCE.fullmatch(text):
        return False
    if len(text) < len("2019-04-01"):
        return True
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def entries_of(answers: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    """The entries of the activity record by their keys; those of the first version of the form have none."""
    return {entry["key"]: entry for entry in answers.get("activity_record") or () if entry.get("key")}


def step_of(name: str | None) -> Step:
    """The page on which a field stands; the last one for what belongs to the whole."""
    return next((step for step, names in STEP_FIELDS.items() if name in names), Step.PLEDGE)


WRONG = frozenset(
    {
        "screening.known_member", "screening.already_applied", "screening.individuals_only_support", "screening.person_incomplete",
        "screening.one_delegate", "screening.officer_incomplete", "screening.entry_incomplete", "screening.publication_without_name",
    }
)
"""Reasons that lie in what was answered, not in what is still missing: a page tells them at once."""


def why_not_submit(facts: SubmissionFacts) -> tuple[Reason, ...]:
    """What still keeps an application from being sent, each with the field at which it is mended."""
    if facts.status not in EDITABLE:
        return (Reason("screening.not_editable", {"status": facts.status}),)
    return (
        _missing(facts)
        + _identity(facts)
        + _people(facts)
        + _activity_record(facts)
        + _papers(facts)
        + _named(facts)
        + _assurances(facts)
    )


def _missing(facts: SubmissionFacts) -> tuple[Reason, ...]:
    return tuple(
        Reason(f"screening.missing.{name}", field=name)
        for name in required_fields(facts.answers, facts.form_version, is_entered=facts.is_entered)
        if facts.answers.get(name) in ((None,) if name in ANSWERED_WHEN_EMPTY else (None, "", [], ()))
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
    if facts.published_as:
        reasons.append(Reason("screening.known_member", {"name": facts.published_as}, "corporate_number" if has_number else "name"))
    elif facts.is_member_already or facts.is_applied_already:
        reasons.append(Reason("screening.already_applied", field="corporate_number" if has_number else "name"))
    return tuple(reasons)


def _people(facts: SubmissionFacts) -> tuple[Reason, ...]:
    further = facts.answers.get("further_people") or []
    reasons = [
        Reason("screening.person_incomplete", {"place": place}, field="further_people")
        for place, person in enumerate(further, start=1)
        if not person.get("name") or not person.get("roles")
    ]
    if sum(TermRole.DELEGATE.value in (person.get("roles") or ()) for person in further) > 1:
        reasons.append(Reason("screening.one_delegate", field="further_people"))
    return tuple(reasons)


def _activity_record(facts: SubmissionFacts) -> tuple[Reason, ...]:
    entries = facts.answers.get("activity_record") or []
    complete = [entry for entry in entries if entry.get("what") and entry.get("since")]
    if not complete:
        return (Reason("screening.activity_record_missing", field="activity_record"),)
    is_shown = Slot.EVIDENCE in facts.slots if facts.form_version == 1 else any(entry.get("key") in facts.evidenced for entry in complete)
    reasons = [] if is_shown or any(entry.get("address") for entry in complete) else [Reason("screening.evidence_missing", field="activity_record")]
    if facts.form_version > 1:
        reasons += [
            Reason("screening.entry_incomplete", {"place": place}, field="activity_record")
            for place, entry in enumerate(entries, start=1)
            if entry not in complete
        ]
    return tuple(reasons)


def _papers(facts: SubmissionFacts) -> tuple[Reason, ...]:
    reasons = []
    if is_body(facts.answers) and not facts.officers:
        reasons.append(Reason("screening.officers_missing", field="officers"))
    if is_body(facts.answers):
        reasons += [Reason("screening.officer_incomplete", {"place": place}, field="officers") for place in facts.officers_incomplete]
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
    published = facts.answers.get("publication") or ()
    if published and PublicField.NAME.value not in published:
        reasons.append(Reason("screening.publication_without_name", field="publication"))
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
