"""What may be put to the board together, when its deadline may be put off, and who is noted as present."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from platform_app.committees.rules.deliberations import (
    DeliberationFacts,
    DeliberationStatus,
    Mode,
    what_is_still_needed,
    why_not_close,
    why_not_give_position,
    why_not_preside,
    why_not_record_position,
    why_not_report_conflict,
)
from platform_app.committees.rules.sittings import SittingPlan, why_not_extend, why_not_note_attendance, why_not_plan
from platform_app.committees.rules.tally import Choice, ConflictState, Consent, CountingRules, Voice
from platform_app.kernel.clock import TOKYO
from platform_app.kernel.thresholds import Threshold

HALF = Threshold(1, 2, True)
NOW = datetime(2026, 11, 2, 10, 0, tzinfo=TOKYO)
MEETS = datetime(2026, 11, 10, 14, 0, tzinfo=TOKYO)
CLOSES = datetime(2026, 11, 17, tzinfo=TOKYO)
INSTANT = timedelta(microseconds=1)
CIRCULAR = SittingPlan("入会審査", CLOSES)
MEETING = SittingPlan("第3回幹事会", CLOSES, Mode.MEETING, MEETS, "会議室")
SILENT = Voice(1, True, ConflictState.NONE)
PRESENT = replace(SILENT, is_present=True)
UNDECLARED = Voice(1, True, ConflictState.UNDECLARED)
CONFLICTED = Voice(1, True, ConflictState.CONFLICTED)
LEFT = Voice(1, False, ConflictState.NONE)
GAVE = Voice(1, True, ConflictState.NONE, Choice.APPROVE)


def codes(reasons):
    return [reason.code for reason in reasons]


def facts(voices=(SILENT,) * 3, **changed):
    standard = DeliberationFacts(
        status=DeliberationStatus.OPEN,
        mode=Mode.MEETING,
        opened_at=NOW,
        closes_at=CLOSES,
        board_size=3,
        minimum_seats=3,
        counting=CountingRules(HALF, HALF, Consent.MAJORITY, counts_presence=True),
        voices=voices,
        meets_at=MEETS,
    )
    return replace(standard, **changed)


OVER = facts(status=DeliberationStatus.CLOSED)


@pytest.mark.parametrize(
    ("plan", "matters", "expected"),
    [
        (CIRCULAR, 1, []),
        (CIRCULAR, 100, []),
        (CIRCULAR, 0, ["committees.nothing_chosen"]),
        (CIRCULAR, 101, ["committees.too_many_matters"]),
        (replace(CIRCULAR, title=" "), 1, ["committees.title_missing"]),
        (replace(CIRCULAR, closes_at=NOW), 1, ["committees.deadline_not_ahead"]),
        (replace(CIRCULAR, closes_at=NOW + timedelta(days=367)), 1, ["committees.deadline_too_far"]),
        (MEETING, 1, []),
        (replace(MEETING, place=""), 1, ["committees.place_missing"]),
        (replace(MEETING, meets_at=None), 1, ["committees.meeting_time_missing"]),
        (replace(MEETING, meets_at=MEETS - timedelta(days=1)), 1, ["committees.notice_too_short"]),
        (replace(MEETING, meets_at=CLOSES), 1, ["committees.deadline_before_meeting"]),
    ],
)
def test_planning_a_sitting_with_seven_clear_days_of_notice(plan, matters, expected):
    assert codes(why_not_plan(plan, matters=matters, notice_days=7, at=NOW)) == expected


def test_without_a_rule_of_notice_a_meeting_may_follow_on_the_same_day():
    later = replace(MEETING, meets_at=NOW + timedelta(hours=1))
    assert why_not_plan(later, matters=1, notice_days=0, at=NOW) == ()
    assert codes(why_not_plan(replace(later, meets_at=NOW), matters=1, notice_days=0, at=NOW)) == ["committees.notice_too_short"]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"at": CLOSES - INSTANT}, []),
        ({"at": CLOSES}, ["committees.deadline_passed"]),
        ({"new_closes_at": CLOSES}, ["committees.deadline_not_later"]),
        ({"new_closes_at": NOW + timedelta(days=367)}, ["committees.deadline_too_far"]),
        ({"reason": " "}, ["committees.extension_reason_missing"]),
        ({"statuses": [DeliberationStatus.CLOSED]}, ["committees.closed"]),
        ({"statuses": [DeliberationStatus.CLOSED, DeliberationStatus.OPEN]}, []),
    ],
)
def test_putting_off_a_deadline(changed, expected):
    standard = {
        "statuses": [DeliberationStatus.OPEN], "closes_at": CLOSES, "new_closes_at": CLOSES + timedelta(days=3), "reason": "年末のため",
        "at": NOW,
    }
    assert codes(why_not_extend(**(standard | changed))) == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"present": (), "with_position": ()}, []),
        ({"meets_at": None}, ["committees.no_meeting"]),
        ({"at": MEETS - INSTANT}, ["committees.meeting_ahead"]),
        ({"present": (1, 9)}, ["committees.seat_not_asked"]),
        ({"with_position": (3,)}, ["committees.present_by_position"]),
        ({"statuses": [DeliberationStatus.CALLED_OFF]}, ["committees.closed"]),
    ],
)
def test_noting_who_is_present(changed, expected):
    standard = {
        "statuses": [DeliberationStatus.OPEN], "meets_at": MEETS, "asked": (1, 2, 3), "present": (1, 2), "with_position": (1,), "at": MEETS,
    }
    assert codes(why_not_note_attendance(**(standard | changed))) == expected


@pytest.mark.parametrize(
    ("deliberation", "voice", "reason", "expected"),
    [
        (facts(), SILENT, "役員", []),
        (facts(), GAVE, "役員", []),
        (facts(), UNDECLARED, "役員", []),
        (facts(), SILENT, " ", ["committees.report_reason_missing"]),
        (facts(), CONFLICTED, "役員", ["committees.recused_already"]),
        (facts(), LEFT, "役員", ["committees.seat_left"]),
        (facts(), None, "役員", ["committees.seat_not_asked"]),
        (OVER, SILENT, "役員", ["committees.closed"]),
    ],
)
def test_reporting_a_conflict_until_the_close(deliberation, voice, reason, expected):
    assert codes(why_not_report_conflict(deliberation, voice, reason=reason)) == expected


@pytest.mark.parametrize(
    ("deliberation", "voice", "at", "is_given_by_holder", "expected"),
    [
        (facts(), SILENT, MEETS, False, []),
        (facts(), UNDECLARED, MEETS, False, []),
        (facts(), GAVE, MEETS, False, []),
        (facts(), GAVE, MEETS, True, ["committees.given_by_holder"]),
        (facts(), SILENT, MEETS - INSTANT, False, ["committees.meeting_ahead"]),
        (facts(), SILENT, CLOSES - INSTANT, False, []),
        (facts(), SILENT, CLOSES, False, ["committees.deadline_passed"]),
        (facts(), CONFLICTED, MEETS, False, ["committees.recused_already"]),
        (facts(), LEFT, MEETS, False, ["committees.seat_left"]),
        (facts(), None, MEETS, False, ["committees.seat_not_asked"]),
        (facts(mode=Mode.CIRCULAR, meets_at=None), SILENT, MEETS, False, ["committees.no_meeting"]),
        (OVER, SILENT, MEETS, False, ["committees.closed"]),
    ],
)
def test_recording_a_position_from_the_minutes(deliberation, voice, at, is_given_by_holder, expected):
    found = why_not_record_position(
        deliberation, voice, choice=Choice.APPROVE, reason="", is_given_by_holder=is_given_by_holder, at=at
    )
    assert codes(found) == expected


def test_members_give_their_positions_from_the_beginning_of_the_meeting_on():
    assert codes(why_not_give_position(facts(), SILENT, choice=Choice.APPROVE, reason="", at=MEETS - INSTANT)) == ["committees.meeting_ahead"]
    assert why_not_give_position(facts(), SILENT, choice=Choice.APPROVE, reason="", at=MEETS) == ()


@pytest.mark.parametrize(
    ("deliberation", "at", "expected", "needed"),
    [
        (facts(), NOW, ["committees.meeting_ahead"], "committees.needs.meeting"),
        (facts(), MEETS, ["committees.attendance_to_note"], "committees.needs.attendance"),
        (facts((PRESENT, SILENT, SILENT)), MEETS, ["committees.attendance_to_note"], "committees.needs.attendance"),
        (facts((PRESENT, SILENT, SILENT), is_attendance_noted=True), MEETS, [], "committees.needs.attendance"),
        (facts((PRESENT, PRESENT, SILENT)), MEETS, [], "committees.needs.meeting_closing"),
        (facts((GAVE, PRESENT, CONFLICTED)), MEETS, [], "committees.needs.meeting_closing"),
        (facts(), CLOSES, [], "committees.needs.closing"),
        (facts((PRESENT,) * 3, board_size=2), MEETS, ["committees.below_minimum"], "committees.needs.seats"),
    ],
)
def test_closing_a_meeting(deliberation, at, expected, needed):
    assert codes(why_not_close(deliberation, at=at)) == expected
    assert codes(what_is_still_needed(deliberation, at=at)) == [needed]


@pytest.mark.parametrize(
    ("voice", "is_chair", "expected"),
    [
        (GAVE, True, []),
        (SILENT, True, []),
        (UNDECLARED, True, ["committees.conflict_undeclared"]),
        (CONFLICTED, True, ["committees.chair_takes_no_part"]),
        (LEFT, True, ["committees.chair_takes_no_part"]),
        (None, True, ["committees.chair_takes_no_part"]),
        (GAVE, False, ["committees.not_the_chair"]),
    ],
)
def test_only_a_chair_who_takes_part_closes(voice, is_chair, expected):
    assert codes(why_not_preside(voice, is_chair=is_chair)) == expected
