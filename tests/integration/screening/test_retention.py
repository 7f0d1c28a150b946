"""What the rules say is due is erased: contents, files, mails and letters go; number, dates and outcome stay; a legal hold keeps all of it."""

import json
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import text

from platform_app.audit.queries import list_entries, verify
from platform_app.audit.services import seal
from platform_app.committees.rules.tally import Choice
from platform_app.database.transaction import transaction
from platform_app.documents.queries import get_file, get_letter
from platform_app.documents.rules import Slot as FileSlot
from platform_app.documents.services import receive_upload
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.errors import NotFound, RuleViolation
from platform_app.members.models import MembershipPeriod
from platform_app.members.rules import EndedReason
from platform_app.operations.cli.retention import retention
from platform_app.operations.retention import run_retention
from platform_app.screening.models import Application, ApplicationAttachment, ApplicationOfficer, ScreeningCheck
from platform_app.screening.queries import find_decision, list_attachments
from platform_app.screening.rules.checks import CheckKind
from platform_app.screening.rules.form import Slot
from platform_app.screening.services.release import release
from platform_app.screening.services.retention import erase_application, hold_back, lift_hold
from platform_app.screening.services.watching import watch_application
from platform_app.watchlists.services.small import match_at_once
from tests.integration.screening.applying import AT, SECRETARIAT, decided, make_recommenders, seat_board
from tests.integration.screening.releasing import application_of, held, staff
from tests.unit.documents.samples import pdf

CANARIES = ("ひだまり", "花子", "活動実績が十分です", "長く活動している団体です")
A_YEAR = timedelta(days=366)


def released():
    """An application that went the whole way and was released."""
    make_recommenders()
    application_id = decided(seat_board(), Choice.REFUSE)
    with transaction():
        release(application_id=application_id, by=SECRETARIAT, at=AT)
    return application_id


def ended(*, refused=1):
    """A released application, made from rows."""
    [decision_id] = held(1, refused=refused)
    application = application_of(decision_id)
    application_id = application.id
    with transaction():
        watch_application(application, by=OPERATOR, at=AT)
        match_at_once(at=AT)
        release(application_id=application_id, by=SECRETARIAT, at=AT)
    return application_id


def lines(at, *, is_dry=False):
    """The report of one run."""
    with transaction():
        return {line.code.partition(".")[2]: (line.due, line.erased, line.held) for line in run_retention(by=OPERATOR, at=at, is_dry=is_dry)}


def tables_with(words):
    """The tables that still hold one of the words anywhere."""
    found = set()
    for name, table in db.metadata.tables.items():
        columns = " || ' ' || ".join(f"COALESCE(CAST(\"{column.name}\" AS TEXT), '')" for column in table.columns)
        conditions = " OR ".join(f"line LIKE '%{word}%'" for word in words)
        if db.session.execute(text(f'SELECT 1 FROM (SELECT {columns} AS line FROM "{name}") AS lines WHERE {conditions} LIMIT 1')).first():
            found.add(name)
    return found


def test_a_refused_application_is_erased_after_a_year_and_not_before(database: Flask, run_jobs) -> None:
    application_id = released()
    run_jobs()
    assert lines(AT + timedelta(days=300))["refused_applications"] == (0, 0, 0)
    assert lines(AT + A_YEAR, is_dry=True)["refused_applications"] == (1, 0, 0)
    assert lines(AT + A_YEAR)["refused_applications"] == (1, 1, 0)
    assert lines(AT + A_YEAR)["refused_applications"] == (0, 0, 0)
    application = db.session.get_one(Application, application_id)
    assert (application.status.value, application.answers, application.name) == ("refused", {}, "–")
    assert application.number and application.submitted_at and application.erased_at
    decision = find_decision(application_id)
    assert (decision.outcome.value, decision.reasons, decision.bylaws_version_id > 0) == ("refused", "", True)
    letter = get_letter(decision.letter_id)
    assert (letter.file_id, letter.number, len(letter.data_sha256)) == (None, "孤プ第1号", 64)
    assert tables_with(CANARIES) == set()
    assert tables_with(["hidamari"]) == {"user_account"}
    with transaction():
        seal(at=AT + A_YEAR)
    assert list(verify()) == []
    assert list_entries(subject_type="application", subject_id=application_id)[-1].event == "screening.application_erased"


