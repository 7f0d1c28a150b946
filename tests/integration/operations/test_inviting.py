"""Inviting from the console: offices, terms and seats, single-use links."""

import json
from collections.abc import Callable

import click
import pytest
from click.testing import Result
from flask import Flask

from platform_app.accounts.queries import find_user, list_all_roles
from platform_app.committees.queries.seats import list_current_seats
from platform_app.database.transaction import reading, transaction
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.clock import now, today
from platform_app.kernel.errors import InvalidInput, NotFound
from platform_app.kernel.roles import OFFICES, Role
from platform_app.mail.rules import LinkPurpose, LinkUnusable
from platform_app.mail.services import find_link
from platform_app.members.queries import people_of
from platform_app.members.rules import MemberClass, MemberKind, Particulars
from platform_app.members.services import admit
from platform_app.operations.cli.users import invite_user

EMAIL = "hanako@platform.example"


@pytest.fixture
def invite(app: Flask) -> Callable[..., Result]:
    """`invite(*arguments)`: the command, after one regular member with number 1 was admitted."""
    particulars = Particulars(name="見本団体", kind=MemberKind.ORGANISATION)
    with app.app_context(), transaction():
        admit(particulars=particulars, membership_class=MemberClass.REGULAR, from_on=today(), by=OPERATOR, at=now())
    runner = app.test_cli_runner()
    return lambda *arguments: runner.invoke(invite_user, arguments, standalone_mode=False)


def roles_of(app: Flask, email: str = EMAIL) -> frozenset[Role]:
    with app.app_context(), reading():
        user = find_user(email=email)
        assert user is not None
        return list_all_roles(user.id, today())


@pytest.mark.parametrize("role", sorted(OFFICES))
def test_an_office_is_held_at_once_and_the_link_works_once(app: Flask, invite: Callable[..., Result], role: Role) -> None:
    link = invite(EMAIL, "--role", role.value).stdout.strip()
    assert "/invitations/" in link
    assert role in roles_of(app)
    with app.app_context(), reading():
        assert find_link(token=link.rpartition("/")[2], purpose=LinkPurpose.INVITATION, at=now()).address == EMAIL


def test_a_second_invitation_makes_the_first_link_void(app: Flask, invite: Callable[..., Result]) -> None:
    first = invite(EMAIL, "--role", "secretariat").stdout.strip()
    second = json.loads(invite(EMAIL, "--role", "auditor", "--json").stdout)["link"]
    assert first != second
    with app.app_context(), reading(), pytest.raises(LinkUnusable):
        find_link(token=first.rpartition("/")[2], purpose=LinkPurpose.INVITATION, at=now())
    assert {Role.SECRETARIAT, Role.AUDITOR} <= roles_of(app)


@pytest.mark.parametrize("role", [Role.REPRESENTATIVE, Role.DELEGATE, Role.CONTACT])
def test_a_role_of_a_member_makes_the_term(app: Flask, invite: Callable[..., Result], role: Role) -> None:
    assert invite(EMAIL, "--role", role.value, "--member", "1").exception is None
    assert role in roles_of(app)
    assert invite(EMAIL, "--role", role.value, "--member", "1").exception is None
    with app.app_context(), reading():
        assert len({place.person_id for place in people_of(1, on=today())}) == 1


def test_a_board_member_gets_a_seat_and_the_first_one_the_chair(app: Flask, invite: Callable[..., Result]) -> None:
    for _ in range(2):
        assert invite(EMAIL, "--role", "board-member", "--member", "1").exception is None
    assert Role.BOARD_MEMBER in roles_of(app)
    with app.app_context(), reading():
        assert [seat.member_id for seat in list_current_seats(today())] == [1]


def test_one_person_may_hold_several_roles_of_a_member(app: Flask, invite: Callable[..., Result]) -> None:
    for role in ("representative", "contact", "board-member"):
        assert invite(EMAIL, "--role", role, "--member", "1").exception is None
    assert {Role.REPRESENTATIVE, Role.CONTACT, Role.BOARD_MEMBER} <= roles_of(app)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ((EMAIL, "--role", "contact"), click.UsageError),
        ((EMAIL, "--role", "auditor", "--member", "1"), click.UsageError),
        ((EMAIL, "--role", "applicant"), click.UsageError),
        ((EMAIL,), click.UsageError),
        ((EMAIL, "--role", "contact", "--member", "999"), NotFound),
        (("no address", "--role", "auditor"), InvalidInput),
    ],
)
def test_what_cannot_be_invited_is_refused_and_leaves_nothing(
    app: Flask, invite: Callable[..., Result], arguments: tuple[str, ...], error: type[Exception]
) -> None:
    assert isinstance(invite(*arguments).exception, error)
    with app.app_context(), reading():
        assert find_user(email=EMAIL) is None
