"""Where two raw strings differ, for the eye of the reader."""

from rapidfuzz.distance import Levenshtein

from platform_app.watchlists.matching.glyphs import fold, loose
from platform_app.watchlists.matching.writing import Trace, trace
from platform_app.watchlists.rules.evidence import Mark, MarkKind


def marks_between(ours: str, theirs: str) -> tuple[Mark, ...]:
    """Stretches of both strings that are not written alike: equal only after tidying or folding, confusable, or different."""
    one, other = trace(ours), trace(theirs)
    marks: list[Mark] = []
    for step in Levenshtein.opcodes(loose(one.text), loose(other.text)):
        if step.tag == "equal":
            for place, other_place in zip(range(step.src_start, step.src_end), range(step.dest_start, step.dest_end), strict=True):
                marks += _mark_of_pair(ours, theirs, one, other, place, other_place)
        else:
            marks.append(Mark(MarkKind.DIFFERENT, *_stretch(one, step.src_start, step.src_end), *_stretch(other, step.dest_start, step.dest_end)))
    return tuple(marks)


def _mark_of_pair(ours: str, theirs: str, one: Trace, other: Trace, place: int, other_place: int) -> list[Mark]:
    span, other_span = one.spans[place], other.spans[other_place]
    if ours[slice(*span)] == theirs[slice(*other_span)]:
        return []
    character, other_character = one.text[place], other.text[other_place]
    kind = MarkKind.TIDIED if character == other_character else MarkKind.FOLDED if fold(character) == fold(other_character) else MarkKind.CONFUSABLE
    return [Mark(kind, *span, *other_span)]


def _stretch(traced: Trace, start: int, end: int) -> tuple[int, int]:
    """The stretch of the raw string; where nothing stands there, the place between its neighbours."""
    if start < end:
        return traced.spans[start][0], traced.spans[end - 1][1]
    place = traced.spans[start - 1][1] if start else 0
    return place, place
