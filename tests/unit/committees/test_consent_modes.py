"""Both consent modes and the meeting, over every board of three: the outcome is compared with the rule told in other words."""

from itertools import product

import pytest

from platform_app.committees.rules.tally import Choice, ConflictState, Consent, CountingRules, Ground, Outcome, Voice, count, decide
from platform_app.kernel.thresholds import Threshold

HALF = Threshold(1, 2, True)
LETTERS = {"a": Choice.APPROVE, "r": Choice.REFUSE, "d": Choice.DEFER}
WORD = {"a": Outcome.APPROVED, "r": Outcome.REFUSED, "d": Outcome.DEFERRED}
BOARDS = ["".join(seats) for seats in product("ard.px-", repeat=3)]


def voices(pattern: str) -> tuple[Voice, ...]:
    """A seat for each letter: a, r, d that position; `.` silent; `p` present and silent; `x` recused; `-` has left."""
    return tuple(
        Voice(
            seat_id=place,
            holds_office=letter != "-",
            conflict=ConflictState.CONFLICTED if letter == "x" else ConflictState.NONE,
            choice=LETTERS.get(letter, Choice.APPROVE if letter in "x-" else None),
            is_present=letter == "p",
        )
        for place, letter in enumerate(pattern, start=1)
    )


def outcome(pattern: str, consent: Consent, *, in_meeting: bool = False) -> Outcome:
    """What a board comes to."""
    rules = CountingRules(HALF, HALF, consent, counts_presence=in_meeting)
    return decide(count(voices(pattern), rules), consent).outcome


def told_otherwise(pattern: str, consent: Consent, *, in_meeting: bool = False) -> Outcome:
    """The rule in other words, by counting letters."""
    counted = [letter for letter in pattern if letter not in "x-"]
    if not counted:
        return Outcome.TO_ASSEMBLY if "x" in pattern else Outcome.DEFERRED
    given = [letter for letter in counted if letter in WORD]
    attending = len(given) + (counted.count("p") if in_meeting else 0)
    if 2 * attending <= len(counted):
        return Outcome.DEFERRED
    for letter, word in WORD.items():
        if consent is Consent.UNANIMOUS and given == [letter] * len(counted):
            return word
        if consent is Consent.MAJORITY and 2 * given.count(letter) > len(given):
            return word
    return Outcome.DEFERRED


@pytest.mark.parametrize("consent", Consent)
def test_every_board_of_three_by_circulation(consent: Consent) -> None:
    wrong = [pattern for pattern in BOARDS if outcome(pattern, consent) is not told_otherwise(pattern, consent)]
    assert wrong == []


def test_every_board_of_three_in_a_meeting() -> None:
    wrong = [
        pattern for pattern in BOARDS
        if outcome(pattern, Consent.MAJORITY, in_meeting=True) is not told_otherwise(pattern, Consent.MAJORITY, in_meeting=True)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("pattern", "by_circulation", "in_meeting"),
    [
        ("aaapp", Outcome.APPROVED, Outcome.APPROVED),
        ("aappp", Outcome.DEFERRED, Outcome.APPROVED),
        ("apppp", Outcome.DEFERRED, Outcome.APPROVED),
        ("ppppp", Outcome.DEFERRED, Outcome.DEFERRED),
        ("arppp", Outcome.DEFERRED, Outcome.DEFERRED),
        ("aa...", Outcome.DEFERRED, Outcome.DEFERRED),
        ("apx--", Outcome.DEFERRED, Outcome.APPROVED),
    ],
)
def test_in_a_meeting_those_present_make_the_quorum_and_positions_the_majority(
    pattern: str, by_circulation: Outcome, in_meeting: Outcome
) -> None:
    assert outcome(pattern, Consent.MAJORITY) is by_circulation
    assert outcome(pattern, Consent.MAJORITY, in_meeting=True) is in_meeting


def test_a_meeting_with_a_quorum_but_no_position_has_no_majority() -> None:
    rules = CountingRules(HALF, HALF, Consent.MAJORITY, counts_presence=True)
    assert decide(count(voices("ppp"), rules), Consent.MAJORITY).ground is Ground.NO_MAJORITY
