"""Reads for retention: which cases ended long ago, and which of them a legal hold on their owner keeps."""

from collections.abc import Collection
from datetime import date

from flask import current_app
from sqlalchemy import select

from platform_app.extensions import db
from platform_app.kernel.clock import civil_date, start_of
from platform_app.kernel.retention import HoldProvider
from platform_app.watchlists.models import WatchCase

_MOST_AT_ONCE = 1000


def cases_ended_before(day: date, *, under_hold: bool) -> list[tuple[int, date]]:
    """Ids of cases that ended before a day, with the day, longest ago first; those under a legal hold, or the others."""
    ended = select(WatchCase).where(WatchCase.ended_at.is_not(None), WatchCase.ended_at < start_of(day))
    cases = db.session.scalars(ended.order_by(WatchCase.ended_at, WatchCase.id).limit(_MOST_AT_ONCE)).all()
    held = {(owner_type, owner_id) for owner_type in {case.owner_type for case in cases} for owner_id in _held(owner_type, cases)}
    return [(case.id, civil_date(case.ended_at)) for case in cases if case.ended_at and ((case.owner_type, case.owner_id) in held) is under_hold]


def _held(owner_type: str, cases: Collection[WatchCase]) -> frozenset[int]:
    """Which owners of some cases are under a legal hold, by the package that they belong to."""
    providers: dict[str, HoldProvider] = current_app.extensions["platform.holds"]
    owners = [case.owner_id for case in cases if case.owner_type == owner_type]
    return providers[owner_type](owners) if owner_type in providers else frozenset()


def is_held(case: WatchCase) -> bool:
    """Whether a legal hold on its owner keeps the evidence of a case."""
    return bool(_held(case.owner_type, [case]))
