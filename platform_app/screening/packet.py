"""The one page on which the board decides about an application: what it says, who recommends it, what the checks found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from platform_app.accounts.queries import list_users
from platform_app.committees.rules.deliberations import Packet
from platform_app.documents.queries import FileFacts, list_files
from platform_app.kernel.clock import civil_date, now
from platform_app.members.rules import KindOfBody, PublicField, TermRole
from platform_app.screening.models import Application, ApplicationAttachment, ApplicationOfficer, ScreeningCheck
from platform_app.screening.queries import (
    Recommending,
    get_sent_application,
    list_attachments,
    list_checks,
    list_officers,
    list_points,
    recommending,
)
from platform_app.screening.rules.checks import CheckKind, Conclusion
from platform_app.screening.rules.form import Area

SUBJECT_TYPE = "application"


@dataclass(frozen=True)
class FormLabels:
    """The members behind the codes in answers, so that templates find their words."""

    kinds: Mapping[str, KindOfBody]
    areas: Mapping[str, Area]
    roles: Mapping[str, TermRole]
    fields: Mapping[str, PublicField]


LABELS = FormLabels(
    {kind.value: kind for kind in KindOfBody}, {area.value: area for area in Area}, {role.value: role for role in TermRole},
    {field.value: field for field in PublicField},
)


@dataclass(frozen=True)
class AddedPoint:
    """A point that the board added, and the name of who put it on the list."""

    check: ScreeningCheck
    added_by: str


def points_of(application_id: int) -> tuple[AddedPoint, ...]:
    """The points that the board added, oldest first, in two statements."""
    rows = list_points(application_id)
    users = list_users(row.added_by_id for row in rows if row.added_by_id is not None) if rows else {}
    return tuple(AddedPoint(row, users[row.added_by_id].name if row.added_by_id in users else "") for row in rows)


@dataclass(frozen=True)
class ApplicationPacket:
    """What the board sees of an application; no birth dates, no sealed grounds."""

    application: Application
    answers: Mapping[str, Any]
    officers: Sequence[ApplicationOfficer]
    attachments: Sequence[ApplicationAttachment]
    files: Mapping[int, FileFacts]
    recommending: Recommending
    checks: Mapping[CheckKind, ScreeningCheck]
    points: Sequence["AddedPoint"]
    conclusion: Conclusion | None
    labels: FormLabels


def application_packet(application_id: int) -> Packet:
    """The packet of one application, for the page of its deliberation.

    Raises: NotFound.
    """
    application = get_sent_application(application_id)
    checks = list_checks(application_id)
    sealed = checks[CheckKind.ANTI_SOCIAL_FORCES].sealed_conclusion
    attachments = list_attachments(application_id)
    facts = ApplicationPacket(
        application=application,
        answers=application.answers,
        officers=list_officers(application_id),
        attachments=attachments,
        files={file.id: file for file in list_files([row.file_id for row in attachments if row.file_id is not None])},
        recommending=recommending(application, on=civil_date(now())),
        checks=checks,
        points=points_of(application_id),
        conclusion=Conclusion(sealed) if sealed else None,
        labels=LABELS,
    )
    return Packet(title=application.name, template="screening/application_packet.html", facts=facts)
