"""Two compared strings cut where they are marked, so that a page can show what differs."""

from collections.abc import Sequence
from dataclasses import dataclass

from platform_app.watchlists.rules.evidence import Mark, MarkKind


@dataclass(frozen=True)
class Segment:
    """A stretch of a string; `kind` is None where there is nothing to show."""

    text: str
    kind: MarkKind | None


def _cut(text: str, spans: Sequence[tuple[int, int, MarkKind]]) -> tuple[Segment, ...]:
    found: list[Segment] = []
    place = 0
    for start, end, kind in sorted(spans, key=lambda span: span[:2]):
        if start < place or end <= start:
            continue
        if start > place:
            found.append(Segment(text[place:start], None))
        found.append(Segment(text[start:end], kind))
        place = end
    if place < len(text):
        found.append(Segment(text[place:], None))
    return tuple(found)


def segments_of(ours: str, theirs: str, marks: Sequence[Mark]) -> tuple[tuple[Segment, ...], tuple[Segment, ...]]:
    """Our string and theirs, each cut at its marks."""
    return (
        _cut(ours, [(mark.ours_from, mark.ours_to, mark.kind) for mark in marks]),
        _cut(theirs, [(mark.theirs_from, mark.theirs_to, mark.kind) for mark in marks]),
    )


def changes_of(ours: str, theirs: str, marks: Sequence[Mark]) -> tuple[tuple[str, str, MarkKind], ...]:
    """Each mark in words of its own: our stretch, theirs (empty where nothing stands), and what is particular about it."""
    return tuple(
        (ours[mark.ours_from : mark.ours_to], theirs[mark.theirs_from : mark.theirs_to], mark.kind) for mark in marks
    )
