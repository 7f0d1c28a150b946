"""Applying again: a new draft takes over contents and papers; pledge, consents and recommendations are given anew."""

from io import BytesIO

import pytest
from flask import Flask

from platform_app.database.transaction import transaction
from platform_app.documents.queries import get_file
from platform_app.documents.rules import Slot as FileSlot
from platform_app.documents.services import receive_upload
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.errors import NotFound, RuleViolation
from platform_app.screening.models import Application, ApplicationAttachment, ApplicationOfficer
from platform_app.screening.queries import list_attachments, list_officers, list_recommendations
from platform_app.screening.rules.form import FORM_VERSION, Slot
from platform_app.screening.services.reapplication import apply_again
from platform_app.screening.services.release import release
from platform_app.screening.services.retention import erase_application
from platform_app.screening.services.submission import withdraw
from tests.integration.screening.applying import AT, SECRETARIAT, applicant
from tests.integration.screening.releasing import application_of, held, set_rules
from tests.integration.screening.signing_in import link_in
from tests.unit.documents.samples import pdf


def refused(**answers):
    """A refused application with an officer and a paper."""
    [decision_id] = held(1, refused=1, **answers)
    application_id = application_of(decision_id).id
    with transaction():
        file_id = receive_upload(stream=BytesIO(pdf()), filename="規約.pdf", slot=FileSlot.ARTICLES, by=OPERATOR, at=AT)
        db.session.add(ApplicationOfficer(application_id=application_id, position=0, name="見本 花子", birth_on="1970-01-02"))
        papers = ({"slot": Slot.ARTICLES, "file_id": file_id}, {"slot": Slot.ANNUAL_REPORT, "address": "https://mihon.example/hokoku"})
        db.session.add_all(ApplicationAttachment(application_id=application_id, added_at=AT, **paper) for paper in papers)
        release(application_id=application_id, by=SECRETARIAT, at=AT)
    return application_id


def again(application_id):
    """Apply again as the applicant."""
    with transaction():
        return apply_again(application_id=application_id, by=applicant(application_id), at=AT)


def test_the_new_draft_takes_over_contents_officers_and_papers(database: Flask) -> None:
    application_id = refused(old_question="見本")
    copied = again(application_id)
    draft, old = db.session.get_one(Application, copied.application_id), db.session.get_one(Application, application_id)
    assert (draft.status.value, draft.form_version, draft.copied_from_id) == ("draft", FORM_VERSION, application_id)
    assert draft.name == old.name
    assert draft.answers["contact_email"] == old.answers["contact_email"]
    assert [(row.name, row.birth_on) for row in list_officers(draft.id)] == [("見本 花子", "1970-01-02")]
    first, second = list_attachments(draft.id)
    assert second.address == "https://mihon.example/hokoku"
    own, earlier = get_file(first.file_id), get_file(list_attachments(application_id)[0].file_id)
    assert own.id != earlier.id
    assert (own.sha256, own.name) == (earlier.sha256, "規約.pdf")
    assert (draft.pledged_at, draft.notice_accepted_at, list(list_recommendations(draft.id))) == (None, None, [])
    assert "old_question" in copied.lost_fields
    assert "old_question" not in draft.answers


def test_once_one_is_under_way_no_other_is_begun(database: Flask) -> None:
    application_id = refused()
    copied = again(application_id)
    with pytest.raises(RuleViolation, match="screening.another_under_way"):
        again(application_id)
    with transaction():
        withdraw(application_id=copied.application_id, by=applicant(copied.application_id), at=AT)
    again(copied.application_id)


def test_the_rules_may_forbid_it_after_a_refusal(database: Flask) -> None:
    application_id = refused()
    set_rules({"admission.may_apply_again": False})
    with pytest.raises(RuleViolation, match="screening.not_again"):
        again(application_id)


def test_what_was_erased_or_is_open_or_is_anothers_is_not_copied(database: Flask) -> None:
    application_id = refused()
    with pytest.raises(NotFound), transaction():
        apply_again(application_id=application_id, by=applicant(application_id + 1), at=AT)
    with transaction():
        erase_application(record_id=application_id, by=OPERATOR, at=AT)
    with pytest.raises(RuleViolation, match="screening.erased_already"):
        again(application_id)
    [decision_id] = held(1, first=50)
    with pytest.raises(RuleViolation, match="screening.not_ended"):
        again(application_of(decision_id).id)


def test_the_button_on_the_page_of_the_refused_opens_the_new_draft(app: Flask, visitor, mails) -> None:
    with app.app_context():
        [decision_id] = held(1, refused=1, publication_consent=True)
        application_id = application_of(decision_id).id
        with transaction():
            release(application_id=application_id, by=SECRETARIAT, at=AT)
    browser = visitor()
    browser.get(link_in(mails("tanto1@mihon1.example")[-1]))
    page = browser.submit()
    assert "この内容を引き継いで申し込む" in page.text
    page = browser.submit("/again")
    assert page.status == 200
    assert page.path != f"/apply/{application_id}"
    assert "以前の申込みから引き継ぎました" in page.text
    assert browser.get(f"/apply/{application_id}").status == 404
