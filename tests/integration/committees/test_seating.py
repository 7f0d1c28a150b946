"""Seats in the database: founding, filling, ending, and the role that follows."""

from datetime import date, timedelta

import pytest

from platform_app.audit.queries import list_entries
from platform_app.committees.queries import board_size, derived_grants, list_current_seats
from platform_app.committees.rules.seats import Departure, SeatChoice, SeatRole
from platform_app.committees.services import found_board, seat_by_decision, vacate_seat
from platform_app.database.transaction import reading, transaction
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.clock import civil_date
from platform_app.kernel.errors import NotFound, RuleViolation
from platform_app.members.rules import MemberClass
from tests.integration.committees.boards import DECISION, FOUNDED_ON, OPENED_AT, admit_body, make_board, seat_choice

TODAY = civil_date(OPENED_AT)


def refused(work):
    with pytest.raises(RuleViolation) as caught, transaction():
        work()
    return [reason.code for reason in caught.value.reasons]


def found(seats):
    return found_board(decision=DECISION, seats=seats, by=OPERATOR, at=OPENED_AT)


def fill(seats):
    return seat_by_decision(decision=DECISION, seats=seats, by=OPERATOR, at=OPENED_AT)


def test_a_founding_decision_seats_the_first_board(database):
    board = make_board(5)
    with reading():
        seats = list_current_seats(TODAY)
        assert [seat.seat_id for seat in seats] == [member.seat_id for member in board]
        assert [seat.role for seat in seats] == [SeatRole.CHAIR] + [SeatRole.MEMBER] * 4
        assert board_size(FOUNDED_ON - timedelta(days=1)) == 0
        assert board_size(FOUNDED_ON) == 5
        assert board_size(date(2028, 4, 1)) == 0


def test_the_founding_is_in_the_ledger(database):
    board = make_board(3)
    with reading():
        entries = list_entries(subject_type="seat", subject_id=board[0].seat_id)
        assert [entry.event for entry in entries] == ["committees.seat_filled"]


def test_a_board_is_founded_only_once(database):
    make_board(3)

    def again():
        found([seat_choice(admit_body(f"見本{n}"), SeatRole.MEMBER if n else SeatRole.CHAIR) for n in range(3)])

    assert refused(again) == ["committees.board_already_seated"]


def test_founding_refuses_members_without_the_right_and_foreign_people(database):
    def wrong():
        regular, other = admit_body("見本正会員"), admit_body("見本正会員2")
        supporting = admit_body("見本賛助会員", MemberClass.SUPPORTING)
        found([seat_choice(regular, SeatRole.CHAIR), seat_choice(supporting), seat_choice((other[0], regular[1]))])

    assert refused(wrong) == ["committees.member_may_not_stand", "committees.person_not_of_member"]


def test_a_refused_founding_leaves_nothing(database):
    refused(lambda: found([seat_choice(admit_body("見本団体"), SeatRole.CHAIR)]))
    with reading():
        assert board_size(TODAY) == 0


def test_a_seat_can_be_filled_before_any_founding(database):
    with transaction():
        fill([seat_choice(admit_body("見本団体"))])
    with reading():
        assert board_size(TODAY) == 1


def test_a_member_has_one_seat_at_a_time(database):
    board = make_board(3)
    assert refused(lambda: fill([seat_choice((board[1].member_id, board[1].person_id))])) == ["committees.member_already_seated"]


def test_a_vacated_seat_counts_until_the_day_it_ends(database):
    board = make_board(3)
    last_on = TODAY + timedelta(days=3)
    with transaction():
        vacate_seat(
            seat_id=board[1].seat_id,
            until_on=last_on + timedelta(days=1),
            cause=Departure.RESIGNATION,
            by=OPERATOR,
            at=OPENED_AT,
        )
    with reading():
        assert board_size(last_on) == 3
        assert board_size(last_on + timedelta(days=1)) == 2


def test_a_vacancy_is_filled_by_a_later_decision(database):
    board = make_board(3)
    with transaction():
        vacate_seat(seat_id=board[0].seat_id, until_on=TODAY, cause=Departure.REMOVAL, by=OPERATOR, at=OPENED_AT)
        holder = admit_body("見本補欠")
        fill([SeatChoice(holder[0], holder[1], SeatRole.CHAIR, TODAY, date(2028, 4, 1))])
    with reading():
        assert board_size(TODAY) == 3


def test_an_unknown_seat_is_not_found(database):
    make_board(3)
    with pytest.raises(NotFound), transaction():
        vacate_seat(seat_id=987654, until_on=TODAY, cause=Departure.REMOVAL, by=OPERATOR, at=OPENED_AT)


def test_nobody_is_a_board_member_without_a_seat(database):
    make_board(3)
    with reading():
        assert db.session.execute(derived_grants(987654, TODAY)).all() == []
