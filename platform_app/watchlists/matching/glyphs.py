"""Which characters count as one: variants of a glyph, characters easily taken for each other, and those that merely look alike.

Union-find over unordered classes: tables disagree on which form is the new one, so there is no direction, and folding is an equivalence.
"""

from collections.abc import Iterable
from functools import cache

from platform_app.watchlists.matching.tables import classes_of

HIRAGANA = {chr(code): chr(code + 0x60) for code in (*range(0x3041, 0x3097), 0x309D, 0x309E)}
SMALL_KANA = dict(zip("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ", strict=True))
OLD_KANA = {"ヰ": "イ", "ヱ": "エ", "ヲ": "オ", "ヂ": "ジ", "ヅ": "ズ"}


class Classes:
    """Disjoint sets of characters, each with one representative: the one named first."""

    def __init__(self, classes: Iterable[str]) -> None:
        self._parent: dict[str, str] = {}
        for glyphs in classes:
            for glyph in glyphs[1:]:
                self.join(glyphs[0], glyph)

    def find(self, glyph: str) -> str:
        """The representative of a character; its own where it stands in no class."""
        while (parent := self._parent.get(glyph, glyph)) != glyph:
            glyph = parent
        return glyph

    def join(self, one: str, other: str) -> None:
        """Make two classes one."""
        first, second = self.find(one), self.find(other)
        if first != second:
            self._parent[second] = first

    def table(self) -> dict[int, str]:
        """For `str.translate`."""
        return {ord(glyph): self.find(glyph) for glyph in self._parent}


@cache
def fold_table() -> dict[int, str]:
    """Variants of one glyph become one character."""
    return Classes(classes_of("glyph")).table()


@cache
def loose_table() -> dict[int, str]:
    """Beyond folding: characters often confused in names, old and small kana, hiragana as katakana."""
    classes = Classes(classes_of("glyph"))
    for glyph, other in (*HIRAGANA.items(), *SMALL_KANA.items(), *OLD_KANA.items()):
        classes.join(other, glyph)
    for glyphs in classes_of("confusable"):
        for glyph in glyphs[1:]:
            classes.join(glyphs[0], glyph)
    return classes.table()


@cache
def _similar_groups() -> dict[str, frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for glyphs in classes_of("similar"):
        for glyph in glyphs:
            groups.setdefault(loose(glyph), set()).update(loose(glyphs))
    return {glyph: frozenset(group) for glyph, group in groups.items()}


def fold(text: str) -> str:
    """A normalised text with each variant glyph replaced by the representative of its class."""
    return text.translate(fold_table())


def loose(text: str) -> str:
    """A normalised text in which also confusable characters are one."""
    return text.translate(loose_table())


def look_alike(one: str, other: str) -> bool:
    """Whether two characters are easily misread for each other, beyond the classes that folding joins."""
    return loose(other) in _similar_groups().get(loose(one), frozenset())
