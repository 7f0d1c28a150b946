"""Who sees to an application: assigned, taken over, handed over with a note, one or many at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from platform_app.accounts.queries import list_holders_of
from platform_app.audit.services import record
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.kernel.errors import PlatformError, StaleForm, refuse_if
from platform_app.screening.events import ApplicationAssigned
from platform_app.screening.models import Application, ApplicationAssignment
from platform_app.screening.queries import get_sent_application
from platform_app.screening.rules.assignments import OFFICES, why_not_assign


@dataclass(frozen=True)
class BulkResult:
    """How many were assigned, and the numbers of those that were left because they changed meanwhile or have ended."""

    assigned: int
    left: tuple[str, ...]


def assign(
    *, application_id: int, assignee_id: int | None, substitute_id: int | None = None, note: str = "", by: Actor, at: datetime,
    version: int | None = None,
) -> None:
    """Give an application to a holder of the office, with a substitute and a note, or to nobody.

    `version` is that of the row that was shown. Raises: NotFound, RuleViolation, StaleForm.
    """
    application = get_sent_application(application_id, lock=True)
    if version is not None and version != application.version:
        raise StaleForm
    holders = {user.id for user in list_holders_of(OFFICES)}
    refuse_if(why_not_assign(application.status, assignee_id=assignee_id, substitute_id=substitute_id, holders=holders))
    if (application.assignee_id, application.substitute_id) == (assignee_id, substitute_id) and not note.strip():
        return
    _assign(application, assignee_id, substitute_id, note.strip(), by=by, at=at)


def _assign(application: Application, assignee_id: int | None, substitute_id: int | None, note: str, *, by: Actor, at: datetime) -> None:
    application.assignee_id, application.substitute_id = assignee_id, substitute_id
    db.session.add(ApplicationAssignment(
        application_id=application.id, assignee_id=assignee_id, substitute_id=substitute_id, note=note, assigned_by_id=by.user_id, assigned_at=at,
    ))
    db.session.flush()
    event = ApplicationAssigned(application_id=application.id, assignee_user_id=assignee_id, substitute_user_id=substitute_id)
    record(event, by=by, at=at, reason=note or None)


def assign_many(*, chosen: Mapping[int, int], assignee_id: int | None, note: str = "", by: Actor, at: datetime) -> BulkResult:
    """Give several applications, by id with the version that was shown, to one person; those that changed meanwhile are left.

    Raises: RuleViolation if the person does not hold the office.
    """
    assigned, left = 0, []
    for application_id, version in sorted(chosen.items()):
        application = get_sent_application(application_id, lock=True)
        substitute_id = application.substitute_id if application.substitute_id != assignee_id and assignee_id is not None else None
        try:
            assign(
                application_id=application_id, assignee_id=assignee_id, substitute_id=substitute_id, note=note, by=by, at=at, version=version
            )
            assigned += 1
        except PlatformError:
            left.append(application.number or "")
    return BulkResult(assigned, tuple(left))
