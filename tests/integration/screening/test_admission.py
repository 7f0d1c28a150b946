"""The way of an application from submission to release, through the services."""

import threading
from datetime import timedelta

import pytest
from flask import Flask

from platform_app.audit.queries import list_entries
from platform_app.committees.rules.tally import Choice
from platform_app.database.transaction import transaction
from platform_app.extensions import db
from platform_app.kernel.errors import Conflict, Forbidden, NotFound, RuleViolation, Unavailable
from platform_app.members.queries import find_by_corporate_number, people_of
from platform_app.screening.models import Application, ApplicationDecision, ApplicationOfficer, ScreeningCheck
from platform_app.screening.queries import find_decision, list_checks, list_recommendations
from platform_app.screening.rules.checks import OF_EVERY_APPLICATION, CheckKind, CheckStatus, Conclusion, Outcome
from platform_app.screening.rules.form import STEP_FIELDS, Step
from platform_app.screening.services.applications import save_step, step_values
from platform_app.screening.services.board import send_to_board
from platform_app.screening.services.checks import (
    conclude,
    open_sealed,
    satisfy_check,
    take_up,
)
from platform_app.screening.services.planning import preview_release
from platform_app.screening.services.release import edit_reasons, release
from platform_app.screening.services.returns import return_for_correction
from platform_app.screening.services.submission import send_in, withdraw
from platform_app.watchlists.services.small import match_at_once
from tests.integration.screening.applying import (
    AT,
    CONTRACTOR,
    OFFICER,
    SECRETARIAT,
    admit_body,
    applicant,
    check_all,
    decided,
    document,
    make_recommenders,
    recommend_all,
    seat_board,
    status_of,
    submitted,
    to_board,
)

NUMBER = "5835678256246"


@pytest.fixture
def ready(app: Flask) -> Flask:
    """An application context with the recommenders of the example."""
    with app.app_context():
        make_recommenders()
        yield app


def test_an_application_is_admitted_from_end_to_end(ready: Flask) -> None:
    application_id = decided(seat_board())
    assert status_of(application_id) == "decided"
    with transaction():
        release(application_id=application_id, by=SECRETARIAT, at=AT)
    application = db.session.get_one(Application, application_id)
    on = AT.date() + timedelta(days=1)
    member = find_by_corporate_number(NUMBER, on=on)
    assert (application.status.value, application.member_id) == ("approved", member.id)
    assert {person.name for person in people_of(member.id, on=on)} == {"見本 花子", "見本 太郎", "見本 議子"}
    decision = find_decision(application_id)
    assert decision.letter_id is not None
    names = [entry.event for entry in list_entries(subject_type="application", subject_id=application_id)]
    assert names[-1] == "screening.application_approved"


def test_a_held_decision_tells_its_outcome_nowhere_in_the_ledger(ready: Flask) -> None:
    application_id = decided(seat_board(), Choice.REFUSE)
    for entry in list_entries(subject_type="application", subject_id=application_id):
        assert "refus" not in str(entry.data)


def test_a_refusal_carries_the_reasons_of_the_board_and_may_be_followed_by_another_application(ready: Flask) -> None:
    application_id = decided(seat_board(), Choice.REFUSE)
    assert find_decision(application_id).reasons == "活動実績が十分です。"
    with transaction():
        edit_reasons(application_id=application_id, reasons="", by=SECRETARIAT, at=AT)
    with pytest.raises(RuleViolation, match="screening.reasons_missing"), transaction():
        release(application_id=application_id, by=SECRETARIAT, at=AT)
    with transaction():
        edit_reasons(application_id=application_id, reasons="活動の記録が足りません。", by=SECRETARIAT, at=AT)
        release(application_id=application_id, by=SECRETARIAT, at=AT)
    assert status_of(application_id) == "refused"
    assert status_of(submitted()) == "submitted"


