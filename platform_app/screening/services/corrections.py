"""The applicant's answer to a return: what the remarks ask for is changed page by page, or answered in words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from platform_app.audit.services import record
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.kernel.errors import refuse_if
from platform_app.kernel.reasons import Reason
from platform_app.screening.events import RemarkAnswered
from platform_app.screening.queries import get_own_application, list_remarks, list_returns
from platform_app.screening.rules.applications import Status
from platform_app.screening.rules.form import Step
from platform_app.screening.services.applications import save_step

Shown = Mapping[Step, str | None]


def save_corrections(
    *, application_id: int, pages: Mapping[Step, Mapping[str, Any]], shown: Shown, replies: Mapping[int, str], by: Actor, at: datetime
) -> None:
    """Save the pages of the form that were corrected, and the replies by the remark's id; nothing is sent yet.

    `shown` says what each page was rendered from. Raises: NotFound, RuleViolation, StaleForm if a page changed meanwhile.
    """
    application = get_own_application(application_id, by=by, lock=True)
    if application.status is not Status.RETURNED:
        refuse_if([Reason("screening.not_editable", {"status": application.status})])
    for step, values in pages.items():
        save_step(application_id=application.id, step=step, values=values, shown=shown.get(step), by=by, at=at)
    for remark in list_remarks([list_returns(application.id)[0].id]):
        reply = replies.get(remark.id, remark.reply).strip()
        if reply != remark.reply:
            remark.reply = reply
            db.session.flush()
            record(RemarkAnswered(application_id=application.id, remark_id=remark.id), by=by, at=at, reason=reply)
