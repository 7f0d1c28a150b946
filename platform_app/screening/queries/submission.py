"""The facts that decide whether an application may be sent in."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select

from platform_app.bylaws.queries import rules_at
from platform_app.bylaws.rules import RuleSet
from platform_app.extensions import db
from platform_app.kernel.clock import civil_date
from platform_app.members.queries import KnownBody, find_expulsion, find_known_body
from platform_app.members.rules import MemberClass, MemberKind
from platform_app.screening.models import (
    Application,
)
from platform_app.screening.queries.applications import list_attachments, list_officers
from platform_app.screening.queries.recommendations import needed_recommendations
from platform_app.screening.rules.applications import ENTERED, Channel
from platform_app.screening.rules.form import ProgressOfForm, Slot, SubmissionFacts, is_body, progress_of_form
from platform_app.screening.rules.recommendations import NAMED
from platform_app.screening.rules.routing import open_key_of


def submission_facts(application: Application, *, at: datetime) -> SubmissionFacts:
    """All that decides whether an application may be sent in now."""
    rules = rules_at(civil_date(at))
    answers = application.answers
    attachments = list_attachments(application.id)
    need = needed_recommendations(application.id, rules, statuses=NAMED)
    known = _known_body(application, on=civil_date(at))
    officers = list_officers(application.id)
    return SubmissionFacts(
        status=application.status,
        answers=answers,
        form_version=application.form_version,
        officers=len(officers),
        officers_incomplete=tuple(place for place, row in enumerate(officers, start=1) if not (row.name and row.kana and row.role)),
        slots=frozenset(row.slot for row in attachments),
        evidenced=frozenset(row.entry for row in attachments if row.entry is not None),
        named_members=need.members,
        named_ministries=need.ministries,
        needed_members=rules.integer("admission.member_recommendations"),
        needed_ministries=rules.integer("admission.ministry_recommendations"),
        required_slots=_required_slots(answers, rules) | ({Slot.SCAN} if application.channel is Channel.PAPER else frozenset()),
        is_entered=application.channel in ENTERED,
        is_pledge_required=rules.flag("admission.pledge_required"),
        is_pledged=application.pledged_at is not None,
        is_notice_accepted=application.notice_accepted_at is not None,
        is_member_already=known is not None,
        published_as=known.name if known is not None and known.is_published else None,
        is_applied_already=_is_applied_already(application),
    )


def _required_slots(answers: Mapping[str, object], rules: RuleSet) -> frozenset[Slot]:
    kind = str(answers.get("kind") or MemberKind.ORGANISATION.value)
    assumed = MemberClass.SUPPORTING if kind == MemberKind.INDIVIDUAL else MemberClass.REGULAR
    membership_class = str(answers.get("membership_class") or assumed.value)
    return frozenset(Slot(code) for code in rules.attachments(membership_class, kind))


def is_member_already(application: Application, *, on: date) -> bool:
    """Whether a member of the register has the applicant's Corporate Number."""
    return _known_body(application, on=on) is not None


def _known_body(application: Application, *, on: date) -> KnownBody | None:
    number = application.answers.get("corporate_number")
    return find_known_body(str(number), on=on) if number and is_body(application.answers) else None


def former_expulsion(application: Application) -> date | None:
    """The day on which a body of this number or name was expelled; for the secretariat only, and never a verdict."""
    return find_expulsion(corporate_number=application.corporate_number, name=application.name) if application.name else None


def _is_applied_already(application: Application) -> bool:
    if not application.name and not application.corporate_number:
        return False
    key = open_key_of(application.answers)
    return (
        db.session.scalar(select(Application.id).where(Application.open_key == key, Application.id != application.id)) is not None
    )


def form_progress(application: Application, *, at: datetime) -> ProgressOfForm:
    """The meter of the form: what each page still lacks."""
    return progress_of_form(submission_facts(application, at=at))
