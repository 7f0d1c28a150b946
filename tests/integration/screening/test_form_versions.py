"""Two versions of the form at once: a draft keeps the one it was begun with, from its pages to the register."""

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from flask import Flask

from platform_app.accounts.services import ensure_user
from platform_app.committees.rules.tally import Choice
from platform_app.database.transaction import transaction
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.errors import RuleViolation
from platform_app.members.queries import people_of
from platform_app.members.queries.record import get_record
from platform_app.members.rules import PublicField, TermRole
from platform_app.screening.answers import schema
from platform_app.screening.models import Application
from platform_app.screening.queries import list_attachments
from platform_app.screening.rules.form import Slot, Step
from platform_app.screening.services.applications import begin_draft, save_step
from platform_app.screening.services.attachments import attach_address
from platform_app.screening.services.data import submit_document
from platform_app.screening.services.release import release
from tests.browsing import Visitor
from tests.integration.screening.applying import (
    AT,
    EXAMPLE,
    SECRETARIAT,
    applicant,
    decide,
    decided,
    make_recommenders,
    seat_board,
    submitted,
    to_board,
)
from tests.integration.screening.signing_in import ADDRESS, begin

FIRST: dict[str, Any] = schema(1)["$defs"]["application"]["examples"][0]
Mails = Callable[[str], list[EmailMessage]]
Browsers = Callable[[], Visitor]


def old_draft(address: str = ADDRESS) -> int:
    """A draft that was begun when there was only the first version."""
    with transaction():
        user_id = ensure_user(email=address, name="", locale="en", by=OPERATOR, at=AT)
        return begin_draft(user_id=user_id, form_version=1, by=OPERATOR, at=AT).id


def test_an_application_of_the_first_version_is_admitted_with_its_fields(database: Flask) -> None:
    make_recommenders()
    board = seat_board()
    with transaction():
        application_id = submit_document(document=FIRST, by=OPERATOR, at=AT).application_id
    decide(to_board(application_id), board, Choice.APPROVE)
    with transaction():
        release(application_id=application_id, by=SECRETARIAT, at=AT)
    application = db.session.get_one(Application, application_id)
    assert (application.form_version, application.notice_version) == (1, "1")
    assert application.member_id is not None
    assert get_record(application.member_id).particulars.publishes == {PublicField.NAME, PublicField.PREFECTURE, PublicField.WEBSITE}


def test_the_second_version_s_people_and_consents_reach_the_register(database: Flask) -> None:
    make_recommenders()
    application_id = decided(seat_board())
    with transaction():
        release(application_id=application_id, by=SECRETARIAT, at=AT)
    member_id = db.session.get_one(Application, application_id).member_id
    assert member_id is not None
    roles = {(person.name, person.role) for person in people_of(member_id, on=(AT + timedelta(days=1)).date())}
    assert roles == {("見本 花子", TermRole.REPRESENTATIVE), ("見本 太郎", TermRole.CONTACT), ("見本 議子", TermRole.DELEGATE)}
    assert get_record(member_id).particulars.publishes == {
        PublicField.NAME, PublicField.PREFECTURE, PublicField.WEBSITE, PublicField.ACTIVITIES,
    }


def test_one_person_named_twice_is_one_person_with_both_roles(database: Flask) -> None:
    make_recommenders()
    people = [{"name": "見本　花子", "roles": ["delegate"]}, {"name": "見本 太郎", "email": "t@mihon.example", "roles": ["contact"]}]
    application_id = decided(seat_board(), further_people=people)
    with transaction():
        release(application_id=application_id, by=SECRETARIAT, at=AT)
    member_id = db.session.get_one(Application, application_id).member_id
    assert member_id is not None
    found = people_of(member_id, on=(AT + timedelta(days=1)).date())
    assert len({person.person_id for person in found}) == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"attachments": [{"slot": "evidence", "address": "https://mihon.example/", "entry": 2}]}, "attachments/0/entry"),
        ({"attachments": [{"slot": "articles", "address": "https://mihon.example/", "entry": 1}]}, "attachments/0/entry"),
        ({"notice": {"version": "99", "accepted": True}}, "notice/version"),
        ({"pledge": {"version": "99", "accepted": True, "by": "見本 花子"}}, "pledge/version"),
    ],
)
def test_what_the_schema_cannot_know_is_told_at_its_place(database: Flask, change: dict[str, Any], field: str) -> None:
    make_recommenders()
    with pytest.raises(RuleViolation) as refused:
        submitted(**change)
    assert [reason.field for reason in refused.value.reasons] == [field]


