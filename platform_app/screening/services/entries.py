"""Entries of the activity record: each has a key of its own, by which papers are added for it wherever it stands in the list."""

from collections.abc import Mapping, Sequence
from typing import Any

from platform_app.screening.models import ApplicationAttachment

Entry = Mapping[str, Any]


def with_keys(entries: Sequence[Entry], standing: Sequence[Entry], papers: Sequence[ApplicationAttachment]) -> list[dict[str, Any]]:
    """The entries as they were sent, each with a key: the one it came with, that of the entry in its place, or a new one."""
    known = {str(entry["key"]) for entry in standing if entry.get("key")}
    sent = [str(entry.get("key") or "") for entry in entries]
    last = max([_number(key) for key in known] + [_number(paper.entry or "") for paper in papers], default=0)
    taken: set[str] = set()
    result = []
    for place, entry in enumerate(entries):
        beside = str(standing[place].get("key") or "") if place < len(standing) else ""
        key = sent[place] if sent[place] in known else (beside if beside not in sent else "")
        if not key or key in taken:
            last += 1
            key = f"e{last}"
        taken.add(key)
        result.append({**entry, "key": key})
    return result


def _number(key: str) -> int:
    return int(key[1:]) if key[1:].isdecimal() else 0


def free_entries(entries: Sequence[Entry], papers: Sequence[ApplicationAttachment]) -> None:
    """Papers of an entry that was taken out stay with the application as evidence of no entry in particular."""
    keys = {entry.get("key") for entry in entries}
    for paper in papers:
        if paper.entry is not None and paper.entry not in keys:
            paper.entry = None
