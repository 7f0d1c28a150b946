"""The work of matching from its first step to its last, each block a transaction: what the jobs' process does every few seconds."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from time import monotonic

from platform_app.database.transaction import reading, transaction
from platform_app.kernel.clock import now
from platform_app.watchlists.hashing import Hasher
from platform_app.watchlists.key_makers import keys_in_order
from platform_app.watchlists.models import EntryKey
from platform_app.watchlists.queries.due import open_runs
from platform_app.watchlists.queries.lists import count_all_entries, sealed_block
from platform_app.watchlists.rules.lists import RunCause
from platform_app.watchlists.sealing import find_hasher
from platform_app.watchlists.services.matching import key_subjects, match_due
from platform_app.watchlists.services.runs import (
    advance_list_run,
    are_entries_keyed,
    begin_rules_run,
    begin_yearly_run,
    drop_entry_keys,
    follow_subject_runs,
    note_entries_keyed,
)
from platform_app.watchlists.storage import insert_pairs

_SHARE = timedelta(seconds=20)


class _Time:
    """How long one turn may take, so that the job gives way to a stop of the process."""

    def __init__(self) -> None:
        self._end = monotonic() + _SHARE.total_seconds()

    @property
    def is_left(self) -> bool:
        """Whether there is time for another block."""
        return monotonic() < self._end


def screen(at: datetime) -> int:
    """Do what is due: keys by new rules, subjects that wait, runs over new versions, the yearly re-check. Returns how many steps were made."""
    with reading():
        hasher = find_hasher()
        are_keyed = are_entries_keyed()
    if hasher is None:
        return 0
    if not are_keyed:
        rebuild_entry_keys(hasher)
    with transaction():
        begin_rules_run(at=at)
    with transaction():
        begin_yearly_run(at=at)
    time = _Time()
    steps = done = _round(hasher)
    while done and time.is_left:
        done = _round(hasher)
        steps += done
    with transaction():
        follow_subject_runs(at=at)
    return steps


def _round(hasher: Hasher) -> int:
    """One block of each kind of work, so that none waits for the end of another; returns how many steps were made.

    In each kind those come first for whom somebody waits: an application that comes in while a whole register is due is in the next round.
    """
    with transaction():
        steps = key_subjects(hasher=hasher)
    at = now()
    with transaction():
        steps += match_due(hasher=hasher, at=at)
    return steps + _advance_a_run(hasher)


def _advance_a_run(hasher: Hasher) -> int:
    """One block of the oldest run over a new version that no other process is at."""
    with reading():
        runs = [run.id for run in open_runs() if run.cause is RunCause.LIST]
    for run_id in runs:
        with transaction():
            done = advance_list_run(run_id=run_id, hasher=hasher, at=now())
        if done:
            return done
    return 0


def rebuild_entry_keys(hasher: Hasher) -> None:
    """Make the keys of all entries anew, in order, in constant memory; killed half-way it begins again. Meanwhile nothing is matched."""
    with transaction():
        drop_entry_keys()
    with reading():
        entries = count_all_entries()
    with keys_in_order(_blocks_of_entries(), hasher, entries=entries) as pairs_in_order:
        for pairs in pairs_in_order:
            with transaction():
                insert_pairs(EntryKey.__table__, pairs)
    with transaction():
        note_entries_keyed()


def _blocks_of_entries() -> Iterator[list[tuple[int, str]]]:
    after = 0
    while True:
        with reading():
            rows = sealed_block(after=after)
        if not rows:
            return
        yield rows
        after = rows[-1][0]
