"""Keys of parties as hashed pairs, ready to be stored; and the process that makes them for another one.

`python -m platform_app.watchlists.keying` reads the key of the hashes from its first line and then blocks of entries, a line of JSON each, and
answers each with a line of pairs. It knows no database and no settings, and ends with its input: also when whoever asks is killed.
"""

import base64
import json
import signal
import sys
from collections.abc import Iterator, Sequence

from platform_app.watchlists.hashing import Hasher, Pair, read_party
from platform_app.watchlists.matching import keys_of_entry, keys_of_subject
from platform_app.watchlists.rules.facts import Party


def entry_pairs(entry_id: int, text: str, hasher: Hasher) -> Iterator[Pair]:
    """The hashed keys of an entry, given as its opened text, each with the entry's id."""
    return ((hasher.key(key), entry_id) for key in keys_of_entry(read_party(text)))


def block_pairs(rows: Sequence[tuple[int, str]], hasher: Hasher) -> list[Pair]:
    """The hashed keys of a block of entries."""
    return [pair for entry_id, text in rows for pair in entry_pairs(entry_id, text, hasher)]


def subject_pairs(subject_id: int, party: Party, hasher: Hasher) -> list[Pair]:
    """The hashed keys of a subject, each with the subject's id."""
    return [(hasher.key(key), subject_id) for key in keys_of_subject(party)]


def main() -> None:
    """Answer blocks until the input ends. An interrupt from the keyboard is meant for whoever asks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    hasher = Hasher(base64.b64decode(sys.stdin.buffer.readline()))
    for line in sys.stdin.buffer:
        sys.stdout.buffer.write(json.dumps(block_pairs(json.loads(line), hasher)).encode() + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
