"""The JSON Schema of the form and what it says of documents."""

import pytest
from jsonschema import Draft202012Validator

from platform_app.members.rules import KindOfBody
from platform_app.screening.answers import limit, prefectures, problems_of, schema, split_document, version_of
from platform_app.screening.rules.form import FIELDS, FORM_VERSION, SLOTS_OF_APPLICANTS, Area

EXAMPLE = schema()["$defs"]["application"]["examples"][0]
FIRST = schema(1)["$defs"]["application"]["examples"][0]


@pytest.mark.parametrize("version", FIELDS)
def test_the_schema_is_one(version: int) -> None:
    Draft202012Validator.check_schema(schema(version))
    assert list(problems_of(schema(version)["$defs"]["application"]["examples"][0])) == []


@pytest.mark.parametrize("version", FIELDS)
def test_the_schema_and_the_code_name_the_same_things(version: int) -> None:
    properties = schema(version)["$defs"]["application"]["properties"]
    assert set(properties["body_kind"]["enum"]) == {kind.value for kind in KindOfBody}
    assert set(properties["areas"]["items"]["enum"]) == {area.value for area in Area}
    assert set(properties["attachments"]["items"]["properties"]["slot"]["enum"]) == {slot.value for slot in SLOTS_OF_APPLICANTS}
    apart = {"form_version", "officers", "attachments", "recommenders"}
    fields = {name for names in FIELDS[version].values() for name in names} - {"has_no_corporate_number", "pledged_by"}
    assert set(properties) - apart == fields - apart
    assert len(prefectures()) == 47


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"name": 3}, "screening.data_wrong", "name"),
        ({"name": "あ" * 201}, "screening.data_wrong", "name"),
        ({"name": "  "}, "screening.data_wrong", "name"),
        ({"unknown": 1}, "screening.data_unknown", "unknown"),
        ({"un\u202eknown": 1}, "screening.data_unknown", "un?known"),
        ({"publication_consent": True}, "screening.data_unknown", "publication_consent"),
        ({"publication": ["birth_date"]}, "screening.data_wrong", "publication/0"),
        ({"further_people": [{"name": "見本 次子"}]}, "screening.data_missing", "further_people/0/roles"),
        ({"further_people": [{"name": "見本 次子", "roles": ["board_member"]}]}, "screening.data_wrong", "further_people/0/roles/0"),
        ({"further_people": [{"name": "見本 次子", "roles": ["contact"], "age": 1}]}, "screening.data_unknown", "further_people/0/age"),
        ({"subcommittee_wishes": "あ" * 1001}, "screening.data_wrong", "subcommittee_wishes"),
        ({"prefecture": "東京"}, "screening.data_wrong", "prefecture"),
        ({"corporate_number": "123456789012"}, "screening.data_wrong", "corporate_number"),
        ({"contact_email": "nobody"}, "screening.data_wrong", "contact_email"),
        ({"website": "ftp://mihon.example"}, "screening.data_wrong", "website"),
        ({"activity_record": []}, "screening.data_wrong", "activity_record"),
        ({"officers": [{"name": "a", "kana": "a"}]}, "screening.data_missing", "officers/0/role"),
        ({"pledge": {"version": "1", "accepted": False, "by": "x"}}, "screening.data_wrong", "pledge/accepted"),
        ({"form_version": 3}, "screening.data_wrong", "form_version"),
        ({"kind": "individual"}, "screening.data_wrong", "corporate_number"),
    ],
)
def test_what_does_not_fit_is_told_with_its_place(change: dict[str, object], code: str, field: str | None) -> None:
    assert (code, field) in [(reason.code, reason.field) for reason in problems_of(EXAMPLE | change)]


@pytest.mark.parametrize("name", ["publication", "further_people", "subcommittee_wishes"])
def test_an_answer_that_the_first_version_lacks_is_told_at_its_place(name: str) -> None:
    assert [(reason.code, reason.field) for reason in problems_of(FIRST | {name: EXAMPLE[name]})] == [("screening.data_unknown", name)]


def test_a_document_that_does_not_say_its_version_is_known_by_its_consent() -> None:
    unsaid = {name: value for name, value in FIRST.items() if name != "form_version"}
    assert version_of(unsaid) == 1
    assert list(problems_of(unsaid)) == []
    assert version_of({name: value for name, value in EXAMPLE.items() if name != "form_version"}) == FORM_VERSION
    assert version_of({"form_version": [1]}) == version_of(None) == FORM_VERSION


@pytest.mark.parametrize("document", [None, 3, "text", [], [1], {}])
def test_a_document_of_another_shape_is_told_and_breaks_nothing(document: object) -> None:
    assert list(problems_of(document))


def test_splitting_says_that_there_is_no_number() -> None:
    answers, apart = split_document(EXAMPLE | {"corporate_number": None})
    assert answers["has_no_corporate_number"] is True
    assert set(apart) == {"officers", "attachments", "recommenders", "notice", "pledge"}


def test_limits_come_from_the_schema() -> None:
    assert limit("name") == 200
    assert limit("activity_record.what") == 1000
