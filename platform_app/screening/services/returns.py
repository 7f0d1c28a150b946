"""Returns for correction: remarks are collected in a return that is prepared, and the applicant sees them when it is sent."""

from datetime import datetime

from platform_app.audit.services import record
from platform_app.database.conflicts import conflict_on
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.kernel.errors import NotFound, refuse_if
from platform_app.kernel.reasons import Reason
from platform_app.screening.events import ApplicationReturned, RemarkDropped, RemarkRaised, RemarkSettled
from platform_app.screening.models import Application, ApplicationRemark, ApplicationReturn
from platform_app.screening.queries import find_prepared_return, get_remark, get_sent_application, list_remarks, snapshot
from platform_app.screening.rules.applications import Status
from platform_app.screening.rules.corrections import why_not_prepare, why_not_remark, why_not_return
from platform_app.screening.rules.places import read_place
from platform_app.screening.services.statuses import enter


def raise_remark(
    *, application_id: int, field: str, text: str, clause: str = "", former_id: int | None = None, by: Actor, at: datetime
) -> int:
    """Pin a remark to a place of the form, in the return that is being prepared; gives the remark's id.

    `clause` is the code of a rule of the bylaws, or words; `former_id` the remark of an earlier round that it repeats.

    Raises: NotFound, RuleViolation.
    """
    application = get_sent_application(application_id, lock=True)
    refuse_if(why_not_prepare(application.status))
    returned = _prepared(application)
    so_far = list_remarks([returned.id])
    refuse_if(why_not_remark(read_place(field), text, snapshot(application), so_far=len(so_far)))
    if former_id is not None:
        get_remark(former_id, application_id=application.id)
    remark = ApplicationRemark(
        return_id=returned.id, position=1 + max((row.position for row in so_far), default=0), field=field, clause=clause.strip(),
        text=text.strip(), raised_by_id=by.user_id, former_id=former_id,
    )
    db.session.add(remark)
    db.session.flush()
    record(RemarkRaised(application_id=application.id, remark_id=remark.id), by=by, at=at, reason=remark.text)
    return remark.id


def _prepared(application: Application) -> ApplicationReturn:
    found = find_prepared_return(application.id)
    if found is not None:
        return found
    returned = ApplicationReturn(application_id=application.id, remark="", answers={})
    with conflict_on("uq_application_return_prepared", "error.conflict"):
        db.session.add(returned)
    return returned


def drop_remark(*, application_id: int, remark_id: int, by: Actor, at: datetime) -> None:
    """Take a remark out again, before the return is sent.

    Raises: NotFound, also for a remark that was sent.
    """
    application = get_sent_application(application_id, lock=True)
    remark, returned = get_remark(remark_id, application_id=application.id), find_prepared_return(application.id)
    if returned is None or remark.return_id != returned.id:
        raise NotFound
    db.session.delete(remark)
    db.session.flush()
    for position, row in enumerate(list_remarks([returned.id]), start=1):
        row.position = position
    record(RemarkDropped(application_id=application.id, remark_id=remark_id), by=by, at=at)


def return_for_correction(*, application_id: int, remark: str = "", by: Actor, at: datetime) -> None:
    """Return an application to the applicant with the remarks that were collected; `remark` are the words that stand above them.

    Raises: NotFound, RuleViolation.
    """
    application = get_sent_application(application_id, lock=True)
    prepared = find_prepared_return(application.id)
    pinned = list_remarks([prepared.id]) if prepared is not None else ()
    refuse_if(why_not_return(application.status, remarks=len(pinned), covering=remark))
    enter(application, Status.RETURNED, at=at)
    returned = prepared or _prepared(application)
    returned.remark, returned.returned_by_id, returned.returned_at = remark.strip(), by.user_id, at
    returned.answers = snapshot(application)
    db.session.flush()
    record(ApplicationReturned(application_id=application.id, return_id=returned.id), by=by, at=at, reason=remark)


def settle_remark(*, application_id: int, remark_id: int, by: Actor, at: datetime) -> None:
    """Tick off a remark of a correction that came back: nothing is left to ask at its place.

    Raises: NotFound, RuleViolation.
    """
    application = get_sent_application(application_id, lock=True)
    remark = get_remark(remark_id, application_id=application.id)
    returned = db.session.get_one(ApplicationReturn, remark.return_id)
    if returned.resubmitted_at is None:
        refuse_if([Reason("screening.waits_for_applicant")])
    if remark.settled_at is None:
        remark.settled_at = at
        record(RemarkSettled(application_id=application.id, remark_id=remark.id), by=by, at=at)
