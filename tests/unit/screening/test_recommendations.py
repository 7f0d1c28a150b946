"""Truth tables of recommendations: who may be asked, who may answer, what counts, when the rule is fulfilled, when somebody is reminded."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from platform_app.screening.rules.applications import Status
from platform_app.screening.rules.recommendations import (
    AnswerFacts,
    HandOverFacts,
    Outlook,
    RecommendationStatus,
    RecommenderFacts,
    Review,
    Tally,
    changed_since,
    end_of_request,
    recommendation_need,
    reminders_due,
    shares_officer,
    why_not_answer,
    why_not_ask,
    why_not_confirm,
    why_not_count,
    why_not_hand_on,
    why_not_recommend,
    why_not_review,
    why_not_take_back,
)

FACTS = RecommenderFacts(status=Status.DRAFT)
ANSWER = AnswerFacts(status=Status.UNDER_CHECK, request=RecommendationStatus.REQUESTED)
HANDING = HandOverFacts(ANSWER)
GIVEN = RecommendationStatus.GIVEN
ASKED_AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
BEFORE_DECISION = {
    Status.DRAFT, Status.SUBMITTED, Status.UNDER_CHECK, Status.RETURNED, Status.BEFORE_BOARD, Status.DEFERRED,
}


@pytest.mark.parametrize(
    ("members", "ministries", "fulfilled", "missing"),
    [(0, 0, False, 2), (1, 0, False, 1), (2, 0, True, 0), (3, 0, True, 0), (0, 1, True, 2), (1, 1, True, 1)],
)
def test_the_rule_is_two_members_or_one_ministry(members: int, ministries: int, fulfilled: bool, missing: int) -> None:
    need = recommendation_need(members=members, ministries=ministries, needed_members=2, needed_ministries=1)
    assert (need.is_fulfilled, need.members_missing) == (fulfilled, missing)


def test_a_closed_way_fulfils_nothing() -> None:
    assert not recommendation_need(members=1, ministries=5, needed_members=2, needed_ministries=0).is_fulfilled
    assert not recommendation_need(members=5, ministries=0, needed_members=0, needed_ministries=1).is_fulfilled


@pytest.mark.parametrize(
    ("counted", "looked_at", "waiting", "outlook", "to_ask"),
    [
        (Tally(2), Tally(), Tally(), Outlook.BY_MEMBERS, 0),
        (Tally(0, 1), Tally(), Tally(), Outlook.BY_MINISTRY, 2),
        (Tally(1), Tally(1), Tally(), Outlook.LOOKED_AT, 0),
        (Tally(1), Tally(), Tally(1), Outlook.AWAITED, 0),
        (Tally(), Tally(1), Tally(1), Outlook.AWAITED, 0),
        (Tally(), Tally(), Tally(0, 1), Outlook.AWAITED, 2),
        (Tally(1), Tally(), Tally(), Outlook.TO_ASK, 1),
        (Tally(), Tally(), Tally(1), Outlook.TO_ASK, 1),
        (Tally(), Tally(), Tally(), Outlook.TO_ASK, 2),
    ],
)
def test_the_sentence_says_what_is_still_needed(counted: Tally, looked_at: Tally, waiting: Tally, outlook: Outlook, to_ask: int) -> None:
    need = recommendation_need(
        members=counted.members, ministries=counted.ministries, needed_members=2, needed_ministries=1, looked_at=looked_at, waiting=waiting
    )
    assert (need.outlook, need.members_to_ask) == (outlook, to_ask)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"is_active": False}, "screening.recommender_without_right"),
        ({"has_right": False}, "screening.recommender_without_right"),
        ({"has_same_number": True}, "screening.recommends_itself"),
        ({"has_same_name": True}, "screening.recommends_itself"),
        ({"known": RecommendationStatus.REQUESTED, "requests": 1}, "screening.asked_already"),
        ({"known": RecommendationStatus.GIVEN, "requests": 1}, "screening.asked_already"),
        ({"known": RecommendationStatus.DECLINED, "requests": 1}, "screening.asked_already"),
        ({"known": RecommendationStatus.WITHDRAWN, "requests": 1}, "screening.asked_already"),
        ({"known": RecommendationStatus.CANCELLED, "requests": 3}, "screening.asked_too_often"),
        ({"known": RecommendationStatus.EXPIRED, "requests": 3}, "screening.asked_too_often"),
        ({"asked": 10}, "screening.asked_too_many"),
        ({"is_busy": True}, "screening.recommender_busy"),
        ({"has_address": False}, "screening.recommender_without_address"),
        ({"missing_basics": ("purpose",)}, "screening.missing.purpose"),
        ({"status": Status.DECIDED}, "screening.not_editable"),
        ({"status": Status.WITHDRAWN}, "screening.not_editable"),
    ],
)
def test_a_recommender_is_refused_for_one_reason_each(change: dict[str, object], code: str) -> None:
    assert [reason.code for reason in why_not_ask(replace(FACTS, **change))] == [code]


@pytest.mark.parametrize(
    "change",
    [
        {"known": RecommendationStatus.CANCELLED, "requests": 2, "asked": 10},
        {"known": RecommendationStatus.EXPIRED, "requests": 1},
        {"has_same_number": True, "refuses_same_number": False},
        {"has_same_name": True, "refuses_itself": False},
        {"asked": 9},
    ],
)
def test_what_the_rules_allow_is_allowed(change: dict[str, object]) -> None:
    assert why_not_ask(replace(FACTS, **change)) == ()


def test_a_recommender_may_be_asked_from_draft_to_check() -> None:
    allowed = {status for status in Status if not why_not_ask(replace(FACTS, status=status))}
    assert allowed == {Status.DRAFT, Status.SUBMITTED, Status.UNDER_CHECK, Status.RETURNED}


def test_a_request_is_answered_until_the_board_has_decided() -> None:
    assert {status for status in Status if not why_not_answer(replace(ANSWER, status=status))} == BEFORE_DECISION
    assert {known for known in RecommendationStatus if not why_not_answer(replace(ANSWER, request=known))} == {RecommendationStatus.REQUESTED}


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({}, []),
        ({"has_right": False}, ["screening.you_cannot_recommend"]),
        ({"is_itself": True}, ["screening.recommends_itself"]),
        ({"status": Status.REFUSED, "has_right": False}, ["screening.application_ended"]),
    ],
)
def test_yes_is_for_those_who_may_recommend_today(change: dict[str, object], codes: list[str]) -> None:
    assert [reason.code for reason in why_not_recommend(replace(ANSWER, **change))] == codes


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({}, []),
        ({"hand_overs": 1}, []),
        ({"hand_overs": 2}, ["screening.handed_on_too_often"]),
        ({"is_by_colleague": True}, ["screening.handed_on_by_colleague"]),
        ({"is_own_address": True}, ["screening.handed_on_to_oneself"]),
        ({"is_applicants_address": True}, ["screening.handed_on_to_applicant"]),
        ({"answer": replace(ANSWER, status=Status.APPROVED)}, ["screening.application_ended"]),
    ],
)
def test_a_request_is_handed_on_once_more_but_never_in_a_chain(change: dict[str, object], codes: list[str]) -> None:
    assert [reason.code for reason in why_not_hand_on(replace(HANDING, **change))] == codes


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        ({}, []),
        ({"review": Review.ACCEPTED}, []),
        ({"review": Review.PENDING}, ["screening.recommendation_to_review"]),
        ({"review": Review.SET_ASIDE}, ["screening.recommendation_set_aside"]),
        ({"has_right": False, "review": Review.ACCEPTED}, ["screening.recommender_lost_right"]),
        ({"is_itself": True}, ["screening.recommends_itself"]),
    ],
)
def test_what_counts_today(facts: dict[str, object], codes: list[str]) -> None:
    assert [reason.code for reason in why_not_count(GIVEN, **facts)] == codes
    assert all(why_not_count(status) for status in RecommendationStatus if status is not GIVEN)


def test_a_recommendation_is_taken_back_until_the_board_has_decided() -> None:
    assert {status for status in Status if not why_not_take_back(status, GIVEN)} == BEFORE_DECISION
    assert [known for known in RecommendationStatus if not why_not_take_back(Status.UNDER_CHECK, known)] == [GIVEN]


def test_only_what_was_corrected_since_is_confirmed() -> None:
    assert why_not_confirm(Status.UNDER_CHECK, GIVEN, is_outdated=True) == ()
    assert [reason.code for reason in why_not_confirm(Status.UNDER_CHECK, GIVEN, is_outdated=False)] == ["screening.nothing_to_confirm"]
    assert why_not_confirm(Status.DECIDED, GIVEN, is_outdated=True)


@pytest.mark.parametrize(
    ("status", "request_status", "note", "code"),
    [
        (Status.BEFORE_BOARD, GIVEN, "x", "screening.not_under_check"),
        (Status.UNDER_CHECK, RecommendationStatus.REQUESTED, "x", "screening.recommendation_not_given"),
        (Status.UNDER_CHECK, GIVEN, "  ", "screening.review_note_missing"),
    ],
)
def test_a_look_needs_something_to_look_at_and_words(status: Status, request_status: RecommendationStatus, note: str, code: str) -> None:
    assert [reason.code for reason in why_not_review(status, request_status, note=note)] == [code]
    assert why_not_review(Status.UNDER_CHECK, GIVEN, note="兄弟団体だが活動を見ている。") == ()


@pytest.mark.parametrize(
    ("after", "fields"),
    [
        ({}, ()),
        ({"phone": "03"}, ()),
        ({"name": "改名の会"}, ("name",)),
        ({"purpose": "別の目的", "corporate_number": "5835678256246"}, ("corporate_number", "purpose")),
        ({"corporate_number": ""}, ()),
    ],
)
def test_a_recommendation_rests_on_name_number_and_purpose(after: dict[str, object], fields: tuple[str, ...]) -> None:
    before = {"name": "見本の会", "purpose": "居場所", "corporate_number": None}
    assert changed_since(before, before | after) == fields


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (datetime(2026, 11, 25, 23, 59, tzinfo=UTC), 0),
        (datetime(2026, 11, 26, 0, 0, tzinfo=UTC), 1),
        (datetime(2026, 11, 29, 23, 59, tzinfo=UTC), 1),
        (datetime(2026, 11, 30, 0, 0, tzinfo=UTC), 2),
        (datetime(2026, 12, 7, 0, 0, tzinfo=UTC), 3),
        (datetime(2027, 12, 7, 0, 0, tzinfo=UTC), 3),
    ],
)
def test_a_reminder_is_due_at_nine_in_the_morning_of_its_day(at: datetime, due: int) -> None:
    assert reminders_due(since=ASKED_AT, at=at, days=(3, 7, 14)) == due
    assert reminders_due(since=ASKED_AT, at=at, days=()) == 0


def test_a_request_ends_with_its_last_day_in_tokyo() -> None:
    assert end_of_request(at=ASKED_AT, days=30) == datetime(2026, 12, 23, 15, 0, tzinfo=UTC)
    assert end_of_request(at=datetime(2026, 11, 23, 15, 0, tzinfo=UTC), days=1) == datetime(2026, 11, 25, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ours", "theirs", "shared"),
    [(["見本 花子"], ["見本花子"], True), (["ｶﾅ"], ["カナ"], True), (["見本花子"], ["見本太郎"], False), ([], ["見本花子"], False)],
)
def test_shared_people_are_flagged_whatever_the_spaces(ours: list[str], theirs: list[str], shared: bool) -> None:
    assert shares_officer(ours, theirs) is shared
