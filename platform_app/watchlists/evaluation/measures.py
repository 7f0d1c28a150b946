"""What is counted: recall per class, applicants with nothing against them who meet a hit, and the pairs that the candidate step would lose."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from random import Random

from platform_app.watchlists.evaluation.cases import CLASSES, Case, draw_cases
from platform_app.watchlists.evaluation.vocabulary import body_entry, draw_body, draw_list, draw_person, person_entry
from platform_app.watchlists.matching.memory import Index, brute_force
from platform_app.watchlists.matching.scoring import Prepared, compare, prepare
from platform_app.watchlists.matching.writing import squeeze, tidy
from platform_app.watchlists.rules.facts import Party, PartyKind, Tier

OFFICERS = 10
AS_GIVEN, NO_BIRTH_DATE, PERSONS, BODIES = "all that is given", "no birth date", "persons without birth date", "bodies"


@dataclass(frozen=True, slots=True)
class Recall:
    """Of one class: how many cases, how many were found in tiers A and B, and the goal."""

    label: str
    goal: float
    cases: int
    found: int

    @property
    def share(self) -> float:
        """Found of all."""
        return self.found / self.cases


def is_found(case: Case) -> bool:
    """Whether the pair shares a key and reaches tier B."""
    subject, entry = prepare(case.subject), prepare(case.entry)
    if not set(subject.keys) & set(entry.keys):
        return False
    hit = compare(subject, entry)
    return hit is not None and hit.tier.at_least(Tier.B)


def recall_by_class(chance: Random, per_class: int) -> list[Recall]:
    """The recall of every class, in their order."""
    found = Counter(case.label for case in draw_cases(chance, per_class) if is_found(case))
    return [Recall(label, goal, per_class, found[label]) for label, goal, _draw in CLASSES]


@dataclass(frozen=True, slots=True)
class Clean:
    """Applicants by chance: namesakes by characters are set aside, because a human must see them."""

    applicants: int
    namesakes: int
    with_hit: int

    @property
    def share(self) -> float:
        """Those with a hit in tier A or B, of those who are no namesakes."""
        return self.with_hit / max(1, self.applicants - self.namesakes)


def draw_applicants(chance: Random, size: int, *, share_with_birth: float = 1.0) -> list[Party]:
    """Two persons to one body, all with kana, persons with their date of birth."""
    applicants = []
    for place in range(size):
        if place % 3:
            with_birth = chance.random() < share_with_birth
            applicants.append(person_entry(chance, f"S{place}", draw_person(chance), with_kana=True, with_birth=with_birth))
        else:
            applicants.append(body_entry(chance, f"S{place}", draw_body(chance), with_kana=True, with_number=True))
    return applicants


def clean_by_what_is_known(applicants: Iterable[Party], entries: Iterable[Party]) -> dict[str, Clean]:
    """How many applicants by chance meet a list by chance: with all that they give, without any birth date, and so for persons and bodies alone."""
    listed = list(entries)
    index = Index(listed)
    names = {squeeze(tidy(entry.name)) for entry in listed}
    counts: dict[str, Counter[str]] = {label: Counter() for label in (AS_GIVEN, NO_BIRTH_DATE, PERSONS, BODIES)}
    for applicant in applicants:
        is_person = applicant.kind is PartyKind.PERSON
        undated = replace(applicant, birth_on=None)
        is_namesake = squeeze(tidy(applicant.name)) in names
        for label, party in ((AS_GIVEN, applicant), (NO_BIRTH_DATE, undated), (PERSONS if is_person else BODIES, undated)):
            counts[label].update(applicants=1, namesakes=is_namesake, with_hit=not is_namesake and bool(index.hits(party)))
    return {label: Clean(**{key: found[key] for key in ("applicants", "namesakes", "with_hit")}) for label, found in counts.items()}


def draw_application(chance: Random) -> list[Party]:
    """A body and its ten officers."""
    body = body_entry(chance, "body", draw_body(chance), with_kana=True, with_number=True)
    return [body, *(person_entry(chance, f"O{place}", draw_person(chance), with_kana=True, with_birth=True) for place in range(OFFICERS))]


def lost_by_candidates(chance: Random, entries: int, subjects: int) -> tuple[int, int]:
    """Of the hits in tier A or B that brute force finds: all, and those that share no key. Half of the subjects are entries written otherwise."""
    listed = [prepare(entry) for entry in draw_list(chance, entries)]
    cases = draw_cases(chance, max(1, subjects // (2 * len(CLASSES))))
    listed += [prepare(replace(case.entry, ref=f"E{place}")) for place, case in enumerate(cases)]
    found = lost = 0
    for subject in map(prepare, [*(case.subject for case in cases), *draw_applicants(chance, subjects // 2)]):
        hits = brute_force(subject, listed)
        keys = set(subject.keys)
        by_ref: dict[str, Prepared] = {entry.party.ref: entry for entry in listed}
        found += len(hits)
        lost += sum(not keys & set(by_ref[hit.entry_ref].keys) for hit in hits)
    return found, lost
