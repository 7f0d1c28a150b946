"""Who may be asked, and when the rule is fulfilled."""

from dataclasses import replace

import pytest

from platform_app.screening.rules.applications import Status
from platform_app.screening.rules.recommendations import RecommenderFacts, recommendation_need, shares_officer, why_not_ask

FACTS = RecommenderFacts(status=Status.DRAFT)


@pytest.mark.parametrize(
    ("members", "ministries", "fulfilled", "missing"),
    [(0, 0, False, 2), (1, 0, False, 1), (2, 0, True, 0), (3, 0, True, 0), (0, 1, True, 2), (1, 1, True, 1)],
)
def test_the_rule_is_two_members_or_one_ministry(members: int, ministries: int, fulfilled: bool, missing: int) -> None:
    need = recommendation_need(members=members, ministries=ministries, needed_members=2, needed_ministries=1)
    assert (need.is_fulfilled, need.members_missing) == (fulfilled, missing)


def test_a_closed_way_by_ministry_fulfils_nothing() -> None:
    assert not recommendation_need(members=1, ministries=5, needed_members=2, needed_ministries=0).is_fulfilled


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"is_active": False}, "screening.recommender_without_right"),
        ({"has_right": False}, "screening.recommender_without_right"),
        ({"has_same_number": True}, "screening.recommends_itself"),
        ({"has_same_name": True}, "screening.recommends_itself"),
        ({"is_asked_already": True}, "screening.asked_already"),
        ({"has_address": False}, "screening.recommender_without_address"),
        ({"missing_basics": ("purpose",)}, "screening.missing.purpose"),
        ({"status": Status.DECIDED}, "screening.not_editable"),
        ({"status": Status.WITHDRAWN}, "screening.not_editable"),
    ],
)
def test_a_recommender_is_refused_for_one_reason_each(change: dict[str, object], code: str) -> None:
    assert [reason.code for reason in why_not_ask(replace(FACTS, **change))] == [code]


def test_a_recommender_may_be_asked_from_draft_to_check() -> None:
    allowed = {status for status in Status if not why_not_ask(replace(FACTS, status=status))}
    assert allowed == {Status.DRAFT, Status.SUBMITTED, Status.UNDER_CHECK, Status.RETURNED}


@pytest.mark.parametrize(
    ("ours", "theirs", "shared"),
    [(["見本 花子"], ["見本花子"], True), (["ｶﾅ"], ["カナ"], True), (["見本花子"], ["見本太郎"], False), ([], ["見本花子"], False)],
)
def test_shared_people_are_flagged_whatever_the_spaces(ours: list[str], theirs: list[str], shared: bool) -> None:
    assert shares_officer(ours, theirs) is shared
