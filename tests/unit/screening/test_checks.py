"""Checks before the board, the sealed conclusion, the release, and what a correction opens again."""

import pytest

from platform_app.screening.rules.applications import Status
from platform_app.screening.rules.checks import (
    ASSESSED,
    OF_EVERY_APPLICATION,
    Assessment,
    CheckKind,
    CheckStatus,
    Conclusion,
    Outcome,
    why_not_add_point,
    why_not_conclude,
    why_not_release,
    why_not_reopen,
    why_not_satisfy,
    why_not_send_to_board,
)
from platform_app.screening.rules.routing import affected_checks, open_key_of

DONE = dict.fromkeys(CheckKind, CheckStatus.SATISFIED)


def test_the_board_is_asked_when_every_check_is_done() -> None:
    assert why_not_send_to_board(Status.UNDER_CHECK, DONE) == ()


@pytest.mark.parametrize("kind", OF_EVERY_APPLICATION)
def test_each_open_check_keeps_it_from_the_board(kind: CheckKind) -> None:
    reasons = why_not_send_to_board(Status.UNDER_CHECK, DONE | {kind: CheckStatus.PENDING})
    assert [(reason.code, reason.facts["kind"]) for reason in reasons] == [("screening.check_pending", kind)]


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.UNDER_CHECK])
def test_the_board_is_asked_from_the_check_only(status: Status) -> None:
    assert why_not_send_to_board(status, DONE)


def test_nobody_ticks_the_recommendation() -> None:
    reasons = why_not_satisfy(Status.UNDER_CHECK, CheckKind.RECOMMENDATION, CheckStatus.PENDING)
    assert [reason.code for reason in reasons] == ["screening.check_satisfies_itself"]


@pytest.mark.parametrize("kind", sorted(ASSESSED, key=lambda kind: kind.value))
@pytest.mark.parametrize("assessment", [None, *Assessment])
@pytest.mark.parametrize("note", ["", " ", "三年の活動がある。"])
def test_an_assessment_is_chosen_and_put_into_words_whatever_it_is(kind: CheckKind, assessment: Assessment | None, note: str) -> None:
    reasons = why_not_satisfy(Status.UNDER_CHECK, kind, CheckStatus.PENDING, note=note, assessment=assessment)
    wanted = ([] if assessment else ["screening.assessment_not_chosen"]) + ([] if note.strip() else ["screening.assessment_missing"])
    assert [reason.code for reason in reasons] == wanted


def test_completeness_is_done_or_not_without_any_assessment() -> None:
    assert why_not_satisfy(Status.UNDER_CHECK, CheckKind.COMPLETENESS, CheckStatus.PENDING) == ()


@pytest.mark.parametrize(
    ("status", "kind", "check", "reason", "codes"),
    [
        (Status.UNDER_CHECK, CheckKind.COMPLETENESS, CheckStatus.SATISFIED, "書類を取り違えた", []),
        (Status.UNDER_CHECK, CheckKind.ANTI_SOCIAL_FORCES, CheckStatus.SATISFIED, "新しい情報", []),
        (Status.UNDER_CHECK, CheckKind.ADDITIONAL, CheckStatus.SATISFIED, "x", []),
        (Status.UNDER_CHECK, CheckKind.COMPLETENESS, CheckStatus.SATISFIED, " ", ["screening.reopening_reason_missing"]),
        (Status.UNDER_CHECK, CheckKind.COMPLETENESS, CheckStatus.PENDING, "x", ["error.wrong_status"]),
        (Status.UNDER_CHECK, CheckKind.RECOMMENDATION, CheckStatus.SATISFIED, "x", ["screening.check_satisfies_itself"]),
        (Status.BEFORE_BOARD, CheckKind.COMPLETENESS, CheckStatus.SATISFIED, "x", ["screening.not_under_check"]),
        (Status.RETURNED, CheckKind.COMPLETENESS, CheckStatus.SATISFIED, "x", ["screening.not_under_check"]),
    ],
)
def test_when_a_check_is_opened_again_by_hand(status: Status, kind: CheckKind, check: CheckStatus, reason: str, codes: list[str]) -> None:
    assert [found.code for found in why_not_reopen(status, kind, check, reason=reason)] == codes


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("is_by_board", [True, False])
def test_when_a_point_may_be_added(status: Status, is_by_board: bool) -> None:
    reasons = why_not_add_point(status, title="現地の確認", is_by_board=is_by_board, may_board_add=True)
    allowed = {Status.BEFORE_BOARD, Status.DEFERRED} | (set() if is_by_board else {Status.UNDER_CHECK})
    assert [reason.code for reason in reasons] == ([] if status in allowed else ["screening.too_late_for_points"])


def test_a_point_needs_a_title_and_the_rule() -> None:
    reasons = why_not_add_point(Status.BEFORE_BOARD, title=" ", is_by_board=True, may_board_add=False)
    assert [reason.code for reason in reasons] == ["screening.points_not_allowed", "screening.point_title_missing"]


def test_an_open_point_keeps_an_application_from_the_board() -> None:
    points = {"現地の確認": CheckStatus.PENDING, "定款の写し": CheckStatus.SATISFIED}
    reasons = why_not_send_to_board(Status.UNDER_CHECK, DONE, points=points)
    assert [(reason.code, reason.facts["title"]) for reason in reasons] == [("screening.point_pending", "現地の確認")]


