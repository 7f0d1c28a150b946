"""Offices: one administrator proposes, another confirms; the operator begins."""

import pytest
from flask import Flask

from platform_app.accounts.queries import list_holders, list_offices, list_proposals
from platform_app.accounts.rules import OfficeChange
from platform_app.accounts.services import decide_office, grant_office, propose_office
from platform_app.audit.queries import list_entries
from platform_app.database.transaction import reading, transaction
from platform_app.kernel.actors import Actor, ActorKind
from platform_app.kernel.clock import now
from platform_app.kernel.errors import Forbidden, NotFound, RuleViolation
from platform_app.kernel.roles import Role
from tests.integration.accounts.people import STAFF_PASSWORD, invited, link_in, mails, person, send, sign_in


def actor(user_id: int) -> Actor:
    """An administrator as a service sees one."""
    return Actor(kind=ActorKind.USER, user_id=user_id, roles=frozenset({Role.USER, Role.ADMINISTRATOR}))


@pytest.fixture
def people(app: Flask) -> tuple[int, int, int]:
    """Two administrators and a third person."""
    first = person(app, "first@mihon.example", office=Role.ADMINISTRATOR)
    second = person(app, "second@mihon.example", office=Role.ADMINISTRATOR)
    return first, second, person(app)


def proposed(app: Flask, user_id: int, by: int, *, change: OfficeChange = OfficeChange.GRANT, role: Role = Role.AUDITOR) -> int:
    """A proposal, made through the service."""
    with app.app_context(), transaction():
        return propose_office(user_id=user_id, role=role, change=change, by=actor(by), at=now())


def decided(app: Flask, proposal: int, by: int, *, is_confirmed: bool = True) -> None:
    """A decision, made through the service."""
    with app.app_context(), transaction():
        decide_office(office_proposal_id=proposal, is_confirmed=is_confirmed, by=actor(by), at=now())


def offices(app: Flask, user_id: int) -> frozenset[Role]:
    """What somebody holds."""
    with app.app_context(), reading():
        return list_offices(user_id)


def test_an_office_is_held_once_a_second_person_confirms(app: Flask, people: tuple[int, int, int]) -> None:
    first, second, third = people
    proposal = proposed(app, third, first)
    assert offices(app, third) == frozenset()
    for wrong in (first, third):
        with pytest.raises(RuleViolation):
            decided(app, proposal, wrong)
    decided(app, proposal, second)
    assert offices(app, third) == {Role.AUDITOR}
    with pytest.raises(RuleViolation):
        decided(app, proposal, second)
    with app.app_context(), reading():
        events = [entry.event for entry in list_entries(subject_type="user_account", subject_id=third)]
        assert [user.id for user in list_holders(Role.AUDITOR)] == [third]
    assert events[-2:] == ["accounts.office_proposed", "accounts.office_granted"]


def test_a_proposal_may_be_rejected_or_taken_back_and_made_again(app: Flask, people: tuple[int, int, int]) -> None:
    first, second, third = people
    decided(app, proposed(app, third, first), second, is_confirmed=False)
    decided(app, proposed(app, third, first), first, is_confirmed=False)
    proposed(app, third, first)
    with pytest.raises(RuleViolation):
        proposed(app, third, second)
    with app.app_context(), reading():
        assert [proposal.user_id for proposal in list_proposals()] == [third]


def test_one_administrator_cannot_become_the_second_by_a_link_in_hand(app: Flask, people: tuple[int, int, int]) -> None:
    first, second, _ = people
    client = app.test_client()
    sign_in(client, "first@mihon.example", STAFF_PASSWORD)
    fourth, _ = invited(app, "fourth@mihon.example")
    page = send(client, f"/secretariat/users/{fourth}/link", page="/account").get_data(as_text=True)
    with pytest.raises(RuleViolation, match="accounts.handed_over"):
        proposed(app, fourth, first)
    accepted = {"name": "見本 四郎", "password": STAFF_PASSWORD, "password_again": STAFF_PASSWORD}
    assert send(app.test_client(), link_in(page.replace("<", " ")), accepted).status_code == 303
    with pytest.raises(RuleViolation, match="accounts.handed_over"):
        proposed(app, fourth, first)
    send(app.test_client(), "/password/forgotten", {"email": "fourth@mihon.example"})
    send(app.test_client(), link_in(mails(app)[-1]), accepted)
    decided(app, proposed(app, fourth, first), second)
    assert offices(app, fourth) == {Role.AUDITOR}


def test_taking_an_office_away_ends_the_sessions(app: Flask, people: tuple[int, int, int]) -> None:
    first, second, _ = people
    client = app.test_client()
    sign_in(client, "second@mihon.example", STAFF_PASSWORD)
    third = person(app, "third@mihon.example", office=Role.ADMINISTRATOR)
    decided(app, proposed(app, second, first, change=OfficeChange.REVOKE, role=Role.ADMINISTRATOR), third)
    assert offices(app, second) == frozenset()
    assert client.get("/account").status_code == 401


def test_nobody_gives_an_office_alone_but_the_operator(app: Flask, people: tuple[int, int, int]) -> None:
    first, _, third = people
    with app.app_context(), pytest.raises(Forbidden), transaction():
        grant_office(user_id=third, role=Role.AUDITOR, by=actor(first), at=now())
    with app.app_context(), pytest.raises(NotFound), transaction():
        propose_office(user_id=999, role=Role.AUDITOR, change=OfficeChange.GRANT, by=actor(first), at=now())
    assert offices(app, third) == frozenset()


def test_the_pages_carry_an_office_from_proposal_to_confirmation(app: Flask, people: tuple[int, int, int]) -> None:
    first, second = app.test_client(), app.test_client()
    sign_in(first, "first@mihon.example", STAFF_PASSWORD)
    sign_in(second, "second@mihon.example", STAFF_PASSWORD)
    path = f"/secretariat/users/{people[2]}"
    assert send(first, f"{path}/offices/grant", {"role": "auditor"}, page="/account").status_code == 303
    assert send(first, f"{path}/offices/nonsense", {"role": "auditor"}, page="/account").status_code == 404
    assert send(first, "/secretariat/users/offices/1/confirm", page="/account").status_code == 409
    assert "/secretariat/users/offices/1/confirm" in second.get("/secretariat/users/offices").get_data(as_text=True)
    assert send(second, "/secretariat/users/offices/1/confirm", page="/account").status_code == 303
    assert offices(app, people[2]) == {Role.AUDITOR}
    assert second.get("/secretariat/users/999").status_code == 404
