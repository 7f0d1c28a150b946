"""Two at once: whoever comes second is told, and nothing is doubled."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from platform_app.audit.queries import list_entries
from platform_app.committees.models import BoardDecision, Deliberation, Position
from platform_app.committees.queries import list_deliberations_about
from platform_app.committees.rules.seats import SeatRole
from platform_app.committees.rules.tally import Choice, ConflictState, Outcome
from platform_app.committees.services import close_deliberation, declare_conflict, found_board, give_position
from platform_app.database.transaction import reading, transaction
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.errors import Conflict, RuleViolation
from tests.integration.committees.boards import (
    CLOSES_AT,
    DECISION,
    DURING,
    OPENED_AT,
    SECRETARIAT,
    admit_body,
    answer,
    declare,
    make_board,
    open_about,
    put_question,
    seat_choice,
)

pytestmark = pytest.mark.both_databases


def at_once(app, *works):
    """Run each work in a thread and transaction of its own, begun together; the errors in order, None for what was done."""
    start = Barrier(len(works))

    def run(work):
        with app.app_context():
            start.wait(10)
            try:
                with transaction():
                    work()
            except (RuleViolation, Conflict) as error:
                return error
            finally:
                db.session.remove()
        return None

    db.session.remove()
    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def count(model):
    with reading():
        return db.session.scalar(select(func.count()).select_from(model))


def events(deliberation, name):
    with reading():
        entries = list_entries(subject_type="deliberation", subject_id=deliberation)
    return [entry.event for entry in entries].count(f"committees.{name}")


def test_two_closes_at_once_close_once(database):
    board = make_board(3)
    deliberation = open_about()
    for member in board:
        answer(deliberation, member, Choice.APPROVE)

    def close():
        close_deliberation(deliberation_id=deliberation, by=SECRETARIAT, at=DURING)

    errors = at_once(database, close, close)
    assert sorted(error is None for error in errors) == [False, True]
    assert events(deliberation, "deliberation_closed") == 1


def test_a_close_and_a_position_at_once_agree_with_each_other(database):
    board = make_board(3)
    deliberation = open_about()
    for member in board:
        answer(deliberation, member, Choice.APPROVE)

    def close():
        close_deliberation(deliberation_id=deliberation, by=SECRETARIAT, at=DURING)

    def refuse():
        give_position(
            deliberation_id=deliberation,
            seat_id=board[0].seat_id,
            choice=Choice.REFUSE,
            reason="理由",
            by=board[0].actor,
            at=DURING,
        )

    closing, refusing = at_once(database, close, refuse)
    assert closing is None
    with reading():
        (summary,) = list_deliberations_about(subject_type="sample", subject_id=1)
    assert summary.outcome is Outcome.APPROVED
    assert count(Position) == (3 if refusing else 4)


def test_two_positions_of_one_seat_at_once_leave_one_that_holds(database):
    board = make_board(3)
    deliberation = open_about()
    declare(deliberation, board[0])

    def give(choice):
        give_position(
            deliberation_id=deliberation, seat_id=board[0].seat_id, choice=choice, reason="理由", by=board[0].actor, at=DURING
        )

    at_once(database, lambda: give(Choice.APPROVE), lambda: give(Choice.REFUSE))
    with reading():
        holding = db.session.scalars(select(Position).where(Position.replaced_at.is_(None))).all()
    assert len(holding) == 1


def test_two_positions_of_different_seats_at_once_are_both_kept(database):
    board = make_board(3)
    deliberation = open_about()
    for member in board:
        declare(deliberation, member)

    def give(member):
        give_position(
            deliberation_id=deliberation, seat_id=member.seat_id, choice=Choice.APPROVE, by=member.actor, at=DURING
        )

    errors = at_once(database, *[lambda member=member: give(member) for member in board])
    assert errors == [None, None, None]
    assert count(Position) == 3


def test_a_declaration_and_a_position_at_once_never_count_a_recused_seat(database):
    board = make_board(3)
    deliberation = open_about()
    declare(deliberation, board[0])

    def give():
        give_position(
            deliberation_id=deliberation, seat_id=board[0].seat_id, choice=Choice.APPROVE, by=board[0].actor, at=DURING
        )

    def recuse():
        declare_conflict(
            deliberation_id=deliberation,
            seat_id=board[0].seat_id,
            state=ConflictState.CONFLICTED,
            text="兼職",
            by=board[0].actor,
            at=DURING,
        )

    at_once(database, give, recuse)
    with transaction():
        result = close_deliberation(deliberation_id=deliberation, by=SECRETARIAT, at=CLOSES_AT)
    assert (result.tally.recused, result.tally.given) == (1, 0)


def test_two_openings_of_one_question_at_once_open_one(database):
    make_board(3)

    def open_one():
        put_question(subject_id=1)

    errors = at_once(database, open_one, open_one)
    assert sorted(error is None for error in errors) == [False, True]
    assert count(Deliberation) == 1


def test_two_foundings_at_once_found_one_board(database):
    with transaction():
        holders = [admit_body(f"見本団体{number}") for number in range(6)]

    def found(three):
        seats = [seat_choice(holder, SeatRole.MEMBER if place else SeatRole.CHAIR) for place, holder in enumerate(three)]
        found_board(decision=DECISION, seats=seats, by=OPERATOR, at=OPENED_AT)

    errors = at_once(database, lambda: found(holders[:3]), lambda: found(holders[3:]))
    assert sorted(error is None for error in errors) == [False, True]
    assert count(BoardDecision) == 1
