"""Candidate keys: plain strings, equal on both sides wherever a pair could reach tier B. A B-tree finds them by equality.

The first letter is the kind: `n` a name (loose, turned to its canonical rotation) and its delete-one neighbours, `r` a bare reading, `p` parts
of a long name, `c` a corporate number, `b` a birth date with what sounds or looks the same at one end.
"""

from platform_app.watchlists.matching.names import Names, Script, names_of, pairs_of_parts, rotated
from platform_app.watchlists.matching.numbers import number_of
from platform_app.watchlists.matching.writing import UNKNOWN
from platform_app.watchlists.rules.facts import Party

MAX_KEYS = 64
MAX_LENGTH = 64
_LONGEST_WITH_NEIGHBOURS = 24
_SHORTEST_NEIGHBOUR = 2


def keys_of_entry(entry: Party) -> tuple[str, ...]:
    """The keys to store for an entry, sorted."""
    return keys_of_names(entry, names_of(entry))


def keys_of_subject(subject: Party) -> tuple[str, ...]:
    """The keys to look up for a subject, sorted: candidates are the entries that share one."""
    return keys_of_names(subject, names_of(subject))


def keys_of_names(party: Party, names: Names) -> tuple[str, ...]:
    """The keys of a party whose names are known already."""
    keys: dict[str, None] = {}
    if number := number_of(party.corporate_number):
        keys[f"c{number}"] = None
    has_no_kanji = any(spelling.script is not Script.MIXED for spelling in names.spellings)
    for spelling in names.spellings:
        keys[f"n{rotated(spelling.loose)}"] = None
    for reading in names.readings:
        keys.update((f"r{form}", None) for form in reading.bare)
        if has_no_kanji or len(reading.parts) > 2:
            keys.update((f"p{pair}", None) for pair in pairs_of_parts(reading.parts))
    for spelling in names.spellings:
        if spelling.script is not Script.MIXED:
            keys.update((f"p{pair}", None) for pair in pairs_of_parts(spelling.parts))
        keys.update((f"n{neighbour}", None) for neighbour in _neighbours(spelling.loose))
    if party.birth_on:
        keys.update((key, None) for key in _birth_keys(party, names))
    return tuple(sorted(key[:MAX_LENGTH] for key in list(keys)[:MAX_KEYS]))


def _neighbours(name: str) -> list[str]:
    """The name with one character left out, each; an unknown character is the one to leave out, where there is one."""
    if not _SHORTEST_NEIGHBOUR < len(name) <= _LONGEST_WITH_NEIGHBOURS:
        return []
    places = [name.index(UNKNOWN)] if UNKNOWN in name else range(len(name))
    return [rotated(name[:place] + name[place + 1 :]) for place in places]


def _birth_keys(party: Party, names: Names) -> set[str]:
    ends = {spelling.loose[end] for spelling in names.spellings for end in (0, -1)}
    return {f"b{party.birth_on:%Y%m%d}{end}" for end in ends}
