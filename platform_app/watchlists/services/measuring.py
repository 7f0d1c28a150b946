"""What the measurements of screening need of this package: lists, an application, members, every way to match, and the figures by chance."""

import csv
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import cycle
from pathlib import Path
from random import Random

from sqlalchemy import insert

from platform_app.database.transaction import reading, transaction
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.clock import now, today
from platform_app.watchlists.evaluation.measures import (
    AS_GIVEN,
    NO_BIRTH_DATE,
    clean_by_what_is_known,
    draw_applicants,
    draw_application,
    recall_by_class,
)
from platform_app.watchlists.evaluation.vocabulary import draw_list
from platform_app.watchlists.file_matching import match_parties
from platform_app.watchlists.hashing import write_party
from platform_app.watchlists.importing import import_list
from platform_app.watchlists.keying import subject_pairs
from platform_app.watchlists.matching import RULES_VERSION, keys_of_entry, prepare
from platform_app.watchlists.matching.memory import brute_force
from platform_app.watchlists.models import SubjectKey, WatchCase, WatchSubject
from platform_app.watchlists.queries.candidates import candidates, count_in_force
from platform_app.watchlists.queries.due import open_runs
from platform_app.watchlists.rules.cases import SubjectFacts, Urgency
from platform_app.watchlists.rules.columns import COLUMNS
from platform_app.watchlists.rules.facts import Party, Tier
from platform_app.watchlists.screening_again import screen
from platform_app.watchlists.sealing import take_hasher
from platform_app.watchlists.services.checking import check_file
from platform_app.watchlists.services.staging import ListFacts
from platform_app.watchlists.services.watching import watch_subjects
from platform_app.watchlists.storage import Sorter, insert_pairs

_PER_CLASS = 200
_CLEAN_ENTRIES = 100_000
_CLEAN_APPLICANTS = 600
_DRAWN_AT_ONCE = 10_000
_MEMBERS_AT_ONCE = 1_000
_APPLICATIONS = 5


@dataclass(frozen=True)
class Imported:
    """What an import took, by the clock and in CPU seconds, its helpers included."""

    entries: int
    clock: float
    cpu: float


def import_by_chance(*, seed: int, entries: int, name: str) -> Imported:
    """Write a list by chance into a file and import it as an operator does."""
    with tempfile.TemporaryDirectory(prefix="platform-bench-") as folder:
        path = Path(folder, "list.csv")
        _write(path, _drawn(Random(seed), entries))  # nosec B311  # names by chance, no secrets
        began, began_cpu = time.perf_counter(), _cpu()
        facts = ListFacts(name=name, source="bench", dated=date(2026, 4, 1), file_name=path.name)
        with reading():
            checked = check_file(path, list_name=name, today=today(), mapping={}, tell=lambda _problem: None)
        try:
            import_list(path, checked=checked, facts=facts, today=today(), mapping={}, by=OPERATOR, progress=lambda _step, _rows: None)
        finally:
            checked.seen.close()
        return Imported(entries, time.perf_counter() - began, _cpu() - began_cpu)


def _cpu() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _drawn(chance: Random, entries: int) -> Iterator[tuple[int, Party]]:
    """Entries with a number each, drawn in blocks, so that a million needs no memory."""
    for start in range(0, entries, _DRAWN_AT_ONCE):
        yield from enumerate(draw_list(chance, min(_DRAWN_AT_ONCE, entries - start)), start)


