"""What is known of words: which are names and how they may be read. SudachiPy deepens it where the extra `readings` is installed."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import islice, product
from threading import Lock
from typing import Any

from platform_app.watchlists.matching.glyphs import fold
from platform_app.watchlists.matching.kana import as_katakana, bare, is_kana, spoken
from platform_app.watchlists.matching.tables import given_names, kanji_readings, surnames

_LOCK = Lock()
_MOST_READINGS = 6
_MOST_COMPOSED = 12
_MOST_ON_READINGS = 2
_ON_READING = re.compile("[ァ-ヺ](?:[ャュョ][イウンク]?|[イウンク])")


@cache
def _dictionary() -> Any | None:
    try:
        from sudachipy import Dictionary  # type: ignore[import-untyped, unused-ignore]  # the extra may be absent
    except ImportError:
        return None
    try:
        return Dictionary()
    except Exception:  # the program without its dictionary: SudachiPy has no error of its own for that
        return None


@cache
def _tokenizer() -> Any | None:
    dictionary = _dictionary()
    return None if dictionary is None else getattr(dictionary, "tokenizer", dictionary.create)()


def has_dictionary() -> bool:
    """Whether SudachiPy and a dictionary are there."""
    return _dictionary() is not None


@cache
def _given_table() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for given in given_names():
        table[given.name] = tuple(dict.fromkeys(table.get(given.name, ()) + given.kana))
    return table


@lru_cache(maxsize=65536)
def _looked_up(word: str) -> tuple[tuple[str, str], ...]:
    dictionary = _dictionary()
    if dictionary is None or not word:
        return ()
    with _LOCK:
        found = [(morpheme.reading_form(), morpheme.part_of_speech()) for morpheme in dictionary.lookup(word)]
    return tuple((reading, kind[3] if kind[2] == "人名" else kind[2] if kind[1] == "固有名詞" else kind[0]) for reading, kind in found)


def _readings(word: str, kind: str, table: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*table, *(reading for reading, found in _looked_up(word) if found == kind and is_kana(reading)))))


@lru_cache(maxsize=65536)
def surname_readings(name: str) -> tuple[str, ...]:
    """How a family name may be read, the usual way first; empty where it is unknown."""
    for spelling in dict.fromkeys((name, fold(name))):
        known = surnames().get(spelling)
        if readings := _readings(spelling, "姓", known.kana if known else ()):
            return readings
    return ()


@lru_cache(maxsize=65536)
def given_readings(name: str) -> tuple[str, ...]:
    """How a given name may be read, known readings first; empty where it is unknown."""
    for spelling in dict.fromkeys((name, fold(name))):
        if readings := _readings(spelling, "名", _given_table().get(spelling, ())):
            return readings
    return ()


@lru_cache(maxsize=65536)
def composed_readings(name: str) -> tuple[str, ...]:
    """Readings of a given name put together from those of its characters."""
    table = kanji_readings()
    choices = [(as_katakana(glyph),) if is_kana(glyph) else table.get(glyph, table.get(fold(glyph), ())) for glyph in name]
    if not all(choices) or len(choices) > 4:
        return ()
    ranked = sorted(product(*(enumerate(choice) for choice in choices)), key=lambda pick: sum(place for place, _reading in pick))
    return tuple("".join(reading for _place, reading in pick) for pick in islice(ranked, _MOST_COMPOSED))


def possible_given_readings(name: str) -> tuple[str, ...]:
    """Known readings of a given name, then composed ones."""
    if is_kana(name):
        return (as_katakana(name),)
    return tuple(dict.fromkeys((*given_readings(name), *composed_readings(name))))[:_MOST_COMPOSED]


def is_word(text: str) -> bool:
    """Whether a text is a word, a place or a name by itself."""
    return text in surnames() or bool(_looked_up(text))


@lru_cache(maxsize=16384)
def on_readings(word: str) -> tuple[str, ...]:
    """Readings of characters in the Chinese way, as bodies join them (恵愛会: ケイアイ): one syllable, which may end in イ, ウ, ン or ク."""
    table = kanji_readings()
    choices = []
    for glyph in word:
        known = table.get(glyph, table.get(fold(glyph), ()))
        chosen = [reading for reading in known if _ON_READING.fullmatch(reading)]
        choices.append(chosen[:2] or [reading for reading in known if len(reading) == 1][:1])
    return tuple("".join(pick) for pick in islice(product(*choices), _MOST_ON_READINGS)) if all(choices) else ()


@lru_cache(maxsize=16384)
def text_readings(text: str) -> tuple[str, ...]:
    """How a text may be read aloud as a whole: the tokenizer's reading, then with other readings of its words. Empty without a dictionary."""
    tokenizer = _tokenizer()
    if tokenizer is None:
        return ()
    with _LOCK:
        found = [(morpheme.surface(), morpheme.reading_form(), morpheme.part_of_speech()[2] == "人名") for morpheme in tokenizer.tokenize(text)]
    words = [(word, reading) for word, reading, _is_name in found]
    if not all(is_kana(reading) for _word, reading in words):
        return ()
    heard = {spoken("".join(reading for _word, reading in words)): None}
    chosen = [on_readings(word) if is_name or len(word) == 1 else () for word, _reading, is_name in found]
    if sum(len(word) for (word, _reading), choice in zip(words, chosen, strict=True) if choice) >= 2:
        choices = [choice or (reading,) for choice, (_word, reading) in zip(chosen, words, strict=True)]
        heard |= {spoken("".join(pick)): None for pick in islice(product(*choices), _MOST_ON_READINGS)}
    for place, (word, reading) in enumerate(words):
        others = [other for other, _kind in _looked_up(word) if bare(spoken(other)) != bare(spoken(reading)) and is_kana(other)]
        for other in dict.fromkeys((*others, *(surname_readings(word)[:2]))):
            rest = [other if index == place else each for index, (_word, each) in enumerate(words)]
            heard.setdefault(spoken("".join(rest)))
    return tuple(islice(heard, _MOST_READINGS))
