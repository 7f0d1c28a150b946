"""Rules of the register: numbers of bodies, prefectures, names as keys, terms, admission, dates as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platform_app.kernel.errors import RuleViolation
from platform_app.members.rules import MemberClass, MemberKind, NewPerson, Particulars, TermRole, why_not_admit
from platform_app.members.rules.corporate_numbers import read_corporate_number, why_not_corporate_number
from platform_app.members.rules.dates import read_date
from platform_app.members.rules.names import search_key, search_text
from platform_app.members.rules.prefectures import PREFECTURES, prefecture_code
from platform_app.members.rules.terms import Term, voting_delegate, why_not_appoint, why_not_close, why_not_end_term

GOOD = "5835678256246"


@pytest.mark.parametrize("typed", [GOOD, "５８３５６７８２５６２４６", "5-8356-7825-6246", "5 8356 7825 6246", "５－８３５６－７８２５－６２４６"])
def test_a_corporate_number_is_read_however_it_is_typed(typed):
    assert read_corporate_number(typed) == GOOD


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("835678256246", "members.corporate_number_twelve_digits"),
        ("８３５６－７８２５－６２４６", "members.corporate_number_twelve_digits"),
        ("6835678256246", "members.corporate_number_check_digit"),
        ("58356782562461", "members.corporate_number_length"),
        ("58356", "members.corporate_number_length"),
        ("5835678256x46", "members.corporate_number_not_digits"),
        ("-", "members.corporate_number_not_digits"),
    ],
)
def test_a_wrong_corporate_number_is_refused_with_its_cause_and_never_repeated(typed, code):
    [reason] = why_not_corporate_number(typed)
    assert reason.code == code
    assert typed not in str(reason.facts)
    with pytest.raises(RuleViolation):
        read_corporate_number(typed)


@given(st.text(max_size=30))
def test_any_text_is_a_corporate_number_or_has_one_reason_why_not(text):
    assert len(why_not_corporate_number(text)) <= 1


@pytest.mark.parametrize(("typed", "code"), [("東京都", "13"), ("東京", "13"), ("13", "13"), ("１３", "13"), ("北海道", "01"), ("1", "01"), ("京都", "26"), ("沖縄", "47")])
def test_a_prefecture_is_known_by_name_short_name_and_code(typed, code):
    assert prefecture_code(typed) == code


@pytest.mark.parametrize("typed", ["", "48", "0", "東狂都", "東", "海外"])
def test_what_is_no_prefecture_is_none(typed):
    assert prefecture_code(typed) is None


def test_there_are_47_prefectures_from_north_to_south():
    assert len(PREFECTURES) == 47
    assert (PREFECTURES["01"], PREFECTURES["47"]) == ("北海道", "沖縄県")


@pytest.mark.parametrize(
    ("one", "other"),
    [("ﾐﾎﾝﾀﾞﾝﾀｲ", "みほんだんたい"), ("ＮＰＯ法人　見本", "npo法人見本"), ("ヴィラ", "ゔぃら"), ("塚", "塚"), ("葛󠄀", "葛"), ("㈱見本", "(株)見本")],
)
def test_spellings_of_one_name_have_one_key(one, other):
    assert search_key(one) == search_key(other)


def test_a_search_never_matches_across_two_names():
    assert search_key("会見") not in search_text(["見本の会", "見本"])


@pytest.mark.parametrize(
    "typed", ["2022-02-10", "2022/2/10", "2022.2.10", "2022年2月10日", "令和4年2月10日", "令和４年２月１０日", "R4.2.10", "20220210", "2022-02-10 00:00:00"]
)
def test_a_date_is_read_in_every_usual_way(typed):
    assert read_date(typed) == date(2022, 2, 10)


@pytest.mark.parametrize(("typed", "day"), [("令和元年5月1日", date(2019, 5, 1)), ("平成31年4月30日", date(2019, 4, 30)), ("昭和64年1月7日", date(1989, 1, 7)), ("S50/3/1", date(1975, 3, 1))])
def test_first_and_last_days_of_eras_are_read(typed, day):
    assert read_date(typed) == day


@pytest.mark.parametrize("typed", ["", "2022-02-30", "令和元年4月30日", "平成31年5月1日", "昨年", "2022", "22-02-10", "令和0年1月1日", "2022-02-10 09:00"])
def test_what_is_no_date_is_none(typed):
    assert read_date(typed) is None


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_dates(text):
    assert read_date(text) is None or isinstance(read_date(text), date)


REPRESENTATIVE = Term(1, 10, TermRole.REPRESENTATIVE, date(2024, 4, 1))
DELEGATE = Term(2, 11, TermRole.DELEGATE, date(2025, 4, 1), date(2026, 4, 1))


@pytest.mark.parametrize(
    ("on", "person_id"), [(date(2024, 3, 31), None), (date(2024, 4, 1), 10), (date(2025, 3, 31), 10), (date(2025, 4, 1), 11), (date(2026, 3, 31), 11), (date(2026, 4, 1), 10)]
)
def test_the_representative_votes_until_and_after_a_delegate_is_named(on, person_id):
    found = voting_delegate([REPRESENTATIVE, DELEGATE], on)
    assert (found.person_id if found else None) == person_id


def codes(reasons):
    return [reason.code for reason in reasons]


def test_a_role_begins_within_the_membership_and_after_the_former_one():
    joined = date(2024, 4, 1)
    terms = [REPRESENTATIVE, DELEGATE]
    assert not why_not_appoint(TermRole.REPRESENTATIVE, date(2026, 1, 1), None, terms, joined)
    assert not why_not_appoint(TermRole.CONTACT, date(2024, 4, 1), 10, terms, joined)
    assert codes(why_not_appoint(TermRole.CONTACT, date(2024, 3, 31), None, terms, joined)) == ["members.term_before_membership"]
    assert codes(why_not_appoint(TermRole.CONTACT, date(2024, 4, 1), None, terms, None)) == ["members.term_before_membership"]
    assert codes(why_not_appoint(TermRole.REPRESENTATIVE, date(2025, 1, 1), 10, terms, joined)) == ["members.term_held_already"]
    assert codes(why_not_appoint(TermRole.DELEGATE, date(2025, 9, 1), 12, terms, joined)) == ["members.term_overlaps"]
    assert not why_not_appoint(TermRole.DELEGATE, date(2026, 4, 1), 12, terms, joined)


def test_an_end_comes_once_and_not_before_the_beginning():
    assert not why_not_end_term(REPRESENTATIVE, date(2024, 4, 1))
    assert codes(why_not_end_term(REPRESENTATIVE, date(2024, 3, 31))) == ["members.end_before_beginning"]
    assert codes(why_not_end_term(DELEGATE, date(2026, 4, 1))) == ["members.term_ended_already"]
    assert not why_not_close(None, None, date(2026, 1, 1))
    assert codes(why_not_close(date(2026, 1, 2), None, date(2026, 1, 1))) == ["members.end_before_beginning"]
    assert codes(why_not_close(None, date(2026, 1, 1), date(2026, 1, 1))) == ["members.closed_already"]


def test_individuals_are_supporting_members_without_corporate_number():
    person = Particulars(name="見本 花子", kind=MemberKind.INDIVIDUAL)
    assert not why_not_admit(person, MemberClass.SUPPORTING)
    assert codes(why_not_admit(person, MemberClass.REGULAR)) == ["members.individual_not_supporting"]
    numbered = Particulars(name="見本 花子", kind=MemberKind.INDIVIDUAL, corporate_number=GOOD)
    assert codes(why_not_admit(numbered, MemberClass.SUPPORTING)) == ["members.individual_has_no_corporate_number"]


def test_a_member_has_a_name_and_one_person_per_single_role():
    body = Particulars(name="見本団体", kind=MemberKind.ORGANISATION)
    two = [NewPerson(name=name, roles=frozenset({TermRole.DELEGATE, TermRole.CONTACT})) for name in ("一", "二")]
    assert codes(why_not_admit(body, MemberClass.REGULAR, two)) == ["members.one_person_per_role"]
    assert codes(why_not_admit(Particulars(name=" ", kind=MemberKind.ORGANISATION), MemberClass.REGULAR)) == ["members.name_missing"]
