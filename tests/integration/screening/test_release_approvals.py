"""The chain of approvals before a release: other people, each once, in office, in order or in any; undone until the release."""

from datetime import timedelta

import pytest
from flask import Flask

from platform_app.accounts.services import revoke_office
from platform_app.database.transaction import transaction
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.errors import Forbidden, RuleViolation
from platform_app.kernel.roles import Role
from platform_app.screening.queries.releases import get_batch, list_former_chains
from platform_app.screening.release_jobs import release_due_batches
from platform_app.screening.services.approvals import approve, recall, send_back, submit_for_approval, take_approval_back
from platform_app.screening.services.batches import prepare_batch
from platform_app.screening.services.release import edit_reasons, release, release_batch, schedule
from tests.integration.screening.applying import AT
from tests.integration.screening.releasing import RULE, application_of, held, set_rules, staff

TWO = {RULE: True, "admission.release_approvers": 2}
LATER = AT + timedelta(hours=3)


def submitted(people, *, rules=TWO, refused=0):
    """A batch of the first person before the others, with its decision."""
    me, *others = people
    set_rules(rules)
    [decision_id] = held(1, refused=refused)
    with transaction():
        batch_id = prepare_batch(decision_ids=[decision_id], by=me, at=AT)
        submit_for_approval(batch_id=batch_id, approver_ids=[other.user_id for other in others], by=me, at=AT)
    return batch_id, decision_id


def status_of(batch_id):
    """Where a batch stands."""
    return get_batch(batch_id).status.value


def do(act, batch_id, person, **more):
    """One act in a transaction of its own."""
    with transaction():
        act(batch_id=batch_id, by=person, at=AT, **more)


def test_two_approve_one_after_the_other_and_then_it_is_released(database: Flask, mails) -> None:
    me, one, two = people = staff(3)
    batch_id, decision_id = submitted(people)
    assert "決裁" in mails("jimu2@platform.example")[-1]["Subject"]
    assert mails("jimu3@platform.example") == []
    with pytest.raises(RuleViolation, match="screening.not_your_turn_to_approve"):
        do(approve, batch_id, two)
    do(approve, batch_id, one)
    assert "決裁" in mails("jimu3@platform.example")[-1]["Subject"]
    with pytest.raises(RuleViolation, match="screening.waits_for_approval"):
        do(release_batch, batch_id, me)
    do(approve, batch_id, two)
    assert status_of(batch_id) == "approved"
    assert "決裁が終わり" in mails("jimu1@platform.example")[-1]["Subject"]
    do(release_batch, batch_id, me)
    assert application_of(decision_id).status.value == "approved"


def test_the_order_does_not_matter_where_the_rules_say_so(database: Flask) -> None:
    people = staff(3)
    batch_id, _decision = submitted(people, rules=TWO | {"admission.release_approval_in_order": False})
    do(approve, batch_id, people[2])
    do(approve, batch_id, people[1])
    assert status_of(batch_id) == "approved"


def test_approvers_are_others_each_once_enough_and_in_office(database: Flask) -> None:
    me, one = staff(2)
    set_rules(TWO)
    [decision_id] = held(1)
    with transaction():
        batch_id = prepare_batch(decision_ids=[decision_id], by=me, at=AT)
    for chosen, code in (
        ([one.user_id], "too_few_approvers"), ([one.user_id, one.user_id], "approver_twice"), ([one.user_id, me.user_id], "approves_own"),
        ([one.user_id, 987_654], "approver_without_office"),
    ):
        with pytest.raises(RuleViolation, match=code):
            do(submit_for_approval, batch_id, me, approver_ids=chosen)
    with pytest.raises(RuleViolation, match="approves_own"):
        do(submit_for_approval, batch_id, one, approver_ids=[one.user_id, me.user_id])


def test_without_its_approval_nothing_goes_out_by_any_way(database: Flask) -> None:
    [me] = staff()
    set_rules({RULE: True})
    [decision_id] = held(1)
    application_id = application_of(decision_id).id
    with pytest.raises(RuleViolation, match="screening.needs_approval"), transaction():
        release(application_id=application_id, by=me, at=AT)
    with transaction():
        batch_id = prepare_batch(decision_ids=[decision_id], by=me, at=AT)
    with pytest.raises(RuleViolation, match="screening.needs_approval"):
        do(release_batch, batch_id, me)
    with pytest.raises(RuleViolation, match="screening.needs_approval"):
        do(schedule, batch_id, me, release_at=LATER)


