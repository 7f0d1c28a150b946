"""A checked file taken in: staged in blocks beside the version in force, then made current by one change of one row; and taken back again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, insert, or_, select, update

from platform_app.audit.services import record
from platform_app.database.conflicts import conflict_on
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.kernel.errors import Conflict, Forbidden, RuleViolation, refuse_if
from platform_app.kernel.reasons import Reason
from platform_app.watchlists.events import ListImported, ListUndone, ScreeningStarted
from platform_app.watchlists.hashing import Hasher, write_party
from platform_app.watchlists.matching import RULES_VERSION
from platform_app.watchlists.models import ListEntry, ListVersion, ScreeningRun, Watchlist, WatchSubject
from platform_app.watchlists.permissions import IMPORT_LISTS
from platform_app.watchlists.queries.lists import find_current, find_list, find_staged, get_version, known_entries, lock_list
from platform_app.watchlists.rules.lists import VERSION_LIFECYCLE, RunCause, VersionStatus, why_not_undo
from platform_app.watchlists.sealing import take_hasher
from platform_app.watchlists.services.checking import CheckedList
from platform_app.watchlists.services.rows import EntryRow

LEFT_ALONE = timedelta(seconds=60)
_CLEARED_ROWS = 20_000


@dataclass(frozen=True, kw_only=True)
class ListFacts:
    """What is said of a file: which list, from whom, of which day, and the file's name."""

    name: str
    source: str
    dated: date
    file_name: str


@dataclass(frozen=True)
class Staged:
    """A version that comes in: its id, its list, its number, the number it is compared with, how many rows it has and how many are staged."""

    version_id: int
    watchlist_id: int
    number: int
    base_number: int | None
    rows_total: int
    rows_done: int


def is_in_force(*, checked: CheckedList, facts: ListFacts) -> bool:
    """Whether exactly this file is the version in force, its columns read in the same way; of older versions this is not known."""
    found = find_list(facts.name)
    current = find_current(found.id) if found else None
    if current is None or current.columns not in (checked.columns, {}):
        return False
    return (current.file_sha256, current.source, current.dated) == (checked.sha256, facts.source, facts.dated)


def begin_version(*, checked: CheckedList, facts: ListFacts, by: Actor, at: datetime) -> Staged:
    """The staged version for a checked file: found again if an import of the same file was cut off, made otherwise.

    What another file left behind is abandoned if nobody worked on it for a minute. Raises: Conflict.
    """
    take_hasher(rules_version=RULES_VERSION, at=at)
    found = _list_for(facts.name, at=at)
    staged = find_staged(found.id, lock=True)
    if staged is not None and _is_of(staged, checked, found):
        staged.source, staged.dated, staged.touched_at = facts.source, facts.dated, at
        return _told(staged)
    if staged is not None:
        if at - staged.touched_at < LEFT_ALONE:
            raise Conflict("watchlists.import_running")
        _turn(staged, VersionStatus.ABANDONED, at=at)
        db.session.flush()
    last = db.session.scalar(select(func.max(ListVersion.number)).where(ListVersion.watchlist_id == found.id)) or 0
    version = ListVersion(
        watchlist_id=found.id, number=last + 1, base_number=found.current_number, source=facts.source, dated=facts.dated,
        file_name=facts.file_name, file_sha256=checked.sha256, columns=checked.columns, rows_total=checked.rows, rows_done=0,
        imported_by_id=by.user_id, begun_at=at, touched_at=at,
    )  # fmt: skip
    with conflict_on("uq_watchlist_version_staged", "watchlists.import_running"):
        db.session.add(version)
    return _told(version)


def _is_of(staged: ListVersion, checked: CheckedList, found: Watchlist) -> bool:
    """Whether a staged version is of the same file, read in the same way, against the same version in force."""
    is_same_file = staged.file_sha256 == checked.sha256 and staged.columns == checked.columns
    return is_same_file and staged.base_number == found.current_number


