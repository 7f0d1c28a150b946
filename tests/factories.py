"""Builders of invented people and bodies for whole stories: they set the stage through the services, so that a story begins where it matters."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask import Flask

from platform_app.accounts.services import accept_invitation, ensure_user, grant_office, invite_user
from platform_app.committees.rules.seats import SeatChoice, SeatingDecision, SeatRole
from platform_app.committees.services import found_board
from platform_app.database.transaction import transaction
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.clock import civil_date, now
from platform_app.kernel.roles import Role
from platform_app.mail.rules import LinkPurpose
from platform_app.mail.services import find_link, link_url
from platform_app.members.rules import MemberClass, MemberKind, NewPerson, Particulars, TermRole
from platform_app.members.services import add_desk, add_ministry, admit, link_user
from tests.stages import step

PASSWORD = "mihon no nagai aikotoba 2026"
FOUNDED_ON = date(2026, 4, 1)
TERM = timedelta(days=730)
_STAFF = ((Role.SECRETARIAT, "見本 事務子"), (Role.SCREENING_OFFICER, "見本 審査夫"), (Role.ADMINISTRATOR, "見本 管理子"))


@dataclass(frozen=True)
class Body:
    """A member with the person who acts for it; `email` is that person's address, and the one to sign in with if there is an account."""

    member_id: int
    person_id: int
    name: str
    person: str
    email: str


@dataclass(frozen=True)
class Stage:
    """What an application stands on: addresses of the staff, members that may recommend, the board with its chair first, a ministry's desk."""

    secretariat: str
    officer: str
    administrator: str
    recommenders: tuple[Body, ...]
    board: tuple[Body, ...]
    desk_ministry: str
    desk_email: str


def make_account(*, email: str, name: str, office: Role | None = None, locale: str = "en") -> int:
    """An account whose invitation was accepted with `PASSWORD`; the answer is its id."""
    user_id = ensure_user(email=email, name=name, locale=locale, by=OPERATOR, at=now())
    if office is not None:
        grant_office(user_id=user_id, role=office, by=OPERATOR, at=now())
    token = link_url(invite_user(user_id=user_id, by=OPERATOR, at=now(), by_mail=False)).rsplit("/", 1)[1]
    link = find_link(token=token, purpose=LinkPurpose.INVITATION, at=now())
    return accept_invitation(link=link, name=name, password=PASSWORD, by=OPERATOR, at=now())


def make_body(*, name: str, person: str, email: str, has_account: bool = False, locale: str = "en") -> Body:
    """A regular member with one person who represents it and is its contact."""
    roles = frozenset({TermRole.REPRESENTATIVE, TermRole.CONTACT})
    admitted = admit(
        particulars=Particulars(name=name, kind=MemberKind.ORGANISATION, prefecture="13", email=email),
        membership_class=MemberClass.REGULAR,
        from_on=FOUNDED_ON,
        people=(NewPerson(name=person, email=email, roles=roles),),
        by=OPERATOR,
        at=now(),
    )
    [person_id] = admitted.person_ids
    if has_account:
        link_user(person_id=person_id, user_id=make_account(email=email, name=person, locale=locale), by=OPERATOR, at=now())
    return Body(admitted.member_id, person_id, name, person, email)


def make_board(size: int = 3, *, locale: str = "en") -> tuple[Body, ...]:
    """A founded board of invented bodies, the chair first, each with an account."""
    bodies = tuple(
        make_body(
            name=f"見本幹事団体{number}", person=f"見本 幹事{number}", email=f"kanji{number}@mihon.example", has_account=True, locale=locale
        )
        for number in range(1, size + 1)
    )
    today = civil_date(now())
    seats = [
        SeatChoice(body.member_id, body.person_id, SeatRole.MEMBER if place else SeatRole.CHAIR, today, today + TERM)
        for place, body in enumerate(bodies)
    ]
    decision = SeatingDecision(decided_on=today - timedelta(days=1), text="設立総会において、次の幹事を選任した。")
    found_board(decision=decision, seats=seats, by=OPERATOR, at=now())
    return bodies


def set_stage(app: Flask, *, locale: str = "en", seats: int = 3) -> Stage:
    """Staff, two members that may recommend, a board of so many seats and a ministry's desk, in a clean database; accounts in one language."""
    with app.app_context():
        return _stage(locale=locale, seats=seats)


@step
def _stage(*, locale: str, seats: int) -> Stage:
    with transaction():
        staff = {
            role: make_account(email=f"{role.value}@mihon.example", name=name, office=role, locale=locale)
            for role, name in _STAFF
        }
        recommenders = tuple(
            make_body(name=f"見本推薦団体{number}", person=f"見本 推薦{number}", email=f"suisen{number}@mihon.example") for number in (1, 2)
        )
        ministry_id = add_ministry(name="見本省", by=OPERATOR, at=now())
        add_desk(ministry_id=ministry_id, name="見本室", email="madoguchi@mihon.example", valid_from=FOUNDED_ON, by=OPERATOR, at=now())
        addresses = {role: f"{role.value}@mihon.example" for role in staff}
        return Stage(
            secretariat=addresses[Role.SECRETARIAT],
            officer=addresses[Role.SCREENING_OFFICER],
            administrator=addresses[Role.ADMINISTRATOR],
            recommenders=recommenders,
            board=make_board(seats, locale=locale),
            desk_ministry="見本省",
            desk_email="madoguchi@mihon.example",
        )
