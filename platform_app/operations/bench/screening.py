"""Name matching: one application against stored lists by keys and by brute force, imports, re-screening, recall per class, clean applicants' hits.

`screening` stores 100,000 entries, `screening-large` a million, and then screens 100,000 members again because of 1,000 new entries. Brute force
is measured over a sample of entries and scaled to all of them. All names are made by chance.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count

from platform_app.operations.bench.measuring import Goal, Suite
from platform_app.operations.bench.world import fresh_app
from platform_app.watchlists.services.measuring import (
    WITH_BIRTH_DATES,
    WITHOUT_BIRTH_DATES,
    Imported,
    Workload,
    import_by_chance,
    screen_until_done,
    screening_figures,
    screening_workload,
    watch_by_chance,
)

ENTRIES = 100_000
MANY_ENTRIES = 1_000_000
MEMBERS = 100_000
DELTA = 1_000
SAMPLE = 4_000
_SEED = 20_261_123
_LARGE = 100_000


@contextmanager
def screening() -> Iterator[Suite]:
    """The suite that everybody runs; a recall below its goal counts as missed."""
    recall, clean = screening_figures(seed=_SEED)
    missed = sum(found["recall"] < found["goal"] for found in recall.values())
    with fresh_app() as app, app.app_context():
        imported = import_by_chance(seed=_SEED, entries=ENTRIES, name="bench")
        screen_until_done()
        work = screening_workload(seed=_SEED, sample=SAMPLE)
        goals = [
            _against_brute_force(work),
            Goal("keys of 100,000 entries", 30.0, "s CPU", lambda cpu: cpu["keys of 1,000"] * _LARGE / 1000),
            _import_of_large(imported),
            Goal("classes with a recall below their goal", 0, "classes", lambda _cpu: missed),
            Goal("clean applicants with a hit in tier A or B, 100,000 entries", 0.13, "share", lambda _cpu: clean[WITH_BIRTH_DATES]),
            Goal("the same applicants without birth dates", 0.13, "share", lambda _cpu: clean[WITHOUT_BIRTH_DATES]),
        ]
        configurations = _configurations(work) | {"keys of 1,000": work.keys_of_thousand}
        yield Suite("screening", configurations, goals, _notes(work, imported) | {"recall": recall, "clean_with_hit": clean})


@contextmanager
def screening_large() -> Iterator[Suite]:
    """The suite of a million entries; making them takes minutes."""
    with fresh_app() as app, app.app_context():
        imported = import_by_chance(seed=_SEED, entries=MANY_ENTRIES, name="bench")
        screen_until_done()
        names = watch_by_chance(seed=_SEED, members=MEMBERS)
        work = screening_workload(seed=_SEED, sample=SAMPLE)
        deltas = count(1)

        def delta() -> None:
            """A list of its own of new entries, imported, and all members screened against it."""
            number = next(deltas)
            import_by_chance(seed=number, entries=DELTA, name=f"delta {number}")
            screen_until_done()

        goals = [
            _against_brute_force(work),
            _import_of_large(imported),
            Goal("1,000 new entries imported and 100,000 members screened again", 10.0, "s CPU", lambda cpu: cpu["1,000 new entries"]),
        ]
        configurations = _configurations(work) | {"1,000 new entries": delta}
        yield Suite("screening-large", configurations, goals, _notes(work, imported) | {"members": MEMBERS, "names_watched": names})


def _configurations(work: Workload) -> dict[str, Callable[[], object]]:
    return {"brute force of a sample": work.brute_force_of_sample, "by keys": work.by_keys, "in the background": work.in_background}


def _against_brute_force(work: Workload) -> Goal:
    scale = work.entries / SAMPLE
    name = f"one application by keys / brute force, {work.entries:,} entries"
    return Goal(name, 0.05, "×", lambda cpu: cpu["by keys"] / (cpu["brute force of a sample"] * scale))


def _import_of_large(imported: Imported) -> Goal:
    share = _LARGE / imported.entries
    return Goal("import of 100,000 entries by the clock", 60.0, "s", lambda _cpu: imported.clock * share)


def _notes(work: Workload, imported: Imported) -> dict[str, object]:
    return {
        "entries": work.entries,
        "candidates": work.candidates,
        "sample_of_brute_force": SAMPLE,
        "import_seconds": {"clock": round(imported.clock, 1), "cpu": round(imported.cpu, 1)},
    }
