"""Applying again: a new draft of the current form with what an earlier application said; assurances are given anew."""

from dataclasses import dataclass
from datetime import datetime

from platform_app.audit.services import record
from platform_app.bylaws.queries import rules_at
from platform_app.documents.queries import list_files
from platform_app.documents.rules import ScanStatus
from platform_app.documents.services import copy_file
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.kernel.clock import civil_date
from platform_app.kernel.errors import NotFound, refuse_if
from platform_app.kernel.reasons import Reason
from platform_app.screening.events import ApplicationCopied
from platform_app.screening.models import Application, ApplicationAttachment
from platform_app.screening.queries import get_own_application, list_applications_of, list_attachments, list_officers
from platform_app.screening.rules.applications import APPLICATION_LIFECYCLE
from platform_app.screening.rules.form import FORM_VERSION, Slot, Step, fields_of
from platform_app.screening.rules.reapplication import why_not_apply_again
from platform_app.screening.services.applications import begin_draft, fill_in

_COPIED = tuple(step for step in Step if step not in (Step.DOCUMENTS, Step.RECOMMENDERS, Step.PLEDGE, Step.OFFICERS))


@dataclass(frozen=True)
class Copied:
    """A new draft, and what of the earlier application it could not take over: names of fields and of files."""

    user_id: int
    application_id: int
    lost_fields: tuple[str, ...]
    lost_files: tuple[str, ...]


def reasons_against(application: Application, *, at: datetime) -> tuple[Reason, ...]:
    """What stands against applying again with the contents of an application."""
    others = list_applications_of(application.user_id) if application.user_id is not None else ()
    return why_not_apply_again(
        application.status,
        is_allowed=rules_at(civil_date(at)).flag("admission.may_apply_again"),
        is_erased=application.erased_at is not None,
        has_another=any(other.status not in APPLICATION_LIFECYCLE.final for other in others),
    )


def apply_again(*, application_id: int, by: Actor, at: datetime) -> Copied:
    """Begin a new draft with the contents of an own application that was refused, withdrawn or lapsed.

    Pledge, consents and recommendations are not taken over. Raises: NotFound, RuleViolation, Conflict, Unavailable (storage).
    """
    old = get_own_application(application_id, by=by, lock=True)
    if old.user_id is None:
        raise NotFound
    refuse_if(reasons_against(old, at=at))
    draft = begin_draft(user_id=old.user_id, by=by, at=at)
    draft.copied_from_id = old.id
    asked = {name for step in Step for name in fields_of(step, FORM_VERSION)} | set(fields_of(Step.PLEDGE, old.form_version))
    copied = {name for step in _COPIED for name in fields_of(step, FORM_VERSION)}
    fill_in(draft, values={name: value for name, value in old.answers.items() if name in copied}, officers=list_officers(old.id))
    lost_files = _copy_papers(old, draft, by=by, at=at)
    record(ApplicationCopied(application_id=draft.id, from_application_id=old.id), by=by, at=at)
    return Copied(old.user_id, draft.id, tuple(sorted(set(old.answers) - asked)), lost_files)


def _copy_papers(old: Application, draft: Application, *, by: Actor, at: datetime) -> tuple[str, ...]:
    papers = [row for row in list_attachments(old.id) if row.slot is not Slot.SCAN]
    files = {file.id: file for file in list_files([row.file_id for row in papers if row.file_id is not None])}
    lost = []
    for row in papers:
        file = files.get(row.file_id or 0)
        if file is not None and file.scan_status is ScanStatus.INFECTED:
            lost.append(file.name)
            continue
        file_id = copy_file(file_id=file.id, by=by, at=at) if file is not None else None
        db.session.add(
            ApplicationAttachment(application_id=draft.id, slot=row.slot, entry=row.entry, file_id=file_id, address=row.address, added_at=at)
        )
    db.session.flush()
    return tuple(lost)
