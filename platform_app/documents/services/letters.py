"""Letters: frozen with the decision, set as PDF afterwards from exactly what was frozen."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from platform_app.audit.services import record
from platform_app.documents.events import LetterErased, LetterFrozen, LetterRendered
from platform_app.documents.models import Letter
from platform_app.documents.queries import get_letter_row
from platform_app.documents.rules import FileKind, LetterContent, Slot
from platform_app.documents.rules.letters import FILE_NAMES, LETTER_VERSION, PaperKind
from platform_app.documents.services.uploads import forget_file, keep_made_file
from platform_app.documents.typesetting import typeset
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.kernel.canonical import canonical_json
from platform_app.kernel.errors import NotFound


def freeze_letter(*, content: LetterContent, by: Actor, at: datetime) -> int:
    """Fix what a letter says and give the id of its row; the PDF follows from the outbox."""
    data = content.as_data()
    letter = Letter(
        kind=content.kind,
        number=content.number,
        issued_on=content.issued_on,
        data=data,
        data_sha256=hashlib.sha256(canonical_json(data).encode()).hexdigest(),
        template_version=LETTER_VERSION,
        frozen_at=at,
    )
    db.session.add(letter)
    db.session.flush()
    record(LetterFrozen(letter_id=letter.id, kind=letter.kind, issued_on=letter.issued_on), by=by, at=at)
    return letter.id


def erase_letter(*, letter_id: int, by: Actor, at: datetime) -> None:
    """Erase what a letter says and its PDF; number, date and the hash of its data stay. Again changes nothing.

    Raises: NotFound.
    """
    letter = get_letter_row(letter_id)
    if not letter.data:
        return
    file_id, letter.file_id = letter.file_id, None
    letter.rendered_at, letter.data = None, {}
    db.session.flush()
    if file_id is not None:
        forget_file(file_id=file_id, by=by, at=at)
    record(LetterErased(letter_id=letter_id), by=by, at=at)


def render_letter(*, letter_id: int, by: Actor, at: datetime) -> int:
    """Set a letter as PDF, store it and give the id of the file; a letter that has one keeps it.

    Raises: NotFound, Unavailable.
    """
    letter = get_letter_row(letter_id)
    if not letter.data:
        raise NotFound
    if letter.file_id is None:
        letter.file_id = keep_made_file(
            content=typeset(kind=letter.kind, version=letter.template_version, data=letter.data),
            name=f"{FILE_NAMES[letter.kind]}_{letter.number}.pdf",
            slot=Slot.LETTER,
            kind=FileKind.PDF,
            by=by,
            at=at,
        )
        letter.rendered_at = at
        record(LetterRendered(letter_id=letter_id, file_id=letter.file_id), by=by, at=at)
    return letter.file_id


def set_paper(*, kind: PaperKind, data: Mapping[str, object]) -> bytes:
    """The PDF of a paper that is made for one reader and stored nowhere."""
    return typeset(kind=kind, version=LETTER_VERSION, data=data)
