"""The master of ministries and their desks, kept by the secretariat."""

import csv
from datetime import date, datetime
from importlib.resources import files

from sqlalchemy import select

from platform_app.audit.services import record
from platform_app.database.conflicts import conflict_on
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.kernel.errors import NotFound, RuleViolation, refuse_if
from platform_app.kernel.reasons import Reason
from platform_app.members.events import DeskAdded, DeskClosed, MinistryAdded, MinistryClosed
from platform_app.members.models import Ministry, MinistryDesk
from platform_app.members.rules.terms import why_not_close


def add_ministry(*, name: str, valid_from: date | None = None, valid_to: date | None = None, by: Actor, at: datetime) -> int:
    """Add a ministry; returns its id.

    Raises: RuleViolation if one of that name is open, Conflict if it came at the same moment.
    """
    if valid_to is None and db.session.scalar(select(Ministry.id).where(Ministry.name == name, Ministry.valid_to.is_(None))):
        raise RuleViolation([Reason("members.ministry_exists", field="name")])
    ministry = Ministry(name=name, valid_from=valid_from, valid_to=valid_to)
    with conflict_on("uq_ministry_name_open", "members.ministry_exists"):
        db.session.add(ministry)
    record(MinistryAdded(ministry_id=ministry.id, valid_from=valid_from), by=by, at=at)
    return ministry.id


def _ministry(ministry_id: int) -> Ministry:
    ministry = db.session.get(Ministry, ministry_id, with_for_update=True)
    if ministry is None:
        raise NotFound
    return ministry


def close_ministry(*, ministry_id: int, valid_to: date, by: Actor, at: datetime) -> None:
    """End a ministry on a day; its open desks end with it.

    Raises: NotFound, RuleViolation.
    """
    ministry = _ministry(ministry_id)
    refuse_if(why_not_close(ministry.valid_from, ministry.valid_to, valid_to))
    desks = db.session.scalars(select(MinistryDesk).where(MinistryDesk.ministry_id == ministry_id, MinistryDesk.valid_to.is_(None)))
    for desk in desks.all():
        close_desk(desk_id=desk.id, valid_to=max(valid_to, desk.valid_from), by=by, at=at)
    ministry.valid_to = valid_to
    record(MinistryClosed(ministry_id=ministry_id, valid_to=valid_to), by=by, at=at)


def add_desk(*, ministry_id: int, name: str, email: str, valid_from: date, by: Actor, at: datetime) -> int:
    """Add a desk that may recommend from a day on; returns its id.

    Raises: NotFound; RuleViolation if the ministry has ended; Conflict.
    """
    ministry = _ministry(ministry_id)
    if ministry.valid_to is not None and valid_from >= ministry.valid_to:
        raise RuleViolation([Reason("members.ministry_has_ended", field="valid_from")])
    same = select(MinistryDesk.id).where(
        MinistryDesk.ministry_id == ministry_id, MinistryDesk.name == name, MinistryDesk.valid_from == valid_from
    )
    if db.session.scalar(same) is not None:
        raise RuleViolation([Reason("members.desk_exists", field="name")])
    desk = MinistryDesk(ministry_id=ministry_id, name=name, email=email, valid_from=valid_from)
    with conflict_on("uq_ministry_desk_ministry_id_name_valid_from", "members.desk_exists"):
        db.session.add(desk)
    record(DeskAdded(ministry_id=ministry_id, ministry_desk_id=desk.id, valid_from=valid_from), by=by, at=at)
    return desk.id


def close_desk(*, desk_id: int, valid_to: date, by: Actor, at: datetime) -> None:
    """End a desk on a day; from then on it may not recommend.

    Raises: NotFound, RuleViolation.
    """
    desk = db.session.get(MinistryDesk, desk_id, with_for_update=True)
    if desk is None:
        raise NotFound
    refuse_if(why_not_close(desk.valid_from, desk.valid_to, valid_to))
    desk.valid_to = valid_to
    record(DeskClosed(ministry_id=desk.ministry_id, ministry_desk_id=desk_id, valid_to=valid_to), by=by, at=at)


def load_ministries(*, by: Actor, at: datetime) -> int:
    """Add the ministries of `data/ministries.csv` that are not known yet; returns how many were added."""
    known = {tuple(row) for row in db.session.execute(select(Ministry.name, Ministry.valid_from))}
    text = files("platform_app.members").joinpath("data/ministries.csv").read_text(encoding="utf-8")
    added = 0
    for row in csv.DictReader(text.splitlines()):
        valid_from, valid_to = (date.fromisoformat(row[edge]) if row[edge] else None for edge in ("valid_from", "valid_to"))
        if (row["name"], valid_from) not in known:
            add_ministry(name=row["name"], valid_from=valid_from, valid_to=valid_to, by=by, at=at)
            added += 1
    return added
