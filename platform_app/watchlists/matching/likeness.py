"""How alike two names are: by their characters, and by how they sound."""

from dataclasses import dataclass
from enum import IntEnum

from rapidfuzz.distance import OSA

from platform_app.watchlists.matching.kana import bare
from platform_app.watchlists.matching.names import Names, Reading, Script, Spelling, rotated
from platform_app.watchlists.matching.writing import UNKNOWN
from platform_app.watchlists.rules.evidence import Field

_SHORTEST_FOR_EDIT = 3


class Likeness(IntEnum):
    """Of characters; the stronger the higher."""

    NONE = 0
    ONE_EDIT = 1
    PART = 2
    UNKNOWN_CHARACTER = 3
    CONFUSABLE = 4
    FOLDED = 5
    TIDIED = 6
    IDENTICAL = 7


class Sound(IntEnum):
    """Of readings; UNKNOWN where one side has none, DIFFERENT where both have one.

    DOUBTFUL: one side has none, and the usual readings of its name are all different.
    """

    DIFFERENT = 0
    DOUBTFUL = 1
    UNKNOWN = 2
    GENERATED = 3
    VOICING = 4
    LENGTH = 5
    EQUAL = 6


@dataclass(frozen=True, slots=True)
class Look:
    """The best pair of spellings, and how alike they are."""

    likeness: Likeness
    ours: Spelling
    theirs: Spelling
    is_turned: bool = False


@dataclass(frozen=True, slots=True)
class Hearing:
    """The best pair of readings. Without one on either side there is no pair."""

    sound: Sound
    ours: Reading | None = None
    theirs: Reading | None = None
    is_part: bool = False

    @property
    def is_generated(self) -> bool:
        """Whether the pair rests on a guessed reading."""
        return bool((self.ours and self.ours.is_generated) or (self.theirs and self.theirs.is_generated))


def look(ours: Names, theirs: Names, *, is_person: bool) -> Look | None:
    """The best pair of spellings; None where no spelling has any characters."""
    best: Look | None = None
    for one in ours.spellings:
        for other in theirs.spellings:
            found = _look_at(one, other, is_person=is_person)
            if best is None or _weight(found) > _weight(best):
                best = found
    return best


def _weight(found: Look) -> tuple[int, bool, bool, bool]:
    is_current = found.ours.field is Field.NAME and found.theirs.field is Field.NAME
    return found.likeness, found.ours.form == found.theirs.form, not found.is_turned, is_current


def _look_at(one: Spelling, other: Spelling, *, is_person: bool) -> Look:
    ours, theirs = one.loose, other.loose
    if ours == theirs:
        return Look(_exactness(one, other), one, other)
    if len(ours) == len(theirs) and is_person and rotated(ours) == rotated(theirs):
        return Look(_exactness_turned(one, other), one, other, is_turned=True)
    if _matches_with_unknown(ours, theirs):
        return Look(Likeness.UNKNOWN_CHARACTER, one, other)
    if is_person and _is_part(one, other):
        return Look(Likeness.PART, one, other)
    if min(len(ours), len(theirs)) >= _SHORTEST_FOR_EDIT - 1 and max(len(ours), len(theirs)) >= _SHORTEST_FOR_EDIT:
        if OSA.distance(ours, theirs, score_cutoff=1) <= 1:
            return Look(Likeness.ONE_EDIT, one, other)
        if is_person and _is_one_edit_when_turned(one, other):
            return Look(Likeness.ONE_EDIT, one, other, is_turned=True)
    return Look(Likeness.NONE, one, other)


def _exactness(one: Spelling, other: Spelling) -> Likeness:
    if one.raw == other.raw:
        return Likeness.IDENTICAL
    if one.plain == other.plain:
        return Likeness.TIDIED
    return Likeness.FOLDED if one.folded == other.folded else Likeness.CONFUSABLE


def _exactness_turned(one: Spelling, other: Spelling) -> Likeness:
    if rotated(one.plain) == rotated(other.plain):
        return Likeness.TIDIED
    return Likeness.FOLDED if rotated(one.folded) == rotated(other.folded) else Likeness.CONFUSABLE


def _matches_with_unknown(ours: str, theirs: str) -> bool:
    if (UNKNOWN not in ours and UNKNOWN not in theirs) or len(ours) != len(theirs):
        return False
    return all(one == other or UNKNOWN in (one, other) for one, other in zip(ours, theirs, strict=True))


def _is_part(one: Spelling, other: Spelling) -> bool:
    """A middle name is missing, or the parts stand in another order."""
    fewer, more = sorted((one.parts, other.parts), key=len)
    if len(more) < 3 or len(fewer) < 2 or Script.MIXED in (one.script, other.script):
        return False
    return set(fewer) <= set(more) and sum(map(len, fewer)) >= 4


def _is_one_edit_when_turned(one: Spelling, other: Spelling) -> bool:
    for turned, straight in ((one, other), (other, one)):
        if len(turned.parts) == 2 and OSA.distance(turned.parts[1] + turned.parts[0], straight.loose, score_cutoff=1) <= 1:
            return True
    if abs(len(one.loose) - len(other.loose)) > 1 or len(one.parts) + len(other.parts) > 2:
        return False
    turns = (one.loose[cut:] + one.loose[:cut] for cut in range(1, len(one.loose)))
    return one.script is Script.MIXED and any(OSA.distance(turn, other.loose, score_cutoff=1) <= 1 for turn in turns)


def hear(ours: Names, theirs: Names, *, is_person: bool) -> Hearing:
    """The best pair of readings."""
    best = Hearing(Sound.UNKNOWN)
    is_known = is_doubtful = False
    for one in ours.readings:
        for other in theirs.readings:
            is_known = is_known or not (one.is_generated or other.is_generated)
            is_doubtful = is_doubtful or (one.is_generated != other.is_generated and one.is_usual and other.is_usual)
            found = _hear(one, other)
            if found.sound > Sound.UNKNOWN and not is_person and _is_turned(one, other):
                continue
            if found.sound > max(best.sound, Sound.UNKNOWN):
                best = found
    if best.sound is Sound.UNKNOWN and (is_known or is_doubtful):
        return Hearing(Sound.DIFFERENT if is_known else Sound.DOUBTFUL)
    return best


def _is_turned(one: Reading, other: Reading) -> bool:
    """Whether one reading begins in the midst of the other. Bodies have no family name that could come last."""
    return bare("".join(one.parts))[:2] != bare("".join(other.parts))[:2]


def _hear(one: Reading, other: Reading) -> Hearing:
    if one.bare & other.bare:
        if one.is_generated and other.is_generated and not (one.is_usual and other.is_usual):
            return Hearing(Sound.UNKNOWN)
        if one.is_generated or other.is_generated:
            return Hearing(Sound.GENERATED, one, other)
        if one.spoken & other.spoken:
            return Hearing(Sound.EQUAL, one, other)
        if one.short & other.short:
            return Hearing(Sound.EQUAL if one.is_romaji or other.is_romaji else Sound.LENGTH, one, other)
        return Hearing(Sound.VOICING, one, other)
    fewer, more = sorted((one.parts, other.parts), key=len)
    if len(more) >= 3 and len(fewer) >= 2 and set(fewer) <= set(more) and sum(map(len, fewer)) >= 4:
        return Hearing(Sound.LENGTH, one, other, is_part=True)
    return Hearing(Sound.UNKNOWN)
