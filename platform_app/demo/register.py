"""The register of the demonstration: founding bodies, invented bodies with people, the board, ministries' desks."""

import csv
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.resources import files

from platform_app.committees.rules.seats import SeatChoice, SeatingDecision, SeatRole
from platform_app.committees.services import found_board
from platform_app.demo.people import Account, address, open_account
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.clock import civil_date
from platform_app.kernel.roles import Role
from platform_app.members.queries import list_ministries
from platform_app.members.rules import MemberClass, MemberKind, NewPerson, Particulars, TermRole
from platform_app.members.services import add_desk, admit, link_user, load_ministries

SOURCE_DATED = date(2022, 2, 10)
_BODIES = (
    ("見本団体あおぞら", "ミホンダンタイアオゾラ", "13", "見本 青子", "aozora"),
    ("見本団体いずみ", "ミホンダンタイイズミ", "27", "見本 泉", "izumi"),
    ("見本団体うみかぜ", "ミホンダンタイウミカゼ", "01", "見本 海人", "umikaze"),
    ("見本団体えがお", "ミホンダンタイエガオ", "40", "見本 笑", "egao"),
    ("見本団体おひさま", "ミホンダンタイオヒサマ", "04", "見本 陽", "ohisama"),
)
_OTHERS = (
    ("見本県孤独対策連合会", "ミホンケンコドクタイサクレンゴウカイ", MemberClass.COOPERATING, MemberKind.ORGANISATION, "23"),
    ("見本助成財団", "ミホンジョセイザイダン", MemberClass.SUPPORTING, MemberKind.ORGANISATION, "13"),
    ("見本 見識", "ミホン ケンシキ", MemberClass.SUPPORTING, MemberKind.INDIVIDUAL, "26"),
)
_DESK_MINISTRIES = ("内閣官房", "厚生労働省")
TERM_YEARS = 2


@dataclass(frozen=True)
class Body:
    """An invented member with the person who represents it and sits on the board."""

    member_id: int
    person_id: int
    account: Account


@dataclass(frozen=True)
class Register:
    """What the applications stand on."""

    bodies: tuple[Body, ...]
    founding_ids: tuple[int, ...]
    desk_ids: tuple[int, ...]
    people: tuple[Account, ...]


def load_register(*, at: datetime) -> Register:
    """Members, people, board and desks; `at` is the instant at which all of it was entered."""
    founding = tuple(_admit_founding(at=at))
    bodies = tuple(_admit_body(*body, at=at) for body in _BODIES)
    people = _add_people(at=at)
    _admit_others(people[-1], at=at)
    _seat_board(bodies, at=at)
    return Register(bodies, founding, tuple(_add_desks(at=at)), people)


def _admit_others(contact: Account, *, at: datetime) -> None:
    """Members of the other classes; one person is the contact of two of them, and so acts for several bodies."""
    for name, kana, membership_class, kind, prefecture in _OTHERS:
        particulars = Particulars(name=name, kana=kana, kind=kind, prefecture=prefecture, email=contact.email)
        people = (NewPerson(name="見本 担当", email=contact.email, roles=frozenset({TermRole.CONTACT})),) if kind is MemberKind.ORGANISATION else ()
        admitted = admit(
            particulars=particulars, membership_class=membership_class, from_on=SOURCE_DATED, people=people, by=OPERATOR, at=at
        )
        for person_id in admitted.person_ids:
            link_user(person_id=person_id, user_id=contact.user_id, by=OPERATOR, at=at)


def _admit_founding(*, at: datetime) -> list[int]:
    text = files("platform_app.demo").joinpath("data/founding-members.csv").read_text(encoding="utf-8")
    ids = []
    for row in csv.DictReader(text.splitlines()):
        short_names = (row["also_known_as"],) if row["also_known_as"] else ()
        particulars = Particulars(name=row["name"], short_names=short_names, kind=MemberKind.ORGANISATION)
        membership_class = MemberClass(row["membership_class"])
        admitted = admit(particulars=particulars, membership_class=membership_class, from_on=SOURCE_DATED, by=OPERATOR, at=at)
        ids.append(admitted.member_id)
    return ids


def _admit_body(name: str, kana: str, prefecture: str, person: str, local_part: str, *, at: datetime) -> Body:
    admitted = admit(
        particulars=Particulars(name=name, kana=kana, kind=MemberKind.ORGANISATION, prefecture=prefecture, email=address(local_part)),
        membership_class=MemberClass.REGULAR,
        from_on=SOURCE_DATED,
        people=(NewPerson(name=person, email=address(local_part), roles=frozenset({TermRole.REPRESENTATIVE, TermRole.CONTACT})),),
        by=OPERATOR,
        at=at,
    )
    account = open_account(role=Role.BOARD_MEMBER, local_part=local_part, name=person, at=at)
    link_user(person_id=admitted.person_ids[0], user_id=account.user_id, by=OPERATOR, at=at)
    return Body(admitted.member_id, admitted.person_ids[0], account)


def _seat_board(bodies: tuple[Body, ...], *, at: datetime) -> None:
    from_on = civil_date(at)
    until_on = from_on.replace(year=from_on.year + TERM_YEARS, day=min(from_on.day, 28))
    seats = [
        SeatChoice(body.member_id, body.person_id, SeatRole.MEMBER if place else SeatRole.CHAIR, from_on, until_on)
        for place, body in enumerate(bodies)
    ]
    decision = SeatingDecision(decided_on=from_on - timedelta(days=1), text="見本の設立決定：最初の幹事を次のとおり選任する。")
    found_board(decision=decision, seats=seats, by=OPERATOR, at=at)


def _add_desks(*, at: datetime) -> list[int]:
    load_ministries(by=OPERATOR, at=at)
    ministries = {ministry.name: ministry.id for ministry in list_ministries(civil_date(at))}
    return [
        add_desk(ministry_id=ministries[name], name="見本担当室", email=address(f"desk{place}"), valid_from=SOURCE_DATED, by=OPERATOR, at=at)
        for place, name in enumerate(_DESK_MINISTRIES, start=1)
    ]


def _add_people(*, at: datetime) -> tuple[Account, ...]:
    """A delegate and a contact beside the representative of one body that has no seat on the board."""
    people = (
        NewPerson(name="見本 代表", email=address("daihyo"), roles=frozenset({TermRole.REPRESENTATIVE})),
        NewPerson(name="見本 議決", email=address("giketsu"), roles=frozenset({TermRole.DELEGATE})),
        NewPerson(name="見本 担当", email=address("tanto"), roles=frozenset({TermRole.CONTACT})),
    )
    admitted = admit(
        particulars=Particulars(name="見本団体かけはし", kana="ミホンダンタイカケハシ", kind=MemberKind.ORGANISATION, prefecture="34",
                                email=address("kakehashi")),
        membership_class=MemberClass.REGULAR, from_on=SOURCE_DATED, people=people, by=OPERATOR, at=at,
    )
    accounts = []
    for role, person, person_id in zip((Role.REPRESENTATIVE, Role.DELEGATE, Role.CONTACT), people, admitted.person_ids, strict=True):
        account = open_account(role=role, local_part=person.email.split("@")[0], name=person.name, at=at)
        link_user(person_id=person_id, user_id=account.user_id, by=OPERATOR, at=at)
        accounts.append(account)
    return tuple(accounts)
