"""What is to be matched: subjects without keys, subjects that are due, runs that are open."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, func, select

from platform_app.extensions import db
from platform_app.watchlists.models import ListEntry, ListVersion, ScreeningRun, SubjectKey, WatchSubject
from platform_app.watchlists.rules.lists import RunCause

_IS_WATCHED = WatchSubject.ended_at.is_(None)
_IS_DUE = and_(_IS_WATCHED, WatchSubject.matched_rules.is_(None))


def subjects_without_keys(*, limit: int) -> Sequence[WatchSubject]:
    """Watched subjects whose keys are not stored, locked: first those for whom somebody waits, then as they came."""
    return db.session.scalars(
        select(WatchSubject)
        .where(_IS_WATCHED, WatchSubject.keyed_rules.is_(None))
        .order_by(WatchSubject.keyed_rules, WatchSubject.urgency, WatchSubject.id)  # all of the index's columns: PostgreSQL wants them named
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()


def due_subjects(rules_version: str, *, limit: int) -> Sequence[WatchSubject]:
    """Watched subjects with keys that are to be matched, locked: first those for whom somebody waits, then as they came."""
    return db.session.scalars(
        select(WatchSubject)
        .where(_IS_DUE, WatchSubject.keyed_rules == rules_version)
        .order_by(WatchSubject.matched_rules, WatchSubject.urgency, WatchSubject.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()


def count_due() -> int:
    """How many subjects are to be matched."""
    return db.session.scalar(select(func.count()).select_from(WatchSubject).where(_IS_DUE)) or 0


def has_other_rules(rules_version: str) -> bool:
    """Whether any watched subject was keyed or matched by other rules; looks at the ends of two indexes."""
    for column in (WatchSubject.keyed_rules, WatchSubject.matched_rules):
        for is_other in (column < rules_version, column > rules_version):
            if db.session.scalar(select(WatchSubject.id).where(_IS_WATCHED, is_other).limit(1)) is not None:
                return True
    return False


def has_keys_of_subjects() -> bool:
    """Whether any name is watched that a new entry could meet."""
    return db.session.scalar(select(SubjectKey.key).limit(1)) is not None


def count_of_other_rules(rules_version: str) -> int:
    """How many subjects were last matched by other rules."""
    is_other = WatchSubject.matched_rules != rules_version
    return db.session.scalar(select(func.count()).select_from(WatchSubject).where(_IS_WATCHED, is_other)) or 0


def has_matched_before(instant: datetime) -> bool:
    """Whether any watched subject was last matched before an instant."""
    return db.session.scalar(select(WatchSubject.id).where(_IS_WATCHED, WatchSubject.matched_at < instant).limit(1)) is not None


def count_matched_before(instant: datetime) -> int:
    """How many watched subjects were last matched before an instant."""
    return db.session.scalar(select(func.count()).select_from(WatchSubject).where(_IS_WATCHED, WatchSubject.matched_at < instant)) or 0


def count_due_again(instant: datetime) -> int:
    """How many subjects are to be matched that were matched before, last before an instant."""
    return db.session.scalar(select(func.count()).select_from(WatchSubject).where(_IS_DUE, WatchSubject.matched_at < instant)) or 0


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
