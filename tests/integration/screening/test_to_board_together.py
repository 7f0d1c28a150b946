"""Applications before the board together, points that it adds, checks opened again, and the packet of one page."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from platform_app.accounts.services import ensure_user
from platform_app.audit.queries import list_entries
from platform_app.bylaws.queries import rules_at
from platform_app.committees.queries import list_current_seats, list_deliberations_about
from platform_app.committees.rules.deliberations import DeliberationStatus
from platform_app.committees.rules.sittings import SittingPlan
from platform_app.committees.rules.tally import Choice, ConflictHint, ConflictState
from platform_app.committees.services import close_deliberation, declare_conflict
from platform_app.database.transaction import reading, transaction
from platform_app.documents.rules import PaperKind
from platform_app.documents.services import set_paper
from platform_app.kernel.actors import OPERATOR, Actor, ActorKind, Grant
from platform_app.kernel.clock import civil_date
from platform_app.kernel.errors import Conflict, Forbidden, NotFound, RuleViolation
from platform_app.kernel.roles import Role
from platform_app.screening.board_paper import board_paper
from platform_app.screening.models import Application, ScreeningCheck
from platform_app.screening.queries import get_application, list_checks, list_points, why_not_board
from platform_app.screening.rules.checks import Assessment, CheckKind, CheckStatus
from platform_app.screening.services.board import add_point, hints_for, seat_facts, send_many_to_board, send_to_board, usual_deadline
from platform_app.screening.services.checks import assess_point, reopen_check, take_up
from platform_app.screening.services.submission import withdraw
from tests.browsing import Visitor
from tests.integration.committees.test_at_once import at_once
from tests.integration.screening.applying import (
    AT,
    OFFICER,
    SECRETARIAT,
    applicant,
    check_all,
    decide,
    make_recommenders,
    recommend_all,
    seat_board,
    status_of,
    submitted,
    to_board,
)
from tests.integration.screening.signing_in import sign_in_as, sign_in_for_seat

Browsers = Callable[[], Visitor]
LATER = AT + timedelta(days=1)


def ready(number: int = 0) -> int:
    """An application with all checks done."""
    changed = {"corporate_number": None, "name": f"見本の会{number}", "contact_email": f"m{number}@mihon.example"} if number else {}
    application_id = submitted(**changed)
    recommend_all(application_id)
    check_all(application_id)
    return application_id


def plan() -> SittingPlan:
    """A sitting by circulation until the usual deadline."""
    return SittingPlan("入会審査", usual_deadline(rules_at(civil_date(AT)), AT))


def with_account(actor: Actor, name: str = "見本") -> Actor:
    """The same actor with an account, as who adds a point must have one."""
    with transaction():
        user_id = ensure_user(email=f"{len(name)}-{id(actor)}@mihon.example", name=name, locale="ja", by=OPERATOR, at=AT)
    return Actor(kind=ActorKind.USER, user_id=user_id, name=name, roles=actor.roles, grants=actor.grants, acting_for=actor.acting_for)


def codes(work: Callable[[], object]) -> list[str]:
    """The codes with which something is refused."""
    with pytest.raises(RuleViolation) as caught, transaction():
        work()
    return [reason.code for reason in caught.value.reasons]


def declare_none(deliberation_id: int, member: Actor) -> None:
    """A board member declares no conflict."""
    (seat_id,) = member.subject_ids(Role.BOARD_MEMBER)
    with transaction():
        declare_conflict(deliberation_id=deliberation_id, seat_id=seat_id, state=ConflictState.NONE, by=member, at=AT)


def test_several_go_to_the_board_in_one_sitting_each_with_a_deliberation_of_its_own(database: Flask) -> None:
    make_recommenders()
    seat_board()
    ids = [ready(), ready(1), ready(2)]
    with transaction():
        opened = send_many_to_board(application_ids=[ids[2], *ids, ids[0]], plan=plan(), by=SECRETARIAT, at=AT)
    assert len(opened.deliberation_ids) == 3
    assert [status_of(application_id) for application_id in ids] == ["before_board"] * 3
    with reading():
        summaries = [list_deliberations_about(subject_type="application", subject_id=application_id) for application_id in ids]
    assert {summary.sitting_id for (summary,) in summaries} == {opened.sitting_id}


def test_one_that_is_not_ready_keeps_all_where_they_are(database: Flask) -> None:
    make_recommenders()
    seat_board()
    done, open_one = ready(), submitted(corporate_number=None, name="見本の会", contact_email="m@mihon.example")
    with transaction():
        take_up(application_id=open_one, by=SECRETARIAT, at=AT)
    refusal = codes(lambda: send_many_to_board(application_ids=[done, open_one], plan=plan(), by=SECRETARIAT, at=AT))
    assert refusal == ["screening.one_not_ready"]
    assert [status_of(done), status_of(open_one)] == ["under_check", "under_check"]


def test_the_same_choice_sent_twice_at_once_opens_one_sitting(database: Flask) -> None:
    make_recommenders()
    seat_board()
    ids = [ready(), ready(1)]

    def send() -> None:
        send_many_to_board(application_ids=ids, plan=plan(), by=SECRETARIAT, at=AT)

    errors = at_once(database, send, send)
    assert sorted(error is None for error in errors) == [False, True]
    with reading():
        assert len(list_deliberations_about(subject_type="application", subject_id=ids[0])) == 1


def test_a_withdrawal_and_a_close_at_once_end_in_one_way(database: Flask) -> None:
    make_recommenders()
    seat_board()
    application_id = submitted()
    deliberation_id = to_board(application_id)
    deadline = usual_deadline(rules_at(civil_date(AT)), AT)
    errors = at_once(
        database,
        lambda: withdraw(application_id=application_id, by=applicant(application_id), at=deadline),
        lambda: close_deliberation(deliberation_id=deliberation_id, by=SECRETARIAT, at=deadline),
    )
    with reading():
        (summary,) = list_deliberations_about(subject_type="application", subject_id=application_id)
    assert errors[0] is None, "a deferred application may be withdrawn as well"
    assert status_of(application_id) == "withdrawn"
    assert summary.status is (DeliberationStatus.CALLED_OFF if errors[1] else DeliberationStatus.CLOSED)


def test_the_pages_choose_preview_and_open(app: Flask, visitor: Browsers) -> None:
    with app.app_context():
        make_recommenders()
        seat_board()
        done = ready()
        waiting = submitted(corporate_number=None, name="見本の会", contact_email="m@mihon.example")
        with transaction():
            take_up(application_id=waiting, by=SECRETARIAT, at=AT)
    browser = sign_in_as(app, visitor(), Role.SECRETARIAT)
    page = browser.get("/secretariat/applications/to-board")
    assert "Ready" in page.text and "Still open: Completeness." in page.text
    page = browser.get(f"/secretariat/applications/to-board/preview?application={done}&application={waiting}&application=x")
    assert "Not ready: stays where it is" in page.text and "Applications that go to the board: 1" in page.text
    page = browser.submit("to-board", mode="meeting", meets_on="2026-12-10", meets_time="25:00", place="Room 1")
    assert "Please write the time like 14:00." in page.text
    page = browser.submit("to-board", mode="meeting", meets_on="2026-11-24", meets_time="14:00", place="")
    assert "at least 7 clear days" in page.text and "where the meeting takes place" in page.text
    page = browser.submit("to-board", mode="circular", title="Admission in November")
    assert "Applications that are now before the board: 1" in page.text and "Admission in November" in page.text
    with app.app_context():
        assert [status_of(done), status_of(waiting)] == ["before_board", "under_check"]


def test_a_board_member_adds_a_point_that_is_checked_after_the_board_has_deferred(database: Flask) -> None:
    make_recommenders()
    board = seat_board()
    application_id = submitted()
    deliberation_id = to_board(application_id)
    member = with_account(board[0], "見本 幹事0")

    def add(by: Actor, title: str = "現地の確認") -> int:
        with transaction():
            return add_point(application_id=application_id, title=title, by=by, at=AT)

    with pytest.raises(NotFound):
        add(member)
    declare_none(deliberation_id, board[0])
    point_id = add(member)
    with pytest.raises(Conflict):
        add(member)
    assert status_of(application_id) == "before_board", "a point is no return to the check"
    with reading():
        paper = board_paper(application_id, for_actor=member, at=AT)
    assert paper["points"] == [["現地の確認", "見本 幹事0", "未了", ""]]
    decide(deliberation_id, board, Choice.DEFER, "現地を見てから判断したい。")
    with transaction():
        take_up(application_id=application_id, by=SECRETARIAT, at=LATER)
    with reading():
        assert [reason.code for reason in why_not_board(get_application(application_id))] == ["screening.point_pending"]
    assess = {"application_id": application_id, "check_id": point_id, "by": SECRETARIAT, "at": LATER}
    assert codes(lambda: assess_point(**assess, assessment=None, note="")) == ["screening.assessment_not_chosen", "screening.assessment_missing"]
    with transaction():
        assess_point(**assess, assessment=Assessment.INSUFFICIENT, note="訪問したが確かめられなかった。")
        send_to_board(application_id=application_id, by=SECRETARIAT, at=LATER)
    assert status_of(application_id) == "before_board"


def test_the_secretariat_adds_a_point_on_the_boards_behalf_but_nobody_without_an_account(database: Flask) -> None:
    make_recommenders()
    seat_board()
    application_id = ready()
    with pytest.raises(Forbidden), transaction():
        add_point(application_id=application_id, title="x", by=SECRETARIAT, at=AT)
    with pytest.raises(NotFound), transaction():
        add_point(application_id=application_id, title="x", by=OFFICER, at=AT)
    staff = with_account(SECRETARIAT)
    with transaction():
        add_point(application_id=application_id, title="現地の確認", by=staff, at=AT)
    assert codes(lambda: send_to_board(application_id=application_id, by=SECRETARIAT, at=AT)) == ["screening.point_pending"]
    with reading():
        assert [point.title for point in list_points(application_id)] == ["現地の確認"]
        events = [entry.event for entry in list_entries(subject_type="application", subject_id=application_id)]
    assert "screening.point_added" in events


def test_a_check_is_opened_again_with_a_reason_and_a_sealed_conclusion_stays_sealed(database: Flask) -> None:
    make_recommenders()
    application_id = ready()
    with reading():
        ids = {kind: check.id for kind, check in list_checks(application_id).items()}
    reopening = {"application_id": application_id, "by": SECRETARIAT, "at": AT}
    assert codes(lambda: reopen_check(**reopening, check_id=ids[CheckKind.RECOMMENDATION], reason="x")) == ["screening.check_satisfies_itself"]
    with transaction():
        reopen_check(**reopening, check_id=ids[CheckKind.ANTI_SOCIAL_FORCES], reason="新しい情報があった。")
    with reading():
        check = list_checks(application_id)[CheckKind.ANTI_SOCIAL_FORCES]
        assert (check.status, check.reopening_reason, check.sealed_conclusion) == (CheckStatus.PENDING, "新しい情報があった。", "none")
    with pytest.raises(NotFound), transaction():
        reopen_check(application_id=submitted(corporate_number=None, name="別の会"), check_id=ids[CheckKind.COMPLETENESS], reason="x", by=SECRETARIAT, at=AT)


def test_a_holder_who_acts_for_a_recommender_is_hinted(database: Flask) -> None:
    make_recommenders()
    seat_board("見本推薦団体1 代表")
    application_id = submitted()
    with reading():
        hints = hints_for(get_application(application_id), seat_facts(civil_date(AT)), on=civil_date(AT))
    assert list(hints.values()) == [frozenset({ConflictHint.PERSON_OF_RECOMMENDER})]


def test_the_paper_is_one_page_whatever_it_says_and_names_who_asked_for_it(database: Flask) -> None:
    make_recommenders()
    board = seat_board()
    application_id = submitted()
    to_board(application_id)
    with transaction():
        application = database.extensions["sqlalchemy"].session.get_one(Application, application_id)
        long_record = [{"what": "あ" * 500, "since": "2019-04", "address": "https://mihon.example/" + "x" * 200}] * 20
        application.answers = {**application.answers, "purpose": "い" * 4000, "activities": "う\n" * 2000, "activity_record": long_record}
        for check in list_checks(application_id).values():
            check.note = "え" * 4000
        user_id = ensure_user(email="p@mihon.example", name="見本", locale="ja", by=OPERATOR, at=AT)
        points = [
            ScreeningCheck(application_id=application_id, kind=CheckKind.ADDITIONAL, title=f"{n}" + "お" * 150, added_by_id=user_id) for n in range(8)
        ]
        database.extensions["sqlalchemy"].session.add_all(points)
    reader = Actor(
        kind=ActorKind.USER, name="見本 幹事0", roles=board[0].roles, acting_for=board[0].acting_for,
        grants=tuple(Grant(grant.role, grant.member_id, grant.subject_id, "見本幹事団体0") for grant in board[0].grants),
    )
    with reading():
        paper = board_paper(application_id, for_actor=reader, at=AT)
    assert paper["recipient"] == "見本幹事団体0\u3000見本 幹事0"
    assert "1970" not in repr(paper), "no birth dates"
    made = set_paper(kind=PaperKind.BOARD_PACKET, data=paper)
    assert len(re.findall(rb"/Type\s*/Page\b", made)) == 1


def test_the_packet_is_handed_out_after_declaring_no_conflict_only(app: Flask, visitor: Browsers) -> None:
    with app.app_context():
        make_recommenders()
        board = seat_board()
        deliberation_id = to_board(submitted())
        person_id = list_current_seats(civil_date(AT))[0].person_id
    browser = sign_in_for_seat(app, visitor(), person_id)
    address = f"/board/deliberations/{deliberation_id}/packet"
    assert browser.get(address).status == 404
    assert browser.get(f"/board/deliberations/{deliberation_id}/points/new").status == 404
    with app.app_context():
        declare_none(deliberation_id, board[0])
    assert browser.get(address).status == 200
    browser.get(f"/board/deliberations/{deliberation_id}/points/new")
    assert browser.submit("points/new", title="").status == 422
    page = browser.submit("points/new", title="Visit on site")
    assert "Point of the board: Visit on site" in page.text and "Added by 見本 幹事" in page.text


def test_with_every_seat_recused_the_page_says_what_the_secretariat_can_do(app: Flask, visitor: Browsers) -> None:
    with app.app_context():
        make_recommenders()
        board = seat_board()
        application_id = submitted()
        deliberation_id = to_board(application_id)
        with transaction():
            for member in board:
                (seat_id,) = member.subject_ids(Role.BOARD_MEMBER)
                declare_conflict(
                    deliberation_id=deliberation_id, seat_id=seat_id, state=ConflictState.CONFLICTED, text="兼職", by=member, at=AT
                )
            close_deliberation(deliberation_id=deliberation_id, by=SECRETARIAT, at=AT)
        assert status_of(application_id) == "deferred"
    browser = sign_in_as(app, visitor(), Role.SECRETARIAT)
    assert "Please prepare a bill for the next assembly" in browser.get(f"/secretariat/applications/{application_id}").text
    assert "It is for the general assembly" in browser.get(f"/secretariat/board/deliberations/{deliberation_id}").text
    assert "Put several applications to the board" in browser.get("/secretariat/applications").text