def test_a_rule_adopted_after_the_time_was_set_stops_the_release(database: Flask) -> None:
    [me] = staff()
    [decision_id] = held(1)
    with transaction():
        batch_id = prepare_batch(decision_ids=[decision_id], by=me, at=AT)
        schedule(batch_id=batch_id, release_at=LATER, by=me, at=AT)
    set_rules({RULE: True})
    assert release_due_batches(LATER) == 0
    assert application_of(decision_id).status.value == "decided"


def test_sent_back_with_a_reason_it_begins_anew(database: Flask, mails) -> None:
    me, one, two = people = staff(3)
    batch_id, _decision = submitted(people)
    do(approve, batch_id, one)
    with pytest.raises(RuleViolation, match="screening.sent_back_why"):
        do(send_back, batch_id, two, reason="  ")
    do(send_back, batch_id, two, reason="宛名を直してください。")
    batch = get_batch(batch_id)
    assert status_of(batch_id) == "prepared"
    assert [row.reason for row in list_former_chains(batch)] == ["", "宛名を直してください。"]
    assert "差し戻されました" in mails("jimu1@platform.example")[-1]["Subject"]
    with pytest.raises(RuleViolation, match="screening.needs_approval"):
        do(release_batch, batch_id, me)
    do(submit_for_approval, batch_id, me, approver_ids=[two.user_id, one.user_id])
    assert status_of(batch_id) == "awaiting_approval"


def test_an_approval_is_taken_back_until_the_release_and_a_set_time_falls_away(database: Flask) -> None:
    me, one = people = staff(2)
    batch_id, decision_id = submitted(people, rules={RULE: True})
    do(approve, batch_id, one)
    do(schedule, batch_id, me, release_at=LATER)
    do(take_approval_back, batch_id, one)
    assert (status_of(batch_id), get_batch(batch_id).release_at) == ("awaiting_approval", None)
    assert release_due_batches(LATER) == 0
    do(approve, batch_id, one)
    do(release_batch, batch_id, me)
    with pytest.raises(RuleViolation, match="screening.released_already"):
        do(take_approval_back, batch_id, one)


def test_what_was_approved_before_it_was_taken_back_counts_no_more(database: Flask) -> None:
    me, one = people = staff(2)
    batch_id, _decision = submitted(people, rules={RULE: True})
    do(approve, batch_id, one)
    do(recall, batch_id, me)
    with pytest.raises(RuleViolation, match="screening.needs_approval"):
        do(release_batch, batch_id, me)


def test_reasons_stay_as_the_approvers_read_them(database: Flask) -> None:
    me, _one = people = staff(2)
    batch_id, decision_id = submitted(people, rules={RULE: True}, refused=1)
    application_id = application_of(decision_id).id
    with pytest.raises(RuleViolation, match="screening.with_approvers"), transaction():
        edit_reasons(application_id=application_id, reasons="別の理由", by=me, at=AT)
    do(recall, batch_id, me)
    with transaction():
        edit_reasons(application_id=application_id, reasons="別の理由", by=me, at=AT)


def test_an_approver_who_lost_the_office_cannot_approve_and_another_is_named(database: Flask) -> None:
    me, one, two = staff(3)
    batch_id, _decision = submitted([me, one], rules={RULE: True})
    with transaction():
        revoke_office(user_id=one.user_id, role=Role.SECRETARIAT, by=OPERATOR, at=AT)
    former = type(one)(kind=one.kind, user_id=one.user_id, roles=frozenset({Role.USER}))
    with pytest.raises(Forbidden):
        do(approve, batch_id, former)
    with pytest.raises(RuleViolation, match="screening.waits_for_approval"):
        do(release_batch, batch_id, me)
    do(recall, batch_id, me)
    with pytest.raises(RuleViolation, match="approver_without_office"):
        do(submit_for_approval, batch_id, me, approver_ids=[one.user_id])
    do(submit_for_approval, batch_id, me, approver_ids=[two.user_id])
    do(approve, batch_id, two)
    do(release_batch, batch_id, me)


def test_an_approval_given_in_office_stands_when_the_office_ends(database: Flask) -> None:
    me, one = people = staff(2)
    batch_id, _decision = submitted(people, rules={RULE: True})
    do(approve, batch_id, one)
    with transaction():
        revoke_office(user_id=one.user_id, role=Role.SECRETARIAT, by=OPERATOR, at=AT)
    do(release_batch, batch_id, me)
    assert status_of(batch_id) == "released"


def test_a_stranger_to_the_chain_does_not_approve(database: Flask) -> None:
    me, one, two = staff(3)
    batch_id, _decision = submitted([me, one], rules={RULE: True})
    for person in (me, two):
        with pytest.raises(RuleViolation, match="screening.not_an_approver"):
            do(approve, batch_id, person)