def _write(path: Path, entries: Iterator[tuple[int, Party]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number, party in entries:
            birth_on = party.birth_on.isoformat() if party.birth_on else ""
            writer.writerow((f"L{number}", party.kind.value, party.name, party.kana, "", birth_on, party.corporate_number, party.address))


WITH_BIRTH_DATES, WITHOUT_BIRTH_DATES = AS_GIVEN, NO_BIRTH_DATE


@dataclass(frozen=True)
class Workload:
    """One application (a body and ten officers) against the lists in force, in several ways."""

    by_keys: Callable[[], object]
    in_background: Callable[[], object]
    brute_force_of_sample: Callable[[], object]
    keys_of_thousand: Callable[[], object]
    entries: int
    candidates: int


def screening_workload(*, seed: int, sample: int) -> Workload:
    """The same few applications for all, in turn. The sample is prepared beforehand, so that brute force is compared at its best."""
    chance = Random(seed)  # nosec B311
    applications = [draw_application(chance) for _ in range(_APPLICATIONS)]
    by_turns, again = cycle(applications), cycle(applications)
    listed = draw_list(chance, sample)
    prepared = [prepare(entry) for entry in listed]
    numbers = iter(range(1, 1_000_000))

    def by_keys() -> int:
        """As `watchlists match` does: keys, candidates from the B-tree, entries opened, compared."""
        with reading():
            return sum(1 for _hit in match_parties(next(by_turns), tier=Tier.B))

    def in_background() -> None:
        """As it is done when an application comes in: watched, keyed, matched, hits stored."""
        with transaction():
            subjects = [SubjectFacts(role="officer", party=party) for party in draw_application(chance)]
            watch_subjects(owner_type="bench", owner_id=next(numbers), label="bench", subjects=subjects, by=OPERATOR, at=now())
        screen(now())

    with reading():
        met = sum(len({entry_id for _key, entry_id in candidates(_keys_of(application))}) for application in applications)
        entries = count_in_force()
    return Workload(
        by_keys=by_keys,
        in_background=in_background,
        brute_force_of_sample=lambda: sum(len(brute_force(subject, prepared)) for subject in map(prepare, next(again))),
        keys_of_thousand=lambda: sum(len(keys_of_entry(entry)) for entry in listed[:1000]),
        entries=entries,
        candidates=met // _APPLICATIONS,
    )


def _keys_of(application: list[Party]) -> list[str]:
    return sorted({key for party in application for key in prepare(party).keys})


def watch_by_chance(*, seed: int, members: int) -> int:
    """Members by chance, two names each, keyed and matched as if long ago; returns the names. Only a version that comes after meets them."""
    chance = Random(seed)  # nosec B311
    at = now()
    with transaction():
        hasher = take_hasher(rules_version=RULES_VERSION, at=at)
    sorter = Sorter()
    for start in range(0, members, _MEMBERS_AT_ONCE):
        numbers = range(start + 1, min(start + _MEMBERS_AT_ONCE, members) + 1)
        with transaction():
            cases = [{"owner_type": "bench-member", "owner_id": number, "label": "bench", "opened_at": at, "version": 1} for number in numbers]
            case_ids = list(db.session.scalars(insert(WatchCase.__table__).returning(WatchCase.id), cases))
            parties = draw_applicants(chance, 2 * len(case_ids))
            rows = [
                {
                    "case_id": case_ids[place // 2], "role": "member", "kind": party.kind, "sealed": write_party(party),
                    "fingerprint": hasher.fingerprint(party), "urgency": Urgency.IN_TURN.value, "added_at": at,
                    "keyed_rules": RULES_VERSION, "matched_rules": RULES_VERSION, "matched_at": at,
                }
                for place, party in enumerate(parties)
            ]  # fmt: skip
            subject_ids = list(db.session.scalars(insert(WatchSubject.__table__).returning(WatchSubject.id, sort_by_parameter_order=True), rows))
            for subject_id, party in zip(subject_ids, parties, strict=True):
                sorter.add(subject_pairs(subject_id, party, hasher))
    for pairs in sorter.blocks():
        with transaction():
            insert_pairs(SubjectKey.__table__, pairs)
    sorter.close()
    return 2 * members


def screen_until_done() -> None:
    """Turn after turn, as the jobs' process does, until no run is open."""
    left = 1
    while left:
        screen(now())
        with reading():
            left = len(open_runs())


def screening_figures(*, seed: int) -> tuple[dict[str, dict[str, float]], dict[str, float]]:
    """Recall per class with its goal, and the share of clean applicants with a hit in tier A or B on a list of 100,000 by what is known of them."""
    chance = Random(seed)  # nosec B311
    recall = {found.label: {"recall": round(found.share, 3), "goal": found.goal} for found in recall_by_class(chance, _PER_CLASS)}
    clean = clean_by_what_is_known(draw_applicants(chance, _CLEAN_APPLICANTS), draw_list(chance, _CLEAN_ENTRIES))
    return recall, {label: round(found.share, 3) for label, found in clean.items()}
