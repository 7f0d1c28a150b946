"""Keys of sealed parties as hashed pairs, ready to be stored."""

from collections.abc import Iterator

from platform_app.watchlists.matching import keys_of_entry, keys_of_subject
from platform_app.watchlists.rules.facts import Party
from platform_app.watchlists.sealing import Hasher, read_party
from platform_app.watchlists.storage import Pair


def entry_pairs(entry_id: int, sealed: str, hasher: Hasher) -> Iterator[Pair]:
    """The hashed keys of an entry, each with the entry's id."""
    return ((hasher.key(key), entry_id) for key in keys_of_entry(read_party(sealed)))


def subject_pairs(subject_id: int, party: Party, hasher: Hasher) -> list[Pair]:
    """The hashed keys of a subject, each with the subject's id."""
    return [(hasher.key(key), subject_id) for key in keys_of_subject(party)]