def test_something_undecided_reads_like_any_open_check() -> None:
    undecided = why_not_send_to_board(Status.UNDER_CHECK, DONE, undecided={CheckKind.ANTI_SOCIAL_FORCES})
    assert undecided == why_not_send_to_board(Status.UNDER_CHECK, DONE | {CheckKind.ANTI_SOCIAL_FORCES: CheckStatus.PENDING}) != ()


@pytest.mark.parametrize(
    ("conclusion", "note", "codes"),
    [
        (Conclusion.NONE, "", []),
        (Conclusion.DISCUSS, "", ["screening.grounds_missing"]),
        (Conclusion.CONFIRMED, " ", ["screening.grounds_missing"]),
        (Conclusion.CONFIRMED, "根拠", []),
    ],
)
def test_every_conclusion_but_none_needs_its_grounds(conclusion: Conclusion, note: str, codes: list[str]) -> None:
    assert [reason.code for reason in why_not_conclude(conclusion, has_pledge=True, has_roster=True, note=note)] == codes


def test_pledge_roster_and_the_names_on_lists_come_before_any_conclusion() -> None:
    reasons = why_not_conclude(Conclusion.NONE, has_pledge=False, has_roster=False, has_names_waiting=True)
    assert [reason.code for reason in reasons] == ["screening.pledge_not_received", "screening.roster_not_received", "screening.names_waiting"]


def test_what_two_people_confirmed_one_does_not_conclude_away():
    facts = {"has_pledge": True, "has_roster": True, "is_none_excluded": True, "note": "grounds"}
    assert [reason.code for reason in why_not_conclude(Conclusion.NONE, **facts)] == ["screening.hit_stands"]
    assert why_not_conclude(Conclusion.DISCUSS, **facts) == why_not_conclude(Conclusion.CONFIRMED, **facts) == ()


@pytest.mark.parametrize(
    ("status", "outcome", "reasons", "code"),
    [
        (Status.DECIDED, Outcome.APPROVED, "", None),
        (Status.DECIDED, Outcome.REFUSED, "実績がない", None),
        (Status.DECIDED, Outcome.REFUSED, " ", "screening.reasons_missing"),
        (Status.DECIDED, Outcome.DEFERRED, "", "screening.not_decided"),
        (Status.BEFORE_BOARD, None, "", "screening.not_decided"),
        (Status.APPROVED, Outcome.APPROVED, "", "screening.released_already"),
        (Status.REFUSED, Outcome.REFUSED, "x", "screening.released_already"),
    ],
)
def test_when_a_decision_may_be_released(status: Status, outcome: Outcome | None, reasons: str, code: str | None) -> None:
    assert [reason.code for reason in why_not_release(status, outcome, reasons=reasons)] == ([code] if code else [])


def test_a_member_is_not_admitted_twice() -> None:
    reasons = why_not_release(Status.DECIDED, Outcome.APPROVED, reasons="", is_member_already=True)
    assert [reason.code for reason in reasons] == ["screening.already_member"]


@pytest.mark.parametrize(("outcome", "codes"), [(Outcome.APPROVED, ["screening.check_pending"]), (Outcome.REFUSED, [])])
def test_nobody_is_admitted_while_a_name_waits_for_a_decision(outcome: Outcome, codes: list[str]) -> None:
    reasons = why_not_release(Status.DECIDED, outcome, reasons="x", has_names_waiting=True)
    assert [reason.code for reason in reasons] == codes


@pytest.mark.parametrize(
    ("changed", "kinds"),
    [
        ({}, {CheckKind.COMPLETENESS}),
        ({"phone": "1"}, {CheckKind.COMPLETENESS}),
        ({"activities": "x"}, {CheckKind.COMPLETENESS, CheckKind.ACTIVITY_RECORD}),
        ({"name": "改名"}, {CheckKind.COMPLETENESS, CheckKind.ANTI_SOCIAL_FORCES, CheckKind.RECOMMENDATION}),
        ({"purpose": "新しい目的"}, {CheckKind.COMPLETENESS, CheckKind.ACTIVITY_RECORD, CheckKind.RECOMMENDATION}),
        ({"officers": [["別人", "", ""]]}, {CheckKind.COMPLETENESS, CheckKind.ANTI_SOCIAL_FORCES}),
    ],
)
def test_a_correction_opens_only_what_rests_on_it(changed: dict[str, object], kinds: set[CheckKind]) -> None:
    before = {"name": "見本の会", "activities": "食堂", "officers": [["見本花子", "", ""]]}
    assert affected_checks(before, before | changed) == kinds


def test_open_applications_are_the_same_by_number_or_by_name() -> None:
    assert open_key_of({"corporate_number": "5835678256246", "name": "甲"}) == open_key_of({"corporate_number": "5835678256246", "name": "乙"})
    assert open_key_of({"name": "見本 の会", "prefecture": "東京都"}) == open_key_of({"name": "見本の会", "prefecture": "東京都"})
    assert open_key_of({"name": "見本の会", "prefecture": "東京都"}) != open_key_of({"name": "見本の会", "prefecture": "大阪府"})
