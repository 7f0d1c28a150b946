"""A file of subjects against all lists in force: nothing is recorded, neither the subjects nor the hits."""

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from platform_app.watchlists.matching import Prepared, compare, prepare
from platform_app.watchlists.queries.candidates import candidates, parties
from platform_app.watchlists.rules.evidence import Hit
from platform_app.watchlists.rules.facts import Party, Tier

_BLOCK_SUBJECTS = 250
_KEPT_ENTRIES = 20_000


@dataclass(frozen=True, slots=True)
class ListedHit:
    """A hit with what the file names of the entry. The subject's reference stands in the hit."""

    hit: Hit
    list_name: str
    entry_name: str


class _Entries:
    """Entries already read and prepared, the least recently used forgotten first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[int, tuple[str, Prepared]] = OrderedDict()

    def take(self, entry_ids: set[int]) -> dict[int, tuple[str, Prepared]]:
        """The list's name and the prepared party of each."""
        missing = sorted(entry_ids - self._kept.keys())
        found = {entry_id: self._kept[entry_id] for entry_id in entry_ids & self._kept.keys()}
        found |= {entry_id: (list_name, prepare(party)) for entry_id, (list_name, party) in parties(missing).items()}
        for entry_id in sorted(entry_ids & found.keys()):
            self._kept[entry_id] = found[entry_id]
            self._kept.move_to_end(entry_id)
        while len(self._kept) > _KEPT_ENTRIES:
            self._kept.popitem(last=False)
        return found


def match_parties(subjects: Iterable[Party], *, tier: Tier, progress: Callable[[int], None] = lambda _done: None) -> Iterator[ListedHit]:
    """Every hit of the subjects that weighs as much as a tier, as they are found: by subject, those of one together."""
    entries = _Entries()
    done = 0
    waiting = iter(subjects)
    while block := list(islice(waiting, _BLOCK_SUBJECTS)):
        yield from _hits_of_block([prepare(subject) for subject in block], entries, tier)
        done += len(block)
        progress(done)


def _hits_of_block(block: list[Prepared], entries: _Entries, tier: Tier) -> Iterator[ListedHit]:
    by_key: defaultdict[str, list[int]] = defaultdict(list)
    for place, subject in enumerate(block):
        for key in subject.keys:
            by_key[key].append(place)
    pairs = {(place, entry_id) for key, entry_id in candidates(list(by_key)) for place in by_key[key]}
    known = entries.take({entry_id for _place, entry_id in pairs})
    for place, entry_id in sorted(pairs):
        if entry_id not in known:
            continue
        list_name, entry = known[entry_id]
        hit = compare(block[place], entry, weakest=tier)
        if hit:
            yield ListedHit(hit, list_name, entry.party.name)