def test_evidence_as_data_belongs_to_its_entry(database: Flask) -> None:
    make_recommenders()
    paper = {"slot": "evidence", "address": "https://hidamari.example.jp/shashin", "entry": 1}
    bare = [{"what": "週三日の居場所", "since": "2013"}]
    application_id = submitted(activity_record=bare, attachments=[*EXAMPLE["attachments"], paper])
    (entry,) = db.session.get_one(Application, application_id).answers["activity_record"]
    assert [row.entry for row in list_attachments(application_id) if row.slot is Slot.EVIDENCE] == [entry["key"]]


@pytest.mark.parametrize(("step", "name"), [(Step.PEOPLE, "further_people"), (Step.ACTIVITIES, "subcommittee_wishes"), (Step.PLEDGE, "publication")])
def test_an_old_draft_refuses_what_its_version_lacks(database: Flask, step: Step, name: str) -> None:
    application_id = old_draft()
    with pytest.raises(RuleViolation) as refused, transaction():
        save_step(application_id=application_id, step=step, values={name: "x"}, shown=None, by=applicant(application_id), at=AT)
    assert [(reason.code, reason.field) for reason in refused.value.reasons] == [("screening.field_unknown", name)]


def test_a_page_refuses_an_answer_that_its_version_lacks_and_keeps_what_was_typed(app: Flask, visitor: Browsers, mails: Mails) -> None:
    with app.app_context():
        application_id = old_draft()
    browser = visitor()
    assert begin(browser, mails) == application_id
    page = browser.get(f"/apply/{application_id}/pledge")
    assert "publication_consent" in page.html
    assert 'name="publication"' not in page.html
    fields = [*page.form().fields, ("publication", "name"), ("pledged_by", "見本 花子")]
    page = browser.post(f"/apply/{application_id}/pledge", [pair for pair in fields if pair != ("pledged_by", "")])
    assert page.status == 422
    assert "no field “publication”" in page.text
    assert 'value="見本 花子"' in page.html
    with app.app_context():
        assert db.session.get_one(Application, application_id).answers == {}


def test_an_old_draft_is_shown_and_completed_with_its_own_fields(app: Flask, visitor: Browsers, mails: Mails) -> None:
    with app.app_context():
        application_id = old_draft()
    browser = visitor()
    begin(browser, mails)
    assert "further_people" not in browser.get(f"/apply/{application_id}/people").html
    browser.get(f"/apply/{application_id}/body")
    assert browser.submit("", founded_on="2012-04-01", button="then=next").status == 200
    browser.get(f"/apply/{application_id}/activities")
    assert browser.submit("", **{"activity_record-0-what": "食堂", "activity_record-0-since": "2019"}, button="then=later").status == 200
    browser.get(f"/apply/{application_id}/pledge")
    assert browser.submit("", publication_consent="y", button="then=later").status == 200
    with app.app_context():
        assert db.session.get_one(Application, application_id).answers == {
            "founded_on": "2012-04-01", "activity_record": [{"what": "食堂", "since": "2019", "address": ""}], "publication_consent": True,
        }


def test_papers_stay_with_their_entry_when_lines_move_and_with_the_application_when_it_goes(database: Flask) -> None:
    with transaction():
        user_id = ensure_user(email=ADDRESS, name="", locale="en", by=OPERATOR, at=AT)
        application_id = begin_draft(user_id=user_id, by=OPERATOR, at=AT).id
    own = applicant(application_id)

    def write(*entries: dict[str, str]) -> list[dict[str, str]]:
        """Save the page with these entries; what stands then."""
        with transaction():
            values = {"activity_record": list(entries)}
            save_step(application_id=application_id, step=Step.ACTIVITIES, values=values, shown=None, by=own, at=AT)
        return db.session.get_one(Application, application_id).answers.get("activity_record", [])

    first, second = write({"what": "食堂", "since": "2019"}, {"what": "相談", "since": "2020"})
    with transaction():
        facts = {"slot": Slot.EVIDENCE, "address": "https://mihon.example/soudan", "entry": second["key"], "by": own, "at": AT}
        attach_address(application_id=application_id, **facts)
    assert write(second, first) == [second, first]
    assert [row.entry for row in list_attachments(application_id)] == [second["key"]]
    write(first)
    assert [row.entry for row in list_attachments(application_id)] == [None]
    with pytest.raises(RuleViolation, match="entry_unknown"), transaction():
        attach_address(application_id=application_id, **facts)


def test_the_page_of_documents_offers_evidence_for_each_entry(visitor: Browsers, mails: Mails) -> None:
    browser = visitor()
    application_id = begin(browser, mails)
    browser.get(f"/apply/{application_id}/activities")
    browser.submit("", **{"activity_record-0-what": "週三日の居場所", "activity_record-0-since": "2019"}, button="then=later")
    page = browser.get(f"/apply/{application_id}/documents")
    assert "Evidence of “週三日の居場所”" in page.text
    assert browser.submit("", slot="evidence:e2", address="https://mihon.example/").status == 422
    assert browser.submit("", slot="evidence:e1", address="https://mihon.example/").status == 200
