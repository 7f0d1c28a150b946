"""What is watched of a member: the body or the individual itself, and the people who act for it."""

from platform_app.members.rules import MemberKind
from platform_app.members.rules.bearers import MemberNames
from platform_app.members.rules.names import search_key
from platform_app.members.rules.prefectures import PREFECTURES
from platform_app.watchlists.rules.cases import SubjectFacts
from platform_app.watchlists.rules.facts import Party, PartyKind

MEMBER = "member"
WATCHED_FIELDS = frozenset({"name", "kana", "former_names", "short_names", "corporate_number", "prefecture", "address"})


def label_of(member: MemberNames) -> str:
    """What the screening officer calls the case of a member."""
    return f"{member.number} {member.name}"


def subjects_of(member: MemberNames) -> tuple[SubjectFacts, ...]:
    """Whom the lists are asked about; of people with one name, and of an individual who acts for itself, the first stands for all."""
    itself = Party(
        ref="",
        kind=PartyKind.ORGANISATION if member.kind is MemberKind.ORGANISATION else PartyKind.PERSON,
        name=member.name,
        kana=member.kana,
        former_names=(*member.former_names, *member.short_names),
        corporate_number=member.corporate_number or "",
        address=f"{PREFECTURES.get(member.prefecture or '', '')}{member.address}",
    )
    known = {(search_key(member.name), search_key(member.kana))} if itself.kind is PartyKind.PERSON else set()
    people = []
    for person in member.people:
        bearer = (search_key(person.name), search_key(person.kana))
        if bearer not in known:
            known.add(bearer)
            party = Party(ref="", kind=PartyKind.PERSON, name=person.name, kana=person.kana)
            people.append(SubjectFacts(role=person.role.value, party=party))
    return (SubjectFacts(role=MEMBER, party=itself), *people)