def test_a_deferred_application_is_taken_up_again(ready: Flask) -> None:
    application_id = decided(seat_board(), Choice.DEFER)
    assert status_of(application_id) == "deferred"
    with pytest.raises(NotFound):
        preview_release(application_id=application_id, at=AT)
    with transaction():
        take_up(application_id=application_id, by=SECRETARIAT, at=AT)
        send_to_board(application_id=application_id, by=SECRETARIAT, at=AT)
    assert status_of(application_id) == "before_board"


def test_a_decision_is_released_once_even_if_twice_at_the_same_time(ready: Flask) -> None:
    application_id = decided(seat_board())
    outcomes: list[str] = []

    def release_it() -> None:
        """Release in a transaction of its own."""
        with ready.app_context():
            try:
                with transaction():
                    release(application_id=application_id, by=SECRETARIAT, at=AT)
                outcomes.append("done")
            except (RuleViolation, Conflict) as error:
                outcomes.append(type(error).__name__)

    db.session.rollback()
    threads = [threading.Thread(target=release_it) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("done") == 1
    assert len(outcomes) == 4


def test_the_same_applicant_twice_is_refused_by_the_database(ready: Flask) -> None:
    submitted()
    with pytest.raises(RuleViolation, match="screening.already_applied"):
        submitted(contact_email="other@hidamari.example.jp")


def test_the_same_applicant_twice_at_the_same_time_is_taken_once(ready: Flask) -> None:
    found: list[str] = []

    def submit_it(number: int) -> None:
        """Send the same application in from another address."""
        with ready.app_context():
            try:
                submitted(contact_email=f"person{number}@hidamari.example.jp")
                found.append("done")
            except (RuleViolation, Conflict) as error:
                found.append(type(error).__name__)

    db.session.rollback()
    threads = [threading.Thread(target=submit_it, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found.count("done") == 1
    assert len(found) == 3


def test_a_member_cannot_apply_again(ready: Flask) -> None:
    with transaction():
        admit_body("既存の会員", corporate_number=NUMBER)
    with pytest.raises(RuleViolation, match="screening.already_applied"):
        submitted()


def test_a_return_is_corrected_and_opens_only_what_it_touches(ready: Flask) -> None:
    application_id = submitted()
    check_all(application_id)
    me = applicant(application_id)
    with transaction():
        return_for_correction(application_id=application_id, remark="電話番号を直してください。", by=CONTRACTOR, at=AT)
        values = step_values(db.session.get_one(Application, application_id), Step.ACTIVITIES) | {"activities": "居場所の運営"}
        save_step(application_id=application_id, step=Step.ACTIVITIES, values=values, shown=None, by=me, at=AT)
        send_in(application_id=application_id, by=me, at=AT)
    statuses = {kind: check.status for kind, check in list_checks(application_id).items()}
    assert statuses[CheckKind.COMPLETENESS] is CheckStatus.PENDING
    assert statuses[CheckKind.ACTIVITY_RECORD] is CheckStatus.PENDING
    assert statuses[CheckKind.ANTI_SOCIAL_FORCES] is CheckStatus.SATISFIED
    assert status_of(application_id) == "under_check"


def test_a_corrected_birth_date_opens_the_check_that_rests_on_it(ready: Flask) -> None:
    application_id = submitted()
    check_all(application_id)
    me = applicant(application_id)
    with transaction():
        return_for_correction(application_id=application_id, remark="役員名簿を確かめてください。", by=CONTRACTOR, at=AT)
        values = step_values(db.session.get_one(Application, application_id), Step.OFFICERS)
        officers = [officer | {"birth_on": "1901-02-03"} for officer in values["officers"]]
        save_step(application_id=application_id, step=Step.OFFICERS, values={"officers": officers}, shown=None, by=me, at=AT)
        send_in(application_id=application_id, by=me, at=AT)
    assert list_checks(application_id)[CheckKind.ANTI_SOCIAL_FORCES].status is CheckStatus.PENDING


def test_nobody_takes_the_name_of_its_recommender_afterwards(ready: Flask) -> None:
    application_id = submitted()
    recommend_all(application_id)
    check_all(application_id)
    me = applicant(application_id)
    with transaction():
        return_for_correction(application_id=application_id, remark="名称を確かめてください。", by=CONTRACTOR, at=AT)
        application = db.session.get_one(Application, application_id)
        (step,) = (step for step in STEP_FIELDS if "name" in STEP_FIELDS[step])
        values = step_values(application, step) | {"name": list_recommendations(application_id)[0].label}
        save_step(application_id=application_id, step=step, values=values, shown=None, by=me, at=AT)
    with pytest.raises(RuleViolation, match="screening.recommends_itself"), transaction():
        send_in(application_id=application_id, by=me, at=AT)
    assert status_of(application_id) == "returned"


def test_the_board_is_not_asked_while_a_recommendation_is_open(ready: Flask) -> None:
    seat_board()
    application_id = submitted()
    check_all(application_id)
    with pytest.raises(RuleViolation, match="screening.check_pending"), transaction():
        send_to_board(application_id=application_id, by=SECRETARIAT, at=AT)
    recommend_all(application_id)
    with transaction():
        send_to_board(application_id=application_id, by=SECRETARIAT, at=AT)


def test_a_board_below_three_seats_leaves_the_application_with_the_secretariat(ready: Flask) -> None:
    application_id = submitted()
    recommend_all(application_id)
    check_all(application_id)
    with pytest.raises(RuleViolation), transaction():
        send_to_board(application_id=application_id, by=SECRETARIAT, at=AT)
    assert status_of(application_id) == "under_check"


def test_withdrawing_calls_the_deliberation_off_and_closes_the_links(ready: Flask) -> None:
    seat_board()
    application_id = submitted()
    to_board(application_id)
    with transaction():
        withdraw(application_id=application_id, by=applicant(application_id), at=AT)
    assert status_of(application_id) == "withdrawn"
    with pytest.raises(RuleViolation, match="screening.too_late"), transaction():
        withdraw(application_id=application_id, by=applicant(application_id), at=AT)


def test_another_applicant_finds_nothing(ready: Flask) -> None:
    application_id = submitted()
    with pytest.raises(NotFound), transaction():
        withdraw(application_id=application_id, by=applicant(application_id + 1), at=AT)


def test_birth_dates_and_the_sealed_conclusion_are_not_readable_in_the_database(ready: Flask) -> None:
    officers = [{"name": "見本 花子", "kana": "ミホン ハナコ", "role": "理事長", "birth_on": "1970-01-02"}]
    application_id = submitted(officers=officers)
    check_all(application_id)
    raw = db.session.connection().exec_driver_sql("SELECT birth_on FROM application_officer").scalar_one()
    assert "1970" not in raw
    sealed = db.session.connection().exec_driver_sql("SELECT sealed_conclusion FROM screening_check WHERE sealed_conclusion IS NOT NULL").scalar_one()
    assert sealed != "none"
    assert db.session.query(ApplicationOfficer).filter_by(application_id=application_id).one().birth_on == "1970-01-02"


def test_only_a_screening_officer_concludes_once_the_names_are_matched_and_opening_is_recorded(ready: Flask) -> None:
    application_id = submitted()
    with transaction():
        take_up(application_id=application_id, by=SECRETARIAT, at=AT)
    with pytest.raises(Forbidden), transaction():
        conclude(application_id=application_id, conclusion=Conclusion.NONE, by=SECRETARIAT, at=AT)
    with pytest.raises(RuleViolation, match="screening.names_waiting"), transaction():
        conclude(application_id=application_id, conclusion=Conclusion.DISCUSS, note="同姓同名", by=OFFICER, at=AT)
    with transaction():
        match_at_once(at=AT)
        conclude(application_id=application_id, conclusion=Conclusion.DISCUSS, note="同姓同名", by=OFFICER, at=AT)
        assert open_sealed(application_id=application_id, reason="確認のため", by=OFFICER, at=AT) == (Conclusion.DISCUSS, "同姓同名")
    assert list_entries(subject_type="application", subject_id=application_id)[-1].event == "screening.sealed_conclusion_opened"


def test_a_correction_never_erases_a_sealed_conclusion(ready: Flask) -> None:
    application_id = submitted()
    me = applicant(application_id)
    with transaction():
        take_up(application_id=application_id, by=SECRETARIAT, at=AT)
        match_at_once(at=AT)
        conclude(application_id=application_id, conclusion=Conclusion.CONFIRMED, note="名簿と一致", by=OFFICER, at=AT)
        return_for_correction(application_id=application_id, remark="役員名簿を確かめてください。", by=SECRETARIAT, at=AT)
        officers = [{"name": "見本 花子", "kana": "ミホン ハナ", "role": "理事長", "birth_on": None}]
        save_step(application_id=application_id, step=Step.OFFICERS, values={"officers": officers}, shown=None, by=me, at=AT)
        send_in(application_id=application_id, by=me, at=AT)
    with transaction():
        match_at_once(at=AT)
        conclude(application_id=application_id, conclusion=Conclusion.DISCUSS, note="読みが変わった", by=OFFICER, at=AT)
        conclusion, grounds = open_sealed(application_id=application_id, reason="確認のため", by=OFFICER, at=AT)
    assert conclusion is Conclusion.DISCUSS
    assert grounds == "読みが変わった\n\nconfirmed: 名簿と一致"


def test_a_contractor_checks_but_does_not_assess(ready: Flask) -> None:
    application_id = submitted()
    with transaction():
        take_up(application_id=application_id, by=CONTRACTOR, at=AT)
        satisfy_check(application_id=application_id, kind=CheckKind.COMPLETENESS, by=CONTRACTOR, at=AT)
    with pytest.raises(Exception, match="error.forbidden"), transaction():
        satisfy_check(application_id=application_id, kind=CheckKind.ACTIVITY_RECORD, note="x", by=CONTRACTOR, at=AT)


def test_a_shared_officer_is_flagged_and_refuses_nothing(ready: Flask) -> None:
    with transaction():
        third = admit_body("見本姉妹団体", officer="見本花子")
    application_id = submitted(recommenders={"members": [1, 3]})
    flags = {row.member_id: row.is_affiliate for row in list_recommendations(application_id)}
    assert flags[third] is True
    assert sorted(flags.values()) == [False, True]


def test_the_rows_are_what_the_rules_say(ready: Flask) -> None:
    application_id = decided(seat_board())
    assert db.session.query(ApplicationDecision).filter_by(application_id=application_id).one().outcome is Outcome.APPROVED
    assert db.session.query(ScreeningCheck).filter_by(application_id=application_id).count() == len(OF_EVERY_APPLICATION)
    assert document()["name"] == db.session.get_one(Application, application_id).name


@pytest.mark.parametrize("stored", ["moved", "2:altered"])
def test_a_protected_text_that_was_moved_or_altered_is_unavailable_and_never_shown(ready: Flask, stored: str) -> None:
    officers = [{"name": "見本 花子", "kana": "ミホン ハナコ", "role": "理事長", "birth_on": "1970-01-02"}]
    application_id = submitted(officers=officers)
    with transaction():
        take_up(application_id=application_id, by=SECRETARIAT, at=AT)
        match_at_once(at=AT)
        conclude(application_id=application_id, conclusion=Conclusion.DISCUSS, note="同姓同名", by=OFFICER, at=AT)
        moved = db.session.execute(db.text("SELECT birth_on FROM application_officer")).scalar_one() if stored == "moved" else stored
        db.session.execute(db.text("UPDATE screening_check SET sealed_note = :stored WHERE sealed_note IS NOT NULL"), {"stored": moved})
    db.session.expire_all()
    with pytest.raises(Unavailable, match="error.field_key"), transaction():
        open_sealed(application_id=application_id, reason="確認のため", by=OFFICER, at=AT)
