"""Reads of ministries and their desks."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from platform_app.extensions import db
from platform_app.kernel.errors import NotFound
from platform_app.members.models import Ministry, MinistryDesk
from platform_app.members.queries.days import holds
from platform_app.members.rules.names import search_key


@dataclass(frozen=True)
class MinistryFacts:
    """A ministry in `[valid_from, valid_to)`; None is an end that is not known."""

    id: int
    name: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True)
class DeskFacts:
    """A ministry's desk with the address it is asked at."""

    id: int
    ministry_id: int
    ministry: str
    name: str
    email: str
    valid_from: date
    valid_to: date | None


def _is_ministry_of(on: date) -> ColumnElement[bool]:
    return and_(
        or_(Ministry.valid_from.is_(None), Ministry.valid_from <= on), or_(Ministry.valid_to.is_(None), Ministry.valid_to > on)
    )


def list_ministries(on: date | None = None) -> tuple[MinistryFacts, ...]:
    """The ministries of a day, or all there ever were, in the order of the master."""
    statement = select(Ministry.id, Ministry.name, Ministry.valid_from, Ministry.valid_to).order_by(Ministry.id)
    rows = db.session.execute(statement.where(_is_ministry_of(on)) if on else statement)
    return tuple(MinistryFacts(*row) for row in rows)


def _desks() -> Select[*tuple[Any, ...]]:
    return (
        select(
            MinistryDesk.id, MinistryDesk.ministry_id, Ministry.name, MinistryDesk.name, MinistryDesk.email,
            MinistryDesk.valid_from, MinistryDesk.valid_to,
        )
        .join_from(MinistryDesk, Ministry, MinistryDesk.ministry_id == Ministry.id)
        .order_by(Ministry.id, MinistryDesk.id)
    )


def _active_desks(on: date) -> Select[*tuple[Any, ...]]:
    return _desks().where(holds(MinistryDesk.valid_from, MinistryDesk.valid_to, on), _is_ministry_of(on))


def list_desks(on: date, *, text: str = "") -> tuple[DeskFacts, ...]:
    """The desks that may recommend on a day, in the order of the ministries; a text is looked for in both names."""
    desks = (DeskFacts(*row) for row in db.session.execute(_active_desks(on)))
    key = search_key(text)
    return tuple(desk for desk in desks if key in search_key(desk.ministry + desk.name))


def list_all_desks() -> tuple[DeskFacts, ...]:
    """Every desk there ever was."""
    return tuple(DeskFacts(*row) for row in db.session.execute(_desks()))


def get_desk(desk_id: int, *, on: date) -> DeskFacts:
    """A desk that may recommend on a day.

    Raises: NotFound, also when it is closed.
    """
    row = db.session.execute(_active_desks(on).where(MinistryDesk.id == desk_id)).first()
    if row is None:
        raise NotFound
    return DeskFacts(*row)
