"""An application as it stands at a moment: what a return keeps, and what a later correction is compared with."""

import hashlib
import hmac
from typing import Any

from platform_app.database.keys import derived_key
from platform_app.documents.queries import list_files
from platform_app.screening.models import Application
from platform_app.screening.queries.applications import list_attachments, list_officers
from platform_app.screening.queries.recommendations import list_recommendations
from platform_app.screening.rules.recommendations import NAMED


def snapshot(application: Application) -> dict[str, Any]:
    """The answers with roster, papers, recommenders and assurances as they stand. Of birth dates it holds keyed marks only."""
    officers = [
        {"name": officer.name, "kana": officer.kana, "role": officer.role, "birth_on": _mark(application.id, officer.birth_on)}
        for officer in list_officers(application.id)
    ]
    return {
        **application.answers,
        "form_version": application.form_version,
        "officers": officers,
        "attachments": _papers(application.id),
        "recommenders": [row.label for row in list_recommendations(application.id) if row.status in NAMED],
        "pledge": application.pledged_at is not None,
        "pledged_by": application.pledged_by,
        "notice": application.notice_accepted_at is not None,
    }


def _papers(application_id: int) -> list[dict[str, Any]]:
    rows = list_attachments(application_id)
    names = {file.id: file.name for file in list_files([row.file_id for row in rows if row.file_id is not None])}
    return [
        {
            "slot": row.slot.value, "file_id": row.file_id, "address": row.address, "entry": row.entry,
            "name": names.get(row.file_id) if row.file_id else None,
        }
        for row in rows
    ]


def _mark(application_id: int, birth_on: str | None) -> str | None:
    if not birth_on:
        return None
    return hmac.new(derived_key("birth-date-mark"), f"{application_id}\n{birth_on}".encode(), hashlib.sha256).hexdigest()
