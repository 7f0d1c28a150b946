"""Keys of the entries of the activity record."""

from types import SimpleNamespace

from platform_app.screening.services.entries import free_entries, with_keys


def keys(entries: list[dict[str, str]], standing: list[dict[str, str]] | None = None, *papers: str) -> list[str]:
    """The keys that entries get."""
    return [entry["key"] for entry in with_keys(entries, standing or [], [SimpleNamespace(entry=paper) for paper in papers])]


def test_new_entries_get_new_keys() -> None:
    assert keys([{"what": "a"}, {"what": "b"}]) == ["e1", "e2"]


def test_an_entry_keeps_its_key_wherever_it_moves() -> None:
    standing = [{"key": "e1"}, {"key": "e2"}]
    assert keys([{"key": "e2"}, {"key": "e1"}], standing) == ["e2", "e1"]
    assert keys([{"key": "e2"}], standing) == ["e2"]


def test_an_entry_that_came_without_its_key_has_that_of_its_place() -> None:
    standing = [{"key": "e1"}, {"key": "e2"}]
    assert keys([{"what": "a"}, {"what": "b"}, {"what": "c"}], standing) == ["e1", "e2", "e3"]
    assert keys([{"what": "a"}, {"key": "e1"}], standing) == ["e3", "e1"]


def test_no_key_is_made_up_doubled_or_used_again() -> None:
    standing = [{"key": "e1"}]
    assert keys([{"key": "e9"}, {"key": "<b>"}], standing) == ["e1", "e2"]
    assert keys([{"key": "e1"}, {"key": "e1"}], standing) == ["e1", "e2"]
    assert keys([{"what": "a"}], [], "e7") == ["e8"]


def test_papers_of_an_entry_that_is_gone_stay() -> None:
    stays, goes = SimpleNamespace(entry="e1"), SimpleNamespace(entry="e2")
    free_entries([{"key": "e1"}], [stays, goes])
    assert (stays.entry, goes.entry) == ("e1", None)
