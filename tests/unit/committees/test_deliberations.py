"""Who may do what in a deliberation and when: truth tables, with the edges of its time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from platform_app.committees.rules.deliberations import (
    DELIBERATION,
    DeliberationFacts,
    DeliberationStatus,
    Mode,
    consent_for,
    may_see_contents,
    may_see_positions,
    what_is_still_needed,
    why_not_call_off,
    why_not_close,
    why_not_declare,
    why_not_give_position,
    why_not_open,
)
from platform_app.committees.rules.tally import Choice, ConflictHint, ConflictState, Consent, CountingRules, Voice
from platform_app.kernel.lifecycle import Turn
from platform_app.kernel.thresholds import Threshold

HALF = Threshold(1, 2, True)
OPENED = datetime(2026, 11, 1, 0, 0, tzinfo=UTC)
CLOSES = datetime(2026, 11, 15, 15, 0, tzinfo=UTC)
DURING = OPENED + timedelta(days=1)
INSTANT = timedelta(microseconds=1)
SILENT = Voice(1, True, ConflictState.NONE)
UNDECLARED = Voice(1, True, ConflictState.UNDECLARED)
CONFLICTED = Voice(1, True, ConflictState.CONFLICTED)
BY_RULE = Voice(1, True, ConflictState.UNDECLARED, None, frozenset({ConflictHint.OWN_BODY_RECOMMENDS}))
GAVE = Voice(1, True, ConflictState.NONE, Choice.APPROVE)
LEFT = Voice(1, False, ConflictState.NONE)


def facts(voices=(SILENT,) * 3, consent=Consent.MAJORITY, **changed):
    standard = DeliberationFacts(
        status=DeliberationStatus.OPEN,
        mode=Mode.CIRCULAR,
        opened_at=OPENED,
        closes_at=CLOSES,
        board_size=3,
        minimum_seats=3,
        counting=CountingRules(HALF, HALF, consent),
        voices=voices,
    )
    return replace(standard, **changed)


def codes(reasons):
    return [reason.code for reason in reasons]


CLOSED = facts(status=DeliberationStatus.CLOSED)
CALLED_OFF = facts(status=DeliberationStatus.CALLED_OFF)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"board_size": 2}, ["committees.below_minimum"]),
        ({"board_size": 0}, ["committees.below_minimum"]),
        ({"closes_at": OPENED}, ["committees.deadline_not_ahead"]),
        ({"closes_at": OPENED + INSTANT}, []),
        ({"is_open_already": True}, ["committees.already_open"]),
    ],
)
def test_opening(changed, expected):
    standard = {"board_size": 3, "minimum_seats": 3, "opened_at": OPENED, "closes_at": CLOSES, "is_open_already": False}
    assert codes(why_not_open(**(standard | changed))) == expected


@pytest.mark.parametrize(
    ("deliberation", "voice", "at", "expected"),
    [
        (facts(), SILENT, DURING, []),
        (facts(), GAVE, DURING, []),
        (facts(), SILENT, OPENED, []),
        (facts(), SILENT, CLOSES - INSTANT, []),
        (facts(), SILENT, CLOSES, ["committees.deadline_passed"]),
        (facts(), SILENT, OPENED - INSTANT, ["committees.not_yet_open"]),
        (facts(), None, DURING, ["committees.not_in_electorate"]),
        (facts(), UNDECLARED, DURING, ["committees.conflict_undeclared"]),
        (facts(), CONFLICTED, DURING, ["committees.recused"]),
        (facts(), BY_RULE, DURING, ["committees.recused"]),
        (facts(), LEFT, DURING, ["committees.seat_ended"]),
        (CLOSED, SILENT, DURING, ["committees.closed"]),
        (CALLED_OFF, SILENT, DURING, ["committees.closed"]),
        (facts(board_size=2), SILENT, DURING, []),
    ],
)
def test_giving_a_position(deliberation, voice, at, expected):
    assert codes(why_not_give_position(deliberation, voice, choice=Choice.APPROVE, reason="", at=at)) == expected


@pytest.mark.parametrize(
    ("choice", "reason", "expected"),
    [
        (Choice.APPROVE, "", []),
        (Choice.REFUSE, "活動実績が確認できないため", []),
        (Choice.REFUSE, " \n", ["committees.position_reason_missing"]),
        (Choice.DEFER, "", ["committees.position_reason_missing"]),
        (Choice.DEFER, "資料が足りないため", []),
        (None, "", ["committees.choice_missing"]),
    ],
)
def test_refusing_and_deferring_need_a_reason(choice, reason, expected):
    found = why_not_give_position(facts(), SILENT, choice=choice, reason=reason, at=DURING)
    assert codes(found) == expected


@pytest.mark.parametrize(
    ("voice", "state", "text", "at", "expected"),
    [
        (UNDECLARED, ConflictState.NONE, "", DURING, []),
        (UNDECLARED, ConflictState.CONFLICTED, "役員を兼ねています", DURING, []),
        (UNDECLARED, ConflictState.CONFLICTED, " ", DURING, ["committees.conflict_text_missing"]),
        (UNDECLARED, ConflictState.UNDECLARED, "", DURING, ["committees.declaration_missing"]),
        (SILENT, ConflictState.CONFLICTED, "あとで分かりました", DURING, []),
        (GAVE, ConflictState.CONFLICTED, "あとで分かりました", DURING, []),
        (CONFLICTED, ConflictState.NONE, "", DURING, ["committees.conflict_stands"]),
        (BY_RULE, ConflictState.NONE, "", DURING, ["committees.recused_by_rule"]),
        (LEFT, ConflictState.NONE, "", DURING, ["committees.seat_ended"]),
        (None, ConflictState.NONE, "", DURING, ["committees.not_in_electorate"]),
        (UNDECLARED, ConflictState.NONE, "", CLOSES, ["committees.deadline_passed"]),
        (UNDECLARED, ConflictState.NONE, "", CLOSES - INSTANT, []),
        (UNDECLARED, ConflictState.NONE, "", OPENED - INSTANT, ["committees.not_yet_open"]),
    ],
)
def test_declaring(voice, state, text, at, expected):
    assert codes(why_not_declare(facts(), voice, state=state, text=text, at=at)) == expected


@pytest.mark.parametrize(
    ("deliberation", "at", "expected"),
    [
        (facts(), CLOSES, []),
        (facts(), CLOSES - INSTANT, ["committees.answers_to_come"]),
        (facts((GAVE,) * 3), DURING, []),
        (facts((GAVE, GAVE, SILENT)), DURING, ["committees.answers_to_come"]),
        (facts((GAVE, GAVE, UNDECLARED)), DURING, ["committees.answers_to_come"]),
        (facts((GAVE, GAVE, CONFLICTED)), DURING, []),
        (facts((GAVE, GAVE, LEFT)), DURING, []),
        (facts((CONFLICTED, BY_RULE, CONFLICTED)), DURING, []),
        (facts((GAVE, GAVE, SILENT), mode=Mode.MEETING), DURING, []),
        (facts((GAVE, SILENT, SILENT), mode=Mode.MEETING), DURING, ["committees.attendance_to_note"]),
        (facts((GAVE,) * 3, board_size=2), DURING, ["committees.below_minimum"]),
        (facts(board_size=2), DURING, ["committees.below_minimum", "committees.answers_to_come"]),
        (facts(board_size=2), CLOSES, ["committees.below_minimum"]),
        (facts((GAVE, GAVE, Voice(3, True, ConflictState.NONE, Choice.REFUSE)), Consent.UNANIMOUS), DURING, []),
        (CLOSED, CLOSES, ["committees.closed"]),
        (CALLED_OFF, CLOSES, ["committees.closed"]),
    ],
)
def test_closing(deliberation, at, expected):
    assert codes(why_not_close(deliberation, at=at)) == expected


def test_calling_off_is_possible_below_three_seats_and_only_once():
    assert why_not_call_off(facts(board_size=0)) == ()
    assert codes(why_not_call_off(CLOSED)) == codes(why_not_call_off(CALLED_OFF)) == ["committees.closed"]


@pytest.mark.parametrize(
    ("deliberation", "at", "code", "missing"),
    [
        (facts(board_size=1), DURING, "committees.needs.seats", 2),
        (facts(), DURING, "committees.needs.quorum", 2),
        (facts((GAVE, SILENT, UNDECLARED)), DURING, "committees.needs.quorum", 1),
        (facts((GAVE, GAVE, SILENT)), DURING, "committees.needs.remaining", 1),
        (facts((GAVE,) * 3), DURING, "committees.needs.closing", 0),
        (facts(), CLOSES, "committees.needs.closing", 3),
        (facts((GAVE, GAVE, SILENT), Consent.UNANIMOUS), DURING, "committees.needs.everybody", 1),
        (facts((CONFLICTED,) * 3), DURING, "committees.needs.assembly", None),
        (facts((LEFT,) * 3), DURING, "committees.needs.new_electorate", None),
    ],
)
def test_what_is_still_needed_is_told_in_numbers(deliberation, at, code, missing):
    (needed,) = what_is_still_needed(deliberation, at=at)
    assert (needed.code, needed.facts.get("missing")) == (code, missing)


def test_nothing_is_needed_any_more_once_it_is_over():
    assert what_is_still_needed(CLOSED, at=DURING) == what_is_still_needed(CALLED_OFF, at=DURING) == ()


def test_what_is_still_needed_never_tells_how_anybody_decided():
    refusing = Voice(1, True, ConflictState.NONE, Choice.REFUSE)
    for others in ((SILENT, SILENT), (SILENT, UNDECLARED), (GAVE, SILENT), (GAVE, GAVE)):
        approving_board, refusing_board = facts((GAVE, *others)), facts((refusing, *others))
        assert what_is_still_needed(approving_board, at=DURING) == what_is_still_needed(refusing_board, at=DURING)


@pytest.mark.parametrize(
    ("voice", "contents"),
    [(SILENT, True), (GAVE, True), (UNDECLARED, False), (CONFLICTED, False), (BY_RULE, False), (LEFT, False)],
)
def test_contents_are_shown_after_declaring_no_conflict_only(voice, contents):
    assert may_see_contents(voice) is contents


@pytest.mark.parametrize(
    ("voice", "while_open", "after_close"),
    [
        (SILENT, False, True),
        (GAVE, True, True),
        (UNDECLARED, False, False),
        (CONFLICTED, False, False),
        (BY_RULE, False, False),
        (None, False, True),
    ],
)
def test_positions_of_others_are_hidden_until_the_own_or_the_close(voice, while_open, after_close):
    assert may_see_positions(facts(), voice) is while_open
    assert may_see_positions(CLOSED, voice) is after_close


def test_consent_of_all_is_asked_by_circulation_only():
    assert consent_for(Mode.CIRCULAR, Consent.UNANIMOUS) is Consent.UNANIMOUS
    assert consent_for(Mode.CIRCULAR, Consent.MAJORITY) is Consent.MAJORITY
    assert consent_for(Mode.MEETING, Consent.UNANIMOUS) is Consent.MAJORITY


def test_every_status_is_reachable_and_owned():
    assert DELIBERATION.reachable == frozenset(DeliberationStatus)
    assert DELIBERATION.final == {DeliberationStatus.CLOSED, DeliberationStatus.CALLED_OFF}
    assert DELIBERATION.turn[DeliberationStatus.OPEN] is Turn.BOARD
