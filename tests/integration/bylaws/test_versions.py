"""Versions of the rules: founding, proposal, adoption by a second person, stale proposals, two at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from platform_app.accounts.services.invitations import ensure_user
from platform_app.audit.queries import list_entries
from platform_app.bylaws.queries import (
    get_proposal,
    latest_rules,
    list_proposals,
    list_versions,
    rules_at,
    rules_of_version,
    since,
)
from platform_app.bylaws.rules import ChangeStatus
from platform_app.bylaws.services import adopt_change, adopt_founding_rules, propose_change, reject_change
from platform_app.database.transaction import reading, transaction
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR, Actor, ActorKind
from platform_app.kernel.clock import now, today
from platform_app.kernel.errors import Conflict, InvalidInput, NotFound, PlatformError, RuleViolation, Unavailable
from platform_app.kernel.roles import Role

pytestmark = pytest.mark.both_databases


@pytest.fixture
def two_people(app: Flask) -> Iterator[tuple[Actor, Actor]]:
    """Two people of the secretariat, in an application context with the founding rules."""
    with app.app_context():
        with transaction():
            adopt_founding_rules(by=OPERATOR, at=now())
            ids = [ensure_user(email=f"staff{n}@platform.example", name="事務局", locale="ja", by=OPERATOR, at=now()) for n in (1, 2)]
        yield tuple(Actor(kind=ActorKind.USER, user_id=user_id, roles=frozenset({Role.SECRETARIAT})) for user_id in ids)
        db.session.remove()


def propose(by: Actor, *, on: date | None = None, **values: object) -> int:
    """Propose values (keys with __ for the dot) from a day on, today by default."""
    named = {key.replace("__", "."): value for key, value in values.items()}
    with transaction():
        return propose_change(
            values=named, reason="幹事会の議決による", decision_reference="第3回幹事会 議案2", effective_on=on or today(), by=by, at=now()
        )


def adopt(version_id: int, by: Actor) -> int:
    """Adopt in a transaction."""
    with transaction():
        return adopt_change(version_id=version_id, by=by, at=now())


def codes(error: pytest.ExceptionInfo[RuleViolation]) -> list[str]:
    return [reason.code for reason in error.value.reasons]


def test_the_founding_rules_are_adopted_once_and_hold_for_days_before(two_people: tuple[Actor, Actor]) -> None:
    with transaction():
        again = adopt_founding_rules(by=OPERATOR, at=now())
    with reading():
        rules = rules_at(date(1999, 1, 1))
        entries = list_entries(subject_type="bylaws_version", subject_id=again)
    assert (rules.version_id, rules.number) == (again, 1)
    assert [entry.event for entry in entries] == ["bylaws.founding_rules_adopted"]


def test_without_founding_rules_the_answer_says_what_to_do(app: Flask) -> None:
    with app.app_context():
        with transaction():
            db.session.execute(text("DELETE FROM bylaws_version"))
        with reading(), pytest.raises(Unavailable) as error:
            rules_at(today())
    assert error.value.code == "bylaws.no_founding_rules"


def test_a_change_adopted_by_a_second_person_holds_from_its_day(two_people: tuple[Actor, Actor]) -> None:
    first, second = two_people
    later = today() + timedelta(days=10)
    number = adopt(propose(first, on=later, board__review_days=21), second)
    with reading():
        before, after = rules_at(later - timedelta(days=1)), rules_at(later)
        versions = list_versions()
        origins = since(versions)
    assert number == 2
    assert (before.integer("board.review_days"), after.integer("board.review_days")) == (14, 21)
    assert after.integer("board.notice_days") == before.integer("board.notice_days")
    assert (origins["board.review_days"].number, origins["board.notice_days"].number) == (2, 1)


def test_a_decision_keeps_the_version_it_was_made_under(two_people: tuple[Actor, Actor]) -> None:
    first, second = two_people
    with reading():
        kept = rules_at(today()).version_id
    adopt(propose(first, admission__member_recommendations=3), second)
    with reading():
        assert rules_of_version(kept).integer("admission.member_recommendations") == 2
        assert rules_at(today()).integer("admission.member_recommendations") == 3
        with pytest.raises(NotFound):
            rules_of_version(9999)


def test_whoever_proposed_cannot_adopt(two_people: tuple[Actor, Actor]) -> None:
    first, _ = two_people
    version_id = propose(first, board__review_days=21)
    with pytest.raises(RuleViolation) as error:
        adopt(version_id, first)
    assert codes(error) == ["bylaws.same_person"]
    with reading():
        assert latest_rules().number == 1


def test_an_operator_at_the_console_cannot_change_the_rules_alone(two_people: tuple[Actor, Actor]) -> None:
    with pytest.raises(RuleViolation) as error:
        propose(OPERATOR, board__review_days=21)
    assert codes(error) == ["bylaws.person_required"]


def test_the_database_refuses_one_person_adopting_the_own_proposal(two_people: tuple[Actor, Actor]) -> None:
    first, _ = two_people
    version_id = propose(first, board__review_days=21)
    change = text("UPDATE bylaws_version SET status = 'adopted', number = 2, decided_by_id = :user, decided_at = proposed_at WHERE id = :id")
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(change, {"user": first.user_id, "id": version_id})


def test_a_proposal_on_former_rules_is_stale_and_can_only_be_rejected(two_people: tuple[Actor, Actor]) -> None:
    first, second = two_people
    old, new = propose(first, board__review_days=21), propose(first, board__notice_days=10)
    adopt(new, second)
    with pytest.raises(RuleViolation) as error:
        adopt(old, second)
    assert codes(error) == ["bylaws.stale_base"]
    with transaction():
        reject_change(version_id=old, reason="提案し直すため", by=second, at=now())
    with reading():
        assert get_proposal(old).status is ChangeStatus.REJECTED
        assert list_proposals() == ()
        assert rules_at(today()).integer("board.review_days") == 14


def test_what_is_decided_is_not_decided_again(two_people: tuple[Actor, Actor]) -> None:
    first, second = two_people
    version_id = propose(first, board__review_days=21)
    adopt(version_id, second)
    with pytest.raises(RuleViolation) as error:
        adopt(version_id, second)
    assert codes(error) == ["bylaws.already_decided"]
    with pytest.raises(RuleViolation), transaction():
        reject_change(version_id=version_id, reason="遅い", by=first, at=now())


def test_a_change_in_the_past_or_without_a_difference_is_refused(two_people: tuple[Actor, Actor]) -> None:
    first, _ = two_people
    with pytest.raises(RuleViolation) as error:
        propose(first, on=today() - timedelta(days=1), board__review_days=14)
    assert codes(error) == ["bylaws.no_change", "bylaws.effective_in_past"]


def test_values_and_texts_out_of_shape_are_told_by_field(two_people: tuple[Actor, Actor]) -> None:
    first, _ = two_people
    with pytest.raises(InvalidInput) as error, transaction():
        propose_change(
            values={"board.minimum_seats": 2, "board.nothing": 1}, reason=" ", decision_reference="x" * 201, effective_on=today(), by=first, at=now()
        )
    assert set(error.value.fields) == {"board.minimum_seats", "board.nothing", "reason", "decision_reference"}


def test_of_two_adoptions_at_once_one_becomes_the_next_version(app: Flask, two_people: tuple[Actor, Actor]) -> None:
    first, second = two_people
    ids = [propose(first, board__review_days=21), propose(first, board__notice_days=10)]
    db.session.remove()
    start = Barrier(2)

    def run(version_id: int) -> str:
        with app.app_context():
            start.wait(10)
            try:
                return f"version {adopt(version_id, second)}"
            except (RuleViolation, Conflict) as error:
                return type(error).__name__

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(run, ids))
    assert outcomes[1] == "version 2"
    assert outcomes[0] in ("RuleViolation", "Conflict")
    with reading():
        assert [version.number for version in list_versions()] == [1, 2]


def test_the_ledger_holds_no_words_of_a_reason(two_people: tuple[Actor, Actor]) -> None:
    first, second = two_people
    version_id = propose(first, board__review_days=21)
    adopt(version_id, second)
    with reading():
        entries = list_entries(subject_type="bylaws_version", subject_id=version_id)
    assert [entry.event for entry in entries] == ["bylaws.rule_change_proposed", "bylaws.rule_change_adopted"]
    assert all("議決" not in str(entry.data) for entry in entries)


def test_an_unknown_proposal_is_not_found(two_people: tuple[Actor, Actor]) -> None:
    with pytest.raises(PlatformError) as error:
        adopt(9999, two_people[1])
    assert isinstance(error.value, NotFound)
