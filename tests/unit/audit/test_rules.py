"""The arithmetic of the ledger: Merkle roots, keyed hashes and heads."""

import hashlib

import pytest

from platform_app.audit.models import AuditEntry
from platform_app.audit.rules import EMPTY_ROOT, ENTRY_COLUMNS, Finding, Head, compare_head, entry_hash, merkle_root, row_hash


def _leaf(entry_id: int, value: str) -> bytes:
    return hashlib.sha256(b"\x00" + f"{entry_id}:{value}".encode()).digest()


def test_an_odd_leaf_is_carried_up_unchanged() -> None:
    a, b, c = (_leaf(number, "ab" * 32) for number in (1, 2, 3))
    pair = hashlib.sha256(b"\x01" + a + b).digest()
    assert merkle_root([(1, "ab" * 32), (2, "ab" * 32), (3, "ab" * 32)]) == hashlib.sha256(b"\x01" + pair + c).hexdigest()
    assert merkle_root([]) == EMPTY_ROOT


def test_the_root_depends_on_order_and_on_ids() -> None:
    rows = [(1, "aa" * 32), (2, "bb" * 32)]
    assert len({merkle_root(rows), merkle_root(rows[::-1]), merkle_root([(1, "aa" * 32), (3, "bb" * 32)])}) == 3


def test_a_row_hash_needs_the_key_and_every_column() -> None:
    columns = {"a": 1, "b": None}
    assert row_hash(b"k" * 32, columns) != row_hash(b"l" * 32, columns)
    assert row_hash(b"k" * 32, columns) != row_hash(b"k" * 32, {"a": 1, "b": 0})


def test_a_kept_head_tells_of_a_cut_and_of_a_rewritten_chain() -> None:
    head = Head(block=3, total_rows=30, block_hash="x", sealed_at="t")
    assert [p.finding for p in compare_head(head, last_block=2, hash_at_head=None, total_at_head=None)] == [Finding.HEAD_SHORTER]
    assert [p.finding for p in compare_head(head, last_block=4, hash_at_head="y", total_at_head=30)] == [Finding.HEAD_DIFFERS]
    assert compare_head(head, last_block=4, hash_at_head="x", total_at_head=30) == []


def test_an_entry_hash_needs_the_key_and_every_value_in_its_column() -> None:
    values = [f"v{place}" for place, _name in enumerate(ENTRY_COLUMNS)]
    whole = entry_hash(b"k" * 32, values)
    assert whole != entry_hash(b"l" * 32, values)
    for place, _name in enumerate(ENTRY_COLUMNS):
        for other in ("x", "", None):
            assert whole != entry_hash(b"k" * 32, [*values[:place], other, *values[place + 1 :]])


@pytest.mark.parametrize(("left", "right"), [(["ab", "c"], ["a", "bc"]), (["-", None], [None, "-"]), (["1:a", ""], ["", "1:a"]), ([None], ["-"])])
def test_nothing_wanders_from_one_column_into_the_next(left: list[object], right: list[object]) -> None:
    assert entry_hash(b"k" * 32, left) != entry_hash(b"k" * 32, right)


def test_every_column_of_an_entry_is_hashed() -> None:
    assert set(ENTRY_COLUMNS) | {"id", "row_hash"} == set(AuditEntry.__table__.columns.keys())
