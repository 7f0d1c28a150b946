"""Which members are to be watched, which are watched, and whose watch is to end; in blocks by their ids."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from platform_app.extensions import db
from platform_app.members.queries import members_not_ended
from platform_app.watchlists.models import WatchCase
from platform_app.watchlists.rules.register import MEMBER

_IS_WATCHED = (WatchCase.owner_type == MEMBER, WatchCase.ended_at.is_(None))


def unwatched_members(on: date, *, limit: int) -> Sequence[int]:
    """The next members whose names are not watched."""
    members = members_not_ended(on).subquery()
    watched = select(WatchCase.id).where(*_IS_WATCHED, WatchCase.owner_id == members.c.member_id).exists()
    return db.session.scalars(select(members.c.member_id).where(~watched).order_by(members.c.member_id).limit(limit)).all()


def departed_members(on: date, *, limit: int) -> Sequence[int]:
    """The next of those who are watched though their membership ended."""
    ended = WatchCase.owner_id.not_in(members_not_ended(on))
    return db.session.scalars(select(WatchCase.owner_id).where(*_IS_WATCHED, ended).order_by(WatchCase.owner_id).limit(limit)).all()


def watched_members(*, after: int, limit: int) -> Sequence[int]:
    """The next members that are watched."""
    found = select(WatchCase.owner_id).where(*_IS_WATCHED, WatchCase.owner_id > after).order_by(WatchCase.owner_id)
    return db.session.scalars(found.limit(limit)).all()


def is_member_watched(member_id: int) -> bool:
    """Whether the names of a member are watched."""
    return db.session.scalar(select(WatchCase.id).where(*_IS_WATCHED, WatchCase.owner_id == member_id)) is not None
