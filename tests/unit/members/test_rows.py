"""Rows of a file read as members: what is kept as typed, what is refused and why."""

from datetime import date

import pytest

from platform_app.members.rules import MemberClass, MemberKind, TermRole
from platform_app.members.services.duplicates import Seen
from platform_app.members.services.rows import MemberRow, read_row
from platform_app.web.sheets import Row

TODAY = date(2026, 11, 23)
PLAIN = {
    "name": "見本団体",
    "kana": "ミホンダンタイ",
    "kind": "organisation",
    "membership_class": "regular",
    "prefecture": "東京",
    "email": "info@mihon.example",
    "representative": "見本 花子",
    "joined_on": "令和4年2月10日",
}


def read(line=2, /, **cells):
    return read_row(Row(line, PLAIN | cells), today=TODAY)


def problems(**cells):
    return [(problem.column, problem.reason.code) for problem in read(**cells)]


def test_the_plain_columns_are_enough():
    row = read()
    assert isinstance(row, MemberRow)
    assert (row.number, row.membership_class, row.joined_on) == (None, MemberClass.REGULAR, date(2022, 2, 10))
    assert (row.particulars.kind, row.particulars.prefecture) == (MemberKind.ORGANISATION, "13")
    [person] = row.people
    assert (person.name, person.roles) == ("見本 花子", frozenset({TermRole.REPRESENTATIVE}))


def test_japanese_words_and_optional_columns_are_taken():
    row = read(kind="個人", membership_class="賛助会員", number="１２", former_names="旧見本; 元見本", contact_name="見本 次郎", delegate="見本 花子")
    assert (row.number, row.particulars.former_names) == (12, ("旧見本", "元見本"))
    assert {person.name: person.roles for person in row.people} == {
        "見本 花子": frozenset({TermRole.REPRESENTATIVE, TermRole.DELEGATE}),
        "見本 次郎": frozenset({TermRole.CONTACT}),
    }
    assert [person.email for person in row.people] == ["", "info@mihon.example"]


@pytest.mark.parametrize("name", ["\ufa19の会", "𠮷田の会", "\U0002f8ff会", "葛\U000e0100城の会", "見本🌸の会", "ﾐﾎﾝの会", "=cmd()", "'=1", "+81", "見本,会"])
def test_a_name_is_kept_as_typed(name):
    assert read(name=name).particulars.name == name


def test_kana_and_latin_are_composed_and_zero_width_marks_removed():
    assert read(name="か\u3099っこう\u200b\ufeff").particulars.name == "がっこう"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"name": "見本\x00"}, ("name", "web.control_characters")),
        ({"name": "見本\x1b[31m"}, ("name", "web.control_characters")),
        ({"name": "見本\u202e団体"}, ("name", "web.bidi_characters")),
        ({"name": "見本\n団体"}, ("name", "web.line_breaks")),
        ({"name": "あ" * 201}, ("name", "web.too_long")),
        ({"name": " "}, ("name", "web.required")),
        ({"kana": "見本"}, ("kana", "web.kana")),
        ({"kind": "body"}, ("kind", "members.row_kind")),
        ({"kind": ""}, ("kind", "web.required")),
        ({"membership_class": "gold"}, ("membership_class", "members.row_class")),
        ({"prefecture": "東狂都"}, ("prefecture", "members.row_prefecture")),
        ({"email": "info"}, ("email", "web.email")),
        ({"joined_on": "きのう"}, ("joined_on", "members.row_date")),
        ({"joined_on": "2026-11-24"}, ("joined_on", "members.row_future")),
        ({"number": "0"}, ("number", "members.row_number")),
        ({"number": "99999999999999999999999"}, ("number", "members.row_number")),
        ({"number": "一"}, ("number", "members.row_number")),
        ({"website": "javascript:alert(1)"}, ("website", "web.url")),
        ({"corporate_number": "835678256246"}, ("corporate_number", "members.corporate_number_twelve_digits")),
        ({"corporate_number": "6835678256246"}, ("corporate_number", "members.corporate_number_check_digit")),
        ({"kind": "individual"}, ("membership_class", "members.individual_not_supporting")),
        ({"representative": "あ" * 201}, ("representative", "web.too_long")),
        ({"purpose": "一行目\n二行目\u2067"}, ("purpose", "web.bidi_characters")),
        ({"": "余り"}, ("", "members.row_surplus")),
        ({"corporate_no": "1"}, ("corporate_no", "members.row_unknown_column")),
    ],
)
def test_a_bad_cell_is_told_with_its_column_and_cause(cells, expected):
    assert problems(**cells) == [expected]


def test_every_fault_of_a_row_is_told_at_once():
    assert len(problems(kind="x", prefecture="y", joined_on="z", email="w")) == 4


def test_a_report_shows_unprintable_characters_and_repeats_no_personal_number():
    [problem] = read(name="見本\x00")
    assert problem.value == "見本\\u0000"
    [problem] = read(corporate_number="835678256246")
    assert problem.value == ""


@pytest.fixture
def seen():
    kept = Seen()
    yield kept
    kept.close()


def twice(seen, first, second):
    assert not list(seen.problems(read(2, **first)))
    return [(problem.column, problem.reason.code, problem.reason.facts["line"]) for problem in seen.problems(read(3, **second))]


def test_a_body_given_twice_is_found_by_name_and_prefecture(seen):
    assert twice(seen, {}, {"name": "見本 団体", "prefecture": "13"}) == [("name", "members.row_twice_name", 2)]


def test_bodies_of_one_name_with_two_corporate_numbers_are_two(seen):
    assert twice(seen, {"corporate_number": "5835678256246"}, {"corporate_number": "7000012050002"}) == []


def test_a_corporate_number_or_member_number_given_twice_is_found(seen):
    number = {"corporate_number": "5835678256246", "number": "7"}
    assert twice(seen, number, number | {"name": "別の名前"}) == [
        ("number", "members.row_twice_number", 2), ("corporate_number", "members.row_twice_corporate_number", 2),
    ]


def test_namesakes_with_different_addresses_are_two_people(seen):
    person = {"kind": "individual", "membership_class": "supporting"}
    assert twice(seen, person, person | {"email": "other@mihon.example"}) == []
