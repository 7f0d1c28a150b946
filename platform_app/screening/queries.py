"""Reads of admission screening: an application with all that belongs to it, the secretariat's inbox, and who applies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Integer, Select, cast, func, literal, null, select

from platform_app.bylaws.queries import rules_at
from platform_app.bylaws.rules import RuleSet
from platform_app.extensions import db
from platform_app.kernel.actors import Actor, ActorKind
from platform_app.kernel.clock import civil_date
from platform_app.kernel.errors import NotFound
from platform_app.kernel.roles import Role
from platform_app.members.queries import find_by_corporate_number
from platform_app.members.rules import MemberClass, MemberKind
from platform_app.screening.models import (
    Application,
    ApplicationAttachment,
    ApplicationDecision,
    ApplicationOfficer,
    ApplicationReturn,
    Recommendation,
    ScreeningCheck,
)
from platform_app.screening.rules.applications import OPEN, Status
from platform_app.screening.rules.checks import CheckKind, CheckStatus
from platform_app.screening.rules.form import ProgressOfForm, Slot, SubmissionFacts, is_body, progress_of_form
from platform_app.screening.rules.recommendations import NAMED, RecommendationNeed, RecommendationStatus, recommendation_need
from platform_app.screening.rules.routing import open_key_of
from platform_app.web.paging import Page, paginate


@dataclass(frozen=True)
class InboxRow:
    """One line of the secretariat's list."""

    id: int
    number: str | None
    name: str
    status: Status
    status_since: datetime
    membership_class: str | None


def get_application(application_id: int, *, lock: bool = False) -> Application:
    """One application; with `lock` nobody else may change it until the transaction ends.

    Raises: NotFound.
    """
    application = db.session.get(Application, application_id, with_for_update=True if lock else None, populate_existing=lock)
    if application is None:
        raise NotFound
    return application


def get_own_application(application_id: int, *, by: Actor, lock: bool = False) -> Application:
    """The actor's own application; operators reach every one.

    Raises: NotFound, also where it is another's.
    """
    if by.kind not in (ActorKind.OPERATOR, ActorKind.SYSTEM) and application_id not in by.subject_ids(Role.APPLICANT):
        raise NotFound
    return get_application(application_id, lock=lock)


def get_sent_application(application_id: int, *, lock: bool = False) -> Application:
    """An application that was sent in, as the secretariat sees it; a draft is nobody's business but the applicant's.

    Raises: NotFound.
    """
    application = get_application(application_id, lock=lock)
    if application.submitted_at is None:
        raise NotFound
    return application


def find_draft_of(user_id: int) -> Application | None:
    """The draft a user has begun, if any; there is at most one."""
    return db.session.scalar(select(Application).where(Application.user_id == user_id, Application.status == Status.DRAFT))


def list_applications_of(user_id: int) -> Sequence[Application]:
    """All applications of a user, newest first."""
    return db.session.scalars(select(Application).where(Application.user_id == user_id).order_by(Application.id.desc())).all()


def list_officers(application_id: int) -> Sequence[ApplicationOfficer]:
    """The roster of officers in its order."""
    return db.session.scalars(
        select(ApplicationOfficer)
        .where(ApplicationOfficer.application_id == application_id)
        .order_by(ApplicationOfficer.position, ApplicationOfficer.id)
    ).all()


def names_of_people(application: Application) -> tuple[str, ...]:
    """The officers and the representative, by name: whom other lists of people are compared with."""
    representative = application.answers.get("representative_name")
    return (*(officer.name for officer in list_officers(application.id)), *((str(representative),) if representative else ()))


def list_attachments(application_id: int) -> Sequence[ApplicationAttachment]:
    """The papers in the order in which they were added."""
    return db.session.scalars(
        select(ApplicationAttachment).where(ApplicationAttachment.application_id == application_id).order_by(ApplicationAttachment.id)
    ).all()


def get_attachment(attachment_id: int, *, application_id: int) -> ApplicationAttachment:
    """One paper of one application.

    Raises: NotFound.
    """
    attachment = db.session.get(ApplicationAttachment, attachment_id)
    if attachment is None or attachment.application_id != application_id:
        raise NotFound
    return attachment


def list_recommendations(application_id: int) -> Sequence[Recommendation]:
    """The requests for recommendations, oldest first."""
    return db.session.scalars(
        select(Recommendation).where(Recommendation.application_id == application_id).order_by(Recommendation.id)
    ).all()


def get_recommendation(recommendation_id: int, *, application_id: int | None = None, lock: bool = False) -> Recommendation:
    """One request, of one application where that is given.

    Raises: NotFound.
    """
    found = db.session.get(Recommendation, recommendation_id, with_for_update=True if lock else None, populate_existing=lock)
    if found is None or (application_id is not None and found.application_id != application_id):
        raise NotFound
    return found


