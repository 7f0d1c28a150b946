"""What a complete application is: each missing thing has its reason and its field."""

from dataclasses import replace

import pytest

from platform_app.screening.rules.applications import Status
from platform_app.screening.rules.form import (
    FIELDS,
    Slot,
    Step,
    SubmissionFacts,
    is_asked,
    progress_of_form,
    required_fields,
    step_of,
    steps_for,
    why_not_submit,
    why_not_these,
)

ANSWERS = {
    "membership_class": "regular", "kind": "organisation", "corporate_number": "5835678256246", "name": "見本の会", "kana": "ミホンノカイ",
    "body_kind": "npo", "postal_code": "100-0001", "prefecture": "東京都", "address": "千代田区1", "representative_name": "見本花子",
    "representative_kana": "ミホンハナコ", "representative_title": "理事長", "contact_name": "見本太郎", "contact_email": "a@mihon.example",
    "contact_phone": "03-0000-0000", "purpose": "目的", "activities": "活動", "areas": ["food"], "publication": [], "founded_on": "2012",
    "activity_record": [{"key": "e1", "what": "食堂", "since": "2019", "address": "https://mihon.example/"}],
}
ANSWERS_OF_1 = {name: value for name, value in ANSWERS.items() if name not in ("publication", "founded_on")} | {"publication_consent": False}
COMPLETE = SubmissionFacts(
    status=Status.DRAFT, answers=ANSWERS, officers=1, slots=frozenset({Slot.ARTICLES, Slot.ANNUAL_REPORT}), named_members=2,
    required_slots=frozenset({Slot.ARTICLES, Slot.OFFICER_ROSTER, Slot.ANNUAL_REPORT}), is_pledged=True, is_notice_accepted=True,
)


def codes(facts: SubmissionFacts) -> list[str]:
    """The codes of the reasons."""
    return [reason.code for reason in why_not_submit(facts)]


def without(*names: str, **changed: object) -> SubmissionFacts:
    """The complete facts with some answers taken out or changed."""
    return replace(COMPLETE, answers={name: value for name, value in ANSWERS.items() if name not in names} | changed)


OF_1 = replace(COMPLETE, form_version=1, answers=ANSWERS_OF_1)


def test_a_complete_application_may_be_sent() -> None:
    assert why_not_submit(COMPLETE) == ()
    assert why_not_submit(OF_1) == ()


@pytest.mark.parametrize("name", required_fields(ANSWERS))
def test_each_required_field_is_told_at_its_place(name: str) -> None:
    reasons = why_not_submit(without(name))
    assert [(reason.code, reason.field) for reason in reasons] == [(f"screening.missing.{name}", name)]


@pytest.mark.parametrize("name", required_fields(ANSWERS_OF_1, 1))
def test_each_field_that_the_first_version_requires_is_told_too(name: str) -> None:
    answers = {field: value for field, value in ANSWERS_OF_1.items() if field != name}
    assert codes(replace(OF_1, answers=answers)) == [f"screening.missing.{name}"]


def test_a_line_of_the_roster_that_lacks_something_is_told_by_its_place() -> None:
    reasons = why_not_submit(replace(COMPLETE, officers=3, officers_incomplete=(2, 3)))
    assert [(reason.code, reason.facts["place"], reason.field) for reason in reasons] == [
        ("screening.officer_incomplete", 2, "officers"), ("screening.officer_incomplete", 3, "officers"),
    ]


def test_consent_refused_is_an_answer() -> None:
    assert codes(without(publication=[])) == []
    assert codes(replace(OF_1, answers=ANSWERS_OF_1 | {"publication_consent": False})) == []


def test_nothing_is_published_without_the_name() -> None:
    assert codes(without(publication=["website"])) == ["screening.publication_without_name"]
    assert codes(without(publication=["website", "name"])) == []


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ([{"name": "見本 次子", "roles": ["delegate", "contact"]}], []),
        ([{"name": "見本 次子"}], ["screening.person_incomplete"]),
        ([{"email": "a@mihon.example", "roles": ["contact"]}], ["screening.person_incomplete"]),
        ([{"name": "見本 次子", "roles": ["delegate"]}, {"name": "見本 三子", "roles": ["delegate"]}], ["screening.one_delegate"]),
    ],
)
def test_further_people_have_a_name_and_a_role_and_one_of_them_votes(people: list[dict[str, object]], expected: list[str]) -> None:
    assert codes(without(further_people=people)) == expected


@pytest.mark.parametrize("step", Step)
def test_each_version_has_its_own_fields(step: Step) -> None:
    for version, other in ((1, 2), (2, 1)):
        lacking = set(FIELDS[other][step]) - set(FIELDS[version][step])
        assert {reason.field for reason in why_not_these(FIELDS[other][step], step, version)} == lacking
        assert why_not_these(FIELDS[version][step], step, version) == ()


