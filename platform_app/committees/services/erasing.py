"""Erasing what a deliberation says of its subject when its time is over: words go, choices, counts and the outcome stay."""

from datetime import datetime

from sqlalchemy import func, select

from platform_app.audit.services import record
from platform_app.committees.events import DeliberationTextsErased
from platform_app.committees.models import Deliberation, ElectorateSeat, Position, Sitting
from platform_app.extensions import db
from platform_app.kernel.actors import Actor

NOTHING = "–"


def erase_texts_about(*, subject_type: str, subject_id: int, by: Actor, at: datetime) -> int:
    """Erase name, reasons and declarations from all deliberations on a subject; returns how many there were."""
    found = db.session.scalars(
        select(Deliberation).where(Deliberation.subject_type == subject_type, Deliberation.subject_id == subject_id).order_by(Deliberation.id)
    ).all()
    for deliberation in found:
        deliberation.concerns = NOTHING
        seats = db.session.scalars(select(ElectorateSeat).where(ElectorateSeat.deliberation_id == deliberation.id)).all()
        for seat in seats:
            seat.declared_text, seat.hints = None, []
        for position in db.session.scalars(select(Position).where(Position.electorate_seat_id.in_([seat.id for seat in seats]))):
            position.reason = NOTHING
        _erase_title(deliberation.sitting_id)
        record(DeliberationTextsErased(deliberation_id=deliberation.id), by=by, at=at)
    return len(found)


def _erase_title(sitting_id: int) -> None:
    """The title of a sitting on one question may be the subject's name."""
    questions = db.session.scalar(select(func.count()).select_from(Deliberation).where(Deliberation.sitting_id == sitting_id))
    if questions == 1:
        db.session.get_one(Sitting, sitting_id).title = NOTHING
