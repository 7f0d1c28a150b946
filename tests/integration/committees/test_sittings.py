"""Sittings in the database: several matters at once, reminders, later deadlines, meetings, conflicts found later, and a board too small."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import func, select

from platform_app.accounts.services import ensure_user
from platform_app.audit.queries import list_entries
from platform_app.bylaws.queries import rules_at
from platform_app.committees.jobs import close_due_deliberations, remind_board, watch_board_seats
from platform_app.committees.models import Deliberation
from platform_app.committees.queries import list_deliberations_about
from platform_app.committees.queries.inbox import Waiting, get_inbox, get_walk
from platform_app.committees.queries.pages import view_for_seat, view_for_staff
from platform_app.committees.queries.sittings import view_sitting
from platform_app.committees.rules.deliberations import Mode, Question
from platform_app.committees.rules.seats import Departure
from platform_app.committees.rules.sittings import Matter, SittingPlan
from platform_app.committees.rules.tally import Choice, ConflictHint, ConflictState, Outcome, Standing
from platform_app.committees.services import (
    OpenedSitting,
    close_as_chair,
    close_deliberation,
    extend_deadline,
    give_position,
    note_attendance,
    open_sitting,
    record_position,
    report_conflict,
    vacate_seat,
)
from platform_app.database.transaction import reading, transaction
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.clock import civil_date, start_of
from platform_app.kernel.errors import RuleViolation
from platform_app.kernel.roles import Role
from platform_app.members.services import link_user
from tests.factories import make_account
from tests.fixtures import Clock
from tests.integration.committees.boards import CLOSES_AT, DURING, OPENED_AT, SECRETARIAT, BoardMember, answer, declare, make_board
from tests.integration.committees.test_at_once import at_once

Mails = Callable[[str], list[EmailMessage]]
MEETS_AT = OPENED_AT + timedelta(days=9)
PLAN = SittingPlan("入会審査（11月付議）", CLOSES_AT)
MEETING = SittingPlan("第3回幹事会", CLOSES_AT, Mode.MEETING, MEETS_AT, "会議室")
INSTANT = timedelta(microseconds=1)


def put(plan: SittingPlan = PLAN, *, matters: int = 3, hints: dict[int, list[ConflictHint]] | None = None) -> OpenedSitting:
    """A sitting of invented matters; `hints` are those of the first."""
    found = [
        Matter("sample", number, Question.ADMISSION, f"見本申込団体{number}", (hints or {}) if number == 1 else {})
        for number in range(1, matters + 1)
    ]
    with transaction():
        return open_sitting(plan=plan, matters=found, rules=rules_at(civil_date(OPENED_AT)), by=SECRETARIAT, at=OPENED_AT)


def refused(work: Callable[[], object]) -> list[str]:
    """The codes with which something is refused."""
    with pytest.raises(RuleViolation) as caught, transaction():
        work()
    return [reason.code for reason in caught.value.reasons]


def give_account(member: BoardMember, locale: str = "ja") -> str:
    """An account for the person in a seat; the answer is its address."""
    email = f"kanji{member.person_id}@mihon.example"
    with transaction():
        user_id = ensure_user(email=email, name="見本", locale=locale, by=OPERATOR, at=OPENED_AT)
        link_user(person_id=member.person_id, user_id=user_id, by=OPERATOR, at=OPENED_AT)
    return email


def events_of(subject_type: str, subject_id: int) -> list[str]:
    """The names of the events about a row."""
    with reading():
        return [entry.event for entry in list_entries(subject_type=subject_type, subject_id=subject_id)]


def result(deliberation_id: int, at: datetime = CLOSES_AT) -> tuple[Outcome, int]:
    """The outcome after the close, and how many seats counted."""
    with transaction():
        found = close_deliberation(deliberation_id=deliberation_id, by=SECRETARIAT, at=at)
    return found.outcome, found.tally.unrecused


def test_all_matters_are_opened_or_none(database: Flask) -> None:
    make_board(3)
    put(matters=1)
    assert refused(lambda: _put_again()) == ["committees.already_open"]
    with reading():
        assert db.session.scalar(select(func.count()).select_from(Deliberation)) == 1


def _put_again() -> None:
    matters = [Matter("sample", number, Question.ADMISSION, "見本") for number in (7, 1)]
    open_sitting(plan=PLAN, matters=matters, rules=rules_at(civil_date(OPENED_AT)), by=SECRETARIAT, at=OPENED_AT)


def test_a_whole_sitting_is_one_mail_for_each_seat_that_leads_to_the_list(database: Flask, mails: Mails) -> None:
    board = make_board(3)
    first, second = give_account(board[0]), give_account(board[1])
    opened = put(hints={board[0].seat_id: [ConflictHint.OWN_BODY_RECOMMENDS]})
    (mail,) = mails(first)
    assert "案件は2件" in mail.get_content() and "/board\r\n" in mail.get_content()
    (mail,) = mails(second)
    assert "案件は3件" in mail.get_content() and "見本申込団体" not in mail.get_content()
    assert events_of("sitting", opened.sitting_id) == ["committees.sitting_opened"]


def test_the_inbox_groups_a_sitting_and_the_page_leads_on_to_the_next_that_waits(database: Flask) -> None:
    board = make_board(3)
    first, second, third = put(hints={board[0].seat_id: [ConflictHint.OWN_BODY_APPLIES]}).deliberation_ids
    seats = {board[0].seat_id}
    answer(second, board[0], Choice.APPROVE)
    with reading():
        (group,) = get_inbox(seats, at=DURING).own_groups
        walk = get_walk(second, sitting_id=group.sitting.id, seat_ids=seats, at=DURING)
    assert (group.sitting.title, [entry.summary.id for entry in group.entries]) == ("入会審査（11月付議）", [third])
    assert [entry.waiting for entry in walk.entries] == [Waiting.RECUSED, Waiting.OTHERS, Waiting.DECLARATION]
    assert (walk.done, walk.next_id) == (2, third)
    answer(third, board[0], Choice.APPROVE)
    with reading():
        assert get_walk(third, sitting_id=group.sitting.id, seat_ids=seats, at=DURING).next_id is None


def test_a_declaration_for_one_matter_shows_nothing_of_another(database: Flask) -> None:
    board = make_board(3)
    first, second, _third = put().deliberation_ids
    declare(first, board[0])
    with reading():
        assert view_for_seat(first, seat_ids={board[0].seat_id}, at=DURING).shows_contents
        assert not view_for_seat(second, seat_ids={board[0].seat_id}, at=DURING).shows_contents


def test_who_has_not_answered_is_reminded_once_on_the_seventh_day(database: Flask, mails: Mails, clock: Clock) -> None:
    board = make_board(3)
    silent, done = give_account(board[0]), give_account(board[1])
    opened = put(matters=2)
    for deliberation_id in opened.deliberation_ids:
        answer(deliberation_id, board[1], Choice.APPROVE)
    answer(opened.deliberation_ids[0], board[0], Choice.APPROVE)
    due = OPENED_AT + timedelta(days=7)
    assert remind_board(due - INSTANT) == 0
    clock.set(due)
    assert [remind_board(due), remind_board(due), remind_board(due + timedelta(days=1))] == [1, 0, 0]
    reminders = [mail for mail in mails(silent) if "再度のお知らせ" in mail["Subject"]]
    assert len(reminders) == 1 and "回答待ちの案件は1件" in reminders[0].get_content()
    assert f"/board/deliberations/{opened.deliberation_ids[1]}" in reminders[0].get_content()
    assert [mail for mail in mails(done) if "再度のお知らせ" in mail["Subject"]] == []


def test_nobody_is_reminded_after_the_deadline_or_of_a_meeting(database: Flask) -> None:
    make_board(3)
    put(matters=1)
    assert remind_board(CLOSES_AT) == 0
    with transaction():
        matters = [Matter("sample", 9, Question.ADMISSION, "見本")]
        open_sitting(plan=MEETING, matters=matters, rules=rules_at(civil_date(OPENED_AT)), by=SECRETARIAT, at=OPENED_AT)
    assert remind_board(CLOSES_AT - INSTANT) == 1


def test_a_deadline_is_put_off_for_all_that_is_open_and_positions_are_taken_until_its_last_instant(
    database: Flask, mails: Mails, clock: Clock
) -> None:
    board = make_board(3)
    address = give_account(board[0])
    opened = put(matters=2)
    later = CLOSES_AT + timedelta(days=3)
    clock.set(DURING)
    with transaction():
        extend_deadline(sitting_id=opened.sitting_id, closes_at=later, reason="年末のため", by=SECRETARIAT, at=DURING)
    assert close_due_deliberations(CLOSES_AT) == 0
    answer(opened.deliberation_ids[0], board[0], Choice.APPROVE, at=later - INSTANT)
    assert refused(lambda: _approve(opened.deliberation_ids[0], board[0], later)) == ["committees.deadline_passed"]
    assert any("期限が延びました" in mail["Subject"] for mail in mails(address))
    assert "committees.deadline_extended" in events_of("sitting", opened.sitting_id)
    assert close_due_deliberations(later) == 2
    again = {"sitting_id": opened.sitting_id, "closes_at": later + timedelta(days=1), "reason": "x", "by": SECRETARIAT}
    assert refused(lambda: extend_deadline(**again, at=later)) == ["committees.closed"]


def _approve(deliberation_id: int, member: BoardMember, at: datetime) -> None:
    give_position(deliberation_id=deliberation_id, seat_id=member.seat_id, choice=Choice.APPROVE, by=member.actor, at=at)


def test_a_conflict_found_after_the_opening_takes_seat_and_position_out_of_every_count(database: Flask, mails: Mails, clock: Clock) -> None:
    board = make_board(3)
    address = give_account(board[0])
    deliberation_id = put(matters=1).deliberation_ids[0]
    for member in board:
        answer(deliberation_id, member, Choice.REFUSE if member is board[0] else Choice.APPROVE)
    clock.set(DURING)
    report = {"deliberation_id": deliberation_id, "seat_id": board[0].seat_id, "by": SECRETARIAT, "at": DURING}
    with transaction():
        report_conflict(**report, reason="家族が申込団体の役員")
    assert refused(lambda: report_conflict(**report, reason="もう一度")) == ["committees.recused_already"]
    assert refused(lambda: _approve(deliberation_id, board[0], DURING)) == ["committees.recused"]
    with reading():
        own = view_for_seat(deliberation_id, seat_ids={board[0].seat_id}, at=DURING)
        other = view_for_seat(deliberation_id, seat_ids={board[1].seat_id}, at=DURING)
    assert own.is_recused and not own.shows_contents and own.own is not None and own.own.declared_text == "家族が申込団体の役員"
    assert other.lines[0].standing is Standing.RECUSED and other.lines[0].choice is None and other.lines[0].declared_text is None
    assert any("回避" in mail["Subject"] and "家族" not in mail.get_content() for mail in mails(address))
    assert "committees.conflict_reported" in events_of("deliberation", deliberation_id)
    assert result(deliberation_id) == (Outcome.APPROVED, 2)


def test_a_report_and_a_close_at_once_agree_with_each_other(database: Flask) -> None:
    board = make_board(3)
    deliberation_id = put(matters=1).deliberation_ids[0]
    for member in board:
        answer(deliberation_id, member, Choice.APPROVE)

    def report() -> None:
        report_conflict(deliberation_id=deliberation_id, seat_id=board[0].seat_id, reason="役員", by=SECRETARIAT, at=DURING)

    def close() -> None:
        close_deliberation(deliberation_id=deliberation_id, by=SECRETARIAT, at=DURING)

    reported, closed = at_once(database, report, close)
    assert closed is None
    with reading():
        lines = view_for_staff(deliberation_id, at=DURING).lines
    assert lines[0].standing is (Standing.GAVE_POSITION if reported else Standing.RECUSED)


def test_a_meeting_counts_those_present_and_the_chair_closes_it(database: Flask) -> None:
    board = make_board(5)
    opened = put(MEETING, matters=1)
    (deliberation_id,) = opened.deliberation_ids
    assert refused(lambda: _approve(deliberation_id, board[0], MEETS_AT - INSTANT)) == ["committees.meeting_ahead"]
    answer(deliberation_id, board[0], Choice.APPROVE, at=MEETS_AT)
    closing = {"deliberation_id": deliberation_id, "at": MEETS_AT}
    assert refused(lambda: close_as_chair(**closing, by=board[0].actor)) == ["committees.attendance_to_note"]
    present = [member.seat_id for member in board[:3]]
    noting = {"sitting_id": opened.sitting_id, "by": SECRETARIAT, "at": MEETS_AT}
    assert refused(lambda: note_attendance(**noting, present=present[1:])) == ["committees.present_by_position"]
    with transaction():
        note_attendance(**noting, present=present)
        note_attendance(**noting, present=present)
    assert events_of("sitting", opened.sitting_id).count("committees.attendance_noted") == 1
    assert refused(lambda: close_as_chair(**closing, by=board[1].actor)) == ["committees.not_the_chair"]
    with transaction():
        found = close_as_chair(**closing, by=board[0].actor)
    assert (found.outcome, found.tally.attending, found.tally.given) == (Outcome.APPROVED, 3, 1)


def test_the_secretariat_writes_down_the_minutes_but_not_over_what_a_holder_said(database: Flask) -> None:
    board = make_board(3)
    opened = put(MEETING, matters=1)
    (deliberation_id,) = opened.deliberation_ids
    answer(deliberation_id, board[0], Choice.REFUSE, at=MEETS_AT)

    def note(member: BoardMember, choice: Choice) -> int:
        return record_position(
            deliberation_id=deliberation_id, seat_id=member.seat_id, choice=choice, reason="議事録のとおり", by=SECRETARIAT, at=MEETS_AT
        )

    assert refused(lambda: note(board[0], Choice.APPROVE)) == ["committees.given_by_holder"]
    with transaction():
        first, again = note(board[1], Choice.APPROVE), note(board[1], Choice.APPROVE)
        corrected = note(board[1], Choice.REFUSE)
    assert first == again != corrected
    with reading():
        staff, sitting = view_for_staff(deliberation_id, at=MEETS_AT), view_sitting(opened.sitting_id, on=civil_date(MEETS_AT))
    assert [line.choice for line in staff.lines] == [None, Choice.REFUSE, None], "staff see before the close what they wrote down themselves"
    assert [seat.is_present for seat in sitting.seats] == [True, True, False]
    _approve_in(deliberation_id, board[1])
    assert result(deliberation_id, MEETS_AT)[0] is Outcome.DEFERRED
    assert "committees.position_recorded" in events_of("deliberation", deliberation_id)


def _approve_in(deliberation_id: int, member: BoardMember) -> None:
    with transaction():
        _approve(deliberation_id, member, MEETS_AT)


def test_a_meeting_without_a_quorum_closes_without_a_result_once_it_is_noted_who_came(database: Flask) -> None:
    board = make_board(5)
    opened = put(MEETING, matters=1)
    with transaction():
        note_attendance(sitting_id=opened.sitting_id, present=[board[0].seat_id], by=SECRETARIAT, at=MEETS_AT)
    assert result(opened.deliberation_ids[0], MEETS_AT)[0] is Outcome.DEFERRED


def test_a_board_below_three_raises_one_alarm_and_one_mail_and_says_when_it_is_complete_again(
    database: Flask, mails: Mails, clock: Clock
) -> None:
    clock.set(OPENED_AT)
    board = make_board(3)
    with transaction():
        make_account(email="jimu@mihon.example", name="見本 事務子", office=Role.SECRETARIAT, locale="ja")
    body_id = _body_id()
    assert watch_board_seats(OPENED_AT) == 0
    with transaction():
        vacate_seat(seat_id=board[2].seat_id, until_on=civil_date(OPENED_AT), cause=Departure.RESIGNATION, by=SECRETARIAT, at=OPENED_AT)
    assert [watch_board_seats(OPENED_AT), watch_board_seats(OPENED_AT), watch_board_seats(DURING)] == [1, 0, 0]
    assert events_of("body", body_id) == ["committees.board_below_minimum"]
    assert [mail["Subject"] for mail in mails("jimu@mihon.example")] == ["幹事が足りません"]
    assert refused(lambda: put(matters=1)) == ["committees.below_minimum"]


def _body_id() -> int:
    with reading():
        return int(db.session.scalar(select(Deliberation.body_id).limit(1)) or db.session.scalar(db.text("SELECT id FROM body")))


def test_below_three_seats_answers_are_taken_but_nothing_closes_by_hand_or_by_the_clock(database: Flask) -> None:
    board = make_board(3)
    deliberation_id = put(matters=1).deliberation_ids[0]
    for member in board:
        answer(deliberation_id, member, Choice.APPROVE)
    with transaction():
        vacate_seat(seat_id=board[2].seat_id, until_on=civil_date(DURING), cause=Departure.REMOVAL, by=SECRETARIAT, at=DURING)
    assert close_due_deliberations(CLOSES_AT) == 0
    assert refused(lambda: close_as_chair(deliberation_id=deliberation_id, by=board[0].actor, at=DURING)) == ["committees.below_minimum"]


def test_a_seat_ended_twice_at_once_is_ended_once(database: Flask) -> None:
    board = make_board(4)

    def end(day: date) -> None:
        vacate_seat(seat_id=board[3].seat_id, until_on=day, cause=Departure.RESIGNATION, by=SECRETARIAT, at=OPENED_AT)

    today = civil_date(OPENED_AT)
    errors = at_once(database, lambda: end(today), lambda: end(today))
    assert sorted(error is None for error in errors) == [False, True]
    assert events_of("seat", board[3].seat_id).count("committees.seat_vacated") == 1


def test_a_term_that_ends_during_a_sitting_takes_the_seat_out_of_reminders_and_counts(database: Flask, mails: Mails, clock: Clock) -> None:
    ends_on = civil_date(OPENED_AT) + timedelta(days=5)
    board = make_board(4, until_on={3: ends_on})
    address = give_account(board[3])
    deliberation_id = put(matters=1).deliberation_ids[0]
    answer(deliberation_id, board[3], Choice.REFUSE, at=start_of(ends_on) - INSTANT)
    assert refused(lambda: _approve(deliberation_id, board[3], start_of(ends_on))) == ["committees.seat_ended"]
    clock.set(OPENED_AT + timedelta(days=7))
    remind_board(OPENED_AT + timedelta(days=7))
    assert [mail for mail in mails(address) if "再度のお知らせ" in mail["Subject"]] == []
    for member in board[:2]:
        answer(deliberation_id, member, Choice.APPROVE)
    assert result(deliberation_id) == (Outcome.APPROVED, 3)
    with reading():
        (summary,) = list_deliberations_about(subject_type="sample", subject_id=1)
    assert summary.outcome is Outcome.APPROVED


def test_with_everybody_recused_the_matter_goes_to_the_assembly(database: Flask) -> None:
    board = make_board(3)
    deliberation_id = put(matters=1).deliberation_ids[0]
    for member in board[:2]:
        declare(deliberation_id, member, ConflictState.CONFLICTED, text="兼職")
    with transaction():
        report_conflict(deliberation_id=deliberation_id, seat_id=board[2].seat_id, reason="家族", by=SECRETARIAT, at=DURING)
    assert result(deliberation_id, DURING) == (Outcome.TO_ASSEMBLY, 0)
