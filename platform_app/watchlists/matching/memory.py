"""Matching in memory: an index over one side for a file or a delta, and brute force as the oracle of the candidate step."""

from collections import defaultdict
from collections.abc import Iterable

from platform_app.watchlists.matching.scoring import Prepared, compare, prepare
from platform_app.watchlists.rules.evidence import Hit
from platform_app.watchlists.rules.facts import Party, Tier


class Index:
    """Parties by their keys. It serves both directions: subjects against a list, or new entries against many subjects."""

    def __init__(self, parties: Iterable[Party] = ()) -> None:
        self._prepared: list[Prepared] = []
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        for party in parties:
            self.add(prepare(party))

    def __len__(self) -> int:
        return len(self._prepared)

    def add(self, prepared: Prepared) -> None:
        """Take a party in."""
        place = len(self._prepared)
        self._prepared.append(prepared)
        for key in prepared.keys:
            self._places[key].append(place)

    def candidates(self, prepared: Prepared) -> list[Prepared]:
        """Those that share a key, in the order in which they came."""
        places = {place for key in prepared.keys for place in self._places.get(key, ())}
        return [self._prepared[place] for place in sorted(places)]

    def hits(self, subject: Party, *, tier: Tier = Tier.B) -> list[Hit]:
        """The hits of a subject among the indexed entries, the weightiest first."""
        prepared = prepare(subject)
        return _ranked(compare(prepared, entry, tier=tier) for entry in self.candidates(prepared))

    def hits_of_entry(self, entry: Party, *, tier: Tier = Tier.B) -> list[Hit]:
        """The hits of an entry among the indexed subjects."""
        prepared = prepare(entry)
        return _ranked(compare(subject, prepared, tier=tier) for subject in self.candidates(prepared))


def brute_force(subject: Prepared, entries: Iterable[Prepared], *, tier: Tier = Tier.B) -> list[Hit]:
    """Every entry compared: slow, and therefore right."""
    return _ranked(compare(subject, entry, tier=tier) for entry in entries)


def _ranked(hits: Iterable[Hit | None]) -> list[Hit]:
    return sorted((hit for hit in hits if hit), key=lambda hit: hit.rank)
