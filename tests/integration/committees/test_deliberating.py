"""Deliberations in the database: from opening to the outcome, with conflicts, deadlines, and people who leave."""

from datetime import date, timedelta

import pytest

from platform_app.audit.queries import list_entries
from platform_app.bylaws.queries import rules_at
from platform_app.committees.jobs import close_due_deliberations
from platform_app.committees.queries import (
    find_open_deliberation,
    get_inbox,
    list_current_seats,
    list_deliberations_about,
    list_electorate,
    list_position_reasons,
    why_not_open_deliberation,
)
from platform_app.committees.queries.inbox import Waiting
from platform_app.committees.queries.pages import view_for_seat, view_for_staff
from platform_app.committees.rules.deliberations import DeliberationStatus, Question
from platform_app.committees.rules.seats import Departure, SeatChoice, SeatRole
from platform_app.committees.rules.tally import Choice, ConflictHint, ConflictState, Ground, Outcome, Standing
from platform_app.committees.services import (
    call_off_deliberation,
    close_deliberation,
    declare_conflict,
    give_position,
    seat_by_decision,
    vacate_seat,
)
from platform_app.database.transaction import reading, transaction
from platform_app.kernel.actors import OPERATOR, SYSTEM
from platform_app.kernel.clock import civil_date, start_of
from platform_app.kernel.errors import NotFound, RuleViolation
from tests.integration.committees.boards import (
    CLOSES_AT,
    DECISION,
    DURING,
    OPENED_AT,
    SECRETARIAT,
    acting,
    admit_body,
    answer,
    declare,
    make_board,
    open_about,
    put_question,
)

TODAY = civil_date(OPENED_AT)
INSTANT = timedelta(microseconds=1)


def refused(work):
    with pytest.raises(RuleViolation) as caught, transaction():
        work()
    return [reason.code for reason in caught.value.reasons]


def close(deliberation_id, at=CLOSES_AT, by=SECRETARIAT):
    with transaction():
        return close_deliberation(deliberation_id=deliberation_id, by=by, at=at)


def vacate(member, until_on):
    with transaction():
        vacate_seat(seat_id=member.seat_id, until_on=until_on, cause=Departure.RESIGNATION, by=OPERATOR, at=OPENED_AT)


def summary(subject_id=1):
    with reading():
        return list_deliberations_about(subject_type="sample", subject_id=subject_id)[0]


def test_a_board_approves_when_all_have_answered(database):
    board = make_board(5)
    deliberation = open_about()
    for member in board[:3]:
        answer(deliberation, member, Choice.APPROVE)
    for member in board[3:]:
        answer(deliberation, member, Choice.REFUSE)
    result = close(deliberation, at=DURING)
    assert (result.outcome, result.ground) == (Outcome.APPROVED, Ground.MAJORITY)
    assert (summary().status, summary().outcome) == (DeliberationStatus.CLOSED, Outcome.APPROVED)


def test_nothing_closes_before_the_deadline_while_answers_are_to_come(database):
    board = make_board(3)
    deliberation = open_about()
    answer(deliberation, board[0], Choice.APPROVE)
    answer(deliberation, board[1], Choice.APPROVE)
    assert refused(lambda: close_deliberation(deliberation_id=deliberation, by=SECRETARIAT, at=CLOSES_AT - INSTANT)) == [
        "committees.answers_to_come"
    ]
    assert close(deliberation, at=CLOSES_AT).outcome is Outcome.APPROVED


def test_the_deadline_is_the_first_instant_at_which_nothing_is_taken(database):
    board = make_board(3)
    deliberation = open_about()
    declare(deliberation, board[0], at=CLOSES_AT - INSTANT)

    def give(at):
        give_position(
            deliberation_id=deliberation, seat_id=board[0].seat_id, choice=Choice.APPROVE, by=board[0].actor, at=at
        )

    assert refused(lambda: give(CLOSES_AT)) == ["committees.deadline_passed"]
    with transaction():
        give(CLOSES_AT - INSTANT)


