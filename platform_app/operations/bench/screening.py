"""Name matching: one application against a list by keys and by brute force, recall per class, and hits of clean applicants."""

from collections.abc import Iterator
from contextlib import contextmanager

from platform_app.operations.bench.measuring import Goal, Suite
from platform_app.watchlists.services.measuring import WITH_BIRTH_DATES, WITHOUT_BIRTH_DATES, screening_figures, screening_workload

ENTRIES = 10_000
_SEED = 20_261_123
_LARGE = 100_000


@contextmanager
def screening() -> Iterator[Suite]:
    """The suite. All names are made by chance; a recall below its goal counts as missed."""
    recall, clean = screening_figures(seed=_SEED)
    missed = sum(found["recall"] < found["goal"] for found in recall.values())
    work = screening_workload(seed=_SEED, entries=ENTRIES)
    goals = [
        Goal("one application by keys / brute force", 0.05, "×", lambda cpu: cpu["by keys"] / cpu["brute force"]),
        Goal("keys of 100,000 entries", 30.0, "s CPU", lambda cpu: cpu["keys of 1,000"] * _LARGE / 1000),
        Goal("classes with a recall below their goal", 0, "classes", lambda _cpu: missed),
        Goal("clean applicants with a hit in tier A or B, 100,000 entries", 0.13, "share", lambda _cpu: clean[WITH_BIRTH_DATES]),
        Goal("the same applicants without birth dates", 0.13, "share", lambda _cpu: clean[WITHOUT_BIRTH_DATES]),
    ]
    configurations = {"brute force": work.brute_force, "by keys": work.by_keys, "keys of 1,000": work.keys_of_thousand}
    yield Suite("screening", configurations, goals, {"entries": ENTRIES, "recall": recall, "clean_with_hit": clean})
