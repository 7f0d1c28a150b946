"""The applicant's answer to a return: what the remarks ask for is changed page by page, or answered in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from platform_app.audit.services import record
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.kernel.errors import StaleForm, refuse_if
from platform_app.kernel.reasons import Reason
from platform_app.screening.events import RemarkAnswered
from platform_app.screening.queries import get_own_application, list_remarks, list_returns
from platform_app.screening.rules.applications import Status
from platform_app.screening.rules.form import Step
from platform_app.screening.services.applications import fingerprint, save_step

Shown = Mapping[Step, str | None]


@dataclass(frozen=True)
class Reply:
    """An answer to a remark as it was sent, and the fingerprint of the one that the page had shown (`reply_mark`)."""

    text: str
    shown: str


def reply_mark(text: str) -> str:
    """A short mark of an answer to a remark, to notice that another tab wrote one meanwhile."""
    return fingerprint({"reply": text.strip()})


def save_corrections(
    *, application_id: int, pages: Mapping[Step, Mapping[str, Any]], shown: Shown, replies: Mapping[int, Reply], by: Actor, at: datetime
) -> None:
    """Save the pages of the form that were corrected, and the replies by the remark's id; nothing is sent yet.

    `shown` says what each page was rendered from; a reply that the sender left as it was shown changes nothing.
    Raises: NotFound, RuleViolation, StaleForm if a page or a reply changed meanwhile.
    """
    application = get_own_application(application_id, by=by, lock=True)
    if application.status is not Status.RETURNED:
        refuse_if([Reason("screening.not_editable", {"status": application.status})])
    for step, values in pages.items():
        save_step(application_id=application.id, step=step, values=values, shown=shown.get(step), by=by, at=at)
    for remark in list_remarks([list_returns(application.id)[0].id]):
        sent = replies.get(remark.id)
        if sent is None or sent.text.strip() == remark.reply or reply_mark(sent.text) == sent.shown:
            continue
        if sent.shown != reply_mark(remark.reply):
            raise StaleForm({"reply": remark.reply})
        remark.reply = sent.text.strip()
        db.session.flush()
        record(RemarkAnswered(application_id=application.id, remark_id=remark.id), by=by, at=at, reason=remark.reply)