def test_the_job_closes_what_is_due_and_nothing_earlier(database):
    board = make_board(3)
    due, later = open_about(1), open_about(2, closes_at=CLOSES_AT + INSTANT)
    answer(due, board[0], Choice.APPROVE)
    assert close_due_deliberations(CLOSES_AT - INSTANT) == 0
    assert close_due_deliberations(CLOSES_AT) == 1
    assert (summary(1).outcome, summary(1).ground) == (Outcome.DEFERRED, Ground.NO_QUORUM)
    assert summary(2).status is DeliberationStatus.OPEN
    assert close_due_deliberations(CLOSES_AT + INSTANT) == 1
    assert close_due_deliberations(CLOSES_AT + INSTANT) == 0
    with reading():
        assert later == summary(2).id


def test_below_three_seats_nothing_opens(database):
    board = make_board(3)
    vacate(board[2], TODAY)
    assert refused(put_question) == ["committees.below_minimum"]


def test_below_three_seats_nothing_closes_until_a_seat_is_filled(database):
    board = make_board(3)
    deliberation = open_about()
    for member in board:
        answer(deliberation, member, Choice.APPROVE)
    vacate(board[2], civil_date(CLOSES_AT))
    assert refused(lambda: close_deliberation(deliberation_id=deliberation, by=SECRETARIAT, at=CLOSES_AT)) == [
        "committees.below_minimum"
    ]
    assert close_due_deliberations(CLOSES_AT) == 0
    with reading():
        assert [reason.code for reason in view_for_staff(deliberation, at=CLOSES_AT).needed] == ["committees.needs.seats"]
    with transaction():
        holder = admit_body("見本補欠")
        choice = SeatChoice(holder[0], holder[1], SeatRole.MEMBER, civil_date(CLOSES_AT), date(2028, 4, 1))
        seat_by_decision(decision=DECISION, seats=[choice], by=OPERATOR, at=CLOSES_AT)
    result = close(deliberation)
    assert (result.outcome, result.tally.electorate, result.tally.left) == (Outcome.APPROVED, 3, 1)


def test_a_question_is_open_once(database):
    make_board(3)
    open_about()
    assert refused(put_question) == ["committees.already_open"]
    open_about(2)
    with reading():
        reasons = why_not_open_deliberation(
            subject_type="sample", subject_id=1, question=Question.ADMISSION, closes_at=CLOSES_AT, rules=rules_at(TODAY), at=OPENED_AT
        )
        assert [reason.code for reason in reasons] == ["committees.already_open"]


def test_a_question_may_be_asked_again_after_the_close(database):
    make_board(3)
    first = open_about()
    close(first)
    second = open_about(at=CLOSES_AT, closes_at=CLOSES_AT + timedelta(days=14))
    with reading():
        assert find_open_deliberation(subject_type="sample", subject_id=1, question=Question.ADMISSION) == second
        assert [row.id for row in list_deliberations_about(subject_type="sample", subject_id=1)] == [second, first]


def test_own_body_recuses_by_rule_and_leaves_the_counts(database):
    board = make_board(3)
    hints = {board[0].seat_id: [ConflictHint.OWN_BODY_APPLIES], board[1].seat_id: [ConflictHint.OWN_BODY_RECOMMENDS]}
    deliberation = open_about(hints=hints)
    for member in board[:2]:
        assert refused(lambda member=member: _declare_none(deliberation, member)) == ["committees.recused_by_rule"]
        assert refused(lambda member=member: _approve(deliberation, member)) == ["committees.recused"]
    answer(deliberation, board[2], Choice.REFUSE)
    result = close(deliberation, at=DURING)
    assert (result.outcome, result.tally.unrecused, result.tally.recused) == (Outcome.REFUSED, 1, 2)


