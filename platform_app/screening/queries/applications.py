"""Reads of applications, with all that belongs to them, and who applies."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Integer, Select, cast, literal, null, select

from platform_app.extensions import db
from platform_app.kernel.actors import Actor, ActorKind
from platform_app.kernel.errors import NotFound
from platform_app.kernel.roles import Role
from platform_app.screening.models import (
    Application,
    ApplicationAttachment,
    ApplicationOfficer,
    ApplicationStay,
)
from platform_app.screening.rules.applications import ENTERED, Status

_ENTERING = frozenset({Role.SECRETARIAT, Role.CONTRACTOR})


def get_application(application_id: int, *, lock: bool = False) -> Application:
    """One application; with `lock` nobody else may change it until the transaction ends.

    Raises: NotFound.
    """
    application = db.session.get(Application, application_id, with_for_update=True if lock else None, populate_existing=lock)
    if application is None:
        raise NotFound
    return application


def get_own_application(application_id: int, *, by: Actor, lock: bool = False) -> Application:
    """The actor's own application; operators reach every one, and those who enter applications from paper reach these.

    Raises: NotFound, also where it is another's.
    """
    if by.kind in (ActorKind.OPERATOR, ActorKind.SYSTEM) or application_id in by.subject_ids(Role.APPLICANT):
        return get_application(application_id, lock=lock)
    if not by.roles & _ENTERING:
        raise NotFound
    application = get_application(application_id, lock=lock)
    if application.channel not in ENTERED:
        raise NotFound
    return application


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


def list_stays(application_id: int) -> Sequence[ApplicationStay]:
    """The statuses that an application was in, in their order."""
    return db.session.scalars(
        select(ApplicationStay).where(ApplicationStay.application_id == application_id).order_by(ApplicationStay.id)
    ).all()


def applications_of_member(member_id: int) -> Sequence[int]:
    """The applications by which somebody became a member: their ids."""
    return db.session.scalars(select(Application.id).where(Application.member_id == member_id).order_by(Application.id)).all()


def derived_grants(user_id: int, on: date) -> Select[*tuple[Any, ...]]:
    """The role of applicant, for each application of a user: (role, member_id, subject_id, label)."""
    return select(
        literal(Role.APPLICANT.value).label("role"),
        cast(null(), Integer).label("member_id"),
        Application.id.label("subject_id"),
        Application.name.label("label"),
    ).where(Application.user_id == user_id)
