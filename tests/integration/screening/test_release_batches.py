"""Decisions that go out together: all of a batch or nothing, once, with everything undone until then and nothing after it."""

import threading
from datetime import timedelta

import pytest
from flask import Flask

from platform_app.audit.queries import list_entries
from platform_app.database.transaction import transaction
from platform_app.documents.queries import get_letter
from platform_app.extensions import db
from platform_app.kernel.clock import TOKYO
from platform_app.kernel.errors import Conflict, NotFound, RuleViolation
from platform_app.members.models import Member
from platform_app.screening.models import ApplicationDecision
from platform_app.screening.queries.releases import find_batch_of, get_batch, list_batch, list_held
from platform_app.screening.release_jobs import release_due_batches
from platform_app.screening.services.batches import dissolve, mark_posted, prepare_batch, take_out, unschedule
from platform_app.screening.services.planning import plan_release
from platform_app.screening.services.release import release_batch, schedule
from tests.integration.screening.applying import AT, admit_body
from tests.integration.screening.releasing import application_of, held, staff

LATER = AT + timedelta(hours=3)


def prepared(decision_ids, by):
    """A batch of these decisions."""
    with transaction():
        return prepare_batch(decision_ids=decision_ids, by=by, at=AT)


def statuses(decision_ids):
    """Where the applications of decisions stand."""
    return [application_of(decision_id).status.value for decision_id in decision_ids]


def test_a_batch_does_what_its_preview_said(database: Flask) -> None:
    [me] = staff()
    ids = held(4, refused=1)
    batch_id = prepared(ids, me)
    plans = plan_release(list_batch(batch_id), at=AT)
    assert [plan.reasons_against for plan in plans] == [()] * 4
    with transaction():
        release_batch(batch_id=batch_id, by=me, at=AT)
    assert statuses(ids) == ["approved"] * 3 + ["refused"]
    decisions = [db.session.get_one(ApplicationDecision, decision_id) for decision_id in ids]
    assert [get_letter(decision.letter_id).number for decision in decisions] == [plan.letter.number for plan in plans]
    given = [db.session.get_one(Member, application_of(decision_id).member_id).number for decision_id in ids[:3]]
    assert given == [plan.member_number for plan in plans[:3]]
    assert decisions[0].effective_on == plans[0].effective_on
    assert list_entries(subject_type="release_batch", subject_id=batch_id)[-1].event == "screening.batch_released"
    assert get_batch(batch_id).released_by_id == me.user_id


def test_one_that_was_admitted_meanwhile_stops_the_whole_batch_and_is_named(database: Flask) -> None:
    [me] = staff()
    ids = held(2) + held(1, first=3, name="先に入会した会", corporate_number="5835678256246")
    batch_id = prepared(ids, me)
    with transaction():
        admit_body("先に入会した会", corporate_number="5835678256246")
    against = [plan.reasons_against for plan in plan_release(list_batch(batch_id), at=AT)]
    assert [[reason.code for reason in reasons] for reasons in against] == [[], [], ["screening.already_member"]]
    with pytest.raises(RuleViolation, match="screening.batch_blocked"), transaction():
        release_batch(batch_id=batch_id, by=me, at=AT)
    assert statuses(ids) == ["decided"] * 3
    with transaction():
        take_out(batch_id=batch_id, decision_id=ids[2], by=me, at=AT)
        release_batch(batch_id=batch_id, by=me, at=AT)
    assert statuses(ids) == ["approved", "approved", "decided"]
    assert [row.decision_id for row in list_held()] == [ids[2]]


def test_a_release_that_breaks_off_leaves_nothing(database: Flask) -> None:
    """The third has an answer that the register refuses, which only the act finds: members, numbers and letters of the first two are gone."""
    [me] = staff()
    ids = held(2) + held(1, first=3, name="最後の会", contact_email="住所でない")
    batch_id = prepared(ids, me)
    with pytest.raises(Exception, match="error.invalid_input"), transaction():
        release_batch(batch_id=batch_id, by=me, at=AT)
    db.session.rollback()
    assert statuses(ids) == ["decided"] * 3
    assert db.session.query(Member).count() == 0
    first = plan_release(list_batch(batch_id), at=AT)[0]
    assert (first.member_number, first.letter.number) == (1, "孤プ第1号")


def test_a_batch_is_released_once_even_by_two_at_the_same_time(database: Flask) -> None:
    [me] = staff()
    ids = held(3)
    batch_id = prepared(ids, me)
    db.session.rollback()
    outcomes: list[str] = []

    def release_it() -> None:
        """Release in a transaction of its own."""
        with database.app_context():
            try:
                with transaction():
                    release_batch(batch_id=batch_id, by=me, at=AT)
                outcomes.append("done")
            except (RuleViolation, Conflict) as error:
                outcomes.append(str(error))

    threads = [threading.Thread(target=release_it) for _number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "screening.released_already", "screening.released_already"]
    assert db.session.query(Member).count() == 3


def test_a_decision_stands_in_one_batch_only(database: Flask) -> None:
    [me] = staff()
    ids = held(2)
    batch_id = prepared(ids, me)
    with pytest.raises(Conflict, match="screening.in_another_batch"):
        prepared(ids[:1], me)
    with transaction():
        dissolve(batch_id=batch_id, by=me, at=AT)
    assert len(list_held()) == 2
    prepared(ids[:1], me)


