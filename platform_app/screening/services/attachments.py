"""Papers of an application: a file or a public address in a slot."""

from datetime import datetime
from typing import BinaryIO

from platform_app.audit.services import record
from platform_app.documents.services import forget_file, receive_upload
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.kernel.errors import RuleViolation
from platform_app.kernel.reasons import Reason
from platform_app.screening.events import AttachmentAdded, AttachmentRemoved
from platform_app.screening.models import Application, ApplicationAttachment
from platform_app.screening.queries import get_attachment, get_own_application, list_attachments
from platform_app.screening.rules.applications import EDITABLE
from platform_app.screening.rules.form import FILE_SLOTS, Slot
from platform_app.screening.services.applications import note_entry

MOST_ATTACHMENTS = 20


def attach_file(
    *, application_id: int, slot: Slot, stream: BinaryIO, filename: str, by: Actor, at: datetime, field: str | None = None,
    entry: str | None = None,
) -> int:
    """Put an uploaded file into a slot, of evidence for an entry; `field` is the form's field at which a refusal is told.

    Raises: NotFound; RuleViolation, TooLarge and Unavailable as `documents.receive_upload` does.
    """
    application = _with_room(application_id, by)
    file_id = receive_upload(stream=stream, filename=filename, slot=FILE_SLOTS[slot], by=by, at=at, field=field)
    paper = ApplicationAttachment(application_id=application.id, slot=slot, entry=_known(application, entry), file_id=file_id, added_at=at)
    return _add(paper, by=by, at=at)


def _known(application: Application, entry: str | None) -> str | None:
    keys = {known.get("key") for known in application.answers.get("activity_record") or ()}
    if entry is not None and entry not in keys:
        raise RuleViolation([Reason("screening.entry_unknown", field="slot")])
    return entry


def attach_address(*, application_id: int, slot: Slot, address: str, by: Actor, at: datetime, entry: str | None = None) -> int:
    """Let a public address stand for a file; the same address in the same slot is kept once.

    Raises: NotFound, RuleViolation.
    """
    application = _with_room(application_id, by)
    same = [row.id for row in list_attachments(application.id) if (row.slot, row.entry, row.address) == (slot, entry, address)]
    if same:
        return same[0]
    paper = ApplicationAttachment(application_id=application.id, slot=slot, entry=_known(application, entry), address=address, added_at=at)
    return _add(paper, by=by, at=at)


def remove_attachment(*, application_id: int, attachment_id: int, by: Actor, at: datetime) -> None:
    """Take a paper out again; its stored file goes with it.

    Raises: NotFound, RuleViolation.
    """
    application = _editable(application_id, by)
    attachment = get_attachment(attachment_id, application_id=application.id)
    db.session.delete(attachment)
    db.session.flush()
    record(AttachmentRemoved(application_id=application.id, attachment_id=attachment.id, slot=attachment.slot), by=by, at=at)
    if attachment.file_id is not None:
        forget_file(file_id=attachment.file_id, by=by, at=at)


def _editable(application_id: int, by: Actor) -> Application:
    application = get_own_application(application_id, by=by, lock=True)
    if application.status not in EDITABLE:
        raise RuleViolation([Reason("screening.not_editable", {"status": application.status})])
    note_entry(application, by=by)
    return application


def _with_room(application_id: int, by: Actor) -> Application:
    application = _editable(application_id, by)
    if len(list_attachments(application.id)) >= MOST_ATTACHMENTS:
        raise RuleViolation([Reason("screening.too_many_attachments", {"most": MOST_ATTACHMENTS}, field="file")])
    return application


def _add(attachment: ApplicationAttachment, *, by: Actor, at: datetime) -> int:
    db.session.add(attachment)
    db.session.flush()
    record(AttachmentAdded(application_id=attachment.application_id, attachment_id=attachment.id, slot=attachment.slot), by=by, at=at)
    return attachment.id