def _declare_none(deliberation, member):
    declare_conflict(
        deliberation_id=deliberation, seat_id=member.seat_id, state=ConflictState.NONE, by=member.actor, at=DURING
    )


def _approve(deliberation, member, at=DURING):
    give_position(deliberation_id=deliberation, seat_id=member.seat_id, choice=Choice.APPROVE, by=member.actor, at=at)


def test_a_position_needs_a_declaration_first(database):
    board = make_board(3)
    deliberation = open_about()
    assert refused(lambda: _approve(deliberation, board[0])) == ["committees.conflict_undeclared"]


def test_a_denied_hint_is_shown_to_the_secretariat_only(database):
    board = make_board(3)
    deliberation = open_about(hints={board[0].seat_id: [ConflictHint.SHARED_OFFICER]})
    declare(deliberation, board[0])
    with reading():
        staff = {line.seat_id: line for line in view_for_staff(deliberation, at=DURING).lines}
        own = {line.seat_id: line for line in view_for_seat(deliberation, seat_ids={board[1].seat_id}, at=DURING).lines}
    assert staff[board[0].seat_id].denies_hint
    assert not staff[board[1].seat_id].denies_hint
    assert not own[board[0].seat_id].denies_hint
    assert own[board[0].seat_id].hints == ()


def test_with_everybody_recused_the_matter_goes_to_the_assembly(database):
    board = make_board(3)
    deliberation = open_about()
    for member in board:
        declare(deliberation, member, ConflictState.CONFLICTED, text="役員を兼ねています")
    assert close(deliberation, at=DURING).outcome is Outcome.TO_ASSEMBLY


def test_a_conflict_found_later_takes_the_position_out_of_the_count(database):
    board = make_board(3)
    deliberation = open_about()
    for member in board:
        answer(deliberation, member, Choice.APPROVE)
    declare(deliberation, board[0], ConflictState.CONFLICTED, text="あとで分かりました")
    result = close(deliberation, at=DURING)
    assert (result.tally.approving, result.tally.recused) == (2, 1)
    with reading():
        assert [entry.seat_id for entry in list_position_reasons(deliberation)] == [board[1].seat_id, board[2].seat_id]


def test_a_position_may_be_changed_until_the_close_and_only_the_last_counts(database):
    board = make_board(3)
    deliberation = open_about()
    for member in board:
        answer(deliberation, member, Choice.APPROVE)
    for member in board[:2]:
        answer(deliberation, member, Choice.REFUSE, reason="活動実績が確認できないため")
    assert close(deliberation, at=DURING).outcome is Outcome.REFUSED
    with reading():
        entries = list_entries(subject_type="deliberation", subject_id=deliberation)
    given = [entry for entry in entries if entry.event == "committees.position_given"]
    assert [entry.data["changes_earlier"] for entry in given] == [False, False, False, True, True]


def test_the_same_position_again_changes_nothing(database):
    board = make_board(3)
    deliberation = open_about()
    answer(deliberation, board[0], Choice.APPROVE)
    answer(deliberation, board[0], Choice.APPROVE)
    with reading():
        entries = list_entries(subject_type="deliberation", subject_id=deliberation)
    assert [entry.event for entry in entries].count("committees.position_given") == 1


def test_the_ledger_never_tells_a_choice(database):
    board = make_board(3)
    deliberation = open_about()
    answer(deliberation, board[0], Choice.REFUSE, reason="秘密の理由")
    with reading():
        entries = list_entries(subject_type="deliberation", subject_id=deliberation)
    text = repr([entry.data for entry in entries])
    assert "refuse" not in text and "秘密の理由" not in text


def test_nobody_acts_for_anothers_seat(database):
    board = make_board(3)
    deliberation = open_about()
    for by in (board[1].actor, SECRETARIAT, SYSTEM, OPERATOR):
        with pytest.raises(NotFound), transaction():
            declare_conflict(
                deliberation_id=deliberation, seat_id=board[0].seat_id, state=ConflictState.NONE, by=by, at=DURING
            )
        with pytest.raises(NotFound), transaction():
            give_position(deliberation_id=deliberation, seat_id=board[0].seat_id, choice=Choice.APPROVE, by=by, at=DURING)


