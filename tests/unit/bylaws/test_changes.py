"""Who may change the rules when: the truth tables."""

from datetime import date, timedelta

import pytest

from platform_app.bylaws.rules import (
    ChangeStatus,
    Proposal,
    read_changes,
    read_rule_set,
    stored_values,
    why_not_adopt,
    why_not_propose,
    why_not_reject,
)
from platform_app.bylaws.rules.rule_set import defaults

TODAY = date(2026, 11, 23)
BASE = read_rule_set(version_id=3, number=2, effective_on=TODAY, stored=stored_values(defaults()))
PROPOSAL = Proposal(ChangeStatus.PROPOSED, proposed_by_id=1, base_id=3, effective_on=TODAY)


def codes(reasons):
    return [reason.code for reason in reasons]


def propose(**changed):
    facts = {"user_id": 1, "changes": {"board.review_days": 21}, "base": BASE, "effective_on": TODAY, "on": TODAY} | changed
    return codes(why_not_propose(**facts))


def test_a_change_by_a_person_from_today_on_may_be_proposed():
    assert propose() == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"user_id": None}, "bylaws.person_required"),
        ({"changes": {}}, "bylaws.no_change"),
        ({"effective_on": TODAY - timedelta(days=1)}, "bylaws.effective_in_past"),
        ({"on": TODAY - timedelta(days=9), "effective_on": TODAY - timedelta(days=1)}, "bylaws.effective_before_base"),
        ({"changes": {"admission.member_recommendations": 0, "admission.ministry_recommendations": 0}}, "bylaws.no_way_to_recommend"),
        ({"changes": {"rights.regular.vote": False}}, "bylaws.nobody_votes"),
        ({"changes": {"admission.reminder_day": 14}}, "bylaws.reminder_after_deadline"),
        ({"changes": {"admission.recommendation_days": 13}}, "bylaws.reminder_after_request"),
    ],
)
def test_a_change_is_not_proposed_without_what_it_needs(changed, code):
    assert propose(**changed) == [code]


@pytest.mark.parametrize(
    ("proposal", "user_id", "on", "expected"),
    [
        (PROPOSAL, 2, TODAY, []),
        (PROPOSAL, 1, TODAY, ["bylaws.same_person"]),
        (PROPOSAL, None, TODAY, ["bylaws.person_required"]),
        (PROPOSAL, 2, TODAY + timedelta(days=1), ["bylaws.effective_in_past"]),
        (Proposal(ChangeStatus.PROPOSED, 1, 2, TODAY), 2, TODAY, ["bylaws.stale_base"]),
        (Proposal(ChangeStatus.PROPOSED, 1, 2, TODAY), 1, TODAY, ["bylaws.same_person", "bylaws.stale_base"]),
        (Proposal(ChangeStatus.ADOPTED, 1, 3, TODAY), 2, TODAY, ["bylaws.already_decided"]),
        (Proposal(ChangeStatus.REJECTED, 1, 3, TODAY), 2, TODAY, ["bylaws.already_decided"]),
    ],
)
def test_a_second_person_adopts_what_is_still_current(proposal, user_id, on, expected):
    assert codes(why_not_adopt(proposal, user_id=user_id, base=BASE, on=on)) == expected


def test_whoever_proposed_may_take_it_back_until_it_is_decided():
    assert why_not_reject(PROPOSAL, user_id=1) == ()
    assert codes(why_not_reject(Proposal(ChangeStatus.ADOPTED, 1, 3, TODAY), user_id=2)) == ["bylaws.already_decided"]


def test_only_values_that_differ_are_changes_and_bad_ones_are_told_by_key():
    raw = {"board.review_days": 14, "board.notice_days": 9, "board.minimum_seats": 2, "board.nonsense": 1}
    changed, refused = read_changes(raw, base=BASE)
    assert changed == {"board.notice_days": 9}
    assert {key: reason.code for key, reason in refused.items()} == {
        "board.minimum_seats": "bylaws.value_out_of_bounds",
        "board.nonsense": "bylaws.rule_unknown",
    }