def test_no_number_must_be_said() -> None:
    assert codes(without("corporate_number")) == ["screening.corporate_number_missing"]
    assert codes(without("corporate_number", has_no_corporate_number=True)) == []


@pytest.mark.parametrize("number", ["5835678256247", "583567825624", "58356782562461", "abc"])
def test_a_number_that_is_none_is_refused(number: str) -> None:
    assert len(codes(without(corporate_number=number))) == 1


def test_evidence_may_be_an_address_or_a_file() -> None:
    bare = without(activity_record=[{"key": "e1", "what": "食堂", "since": "2019"}])
    assert codes(bare) == ["screening.evidence_missing"]
    assert codes(replace(bare, slots=bare.slots | {Slot.EVIDENCE}, evidenced=frozenset({"e2"}))) == ["screening.evidence_missing"]
    assert codes(replace(bare, slots=bare.slots | {Slot.EVIDENCE}, evidenced=frozenset({"e1"}))) == []


def test_in_the_first_version_any_evidence_will_do() -> None:
    bare = replace(OF_1, answers=ANSWERS_OF_1 | {"activity_record": [{"what": "食堂", "since": "2019"}]})
    assert codes(bare) == ["screening.evidence_missing"]
    assert codes(replace(bare, slots=bare.slots | {Slot.EVIDENCE})) == []


def test_a_half_filled_line_of_the_record_is_told() -> None:
    record = [*ANSWERS["activity_record"], {"key": "e2", "what": "電話相談"}]
    assert codes(without(activity_record=record)) == ["screening.entry_incomplete"]
    assert codes(replace(OF_1, answers=ANSWERS_OF_1 | {"activity_record": record})) == []


@pytest.mark.parametrize("record", [[], [{"what": "食堂"}], [{"since": "2019"}], None])
def test_a_record_needs_what_and_since(record: object) -> None:
    assert codes(without(activity_record=record)) == ["screening.activity_record_missing"]


def test_a_typed_roster_stands_for_the_file() -> None:
    assert codes(replace(COMPLETE, officers=0)) == ["screening.officers_missing"]


def test_each_missing_paper_is_named() -> None:
    reasons = why_not_submit(replace(COMPLETE, slots=frozenset()))
    assert [reason.facts["slot"] for reason in reasons] == [Slot.ARTICLES, Slot.ANNUAL_REPORT]


@pytest.mark.parametrize(("members", "ministries", "enough"), [(2, 0, True), (0, 1, True), (1, 0, False), (0, 0, False), (1, 1, True), (3, 0, True)])
def test_two_members_or_one_ministry_must_be_asked(members: int, ministries: int, enough: bool) -> None:
    found = codes(replace(COMPLETE, named_members=members, named_ministries=ministries))
    assert found == ([] if enough else ["screening.recommenders_missing"])


def test_notice_and_pledge_are_needed() -> None:
    assert codes(replace(COMPLETE, is_pledged=False, is_notice_accepted=False)) == ["screening.notice_missing", "screening.pledge_missing"]
    assert codes(replace(COMPLETE, is_pledged=False, is_pledge_required=False)) == []


def test_a_member_and_an_open_application_are_told() -> None:
    assert codes(replace(COMPLETE, is_member_already=True, published_as="見本の会")) == ["screening.known_member"]
    assert codes(replace(COMPLETE, is_member_already=True)) == ["screening.already_applied"]
    assert codes(replace(COMPLETE, is_applied_already=True)) == ["screening.already_applied"]


@pytest.mark.parametrize("status", [status for status in Status if status not in (Status.DRAFT, Status.RETURNED)])
def test_only_drafts_and_returned_ones_are_sent(status: Status) -> None:
    assert codes(replace(COMPLETE, status=status)) == ["screening.not_editable"]


def test_an_individual_needs_no_roster_and_is_supporting() -> None:
    person = {name: value for name, value in ANSWERS.items() if is_asked(name, {"kind": "individual"})}
    person |= {"kind": "individual", "membership_class": "supporting"}
    facts = replace(COMPLETE, answers=person, officers=0, required_slots=frozenset())
    assert codes(facts) == []
    assert Step.OFFICERS not in steps_for(person)
    assert codes(replace(facts, answers=person | {"membership_class": "regular"})) == ["screening.individuals_only_support"]


def test_the_meter_counts_by_page() -> None:
    progress = progress_of_form(replace(without("name", "purpose"), is_pledged=False))
    assert progress.total == 3
    assert [step for step, reasons in progress.missing.items() if reasons] == [Step.BODY, Step.ACTIVITIES, Step.PLEDGE]


def test_every_field_has_a_page() -> None:
    assert step_of("kana") is Step.BODY
    assert step_of(None) is Step.PLEDGE