def list_checks(application_id: int) -> Mapping[CheckKind, ScreeningCheck]:
    """The checks by kind, in the order in which they are listed everywhere."""
    rows = db.session.scalars(select(ScreeningCheck).where(ScreeningCheck.application_id == application_id)).all()
    by_kind = {row.kind: row for row in rows}
    return {kind: by_kind[kind] for kind in CheckKind if kind in by_kind}


def get_check(application_id: int, kind: CheckKind) -> ScreeningCheck:
    """One check of an application.

    Raises: NotFound.
    """
    check = list_checks(application_id).get(kind)
    if check is None:
        raise NotFound
    return check


def check_statuses(application_id: int) -> Mapping[CheckKind, CheckStatus]:
    """The status of each check."""
    return {kind: check.status for kind, check in list_checks(application_id).items()}


def list_returns(application_id: int) -> Sequence[ApplicationReturn]:
    """The returns for correction, newest first."""
    return db.session.scalars(
        select(ApplicationReturn).where(ApplicationReturn.application_id == application_id).order_by(ApplicationReturn.id.desc())
    ).all()


def list_decisions(application_id: int) -> Sequence[ApplicationDecision]:
    """What the board said each time, newest first."""
    return db.session.scalars(
        select(ApplicationDecision).where(ApplicationDecision.application_id == application_id).order_by(ApplicationDecision.id.desc())
    ).all()


def find_decision(application_id: int) -> ApplicationDecision | None:
    """The board's latest word on an application."""
    decisions = list_decisions(application_id)
    return decisions[0] if decisions else None


def needed_recommendations(application_id: int, rules: RuleSet, *, statuses: frozenset[RecommendationStatus]) -> RecommendationNeed:
    """How far the rule of recommendations is fulfilled, counting requests in the given statuses."""
    found = [row for row in list_recommendations(application_id) if row.status in statuses]
    return recommendation_need(
        members=len({row.member_id for row in found if row.member_id}),
        ministries=len({row.desk_id for row in found if row.desk_id}),
        needed_members=rules.integer("admission.member_recommendations"),
        needed_ministries=rules.integer("admission.ministry_recommendations"),
    )


def submission_facts(application: Application, *, at: datetime) -> SubmissionFacts:
    """All that decides whether an application may be sent in now."""
    rules = rules_at(civil_date(at))
    answers = application.answers
    need = needed_recommendations(application.id, rules, statuses=NAMED)
    return SubmissionFacts(
        status=application.status,
        answers=answers,
        officers=len(list_officers(application.id)),
        slots=frozenset(row.slot for row in list_attachments(application.id)),
        named_members=need.members,
        named_ministries=need.ministries,
        needed_members=rules.integer("admission.member_recommendations"),
        needed_ministries=rules.integer("admission.ministry_recommendations"),
        required_slots=_required_slots(answers, rules),
        is_pledge_required=rules.flag("admission.pledge_required"),
        is_pledged=application.pledged_at is not None,
        is_notice_accepted=application.notice_accepted_at is not None,
        is_member_already=is_member_already(application, on=civil_date(at)),
        is_applied_already=_is_applied_already(application),
    )


def _required_slots(answers: Mapping[str, object], rules: RuleSet) -> frozenset[Slot]:
    kind = str(answers.get("kind") or MemberKind.ORGANISATION.value)
    assumed = MemberClass.SUPPORTING if kind == MemberKind.INDIVIDUAL else MemberClass.REGULAR
    membership_class = str(answers.get("membership_class") or assumed.value)
    return frozenset(Slot(code) for code in rules.attachments(membership_class, kind))


def is_member_already(application: Application, *, on: date) -> bool:
    """Whether a member of the register has the applicant's Corporate Number."""
    number = application.answers.get("corporate_number")
    return bool(number) and is_body(application.answers) and find_by_corporate_number(str(number), on=on) is not None


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


def list_sent(page: int, *, statuses: Sequence[Status] = OPEN) -> Page[InboxRow]:
    """Applications that were sent in, those that have waited longest first; two statements."""
    statement: Select[*tuple[Any, ...]] = (
        select(
            Application.id, Application.number, Application.name, Application.status, Application.status_since, Application.membership_class
        )
        .where(Application.status.in_(statuses), Application.submitted_at.is_not(None))
        .order_by(Application.status_since, Application.id)
    )
    rows = paginate(statement, page)
    return Page([InboxRow(*row) for row in rows.rows], rows.total, rows.number, rows.size)


def count_by_status() -> Mapping[Status, int]:
    """How many applications stand where; for the desk."""
    rows = db.session.execute(select(Application.status, func.count()).group_by(Application.status)).all()
    return dict(rows)


def derived_grants(user_id: int, on: date) -> Select[*tuple[Any, ...]]:
    """The role of applicant, for each application of a user: (role, member_id, subject_id, label)."""
    return select(
        literal(Role.APPLICANT.value).label("role"),
        cast(null(), Integer).label("member_id"),
        Application.id.label("subject_id"),
        Application.name.label("label"),
    ).where(Application.user_id == user_id)