def test_files_go_with_their_application(database: Flask) -> None:
    application_id = ended()
    with transaction():
        file_id = receive_upload(stream=BytesIO(pdf()), filename="記録.pdf", slot=FileSlot.ACTIVITY_EVIDENCE, by=OPERATOR, at=AT)
        db.session.add(ApplicationAttachment(application_id=application_id, slot=Slot.EVIDENCE, file_id=file_id, added_at=AT))
    lines(AT + A_YEAR)
    assert list_attachments(application_id) == []
    with pytest.raises(NotFound):
        get_file(file_id)


def test_a_legal_hold_keeps_it_until_another_person_lifts_it(database: Flask) -> None:
    application_id = ended()
    one, two = staff(2)
    with pytest.raises(RuleViolation, match="screening.hold_why"), transaction():
        hold_back(application_id=application_id, reason=" ", by=one, at=AT)
    with transaction():
        hold_back(application_id=application_id, reason="審査への苦情を調べている。", by=one, at=AT)
    assert lines(AT + A_YEAR)["refused_applications"] == (0, 0, 1)
    assert lines(AT + A_YEAR)["ended_cases"] == (0, 0, 1)
    with pytest.raises(RuleViolation, match="screening.under_hold"), transaction():
        erase_application(record_id=application_id, by=OPERATOR, at=AT + A_YEAR)
    with pytest.raises(RuleViolation, match="screening.lifts_own_hold"), transaction():
        lift_hold(application_id=application_id, by=one, at=AT)
    with transaction():
        lift_hold(application_id=application_id, by=two, at=AT)
    found = lines(AT + A_YEAR)
    assert (found["refused_applications"], found["ended_cases"]) == ((1, 1, 0), (1, 1, 0))


def test_what_is_open_or_approved_is_never_erased(database: Flask) -> None:
    application_id = ended(refused=0)
    with pytest.raises(RuleViolation, match="screening.still_needed"), transaction():
        erase_application(record_id=application_id, by=OPERATOR, at=AT + 10 * A_YEAR)
    assert set(lines(AT + 10 * A_YEAR).values()) == {(0, 0, 0)}


def test_the_evidence_of_a_former_member_goes_a_year_after_it_left(database: Flask) -> None:
    application_id = ended(refused=0)
    left_on = (AT + timedelta(days=30)).date()
    with transaction():
        db.session.add(ApplicationOfficer(application_id=application_id, position=0, name="見本 花子", birth_on="1970-01-02"))
        sealed = {"kind": CheckKind.ANTI_SOCIAL_FORCES, "sealed_conclusion": "none", "sealed_note": "該当なし"}
        db.session.add(ScreeningCheck(application_id=application_id, **sealed))
        member_id = db.session.get_one(Application, application_id).member_id
        leave(member_id, left_on)
    assert lines(AT + timedelta(days=300))["evidence_of_former_members"] == (0, 0, 0)
    assert lines(AT + timedelta(days=400))["evidence_of_former_members"] == (1, 1, 0)
    assert {row.birth_on for row in db.session.query(ApplicationOfficer)} == {None}
    assert {row.sealed_conclusion for row in db.session.query(ScreeningCheck)} == {None}
    assert lines(AT + timedelta(days=400))["evidence_of_former_members"] == (0, 0, 0)


def leave(member_id, on):
    """End the membership on a day."""
    period = db.session.query(MembershipPeriod).filter_by(member_id=member_id).one()
    period.until_on, period.ended_reason = on, EndedReason.WITHDRAWN


def test_the_command_tells_first_and_then_does_it(app: Flask, clock) -> None:
    with app.app_context():
        ended()
    clock.set(AT + A_YEAR)
    runner = app.test_cli_runner()
    told = runner.invoke(retention, ["run", "--dry-run"])
    assert "Refused applications: 1 due, 0 erased, due since 2027-11-23" in told.output
    done = json.loads(runner.invoke(retention, ["run", "--json"]).output)
    assert done["classes"][1] == {"class": "screening.refused_applications", "due": 1, "since": "2027-11-23", "erased": 1, "held": 0}
