"""What the measurements of screening need of this package: a list, an application, both ways to match, and the figures by chance."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from platform_app.watchlists.evaluation.measures import (
    AS_GIVEN,
    NO_BIRTH_DATE,
    clean_by_what_is_known,
    draw_applicants,
    draw_application,
    recall_by_class,
)
from platform_app.watchlists.evaluation.vocabulary import draw_list
from platform_app.watchlists.matching import compare, keys_of_entry, prepare
from platform_app.watchlists.matching.memory import Index

_PER_CLASS = 200
_CLEAN_ENTRIES = 100_000
_CLEAN_APPLICANTS = 600


WITH_BIRTH_DATES, WITHOUT_BIRTH_DATES = AS_GIVEN, NO_BIRTH_DATE


@dataclass(frozen=True)
class Workload:
    """One application (a body and ten officers) against a list: every entry compared, candidates by key, and the keys of an entry alone."""

    brute_force: Callable[[], object]
    by_keys: Callable[[], object]
    keys_of_thousand: Callable[[], object]


def screening_workload(*, seed: int, entries: int) -> Workload:
    """The same list and application for all three."""
    chance = Random(seed)  # nosec B311  # cases by chance, no secrets
    listed = draw_list(chance, entries)
    index = Index(listed)
    prepared = [prepare(entry) for entry in listed]
    application = draw_application(chance)
    return Workload(
        brute_force=lambda: sum(compare(subject, entry) is not None for subject in map(prepare, application) for entry in prepared),
        by_keys=lambda: sum(len(index.hits(subject)) for subject in application),
        keys_of_thousand=lambda: sum(len(keys_of_entry(entry)) for entry in listed[:1000]),
    )


def screening_figures(*, seed: int) -> tuple[dict[str, dict[str, float]], dict[str, float]]:
    """Recall per class with its goal, and the share of clean applicants with a hit in tier A or B on a list of 100,000 by what is known of them."""
    chance = Random(seed)  # nosec B311
    recall = {found.label: {"recall": round(found.share, 3), "goal": found.goal} for found in recall_by_class(chance, _PER_CLASS)}
    clean = clean_by_what_is_known(draw_applicants(chance, _CLEAN_APPLICANTS), draw_list(chance, _CLEAN_ENTRIES))
    return recall, {label: round(found.share, 3) for label, found in clean.items()}
