"""One differing character: a slip of the pen, or two different names? The commoner both names are, the likelier they are two people's."""

import re
from dataclasses import dataclass

from platform_app.watchlists.matching.glyphs import look_alike, loose
from platform_app.watchlists.matching.kana import is_kana
from platform_app.watchlists.matching.lexicon import has_dictionary, is_word
from platform_app.watchlists.matching.likeness import Look, Sound
from platform_app.watchlists.matching.names import Script, Spelling
from platform_app.watchlists.matching.people import splits_of
from platform_app.watchlists.matching.rarity import is_usual_in_names, rarity_of_person

_LONG_ENOUGH = 6
_LONG_WITHOUT_WORDS = 7
_SHORTEST_BODY = 4
# Slips of the pen in a person's name, as rarities: tenths of a power of ten. Chosen by what they find and whom they trouble (docs/measurements.md).
_ANY_OTHER = 37
_SOUNDS_ALIKE = 36
_LOOKS_ALIKE = 21
_NEIGHBOURS_CHANGED = 5
_LEFT_OUT = 27
_PUT_IN = 43
_DOUBTFUL_SOUND = 12
_ELSEWHERE = 7
_WORTH_A_LOOK = 52
_COUNTING = "一二三四五六七八九十0123456789第"
_SHORTEST_KANA_WORD = 3
_SHORT_CORE = 4
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ENDINGS = "会協学森家園郷里丘館院社組塾舎庵屋店所場隊団党派部班室寮荘亭堂連の"
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


def is_likely_slip(found: Look, *, sound: Sound, is_person: bool, is_elsewhere: bool = False) -> bool:
    """Whether the one edit between two spellings is more likely a slip than another name."""
    if found.is_turned:
        return False
    parting = difference(found.ours.loose, found.theirs.loose)
    if is_person:
        return _is_slip_in_person(found.ours, found.theirs, parting, sound, is_elsewhere=is_elsewhere)
    return parting.looks_alike or parting.is_neighbours_changed or _is_slip_in_body(found.ours, found.theirs, parting)


def _is_slip_in_person(ours: Spelling, theirs: Spelling, parting: Difference, sound: Sound, *, is_elsewhere: bool) -> bool:
    """Weighs how rarely a pen slips in this way against how rarely somebody else bears the name that the slip would have made."""
    if Script.MIXED not in (ours.script, theirs.script):
        return min(len(ours.loose), len(theirs.loose)) >= _LONG_ENOUGH
    doubts = _DOUBTFUL_SOUND * (sound is Sound.DOUBTFUL) + _ELSEWHERE * is_elsewhere
    one, other = _rarity(ours, theirs), _rarity(theirs, ours)
    if len(parting.ours) == len(parting.theirs):
        return max(one, other) - _rareness_of_slip(parting, sound) - doubts >= _WORTH_A_LOOK
    fewer, more = (one, other) if len(parting.ours) < len(parting.theirs) else (other, one)
    return max(fewer - _LEFT_OUT, more - _PUT_IN) - doubts >= _WORTH_A_LOOK


def _rareness_of_slip(parting: Difference, sound: Sound) -> int:
    if parting.is_neighbours_changed:
        return _NEIGHBOURS_CHANGED
    if parting.looks_alike:
        return _LOOKS_ALIKE
    return _SOUNDS_ALIKE if sound is Sound.GENERATED else _ANY_OTHER


def _rarity(spelling: Spelling, like: Spelling) -> int:
    """Cut by the spaces, else also where the other one has its space."""
    if len(spelling.parts) == 2:
        return rarity_of_person(spelling.folded, (len(spelling.parts[0]),))
    cuts = {len(like.parts[0])} if len(like.parts) == 2 else set()
    cuts |= {len(family) for family, _given in splits_of(spelling.folded)}
    return rarity_of_person(spelling.folded, tuple(sorted(cuts)))


def _is_slip_in_body(ours: Spelling, theirs: Spelling, parting: Difference) -> bool:
    differing = set(parting.ours + parting.theirs)
    if min(len(ours.loose), len(theirs.loose)) < _SHORTEST_BODY or any(differing <= contrast for contrast in _CONTRASTS[:-1]):
        return False
    if Script.MIXED not in (ours.script, theirs.script):
        is_long = min(len(ours.loose), len(theirs.loose)) >= _LONG_ENOUGH and not any(letter.isdigit() for letter in differing)
        return is_long and not (Script.KANA is ours.script is theirs.script and _are_kana_words(ours.plain, theirs.plain, parting))
    if differing <= _CONTRASTS[-1]:
        return False
    if not has_dictionary():
        return min(len(ours.loose), len(theirs.loose)) >= _LONG_WITHOUT_WORDS
    if not (parting.ours and parting.theirs):
        longer, shorter = (ours.folded, theirs.folded) if parting.ours else (theirs.folded, ours.folded)
        return _stands_in_word(longer, parting.place, parting.place + 1) or _breaks_word(longer, shorter, parting.place)
    if min(len(ours.loose), len(theirs.loose)) <= _SHORT_CORE and all(map(is_usual_in_names, (parting.ours, parting.theirs))):
        return False
    return not _are_words(ours.folded, theirs.folded, parting)


def _stands_in_word(text: str, start: int, end: int) -> bool:
    """Whether a stretch belongs to a longer word, so that the text without it is broken. 協会 without 協 is not broken: 会 stands alone too."""
    if end == len(text) - 1 and text[end] in _ENDINGS:
        return False
    windows = ((start - before, end + after) for before in range(3) for after in range(3) if before + after)
    return any(first >= 0 and last <= len(text) and is_word(text[first:last]) for first, last in windows)


def _breaks_word(longer: str, shorter: str, place: int) -> bool:
    """Whether a character stands in the midst of a word that it has nothing to do with: 川祥崎."""
    around = ((before, after) for before in range(1, 4) for after in range(1, 4) if place >= before and place + after <= len(shorter))
    is_word_without = any(is_word(shorter[place - before : place + after]) for before, after in around)
    if not is_word_without:
        return False
    near = ((before, after) for before in range(3) for after in range(3) if before + after and place >= before and place + 1 + after <= len(longer))
    return not any(is_word(longer[place - before : place + 1 + after]) for before, after in near)


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


def _are_kana_words(ours: str, theirs: str, parting: Difference) -> bool:
    """Whether the difference makes one word another: シード and シーズ."""
    end, other_end = parting.place + len(parting.ours), parting.place + len(parting.theirs)
    for before in range(6):
        for after in range(6):
            start = parting.place - before
            if start < 0 or end + after > len(ours) or other_end + after > len(theirs):
                continue
            one, other = ours[start : end + after], theirs[start : other_end + after]
            if min(len(one), len(other)) >= _SHORTEST_KANA_WORD and is_word(one) and is_word(other):
                return True
    return False


def _is_word_run(text: str, place: int) -> bool:
    return any(found.start() <= place < found.end() and is_word(found.group()) for found in _KANA_RUN.finditer(text))
