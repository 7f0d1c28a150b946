"""How the ledger is hashed: a keyed hash per row, a Merkle root per block, a chain of blocks.

Source: RFC 6962 section 2.1 for the tree (domain-separated leaves and nodes); RFC 2104 for the keyed hash of
blocks and heads; RFC 7693 (keyed BLAKE2b) for that of entries, which is computed a million times in one verification.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from platform_app.kernel.canonical import canonical_json

BLOCK_ROWS = 1000
ENTRY_COLUMNS = (
    "at",
    "event",
    "subject_type",
    "subject_id",
    "data",
    "actor_kind",
    "actor_user_id",
    "acting_for_id",
    "request_id",
    "salt",
    "reason_hash",
)
EMPTY_ROOT = hashlib.sha256(b"").hexdigest()


class Finding(StrEnum):
    """What verification may find wrong."""

    ENTRY_ALTERED = "audit.entry_altered"
    ENTRY_MISSING = "audit.entry_missing"
    BLOCK_ALTERED = "audit.block_altered"
    BLOCK_MISSING = "audit.block_missing"
    BLOCK_UNLINKED = "audit.block_unlinked"
    HEAD_SHORTER = "audit.head_shorter"
    HEAD_DIFFERS = "audit.head_differs"
    HEAD_FORGED = "audit.head_forged"
    ENTRIES_LOST = "audit.entries_lost"


@dataclass(frozen=True)
class Problem:
    """One finding with the place it concerns: the number of an entry or of a block."""

    finding: Finding
    place: int

    def __str__(self) -> str:
        return f"{self.finding.value} {self.place}"


def key_for(purpose: str, secret: str) -> bytes:
    """A key of 32 bytes for one purpose, derived from the installation's secret."""
    return hmac.new(secret.encode(), b"platform ledger " + purpose.encode(), hashlib.sha256).digest()


def row_hash(key: bytes, columns: Mapping[str, object]) -> str:
    """The keyed hash of one row, over every column but the hash itself, in canonical JSON; instants in UTC."""
    plain = {name: instant_text(value) if isinstance(value, datetime) else value for name, value in columns.items()}
    return hmac.new(key, canonical_json(plain).encode(), hashlib.sha256).hexdigest()


def entry_hash(key: bytes, values: Iterable[object]) -> str:
    """The keyed hash of one entry over its values in the order of ENTRY_COLUMNS; instants are aware and in UTC.

    Each value stands behind its length, a missing one as a dash, so that nothing can wander from one column into the next.
    """
    framed = "".join(["-" if value is None else f"{len(text := str(value))}:{text}" for value in values])
    return hashlib.blake2b(framed.encode(), key=key, digest_size=32).hexdigest()


def instant_text(at: datetime) -> str:
    """An instant as the ledger writes it: UTC with microseconds, alike from both databases."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def salted_hash(salt: str, text: str) -> str:
    """The hash of a free text under its row's salt, so that the text itself can be deleted elsewhere."""
    return hmac.new(bytes.fromhex(salt), text.encode(), hashlib.sha256).hexdigest()


def merkle_root(entries: Iterable[tuple[int, str]]) -> str:
    """The root, in hex, over `(entry id, row hash)` in the order of their places; an odd node is carried up unchanged."""
    level = [hashlib.sha256(b"\x00" + f"{entry_id}:{value}".encode()).digest() for entry_id, value in entries]
    if not level:
        return EMPTY_ROOT
    while len(level) > 1:
        pairs = [hashlib.sha256(b"\x01" + left + right).digest() for left, right in zip(level[::2], level[1::2], strict=False)]
        level = pairs + ([level[-1]] if len(level) % 2 else [])
    return level[0].hex()


@dataclass(frozen=True)
class Block:
    """A sealed block: its number from 1, how many rows it and all before it hold, their root and the chain's link."""

    number: int
    rows: int
    total_rows: int
    root: str
    previous_hash: str
    sealed_at: datetime

    def hash(self, key: bytes) -> str:
        """The keyed hash that links the next block."""
        return row_hash(key, {"number": self.number, "rows": self.rows, "total_rows": self.total_rows, "root": self.root,
                              "previous_hash": self.previous_hash, "sealed_at": self.sealed_at})


@dataclass(frozen=True)
class Head:
    """What leaves the building: the last block's number, its hash and the count of all rows under it."""

    block: int
    total_rows: int
    block_hash: str
    sealed_at: str

    def signature(self, key: bytes) -> str:
        """The keyed hash that shows a kept head is one of ours."""
        return row_hash(key, {"block": self.block, "total_rows": self.total_rows, "block_hash": self.block_hash, "sealed_at": self.sealed_at})


def compare_head(head: Head, *, last_block: int, hash_at_head: str | None, total_at_head: int | None) -> Sequence[Problem]:
    """What a head kept outside tells of the ledger as it stands now: cut, rolled back or rewritten."""
    if head.block > last_block:
        return [Problem(Finding.HEAD_SHORTER, head.block)]
    if head.block and (hash_at_head != head.block_hash or total_at_head != head.total_rows):
        return [Problem(Finding.HEAD_DIFFERS, head.block)]
    return []
