"""What is to be matched: subjects without keys, subjects that are due, runs that are open."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select

from platform_app.extensions import db
from platform_app.watchlists.models import ListEntry, ListVersion, ScreeningRun, WatchSubject
from platform_app.watchlists.rules.lists import RunCause


def subjects_without_keys(rules_version: str, *, limit: int) -> Sequence[WatchSubject]:
    """Watched subjects whose keys are not stored by these rules, locked, oldest first."""
    return db.session.scalars(
        select(WatchSubject)
        .where(WatchSubject.ended_at.is_(None), or_(WatchSubject.keyed_rules.is_(None), WatchSubject.keyed_rules != rules_version))
        .order_by(WatchSubject.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()


def _is_due(rules_version: str, matched_before: datetime) -> ColumnElement[bool]:
    return and_(
        WatchSubject.ended_at.is_(None),
        or_(
            WatchSubject.matched_rules.is_(None),
            WatchSubject.matched_rules != rules_version,
            WatchSubject.matched_at.is_(None),
            WatchSubject.matched_at < matched_before,
        ),
    )


def due_subjects(rules_version: str, *, matched_before: datetime, limit: int) -> Sequence[WatchSubject]:
    """Watched subjects with keys that were not matched by these rules, or not since an instant; locked, those never matched first."""
    return db.session.scalars(
        select(WatchSubject)
        .where(WatchSubject.keyed_rules == rules_version, _is_due(rules_version, matched_before))
        .order_by(WatchSubject.matched_at.is_not(None), WatchSubject.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()


def count_due(rules_version: str, *, matched_before: datetime) -> int:
    """How many subjects are to be matched."""
    return db.session.scalar(select(func.count()).select_from(WatchSubject).where(_is_due(rules_version, matched_before))) or 0


def count_of_other_rules(rules_version: str) -> int:
    """How many subjects were last matched by other rules."""
    matched = (WatchSubject.ended_at.is_(None), WatchSubject.matched_rules.is_not(None), WatchSubject.matched_rules != rules_version)
    return db.session.scalar(select(func.count()).select_from(WatchSubject).where(*matched)) or 0


def count_matched_before(instant: datetime) -> int:
    """How many watched subjects were last matched before an instant."""
    return (
        db.session.scalar(
            select(func.count()).select_from(WatchSubject).where(WatchSubject.ended_at.is_(None), WatchSubject.matched_at < instant)
        )
        or 0
    )


def open_runs() -> Sequence[ScreeningRun]:
    """Runs that are not finished, oldest first."""
    return db.session.scalars(select(ScreeningRun).where(ScreeningRun.finished_at.is_(None)).order_by(ScreeningRun.id)).all()


def lock_run(run_id: int) -> ScreeningRun | None:
    """An open run, if no other process is at it."""
    return db.session.scalar(
        select(ScreeningRun).where(ScreeningRun.id == run_id, ScreeningRun.finished_at.is_(None)).with_for_update(skip_locked=True)
    )


def list_runs(*, limit: int = 20) -> Sequence[ScreeningRun]:
    """The latest runs, newest first."""
    return db.session.scalars(select(ScreeningRun).order_by(ScreeningRun.id.desc()).limit(limit)).all()


def has_run(code: str) -> bool:
    """Whether a run was ever begun."""
    return db.session.scalar(select(ScreeningRun.id).where(ScreeningRun.code == code)) is not None


def open_run_of(cause: RunCause) -> ScreeningRun | None:
    """The open run of a cause, if any."""
    return db.session.scalar(
        select(ScreeningRun).where(ScreeningRun.cause == cause, ScreeningRun.finished_at.is_(None)).order_by(ScreeningRun.id).limit(1)
    )


def entries_of_run(run: ScreeningRun, *, limit: int) -> Sequence[ListEntry]:
    """The next entries that a run over a new version is to compare."""
    version = db.session.get_one(ListVersion, run.list_version_id)
    return db.session.scalars(
        select(ListEntry)
        .where(ListEntry.watchlist_id == version.watchlist_id, ListEntry.from_number == version.number, ListEntry.id > run.position)
        .order_by(ListEntry.id)
        .limit(limit)
    ).all()
