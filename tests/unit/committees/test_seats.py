"""Who may be seated: the truth table of founding, filling and vacating."""

from datetime import date

import pytest

from platform_app.committees.rules.seats import (
    Nominee,
    Period,
    SeatHeld,
    SeatingRules,
    SeatRole,
    missing_seats,
    term_end,
    why_not_found,
    why_not_seat,
    why_not_vacate,
)

RULES = SeatingRules(minimum_seats=3, term_years=2)
TODAY = date(2026, 11, 23)
TERM = Period(date(2026, 12, 1), date(2028, 12, 1))


def nominee(member_id=1, role=SeatRole.MEMBER, period=TERM, may_stand=True, is_its_person=True):
    return Nominee(member_id, 100 + member_id, role, period, may_stand, is_its_person, f"見本団体{member_id}")


def three(**changed):
    return [nominee(1, SeatRole.CHAIR, **changed), nominee(2), nominee(3)]


def codes(reasons):
    return [reason.code for reason in reasons]


def found(nominees, held=(), decided_on=TODAY, text="設立時の決定"):
    return codes(why_not_found(nominees=nominees, held=held, decided_on=decided_on, today=TODAY, text=text, rules=RULES))


def seat(nominees, held=(), decided_on=TODAY, text="補欠の選任"):
    return codes(why_not_seat(nominees=nominees, held=held, decided_on=decided_on, today=TODAY, text=text, rules=RULES))


def test_three_nominees_with_one_chair_found_a_board():
    assert found(three()) == []


@pytest.mark.parametrize(
    ("nominees", "expected"),
    [
        ([nominee(1, SeatRole.CHAIR), nominee(2)], ["committees.too_few_nominees"]),
        ([nominee(1), nominee(2), nominee(3)], ["committees.one_chair_needed"]),
        (
            [nominee(1, SeatRole.CHAIR), nominee(2, SeatRole.CHAIR), nominee(3)],
            ["committees.one_chair_needed", "committees.chair_already_seated"],
        ),
        ([nominee(1, SeatRole.CHAIR), nominee(2), nominee(2)], ["committees.member_already_seated"]),
        (three(may_stand=False), ["committees.member_may_not_stand"]),
        (three(is_its_person=False), ["committees.person_not_of_member"]),
        (three(period=Period(TERM.from_on)), ["committees.term_without_end"]),
        (three(period=Period(TERM.from_on, TERM.from_on)), ["committees.term_empty"]),
        (three(period=Period(TERM.from_on, date(2028, 12, 2))), ["committees.term_too_long"]),
        (three(period=Period(date(2026, 11, 22), date(2028, 11, 1))), ["committees.seated_before_decision"]),
    ],
)
def test_founding_is_refused_for_each_thing_that_is_wrong(nominees, expected):
    assert found(nominees) == expected


def test_founding_needs_a_past_decision_with_words():
    assert found(three(), decided_on=date(2026, 11, 24), text=" ") == [
        "committees.decided_in_future",
        "committees.decision_text_missing",
    ]


def test_founding_is_refused_when_somebody_is_seated():
    assert found(three(), held=[SeatHeld(9, SeatRole.MEMBER, TERM)]) == ["committees.board_already_seated"]


def test_nobody_named_is_told():
    assert seat([]) == ["committees.nobody_named"]


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (SeatHeld(1, SeatRole.MEMBER, TERM), ["committees.member_already_seated"]),
        (SeatHeld(1, SeatRole.MEMBER, Period(date(2024, 12, 1), date(2026, 12, 1))), []),
        (SeatHeld(1, SeatRole.MEMBER, Period(date(2024, 12, 2), date(2026, 12, 2))), ["committees.member_already_seated"]),
        (SeatHeld(9, SeatRole.CHAIR, TERM), ["committees.chair_already_seated"]),
        (SeatHeld(9, SeatRole.MEMBER, TERM), []),
        (SeatHeld(9, SeatRole.CHAIR, Period(date(2024, 12, 1), date(2026, 12, 1))), []),
        (SeatHeld(9, SeatRole.CHAIR, Period(date(2026, 1, 1))), ["committees.chair_already_seated"]),
    ],
)
def test_a_further_seat_must_fit_beside_those_held(held, expected):
    assert seat([nominee(1, SeatRole.CHAIR)], held=[held]) == expected


def test_a_term_from_the_leap_day_ends_before_the_first_of_march():
    assert term_end(date(2028, 2, 29), 2) == date(2030, 3, 1)
    assert term_end(date(2026, 12, 1), 2) == date(2028, 12, 1)


def test_a_period_is_half_open():
    assert TERM.holds_on(date(2026, 12, 1))
    assert not TERM.holds_on(date(2026, 11, 30))
    assert TERM.holds_on(date(2028, 11, 30))
    assert not TERM.holds_on(date(2028, 12, 1))
    assert Period(TERM.from_on).holds_on(date(2100, 1, 1))


@pytest.mark.parametrize(
    ("until_on", "expected"),
    [
        (date(2027, 1, 1), []),
        (date(2026, 12, 1), []),
        (date(2026, 11, 30), ["committees.vacated_before_start"]),
        (date(2026, 11, 22), ["committees.vacated_in_past"]),
        (date(2028, 12, 1), ["committees.seat_ends_sooner"]),
        (date(2029, 1, 1), ["committees.seat_ends_sooner"]),
    ],
)
def test_a_seat_can_end_early_but_not_late(until_on, expected):
    assert codes(why_not_vacate(period=TERM, until_on=until_on, today=TODAY)) == expected


def test_missing_seats_are_counted_up_to_the_minimum():
    assert [missing_seats(size, 3) for size in (0, 1, 2, 3, 9)] == [3, 2, 1, 0, 0]
