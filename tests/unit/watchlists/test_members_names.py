"""What is watched of a member: itself with all its names, and each person who acts for it once."""

from platform_app.members.rules import MemberKind, TermRole
from platform_app.members.rules.bearers import ActingName, MemberNames
from platform_app.watchlists.rules.facts import PartyKind
from platform_app.watchlists.rules.register import label_of, subjects_of


def member(*people, kind=MemberKind.ORGANISATION, name="見本団体", kana="ミホンダンタイ"):
    """An invented member in Tokyo."""
    return MemberNames(7, 12, kind, name, kana, ("旧見本団体",), ("見本",), "5835678256246", "13", "千代田区1", people)


def test_a_body_is_watched_with_its_names_its_number_and_its_address():
    [itself] = subjects_of(member())
    party = itself.party
    assert (itself.role, party.kind, party.name, party.kana) == ("member", PartyKind.ORGANISATION, "見本団体", "ミホンダンタイ")
    assert (party.former_names, party.corporate_number, party.address) == (("旧見本団体", "見本"), "5835678256246", "東京都千代田区1")
    assert label_of(member()) == "12 見本団体"


def test_each_person_is_watched_once_with_its_first_role():
    people = (
        ActingName(TermRole.REPRESENTATIVE, "例示 一郎", "レイジ イチロウ"),
        ActingName(TermRole.CONTACT, "例示一郎", "れいじいちろう"),
        ActingName(TermRole.CONTACT, "例示 一郎", "レイジ カズオ"),
    )
    found = [(row.role, row.party.name, row.party.kana) for row in subjects_of(member(*people))[1:]]
    assert found == [("representative", "例示 一郎", "レイジ イチロウ"), ("contact", "例示 一郎", "レイジ カズオ")], "another reading is another person"


def test_an_individual_who_acts_for_itself_is_watched_once():
    itself = member(ActingName(TermRole.CONTACT, "例示 一郎", ""), kind=MemberKind.INDIVIDUAL, name="例示 一郎", kana="")
    assert [row.party.kind for row in subjects_of(itself)] == [PartyKind.PERSON]