def _list_for(name: str, *, at: datetime) -> Watchlist:
    found = find_list(name, lock=True)
    if found is None:
        found = Watchlist(name=name, created_at=at)
        with conflict_on("uq_watchlist_name", "watchlists.import_running"):
            db.session.add(found)
    return found


def _told(version: ListVersion) -> Staged:
    return Staged(version.id, version.watchlist_id, version.number, version.base_number, version.rows_total, version.rows_done)


def _turn(version: ListVersion, status: VersionStatus, *, at: datetime) -> None:
    refuse_if(VERSION_LIFECYCLE.why_not(version.status, status))
    version.status = status
    version.ended_at = None if status is VersionStatus.CURRENT else at


def stage_rows(*, staged: Staged, position: int, rows: Sequence[EntryRow], hasher: Hasher, at: datetime) -> None:
    """Stage one block at its position: what is new or changed becomes an entry, and what it replaces is marked to end.

    Raises: Conflict if the version stands elsewhere, because another process imports the same file.
    """
    version = _mine(staged, at=at)
    if version.rows_done != position:
        raise Conflict("watchlists.import_elsewhere")
    keyed = [(hasher.ref(row.party.ref), hasher.fingerprint(row.party), row) for row in rows]
    known = known_entries(staged.watchlist_id, staged.base_number, [ref_key for ref_key, _, _ in keyed])
    fresh = [item for item in keyed if known.get(item[0], (0, ""))[1] != item[1]]
    replaced = [known[ref_key][0] for ref_key, _, _ in fresh if ref_key in known]
    if fresh:
        db.session.execute(insert(ListEntry.__table__), [_columns(staged, *item) for item in fresh])
    _end(replaced, staged.number)
    version.added += len(fresh) - len(replaced)
    version.changed += len(replaced)
    version.unchanged += len(rows) - len(fresh)
    version.flagged += sum(row.is_number_wrong for row in rows)
    version.rows_done = position + len(rows)
    db.session.flush()


def _mine(staged: Staged, *, at: datetime) -> ListVersion:
    version = get_version(staged.version_id, lock=True)
    if version.status is not VersionStatus.STAGED:
        raise Conflict("watchlists.import_elsewhere")
    version.touched_at = at
    return version


def _columns(staged: Staged, ref_key: int, fingerprint: str, row: EntryRow) -> Mapping[str, object]:
    return {
        "watchlist_id": staged.watchlist_id,
        "ref_key": ref_key,
        "from_number": staged.number,
        "kind": row.party.kind,
        "sealed": write_party(row.party),
        "fingerprint": fingerprint,
        "is_number_wrong": row.is_number_wrong,
    }


def _end(entry_ids: Sequence[int], number: int) -> None:
    if entry_ids:
        db.session.execute(update(ListEntry.__table__).where(ListEntry.id.in_(entry_ids)).values(until_number=number))


def end_removed(*, staged: Staged, entry_ids: Sequence[int], at: datetime) -> None:
    """Mark entries that the file does not name any more to end with the version. A second time changes nothing."""
    _mine(staged, at=at)
    _end(entry_ids, staged.number)


def note_keys(*, staged: Staged, keys: int, at: datetime) -> None:
    """Say how many keys of the version are stored."""
    _mine(staged, at=at).keys_done = keys


