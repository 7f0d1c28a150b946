"""Screening again: a new version against every subject, every subject by new rules or after a year. Killed, it goes on where it was."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, update

from platform_app.audit.services import record
from platform_app.extensions import db
from platform_app.kernel.actors import SYSTEM
from platform_app.watchlists.events import ScreeningFinished, ScreeningStarted
from platform_app.watchlists.hashing import Hasher
from platform_app.watchlists.matching import RULES_VERSION
from platform_app.watchlists.models import EntryKey, ScreeningRun, SubjectKey, WatchSubject
from platform_app.watchlists.queries.due import (
    count_due_again,
    count_matched_before,
    count_of_other_rules,
    entries_of_run,
    has_keys_of_subjects,
    has_matched_before,
    has_other_rules,
    has_run,
    lock_run,
    open_run_of,
)
from platform_app.watchlists.rules.lists import RunCause
from platform_app.watchlists.sealing import keyed_rules, note_keyed
from platform_app.watchlists.services.matching import match_entries

ENTRIES_AT_ONCE = 200
RECHECK_AFTER = timedelta(days=365)


def advance_list_run(*, run_id: int, hasher: Hasher, at: datetime) -> int:
    """Compare the next entries of a new version with all subjects; returns how many, 0 when the run is over or another process has it."""
    run = lock_run(run_id)
    if run is None:
        return 0
    rows = entries_of_run(run, limit=ENTRIES_AT_ONCE)
    if rows and not has_keys_of_subjects():
        # Whoever is keyed later is matched after that, and meets the version then.
        run.done, rows = run.total, []
    if not rows:
        _finish(run, at=at)
        return 0
    match_entries(rows, hasher=hasher, at=at)
    run.position, run.done, run.touched_at = rows[-1].id, run.done + len(rows), at
    db.session.flush()
    return len(rows)


def begin_rules_run(*, at: datetime) -> bool:
    """Begin what new rules need: whoever was keyed or matched by others is due, and all keys are made anew. Says whether it began."""
    if not has_other_rules(RULES_VERSION):
        return False
    waiting = count_of_other_rules(RULES_VERSION)
    db.session.execute(delete(SubjectKey))
    db.session.execute(update(WatchSubject).values(keyed_rules=None))
    _make_due(WatchSubject.matched_rules != RULES_VERSION)
    if waiting and open_run_of(RunCause.RULES) is None:
        code = f"rules:{RULES_VERSION}"
        _begin(f"{code}:{at:%Y-%m-%dT%H%M%S}" if has_run(code) else code, RunCause.RULES, waiting, at=at)
    return True


def begin_yearly_run(*, at: datetime) -> bool:
    """Begin a run over the subjects that were last matched a year ago, unless one is open. Says whether it began."""
    year_ago = at - RECHECK_AFTER
    if not has_matched_before(year_ago) or open_run_of(RunCause.YEARLY) is not None:
        return False
    _begin(f"yearly:{at:%Y-%m-%dT%H%M%S}", RunCause.YEARLY, count_matched_before(year_ago), at=at)
    _make_due(WatchSubject.matched_at < year_ago)
    return True


def _make_due(condition: ColumnElement[bool]) -> None:
    """Let some watched subjects be matched again; when they were matched last stays known."""
    statement = update(WatchSubject).where(WatchSubject.ended_at.is_(None), WatchSubject.matched_rules.is_not(None), condition)
    db.session.execute(statement.values(matched_rules=None))


def _begin(code: str, cause: RunCause, total: int, *, at: datetime) -> None:
    run = ScreeningRun(code=code, cause=cause, rules_version=RULES_VERSION, total=total, started_at=at)
    db.session.add(run)
    db.session.flush()
    record(ScreeningStarted(watch_run_id=run.id, cause=cause), by=SYSTEM, at=at)


def follow_subject_runs(*, at: datetime) -> None:
    """Say how far the runs over subjects are, and end those that are through. They need no position: each subject says itself when it was matched."""
    for cause in (RunCause.RULES, RunCause.YEARLY):
        run = open_run_of(cause)
        if run is None:
            continue
        left = count_due_again(run.started_at if cause is RunCause.RULES else run.started_at - RECHECK_AFTER)
        if run.total - left != run.done:
            run.done, run.touched_at = max(run.total - left, 0), at
        if not left:
            _finish(run, at=at)


def _finish(run: ScreeningRun, *, at: datetime) -> None:
    run.finished_at = at
    db.session.flush()
    record(ScreeningFinished(watch_run_id=run.id, cause=run.cause), by=SYSTEM, at=at)


def are_entries_keyed() -> bool:
    """Whether the stored keys of entries are by the rules of now; else they are to be made anew before anything is matched."""
    return keyed_rules() == RULES_VERSION


def drop_entry_keys() -> None:
    """Forget all keys of entries, before they are made anew."""
    db.session.execute(delete(EntryKey))


def note_entries_keyed() -> None:
    """Say that all entries have keys by the rules of now."""
    note_keyed(RULES_VERSION)
