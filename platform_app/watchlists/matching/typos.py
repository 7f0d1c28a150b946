"""One differing character: a slip of the pen, or two different names? Well-formed names on both sides speak for two names."""

import re
from dataclasses import dataclass

from platform_app.watchlists.matching.glyphs import look_alike, loose
from platform_app.watchlists.matching.kana import is_kana
from platform_app.watchlists.matching.lexicon import given_readings, has_dictionary, is_word, surname_readings
from platform_app.watchlists.matching.likeness import Look
from platform_app.watchlists.matching.names import Script, Spelling
from platform_app.watchlists.matching.people import splits_of
from platform_app.watchlists.matching.tables import kanji_readings, surnames

_LONG_ENOUGH = 6
_LONG_WITHOUT_WORDS = 7
_SHORTEST_BODY = 4
_RARE_PEOPLE = 5_000
_COMMON_PEOPLE = 500_000
_COUNTING = "一二三四五六七八九十0123456789第"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ENDINGS = "会森家園郷里丘館院社組塾舎庵屋店所場隊団党派部班室寮荘亭堂連の"
_CONTRASTS = tuple(
    frozenset(loose(group))
    for group in (_COUNTING, "東西南北中央", "上下左右前後内外中", "大小中太", "新旧本元", "男女父母", "春夏秋冬", _ENDINGS, _LETTERS)
)
_KANA_RUN = re.compile("[ぁ-ゖァ-ヺー]+")


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two texts part: what stands before is equal, and so is what stands after."""

    place: int
    ours: str
    theirs: str

    @property
    def is_neighbours_changed(self) -> bool:
        """Whether two neighbours merely changed places."""
        return len(self.ours) == 2 and self.ours == self.theirs[::-1]

    @property
    def looks_alike(self) -> bool:
        """Whether one character stands for another that is easily misread for it."""
        return len(self.ours) == len(self.theirs) == 1 and look_alike(self.ours, self.theirs)


def difference(ours: str, theirs: str) -> Difference:
    """The differing middle of two texts."""
    head = 0
    while head < min(len(ours), len(theirs)) and ours[head] == theirs[head]:
        head += 1
    tail = 0
    while tail < min(len(ours), len(theirs)) - head and ours[-1 - tail] == theirs[-1 - tail]:
        tail += 1
    return Difference(head, ours[head : len(ours) - tail], theirs[head : len(theirs) - tail])


def is_likely_slip(found: Look, *, is_person: bool) -> bool:
    """Whether the one edit between two spellings is more likely a slip than another name."""
    if found.is_turned:
        return False
    parting = difference(found.ours.loose, found.theirs.loose)
    if parting.looks_alike or parting.is_neighbours_changed:
        return True
    if is_person:
        return _is_slip_in_person(found.ours, found.theirs, parting)
    return _is_slip_in_body(found.ours, found.theirs, parting)


def _is_slip_in_person(ours: Spelling, theirs: Spelling, parting: Difference) -> bool:
    if Script.MIXED not in (ours.script, theirs.script):
        return min(len(ours.loose), len(theirs.loose)) >= _LONG_ENOUGH
    one, other = _family_and_given(ours, theirs), _family_and_given(theirs, ours)
    if one is None or other is None:
        return False
    if one[1] == other[1]:
        return has_dictionary() and not (surname_readings(one[0]) and surname_readings(other[0]))
    if one[0] != other[0]:
        return False
    known = [_is_given_name(one[1]), _is_given_name(other[1])]
    return _is_rare(one[0]) or (has_dictionary() and not all(known) and (any(known) or not _is_common(one[0])))


def _family_and_given(spelling: Spelling, like: Spelling) -> tuple[str, str] | None:
    """Cut by the spaces, else where the other one has its space, else by the tables."""
    for model in (spelling, like):
        if len(model.parts) == 2:
            cut = len(model.parts[0])
            return spelling.folded[:cut], spelling.folded[cut:]
    cuts = splits_of(spelling.folded) or splits_of(like.folded)
    return (spelling.folded[: len(cuts[0][0])], spelling.folded[len(cuts[0][0]) :]) if cuts else None


def _is_rare(family: str) -> bool:
    known = surnames().get(family)
    return not is_kana(family) and (known is None or known.people <= _RARE_PEOPLE)


def _is_common(family: str) -> bool:
    known = surnames().get(family)
    return known is not None and known.people >= _COMMON_PEOPLE


def _is_given_name(text: str) -> bool:
    return is_kana(text) or bool(given_readings(text)) or (len(text) == 1 and text in kanji_readings())


def _is_slip_in_body(ours: Spelling, theirs: Spelling, parting: Difference) -> bool:
    differing = set(parting.ours + parting.theirs)
    if min(len(ours.loose), len(theirs.loose)) < _SHORTEST_BODY or any(differing <= contrast for contrast in _CONTRASTS[:-1]):
        return False
    if Script.MIXED not in (ours.script, theirs.script):
        return min(len(ours.loose), len(theirs.loose)) >= _LONG_ENOUGH and not any(letter.isdigit() for letter in differing)
    if differing <= _CONTRASTS[-1]:
        return False
    if not has_dictionary():
        return min(len(ours.loose), len(theirs.loose)) >= _LONG_WITHOUT_WORDS
    if not (parting.ours and parting.theirs):
        longer = ours.folded if parting.ours else theirs.folded
        return _stands_in_word(longer, parting.place, parting.place + 1)
    return not _are_words(ours.folded, theirs.folded, parting)


def _stands_in_word(text: str, start: int, end: int) -> bool:
    """Whether a stretch belongs to a longer word, so that the text without it is broken. 協会 without 協 is not broken: 会 stands alone too."""
    if end == len(text) - 1 and text[end] in _ENDINGS:
        return False
    windows = ((start - before, end + after) for before in range(3) for after in range(3) if before + after)
    return any(first >= 0 and last <= len(text) and is_word(text[first:last]) for first, last in windows)


def _are_words(ours: str, theirs: str, parting: Difference) -> bool:
    """Whether the stretches that hold the difference are words on both sides: 松山 and 松本 in names that are equal otherwise."""
    end, other_end = parting.place + len(parting.ours), parting.place + len(parting.theirs)
    if is_kana(parting.ours) and is_kana(parting.theirs):
        return all(_is_word_run(text, parting.place) for text in (ours, theirs))
    for before in range(3):
        for after in range(3):
            start = parting.place - before
            if start < 0 or before + after == 0 or end + after > len(ours) or other_end + after > len(theirs):
                continue
            if is_word(ours[start : end + after]) and is_word(theirs[start : other_end + after]):
                return True
    return False


def _is_word_run(text: str, place: int) -> bool:
    return any(found.start() <= place < found.end() and is_word(found.group()) for found in _KANA_RUN.finditer(text))
