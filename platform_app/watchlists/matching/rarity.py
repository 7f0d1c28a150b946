"""How common a person's name is, roughly, as tenths of a power of ten: 60 is borne by one in a million.

Family names by their bearers; given names by the table, and where it ends by the characters that given names begin with, hold and end in.
A name that nobody could bear (健蜂) comes out rarer than any real one. Whole numbers, so that a tier is the same on every machine.
"""

from collections import Counter
from functools import cache, lru_cache
from math import log10

from platform_app.watchlists.matching.glyphs import fold
from platform_app.watchlists.matching.kana import is_kana
from platform_app.watchlists.matching.lexicon import given_readings, has_dictionary, surname_readings
from platform_app.watchlists.matching.people import splits_of
from platform_app.watchlists.matching.tables import given_names, name_characters, surnames

_PEOPLE = 125_000_000
_UNLISTED_FAMILY = 5e-6
_NO_FAMILY = 1e-8
_KNOWN_GIVEN = 3e-6
_FROM_TABLE = 0.6
_BY_LENGTH = {1: 0.08, 2: 0.72, 3: 0.18}
_BY_COMMON_NAMES = 0.4
_BY_ALL_NAMES = 0.58
_NO_NAME_CHARACTER = 1e-6
_ONE_KANA = 2e-3
_USUAL = 1e-3
_NOBODY = 1e-14
_PLACES = ("alone", "first", "between", "last")


@cache
def _families() -> dict[str, float]:
    shares: Counter[str] = Counter()
    for surname in surnames().values():
        shares[fold(surname.name)] += surname.people
    return {name: people / _PEOPLE for name, people in shares.items()}


@cache
def _givens() -> dict[str, float]:
    weights: Counter[str] = Counter()
    for given in given_names():
        weights[fold(given.name)] += given.weight
    total = weights.total()
    return {name: weight / total for name, weight in weights.items()}


@cache
def _characters() -> dict[str, dict[str, float]]:
    """How often a character stands alone, first, between or last: by common names, each counted by the root of its weight, and by all names known."""
    counts: dict[str, Counter[str]] = {where: Counter() for where in _PLACES}
    for given in given_names():
        name = fold(given.name)
        for place, character in enumerate(name):
            counts[_where(name, place)][character] += given.weight**0.5
    kinds = {where: Counter({glyph: found[where] for glyph, found in name_characters()}) for where in _PLACES}
    return {where: _mixed(counts[where], kinds[where]) for where in _PLACES}


def _mixed(common: Counter[str], known: Counter[str]) -> dict[str, float]:
    by_common, by_known = _BY_COMMON_NAMES / common.total(), _BY_ALL_NAMES / known.total()
    return {glyph: by_common * common[glyph] + by_known * known[glyph] for glyph in common.keys() | known.keys()}


def _where(name: str, place: int) -> str:
    return "alone" if len(name) == 1 else "first" if place == 0 else "last" if place == len(name) - 1 else "between"


def is_usual_in_names(character: str) -> bool:
    """Whether many given names hold a character; short names of bodies are made of the same ones."""
    return max(_characters()[where].get(character, 0.0) for where in ("first", "last")) >= _USUAL


def _share_of_character(character: str, where: str) -> float:
    return _characters()[where].get(character, 0.0) + (_ONE_KANA if is_kana(character) else _NO_NAME_CHARACTER)


def _share_of_family(family: str) -> float:
    if family in _families():
        return _families()[family]
    return _UNLISTED_FAMILY if surname_readings(family) or not has_dictionary() else _NO_FAMILY


def _share_of_given(given: str) -> float:
    by_characters = _BY_LENGTH.get(len(given), 0.0)
    for place, character in enumerate(given):
        by_characters *= _share_of_character(character, _where(given, place))
    known = _KNOWN_GIVEN if given_readings(given) else 0.0
    return _FROM_TABLE * _givens().get(given, 0.0) + (1 - _FROM_TABLE) * by_characters + known


@lru_cache(maxsize=65536)
def rarity_of_person(folded: str, cuts: tuple[int, ...]) -> int:
    """How rare a folded name is, cut where spaces cut it or wherever it may be cut; the commonest of these counts."""
    pairs = {(folded[:cut], folded[cut:]) for cut in cuts} or set(splits_of(folded))
    best = max((_share_of_family(family) * _share_of_given(given) for family, given in pairs if given), default=0.0)
    return round(-10 * log10(max(best, _NOBODY)))
