"""A small list and a few subjects within one transaction: for the demonstration and for stages of tests, where nothing is to be resumed."""

from datetime import datetime
from pathlib import Path

from platform_app.kernel.actors import Actor
from platform_app.kernel.clock import civil_date
from platform_app.kernel.errors import InvalidInput
from platform_app.watchlists.keying import entry_pairs
from platform_app.watchlists.matching import RULES_VERSION
from platform_app.watchlists.models import EntryKey
from platform_app.watchlists.queries.due import open_runs
from platform_app.watchlists.queries.lists import sealed_of_version
from platform_app.watchlists.rules.lists import RunCause
from platform_app.watchlists.sealing import find_hasher, take_hasher
from platform_app.watchlists.services.checking import blocks_of, check_file
from platform_app.watchlists.services.matching import key_subjects, match_due
from platform_app.watchlists.services.rows import EntryRow, Problem, read_row
from platform_app.watchlists.services.runs import advance_list_run
from platform_app.watchlists.services.staging import ListFacts, begin_version, publish, stage_rows
from platform_app.watchlists.storage import insert_pairs


def import_at_once(path: Path, *, facts: ListFacts, by: Actor, at: datetime) -> int:
    """Import a small list within the transaction at hand, all of it or nothing; gives the version.

    Raises: InvalidInput if a row is bad; Conflict.
    """
    problems: list[Problem] = []
    checked = check_file(path, list_name=facts.name, today=civil_date(at), mapping={}, tell=problems.append)
    checked.seen.close()
    if problems:
        raise InvalidInput(code="watchlists.bad_rows", problems=checked.problems, rows=checked.rows)
    staged = begin_version(checked=checked, facts=facts, by=by, at=at)
    hasher = take_hasher(rules_version=RULES_VERSION, at=at)
    position = staged.rows_done
    for block in blocks_of(path, position=position):
        rows = [row for row in (read_row(row, today=civil_date(at), mapping={}) for row in block) if isinstance(row, EntryRow)]
        stage_rows(staged=staged, position=position, rows=rows, hasher=hasher, at=at)
        position += len(rows)
    for entry_id, sealed in sealed_of_version(staged.watchlist_id, staged.number, after=0):
        insert_pairs(EntryKey.__table__, list(entry_pairs(entry_id, sealed, hasher)))
    publish(staged=staged, removed=0, by=by, at=at)
    return staged.version_id


def match_at_once(*, at: datetime) -> None:
    """Match everything that waits within the transaction at hand."""
    hasher = find_hasher()
    if hasher is None:
        return
    while key_subjects(hasher=hasher):
        pass
    while match_due(hasher=hasher, at=at):
        pass
    for run in [run for run in open_runs() if run.cause is RunCause.LIST]:
        while advance_list_run(run_id=run.id, hasher=hasher, at=at):
            pass