def test_a_successor_seated_after_the_opening_is_not_in_the_electorate(database):
    make_board(3)
    deliberation = open_about()
    with transaction():
        holder = admit_body("見本新任")
        choice = SeatChoice(holder[0], holder[1], SeatRole.MEMBER, TODAY, date(2028, 4, 1))
        seat_by_decision(decision=DECISION, seats=[choice], by=OPERATOR, at=OPENED_AT)
    with reading():
        seat_id = max(seat.seat_id for seat in _current())
    newcomer = acting(seat_id, holder[0])

    def try_it():
        declare_conflict(deliberation_id=deliberation, seat_id=seat_id, state=ConflictState.NONE, by=newcomer, at=DURING)

    assert refused(try_it) == ["committees.not_in_electorate"]
    with reading(), pytest.raises(NotFound):
        view_for_seat(deliberation, seat_ids={seat_id}, at=DURING)


def _current():
    return list_current_seats(TODAY)


def test_a_term_that_ends_midway_takes_seat_and_position_out_of_the_count(database):
    ends_on = TODAY + timedelta(days=5)
    board = make_board(5, until_on={4: ends_on})
    deliberation = open_about()
    for member in board:
        answer(deliberation, member, Choice.APPROVE if member is board[4] else Choice.REFUSE)
    last_instant = start_of(ends_on) - INSTANT
    with reading():
        assert view_for_staff(deliberation, at=last_instant).lines[4].standing is Standing.GAVE_POSITION
        assert view_for_staff(deliberation, at=start_of(ends_on)).lines[4].standing is Standing.LEFT
    assert refused(lambda: _approve(deliberation, board[4], at=start_of(ends_on))) == ["committees.seat_ended"]
    result = close(deliberation, at=start_of(ends_on))
    assert (result.tally.electorate, result.tally.left, result.tally.given, result.tally.approving) == (5, 1, 4, 0)


def test_the_counted_standing_is_kept_after_the_close(database):
    board = make_board(5)
    deliberation = open_about()
    for member in board:
        answer(deliberation, member, Choice.APPROVE)
    close(deliberation, at=DURING)
    for member in board[1:]:
        vacate(member, TODAY + timedelta(days=30))
    with reading():
        page = view_for_staff(deliberation, at=DURING + timedelta(days=60))
        assert {line.standing for line in page.lines} == {Standing.GAVE_POSITION}
        assert page.result.tally.approving == 5


def test_a_reelected_holder_goes_on_under_the_new_seat(database):
    ends_on = TODAY + timedelta(days=5)
    board = make_board(3, until_on={2: ends_on})
    deliberation = open_about()
    old = board[2]
    with transaction():
        choice = SeatChoice(old.member_id, old.person_id, SeatRole.MEMBER, ends_on, date(2028, 4, 1))
        seat_by_decision(decision=DECISION, seats=[choice], by=OPERATOR, at=OPENED_AT)
    at = start_of(ends_on)
    with reading():
        new_id = next(seat.seat_id for seat in list_current_seats(ends_on) if seat.member_id == old.member_id)
        assert [entry.summary.id for entry in get_inbox({new_id}, at=at).own_turn] == [deliberation]
    by = acting(new_id, old.member_id)
    with transaction():
        declare_conflict(deliberation_id=deliberation, seat_id=new_id, state=ConflictState.NONE, by=by, at=at)
        give_position(deliberation_id=deliberation, seat_id=new_id, choice=Choice.APPROVE, by=by, at=at)
    with reading():
        assert [entry.has_answered for entry in list_electorate(deliberation, on=ends_on)] == [False, False, True]