def test_nothing_is_undone_after_the_release(database: Flask) -> None:
    [me] = staff()
    [decision_id] = held(1)
    batch_id = prepared([decision_id], me)
    with transaction():
        release_batch(batch_id=batch_id, by=me, at=AT)
    for undo in (
        lambda: dissolve(batch_id=batch_id, by=me, at=AT),
        lambda: take_out(batch_id=batch_id, decision_id=decision_id, by=me, at=AT),
        lambda: unschedule(batch_id=batch_id, by=me, at=AT),
    ):
        with pytest.raises(RuleViolation, match="screening.released_already"), transaction():
            undo()
    with pytest.raises(RuleViolation, match="screening.released_already"):
        prepared([decision_id], me)


def test_the_last_decision_taken_out_dissolves_the_batch(database: Flask) -> None:
    [me] = staff()
    [decision_id] = held(1)
    batch_id = prepared([decision_id], me)
    with transaction():
        take_out(batch_id=batch_id, decision_id=decision_id, by=me, at=AT)
    assert get_batch(batch_id).status.value == "dissolved"
    assert find_batch_of(decision_id) is None


@pytest.mark.parametrize("number", [0, 101])
def test_a_batch_holds_one_to_a_hundred(database: Flask, number: int) -> None:
    [me] = staff()
    with pytest.raises(RuleViolation, match="screening.(nothing|too_many)_chosen"):
        prepared(list(range(1, number + 1)), me)


def test_what_does_not_exist_is_not_put_together(database: Flask) -> None:
    [me] = staff()
    with pytest.raises(NotFound):
        prepared([987_654], me)


def test_a_release_at_a_set_time_happens_then_and_once(database: Flask) -> None:
    [me] = staff()
    ids = held(2)
    batch_id = prepared(ids, me)
    with pytest.raises(RuleViolation, match="screening.time_is_past"), transaction():
        schedule(batch_id=batch_id, release_at=AT, by=me, at=AT)
    with transaction():
        schedule(batch_id=batch_id, release_at=LATER, by=me, at=AT)
    assert release_due_batches(LATER - timedelta(seconds=1)) == 0
    assert statuses(ids) == ["decided"] * 2
    assert [release_due_batches(LATER), release_due_batches(LATER)] == [1, 0]
    assert statuses(ids) == ["approved"] * 2
    assert get_batch(batch_id).released_at.astimezone(TOKYO) == LATER


def test_a_set_time_can_be_taken_away_until_it_comes(database: Flask) -> None:
    [me] = staff()
    ids = held(1)
    batch_id = prepared(ids, me)
    with transaction():
        schedule(batch_id=batch_id, release_at=LATER, by=me, at=AT)
        unschedule(batch_id=batch_id, by=me, at=AT)
    assert release_due_batches(LATER) == 0
    assert statuses(ids) == ["decided"]
    assert get_batch(batch_id).status.value == "prepared"


def test_a_batch_that_cannot_be_released_at_its_time_is_stopped_and_its_preparer_is_told(database: Flask, mails, clock) -> None:
    [me] = staff()
    ids = held(2, refused=1)
    batch_id = prepared(ids, me)
    with transaction():
        schedule(batch_id=batch_id, release_at=LATER, by=me, at=AT)
        db.session.get_one(ApplicationDecision, ids[1]).reasons = ""
    clock.set(LATER)
    assert release_due_batches(LATER) == 0
    assert statuses(ids) == ["decided"] * 2
    batch = get_batch(batch_id)
    assert (batch.status.value, batch.stopped_at) == ("prepared", LATER)
    assert "決めた時刻に通知できませんでした" in mails("jimu1@platform.example")[-1]["Subject"]
    assert release_due_batches(LATER + timedelta(minutes=1)) == 0


def test_letters_on_paper_are_ticked_when_they_are_posted(database: Flask) -> None:
    [me] = staff()
    paper, online = held(2, on_paper=1)
    batch_id = prepared([paper, online], me)
    today = AT.date()
    items = {entry.decision.id: entry.item.id for entry in list_batch(batch_id)}
    with pytest.raises(RuleViolation, match="screening.not_released_yet"), transaction():
        mark_posted(batch_id=batch_id, item_id=items[paper], posted_on=today, by=me, at=AT)
    with transaction():
        release_batch(batch_id=batch_id, by=me, at=AT)
    for day in (today - timedelta(days=1), today + timedelta(days=1)):
        with pytest.raises(RuleViolation, match="screening.posted_when"), transaction():
            mark_posted(batch_id=batch_id, item_id=items[paper], posted_on=day, by=me, at=AT)
    with pytest.raises(RuleViolation, match="screening.not_by_post"), transaction():
        mark_posted(batch_id=batch_id, item_id=items[online], posted_on=today, by=me, at=AT)
    with transaction():
        mark_posted(batch_id=batch_id, item_id=items[paper], posted_on=today, by=me, at=AT)
    assert {entry.decision.id: entry.item.posted_on for entry in list_batch(batch_id)} == {paper: today, online: None}


def test_each_further_decision_costs_the_same_few_statements(database: Flask, statements) -> None:
    """What a decision costs does not grow with the batch: register, letter, accounts, mails and watched names take fewer than fifty statements."""
    [me] = staff()
    small, large = prepared(held(2), me), prepared(held(8, first=10), me)
    counts = []
    for batch_id in (small, large):
        statements.clear()
        with transaction():
            release_batch(batch_id=batch_id, by=me, at=AT)
        counts.append(statements.count)
    assert (counts[1] - counts[0]) / 6 <= 50, counts
