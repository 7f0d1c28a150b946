"""Checks before the board, the sealed conclusion, the release, and what a correction opens again."""

import pytest

from platform_app.kernel.roles import Role
from platform_app.screening.rules.applications import Status
from platform_app.screening.rules.checks import (
    OF_EVERY_APPLICATION,
    CheckKind,
    CheckStatus,
    Conclusion,
    Outcome,
    why_not_conclude,
    why_not_release,
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


def test_an_assessment_needs_words() -> None:
    assert why_not_satisfy(Status.UNDER_CHECK, CheckKind.ACTIVITY_RECORD, CheckStatus.PENDING, note=" ")
    assert not why_not_satisfy(Status.UNDER_CHECK, CheckKind.ACTIVITY_RECORD, CheckStatus.PENDING, note="十分")


@pytest.mark.parametrize(
    ("conclusion", "role", "note", "code"),
    [
        (Conclusion.NONE, Role.SECRETARIAT, "", None),
        (Conclusion.NONE, Role.SCREENING_OFFICER, "", None),
        (Conclusion.DISCUSS, Role.SECRETARIAT, "根拠", "screening.needs_screening_officer"),
        (Conclusion.CONFIRMED, Role.SECRETARIAT, "根拠", "screening.needs_screening_officer"),
        (Conclusion.CONFIRMED, Role.SCREENING_OFFICER, "", "screening.grounds_missing"),
        (Conclusion.DISCUSS, Role.SCREENING_OFFICER, "根拠", None),
    ],
)
def test_who_may_conclude_what(conclusion: Conclusion, role: Role, note: str, code: str | None) -> None:
    reasons = why_not_conclude(conclusion, {role}, has_pledge=True, has_roster=True, note=note)
    assert [reason.code for reason in reasons] == ([code] if code else [])


def test_pledge_and_roster_come_before_any_conclusion() -> None:
    reasons = why_not_conclude(Conclusion.NONE, {Role.SECRETARIAT}, has_pledge=False, has_roster=False)
    assert [reason.code for reason in reasons] == ["screening.pledge_not_received", "screening.roster_not_received"]


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


@pytest.mark.parametrize("conclusion", Conclusion)
def test_a_second_conclusion_is_the_officers_whatever_the_first_was(conclusion: Conclusion) -> None:
    given = {"has_pledge": True, "has_roster": True, "note": "x", "is_again": True}
    assert [reason.code for reason in why_not_conclude(conclusion, {Role.SECRETARIAT}, **given)] == ["screening.concluded_before"]
    assert why_not_conclude(conclusion, {Role.SCREENING_OFFICER}, **given) == ()
