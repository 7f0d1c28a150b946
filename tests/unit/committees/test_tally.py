"""What positions come to: the truth table, and properties that no set of positions may break."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platform_app.committees.rules.tally import (
    Choice,
    ConflictHint,
    ConflictState,
    Consent,
    CountingRules,
    Ground,
    Outcome,
    Standing,
    Voice,
    arithmetic,
    count,
    decide,
)
from platform_app.kernel.thresholds import Threshold

HALF = Threshold(1, 2, True)
MAJORITY = CountingRules(HALF, HALF, Consent.MAJORITY)
UNANIMOUS = CountingRules(HALF, HALF, Consent.UNANIMOUS)
LETTERS = {"a": Choice.APPROVE, "r": Choice.REFUSE, "d": Choice.DEFER}


def board(pattern):
    """A seat for each letter: a, r, d gave that position; `.` silent; `?` undeclared; `x` recused; `X` by rule; `-` has left."""
    return tuple(_voice(seat_id, letter) for seat_id, letter in enumerate(pattern, start=1))


def _voice(seat_id, letter):
    if letter == "x":
        return Voice(seat_id, True, ConflictState.CONFLICTED, Choice.APPROVE)
    if letter == "X":
        return Voice(seat_id, True, ConflictState.UNDECLARED, None, frozenset({ConflictHint.OWN_BODY_APPLIES}))
    if letter == "-":
        return Voice(seat_id, False, ConflictState.NONE, Choice.APPROVE)
    if letter == "?":
        return Voice(seat_id, True, ConflictState.UNDECLARED)
    return Voice(seat_id, True, ConflictState.NONE, LETTERS.get(letter))


def result(pattern, rules=MAJORITY):
    return decide(count(board(pattern), rules), rules.consent)


@pytest.mark.parametrize(
    ("pattern", "outcome", "ground"),
    [
        ("aaaaa", Outcome.APPROVED, Ground.MAJORITY),
        ("aaa..", Outcome.APPROVED, Ground.MAJORITY),
        ("aa...", Outcome.DEFERRED, Ground.NO_QUORUM),
        ("aa??x", Outcome.DEFERRED, Ground.NO_QUORUM),
        ("aa.x-", Outcome.APPROVED, Ground.MAJORITY),
        ("rrr..", Outcome.REFUSED, Ground.MAJORITY),
        ("ddd..", Outcome.DEFERRED, Ground.MAJORITY),
        ("aar..", Outcome.APPROVED, Ground.MAJORITY),
        ("aarr.", Outcome.DEFERRED, Ground.NO_MAJORITY),
        ("aadr.", Outcome.DEFERRED, Ground.NO_MAJORITY),
        ("aaadd", Outcome.APPROVED, Ground.MAJORITY),
        ("aaddr", Outcome.DEFERRED, Ground.NO_MAJORITY),
        (".....", Outcome.DEFERRED, Ground.NO_QUORUM),
        ("?????", Outcome.DEFERRED, Ground.NO_QUORUM),
        ("xxxxx", Outcome.TO_ASSEMBLY, Ground.ALL_RECUSED),
        ("XXX", Outcome.TO_ASSEMBLY, Ground.ALL_RECUSED),
        ("xX---", Outcome.TO_ASSEMBLY, Ground.ALL_RECUSED),
        ("---", Outcome.DEFERRED, Ground.NOBODY_LEFT),
        ("axx", Outcome.APPROVED, Ground.MAJORITY),
        ("a.x", Outcome.DEFERRED, Ground.NO_QUORUM),
        ("rr-a", Outcome.REFUSED, Ground.MAJORITY),
    ],
)
def test_majority_comes_to(pattern, outcome, ground):
    found = result(pattern)
    assert (found.outcome, found.ground) == (outcome, ground)


@pytest.mark.parametrize(
    ("pattern", "outcome", "ground"),
    [
        ("aaa", Outcome.APPROVED, Ground.UNANIMITY),
        ("aaxx-", Outcome.APPROVED, Ground.UNANIMITY),
        ("rrr", Outcome.REFUSED, Ground.UNANIMITY),
        ("ddd", Outcome.DEFERRED, Ground.UNANIMITY),
        ("aar", Outcome.DEFERRED, Ground.NOT_UNANIMOUS),
        ("aa.", Outcome.DEFERRED, Ground.NOT_UNANIMOUS),
        ("a..", Outcome.DEFERRED, Ground.NO_QUORUM),
        ("xxx", Outcome.TO_ASSEMBLY, Ground.ALL_RECUSED),
    ],
)
def test_unanimity_comes_to(pattern, outcome, ground):
    found = result(pattern, UNANIMOUS)
    assert (found.outcome, found.ground) == (outcome, ground)


def test_a_threshold_that_both_sides_reach_carries_neither():
    rules = CountingRules(HALF, Threshold(1, 2, False), Consent.MAJORITY)
    assert result("aarr", rules).ground is Ground.NO_MAJORITY


def test_a_quorum_of_nothing_still_needs_a_position():
    rules = CountingRules(Threshold(0, 1, False), Threshold(0, 1, False), Consent.MAJORITY)
    assert result("...", rules).ground is Ground.NO_QUORUM


def test_the_position_of_a_seat_recused_later_is_not_counted():
    tally = count(board("axx"), MAJORITY)
    assert (tally.approving, tally.recused, tally.unrecused) == (1, 2, 1)


def test_a_hint_denied_is_seen_and_a_hint_of_the_own_body_recuses():
    shared = frozenset({ConflictHint.SHARED_OFFICER})
    assert Voice(1, True, ConflictState.NONE, None, shared).denies_hint
    assert not Voice(1, True, ConflictState.UNDECLARED, None, shared).denies_hint
    assert Voice(1, True, ConflictState.NONE, None, shared).standing is Standing.SILENT
    for hint in (ConflictHint.OWN_BODY_APPLIES, ConflictHint.OWN_BODY_RECOMMENDS):
        assert Voice(1, True, ConflictState.NONE, Choice.APPROVE, frozenset({hint})).standing is Standing.RECUSED


def test_the_arithmetic_tells_seats_quorum_and_majority():
    facts = {reason.code: dict(reason.facts) for reason in arithmetic(result("aar.x-"), Consent.MAJORITY)}
    assert facts == {
        "committees.arithmetic.seats": {"electorate": 6, "left": 1, "recused": 1, "unrecused": 4},
        "committees.arithmetic.quorum": {"given": 3, "needed": 3},
        "committees.arithmetic.majority": {"approving": 2, "refusing": 1, "deferring": 0, "needed": 2},
    }
    assert [reason.code for reason in arithmetic(result("xxx"), Consent.MAJORITY)] == ["committees.arithmetic.seats"]
    assert arithmetic(result("aaa", UNANIMOUS), Consent.UNANIMOUS)[-1].facts["needed"] == 3


PATTERNS = st.text("ard.?xX-", max_size=12)
CONSENT = st.sampled_from([MAJORITY, UNANIMOUS])


@given(PATTERNS, CONSENT)
def test_nothing_is_approved_or_refused_without_a_quorum_and_more_than_half(pattern, rules):
    found = result(pattern, rules)
    unrecused = sum(letter in "ard.?" for letter in pattern)
    answered = sum(letter in "ard" for letter in pattern)
    letter = {Outcome.APPROVED: "a", Outcome.REFUSED: "r"}.get(found.outcome)
    if letter:
        assert answered * 2 > unrecused > 0
        assert pattern.count(letter) * 2 > answered
        if rules is UNANIMOUS:
            assert pattern.count(letter) == unrecused


@given(PATTERNS, CONSENT)
def test_a_further_approval_never_undoes_an_approval(pattern, rules):
    if result(pattern, rules).outcome is not Outcome.APPROVED:
        return
    for place, letter in enumerate(pattern):
        if letter in ".?rd":
            assert result(pattern[:place] + "a" + pattern[place + 1 :], rules).outcome is Outcome.APPROVED


@given(PATTERNS, CONSENT)
def test_the_outcome_does_not_depend_on_the_order_of_the_seats(pattern, rules):
    assert result(pattern, rules).outcome is result(pattern[::-1], rules).outcome


@given(PATTERNS, st.text("xX-", max_size=5), CONSENT)
def test_recused_and_departed_seats_leave_every_count(pattern, absent, rules):
    before, after = result(pattern, rules), result(pattern + absent, rules)
    if before.tally.unrecused:
        assert (before.outcome, before.ground) == (after.outcome, after.ground)


@given(PATTERNS, CONSENT)
def test_approving_and_refusing_are_treated_alike(pattern, rules):
    mirrored = pattern.translate(str.maketrans("ar", "ra"))
    swap = {Outcome.APPROVED: Outcome.REFUSED, Outcome.REFUSED: Outcome.APPROVED}
    found = result(pattern, rules).outcome
    assert result(mirrored, rules).outcome is swap.get(found, found)


@given(PATTERNS, CONSENT)
def test_every_seat_is_counted_exactly_once(pattern, rules):
    tally = count(board(pattern), rules)
    assert tally.left + tally.recused + tally.given + tally.missing == tally.electorate == len(pattern)