def publish(*, staged: Staged, removed: int, by: Actor, at: datetime) -> int:
    """Make a version that is staged to the end the current one, and begin the screening of all subjects against what is new. Returns the run.

    Raises: Conflict, RuleViolation.
    """
    found = lock_list(staged.watchlist_id)
    version = _mine(staged, at=at)
    if version.rows_done != version.rows_total or found.current_number != version.base_number or has_leftovers(found.id):
        raise Conflict("watchlists.import_elsewhere")
    current = find_current(found.id)
    if current is not None:
        _turn(current, VersionStatus.REPLACED, at=at)
        db.session.flush()
    _turn(version, VersionStatus.CURRENT, at=at)
    version.published_at, version.removed = at, removed
    found.current_number = version.number
    run = ScreeningRun(
        code=f"list:{version.id}", cause=RunCause.LIST, list_version_id=version.id, rules_version=RULES_VERSION,
        total=version.added + version.changed, started_at=at,
    )  # fmt: skip
    db.session.add(run)
    db.session.flush()
    record(ListImported(watchlist_version_id=version.id, watchlist_id=found.id, number=version.number, added=version.added,
                        changed=version.changed, removed=removed, file_sha256=version.file_sha256), by=by, at=at)
    record(ScreeningStarted(watch_run_id=run.id, cause=run.cause), by=by, at=at)
    return run.id


def undo_version(*, version_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Take the current version of a list back; the one before it is in force again. Subjects matched meanwhile are matched anew.

    Raises: NotFound, Forbidden, RuleViolation.
    """
    found = lock_list(get_version(version_id).watchlist_id)
    version = get_version(version_id, lock=True)
    if not by.may(IMPORT_LISTS):
        raise Forbidden
    refuse_if(why_not_undo(version.status, is_importing=find_staged(found.id) is not None))
    if not reason.strip():
        raise RuleViolation([Reason("watchlists.reason_missing", field="reason")])
    _turn(version, VersionStatus.UNDONE, at=at)
    version.undone_because = reason
    db.session.flush()
    found.current_number = version.base_number
    before = db.session.scalar(
        select(ListVersion).where(ListVersion.watchlist_id == found.id, ListVersion.number == version.base_number)
    )
    if before is not None:
        _turn(before, VersionStatus.CURRENT, at=at)
    matched_meanwhile = or_(WatchSubject.matched_at >= version.published_at, WatchSubject.matched_at.is_(None))
    db.session.execute(update(WatchSubject).where(WatchSubject.ended_at.is_(None), matched_meanwhile).values(matched_at=None, matched_rules=None))
    db.session.execute(
        update(ScreeningRun)
        .where(ScreeningRun.list_version_id == version.id, ScreeningRun.finished_at.is_(None))
        .values(finished_at=at)
    )
    record(ListUndone(watchlist_version_id=version.id, watchlist_id=found.id, number=version.number), by=by, at=at, reason=reason)


_LEFT = (VersionStatus.UNDONE, VersionStatus.ABANDONED)


def has_leftovers(watchlist_id: int) -> bool:
    """Whether entries of a version that was abandoned or undone are still marked with its number."""
    return db.session.scalar(select(_leftovers(watchlist_id).exists())) or False


def _leftovers(watchlist_id: int):  # type: ignore[no-untyped-def]  # a Select of this module alone
    return select(ListVersion).where(
        ListVersion.watchlist_id == watchlist_id, ListVersion.status.in_(_LEFT), ListVersion.cleared_at.is_(None)
    )


def clear_leftovers(*, watchlist_id: int, at: datetime) -> int:
    """Let some entries of a version that was abandoned or undone never have held, and what it ended go on. Returns how many; 0 is the end."""
    version = db.session.scalar(_leftovers(watchlist_id).order_by(ListVersion.number).limit(1).with_for_update())
    if version is None:
        return 0
    cleared = 0
    came = (ListEntry.from_number == version.number, ListEntry.until_number.is_(None))
    went = (ListEntry.until_number == version.number, ListEntry.from_number < version.number)
    for conditions, until in ((came, version.number), (went, None)):
        ids = select(ListEntry.id).where(ListEntry.watchlist_id == watchlist_id, *conditions).limit(_CLEARED_ROWS)
        statement = update(ListEntry.__table__).where(ListEntry.id.in_(ids.scalar_subquery())).values(until_number=until)
        cleared += db.session.execute(statement).rowcount  # type: ignore[attr-defined]
    if not cleared:
        version.cleared_at = at
    db.session.flush()
    return cleared or 1
