"""Reminders of drafts and corrections, and what lapses when nothing happens."""

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

from flask import Flask

from platform_app.accounts.services import ensure_user
from platform_app.audit.queries import list_entries
from platform_app.database.transaction import transaction
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR
from platform_app.screening.jobs import remind_applicants
from platform_app.screening.models import Application
from platform_app.screening.queries import list_recommendations
from platform_app.screening.rules.form import Step
from platform_app.screening.services.applications import begin_draft, save_step
from platform_app.screening.services.checks import take_up
from platform_app.screening.services.returns import return_for_correction
from tests.fixtures import Clock
from tests.integration.screening.applying import AT, SECRETARIAT, applicant, make_recommenders, status_of, submitted

Mails = Callable[[str], list[EmailMessage]]
CONTACT = "tantou@hidamari.example.jp"


def returned() -> int:
    """An application that was returned on the day of the story."""
    make_recommenders()
    application_id = submitted()
    with transaction():
        take_up(application_id=application_id, by=SECRETARIAT, at=AT)
        return_for_correction(application_id=application_id, remark="会則を確かめてください。", by=SECRETARIAT, at=AT)
    return application_id


def draft() -> int:
    """A draft begun on the day of the story."""
    with transaction():
        user_id = ensure_user(email=CONTACT, name="", locale="ja", by=OPERATOR, at=AT)
        return begin_draft(user_id=user_id, by=OPERATOR, at=AT).id


def subjects(mails: Mails, words: str) -> int:
    """How many mails to the applicant have some words in their subject."""
    return sum(words in str(mail["Subject"]) for mail in mails(CONTACT))


def test_a_returned_application_is_reminded_and_then_lapses(app: Flask, mails: Mails, clock: Clock) -> None:
    with app.app_context():
        application_id = returned()
        for days, so_far in ((6, 0), (7, 1), (8, 1), (15, 2), (29, 3), (30, 3)):
            clock.set(AT + timedelta(days=days))
            remind_applicants(AT + timedelta(days=days))
            remind_applicants(AT + timedelta(days=days, hours=1))
            assert subjects(mails, "補正のお願い（再度のお知らせ）") == so_far, days
        assert status_of(application_id) == "returned"
        clock.set(AT + timedelta(days=31))
        assert remind_applicants(AT + timedelta(days=31)) == 1
        assert remind_applicants(AT + timedelta(days=32)) == 0
        assert status_of(application_id) == "lapsed"
        assert subjects(mails, "期限切れ") == 1
        assert {row.status.value for row in list_recommendations(application_id)} == {"cancelled"}
        assert db.session.get_one(Application, application_id).open_key is None
        entries = list_entries(subject_type="application", subject_id=application_id)
        (lapsed,) = [entry for entry in entries if entry.event == "screening.application_lapsed"]
        assert (lapsed.data["was"], lapsed.actor_kind) == ("returned", "system")
    assert status_of_new(app) == "submitted", "the applicant may apply again"


def status_of_new(app: Flask) -> str:
    """The status of another application of the same applicant."""
    with app.app_context():
        return status_of(submitted())


def test_a_draft_lapses_some_days_after_it_was_last_saved(app: Flask, mails: Mails, clock: Clock) -> None:
    with app.app_context():
        application_id = draft()
        clock.set(AT + timedelta(days=31))
        remind_applicants(AT + timedelta(days=31))
        assert subjects(mails, "書きかけの申込") == 1
        with transaction():
            save_step(
                application_id=application_id, step=Step.BODY, values={"name": "見本の会"}, shown=None, by=applicant(application_id),
                at=AT + timedelta(days=80),
            )
        clock.set(AT + timedelta(days=91))
        remind_applicants(AT + timedelta(days=91))
        assert status_of(application_id) == "draft"
        clock.set(AT + timedelta(days=111))
        remind_applicants(AT + timedelta(days=111))
        assert subjects(mails, "書きかけの申込") == 2, "who went on is reminded anew"
        remind_applicants(AT + timedelta(days=171))
        assert status_of(application_id) == "lapsed"


def test_a_job_that_stood_still_sends_one_reminder_and_not_three(app: Flask, mails: Mails, clock: Clock) -> None:
    with app.app_context():
        returned()
        clock.set(AT + timedelta(days=25))
        remind_applicants(AT + timedelta(days=25))
        assert subjects(mails, "補正のお願い（再度のお知らせ）") == 1


def test_a_draft_from_before_there_were_terms_gets_a_whole_one(app: Flask) -> None:
    with app.app_context():
        application_id = draft()
        with transaction():
            db.session.get_one(Application, application_id).due_on = None
        remind_applicants(AT + timedelta(days=400))
        assert status_of(application_id) == "draft"
