"""An import from its first row to its last, each block a transaction: what `watchlists import` and the jobs' process both do.

Killed anywhere it goes on: rows at the position the version kept, removed entries and keys from their beginning, because a second time
changes nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

from platform_app.database.transaction import reading, transaction
from platform_app.kernel.actors import Actor, ActorKind
from platform_app.kernel.clock import now, today
from platform_app.kernel.errors import Conflict, InvalidInput, PlatformError
from platform_app.watchlists.hashing import Hasher
from platform_app.watchlists.key_makers import keys_in_order
from platform_app.watchlists.models import EntryKey
from platform_app.watchlists.queries.lists import entry_refs, sealed_of_version
from platform_app.watchlists.sealing import find_hasher
from platform_app.watchlists.services.checking import CheckedList, Seen, blocks_of, check_file
from platform_app.watchlists.services.rows import EntryRow, Problem, read_row
from platform_app.watchlists.services.staging import (
    ListFacts,
    Staged,
    begin_version,
    clear_leftovers,
    end_removed,
    note_keys,
    publish,
    stage_rows,
)
from platform_app.watchlists.services.uploads import Work, as_file, fail_upload, finish_check, finish_import, note_progress, take_work
from platform_app.watchlists.storage import insert_pairs

Progress = Callable[[str, int], None]


def import_list(
    path: Path, *, checked: CheckedList, facts: ListFacts, today: date, mapping: Mapping[str, str], by: Actor, progress: Progress
) -> Staged:
    """Stage every row of a checked file, end what it does not name, store the keys, and publish. `progress` is told the step and the rows done.

    Raises: Conflict, InvalidInput.
    """
    with transaction():
        staged = begin_version(checked=checked, facts=facts, by=by, at=now())
    clear_all(staged.watchlist_id)
    with reading():
        hasher = find_hasher()
    if hasher is None:
        raise Conflict("watchlists.import_elsewhere")
    _stage(path, staged, hasher, today, mapping, progress)
    _end_removed(staged, checked.seen, hasher)
    _store_keys(staged, hasher, progress)
    with transaction():
        publish(staged=staged, removed=checked.removed, by=by, at=now())
    return staged


def work_on_uploads(at: datetime) -> int:
    """Check or import what was uploaded, one file after the other; returns how many."""
    done = 0
    while True:
        with transaction():
            work = take_work(at=at)
        if work is None:
            return done
        try:
            with as_file(work.upload_id, work.file_name) as path:
                _work_on(work, path)
        except PlatformError as error:
            with transaction():
                fail_upload(upload_id=work.upload_id, error_code=error.code)
        done += 1


def _work_on(work: Work, path: Path) -> None:
    problems: list[Problem] = []

    def progress(step: str, rows: int) -> None:
        """Note how far it is, in a transaction of its own."""
        with transaction():
            note_progress(upload_id=work.upload_id, rows=rows if step == "staged" else None, at=now())

    with reading():
        checked = check_file(path, list_name=work.list_name, today=today(), mapping=work.mapping, tell=problems.append)
    try:
        if not work.is_import:
            with transaction():
                finish_check(upload_id=work.upload_id, checked=checked, problems=problems)
            return
        facts = ListFacts(name=work.list_name, source=work.source, dated=work.dated, file_name=work.file_name)
        by = Actor(kind=ActorKind.SYSTEM, user_id=work.uploaded_by_id)
        staged = import_list(path, checked=checked, facts=facts, today=today(), mapping=work.mapping, by=by, progress=progress)
        with transaction():
            finish_import(upload_id=work.upload_id, list_version_id=staged.version_id)
    finally:
        checked.seen.close()


def clear_all(watchlist_id: int) -> None:
    """Clear what abandoned and undone versions of a list left behind."""
    left = 1
    while left:
        with transaction():
            left = clear_leftovers(watchlist_id=watchlist_id, at=now())


def _stage(path: Path, staged: Staged, hasher: Hasher, today: date, mapping: Mapping[str, str], progress: Progress) -> None:
    position = staged.rows_done
    for block in blocks_of(path, position=position):
        read = [read_row(row, today=today, mapping=mapping) for row in block]
        rows = [row for row in read if isinstance(row, EntryRow)]
        if len(rows) != len(read):
            raise InvalidInput(code="watchlists.file_changed")
        with transaction():
            stage_rows(staged=staged, position=position, rows=rows, hasher=hasher, at=now())
        position += len(rows)
        progress("staged", position)


def _end_removed(staged: Staged, seen: Seen, hasher: Hasher) -> None:
    if staged.base_number is None:
        return
    gone: list[int] = []
    with reading():
        for block in entry_refs(staged.watchlist_id, staged.base_number):
            gone += [entry_id for entry_id, ref_key in block if not seen.has(ref_key)]
    for start in range(0, len(gone), _ENDED_ROWS):
        with transaction():
            end_removed(staged=staged, entry_ids=gone[start : start + _ENDED_ROWS], at=now())


_ENDED_ROWS = 5000


def _store_keys(staged: Staged, hasher: Hasher, progress: Progress) -> None:
    blocks, stored = _blocks_of_version(staged), 0
    with keys_in_order(blocks, hasher, entries=staged.rows_total, progress=lambda done: progress("keys", done)) as pairs_in_order:
        for pairs in pairs_in_order:
            with transaction():
                insert_pairs(EntryKey.__table__, pairs)
                stored += len(pairs)
                note_keys(staged=staged, keys=stored, at=now())
            progress("stored", stored)


def _blocks_of_version(staged: Staged) -> Iterator[list[tuple[int, str]]]:
    """Ids and opened texts of what came with a version; each block is read in a transaction of its own."""
    after = 0
    while True:
        with reading():
            rows = sealed_of_version(staged.watchlist_id, staged.number, after=after)
        if not rows:
            return
        yield rows
        after = rows[-1][0]