def test_an_application_withdrawn_calls_the_deliberation_off_even_below_three_seats(database):
    board = make_board(3)
    deliberation = open_about()
    vacate(board[2], TODAY)
    with transaction():
        call_off_deliberation(deliberation_id=deliberation, by=SECRETARIAT, at=DURING)
    assert (summary().status, summary().outcome) == (DeliberationStatus.CALLED_OFF, None)
    assert refused(lambda: close_deliberation(deliberation_id=deliberation, by=SECRETARIAT, at=CLOSES_AT)) == ["committees.closed"]


def test_nothing_can_be_done_after_the_close(database):
    board = make_board(3)
    deliberation = open_about()
    for member in board:
        answer(deliberation, member, Choice.APPROVE)
    close(deliberation, at=DURING)
    assert refused(lambda: _approve(deliberation, board[0])) == ["committees.closed"]
    assert refused(lambda: _declare_none(deliberation, board[0])) == ["committees.closed"]
    assert refused(lambda: close_deliberation(deliberation_id=deliberation, by=SECRETARIAT, at=DURING)) == ["committees.closed"]


def test_what_others_said_is_hidden_until_the_own_position_or_the_close(database):
    board = make_board(4)
    deliberation = open_about()
    answer(deliberation, board[0], Choice.REFUSE, reason="秘密の理由")
    declare(deliberation, board[1])
    declare(deliberation, board[2], ConflictState.CONFLICTED, text="兼職")

    def seen_by(member):
        with reading():
            page = view_for_seat(deliberation, seat_ids={member.seat_id}, at=DURING)
        return [line.choice for line in page.lines], page

    for member in board[1:]:
        choices, page = seen_by(member)
        assert choices == [None] * 4 and not page.shows_positions and "秘密の理由" not in repr(page.lines)
    assert seen_by(board[0])[0][0] is Choice.REFUSE
    answer(deliberation, board[1], Choice.APPROVE)
    assert seen_by(board[1])[0] == [Choice.REFUSE, Choice.APPROVE, None, None]
    with reading():
        assert {line.choice for line in view_for_staff(deliberation, at=DURING).lines} == {None}
    close(deliberation)
    with reading():
        assert view_for_staff(deliberation, at=CLOSES_AT).lines[0].choice is Choice.REFUSE
        recused = view_for_seat(deliberation, seat_ids={board[2].seat_id}, at=CLOSES_AT)
    assert recused.result is None and not recused.shows_contents and {line.choice for line in recused.lines} == {None}


def test_the_inbox_puts_the_own_turn_first(database):
    board = make_board(3)
    first, second, third = open_about(1, closes_at=CLOSES_AT + timedelta(days=1)), open_about(2), open_about(3)
    answer(third, board[0], Choice.APPROVE)
    declare(second, board[0])
    fourth = open_about(4, hints={board[0].seat_id: [ConflictHint.OWN_BODY_APPLIES]})
    close(open_about(5), at=CLOSES_AT)
    with reading():
        inbox = get_inbox({board[0].seat_id}, at=DURING)
    assert [(entry.summary.id, entry.waiting) for entry in inbox.own_turn] == [
        (second, Waiting.POSITION),
        (first, Waiting.DECLARATION),
    ]
    assert [(entry.summary.id, entry.waiting) for entry in inbox.others_turn] == [
        (third, Waiting.OTHERS),
        (fourth, Waiting.RECUSED),
    ]
    assert (inbox.others_turn[0].summary.answered, inbox.others_turn[0].summary.asked) == (1, 3)
    assert len(inbox.over) == 1


def test_after_the_deadline_the_inbox_asks_for_nothing_more(database):
    board = make_board(3)
    open_about()
    with reading():
        inbox = get_inbox({board[0].seat_id}, at=CLOSES_AT)
    assert inbox.own_turn == ()
    assert [entry.waiting for entry in inbox.others_turn] == [Waiting.CLOSE]
