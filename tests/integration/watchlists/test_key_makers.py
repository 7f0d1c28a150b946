"""Keys made by processes beside this one are those that are made here, also when a process dies; none of them stays."""

from pathlib import Path

import pytest

from platform_app.watchlists import key_makers
from platform_app.watchlists.hashing import Hasher, write_party
from platform_app.watchlists.key_makers import KeyMakers, keys_in_order
from platform_app.watchlists.keying import block_pairs
from platform_app.watchlists.rules.facts import Party, PartyKind

HASHER = Hasher(b"h" * 32)
ROWS = [(number, write_party(Party(f"R{number}", PartyKind.PERSON, f"例示 {number}郎", "レイジ"))) for number in range(1, 60)]
BLOCKS = [ROWS[start : start + 7] for start in range(0, len(ROWS), 7)]
EXPECTED = sorted(block_pairs(ROWS, HASHER))


@pytest.mark.parametrize(("cores", "started"), [(1, 0), (2, 2), (64, 3)])
def test_keys_come_in_order_whoever_makes_them(monkeypatch, cores, started):
    monkeypatch.setattr(key_makers, "cores", lambda: cores)
    monkeypatch.setattr(key_makers, "WORTH_PROCESSES", 1)
    monkeypatch.setattr(key_makers, "MOST_PROCESSES", 3)
    real, made, told = key_makers._Maker, [], []
    monkeypatch.setattr(key_makers, "_Maker", lambda hasher: made.append(real(hasher)) or made[-1])
    with keys_in_order(iter(BLOCKS), HASHER, entries=len(ROWS), progress=told.append) as blocks:
        assert [pair for block in blocks for pair in block] == EXPECTED
    assert told[-1] == len(ROWS) and told == sorted(told)
    assert [maker._process.returncode for maker in made] == [0] * started


def test_little_is_made_here(monkeypatch):
    monkeypatch.setattr(key_makers, "_Maker", None)
    with keys_in_order(iter(BLOCKS), HASHER, entries=len(ROWS)) as blocks:
        assert [pair for block in blocks for pair in block] == EXPECTED


def test_a_process_that_dies_takes_no_key_with_it():
    makers = KeyMakers(HASHER, processes=2)
    try:
        found = []
        for size, pairs in makers.pairs(iter(BLOCKS)):
            found += pairs
            assert size
            makers._makers[0]._process.kill()
    finally:
        makers.close()
    assert sorted(found) == EXPECTED
    assert all(not Path(f"/proc/{maker._process.pid}").exists() for maker in makers._makers)
