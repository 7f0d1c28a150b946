"""Names of people: their parts, whatever separates them, and where a family name ends when nothing does."""

import re
from dataclasses import dataclass
from functools import lru_cache

from platform_app.watchlists.matching.glyphs import fold
from platform_app.watchlists.matching.kana import is_kana
from platform_app.watchlists.matching.lexicon import given_readings, surname_readings
from platform_app.watchlists.matching.tables import surnames
from platform_app.watchlists.matching.writing import squeeze

_BRACKETED = re.compile(r"\(([^()]*)\)?")
_FORMER_FAMILY = re.compile(r"^(?:旧姓|旧氏|旧)\s*:?\s*(.+)$|^(.{1,4})姓$|^nee (.+)$")
_ALIAS = re.compile(r"^(?:通称|通名|別名|本名|芸名|筆名|ペンネーム|旧名|英名|aka|alias)\s*:?\s*(.+)$")
_ALSO = re.compile("(?<=[㐀-鿿])\\s*こと\\s*(?=[㐀-鿿])|(?<=.) (?:a\\.?k\\.?a\\.?|alias) (?=.)")
_HONORIFIC = re.compile(r"\s*(?:様|殿|氏|さん|先生|容疑者|被告)$")
_KANJI = re.compile("[㐀-鿿豈-﫿\U00020000-\U0003ffff〓]+")
_LATIN_HONORIFICS = {"mr", "mrs", "ms", "dr", "prof", "jr", "sr"}


@dataclass(frozen=True, slots=True)
class PersonName:
    """The parts of one written name as they stand, and what brackets told beside it."""

    parts: tuple[str, ...]
    kana: tuple[str, ...] = ()
    former_families: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


@lru_cache(maxsize=16384)
def parse_person(tidied: str) -> PersonName:
    """Read a tidied name of a person."""
    kana: list[str] = []
    former: list[str] = []
    aliases: list[str] = []
    for note in _BRACKETED.findall(tidied):
        _sort_note(note.strip(), tidied, kana, former, aliases)
    text = _BRACKETED.sub(" ", tidied)
    bare_text = _HONORIFIC.sub("", text.strip())
    text = bare_text if len(squeeze(bare_text)) >= 3 else text
    first, *others = _ALSO.split(text) if _is_alias_list(text) else [text]
    return PersonName(parts_of(first), tuple(kana), tuple(former), (*aliases, *others))


def _sort_note(note: str, whole: str, kana: list[str], former: list[str], aliases: list[str]) -> None:
    if found := _FORMER_FAMILY.match(note):
        former.append(squeeze(next(group for group in found.groups() if group)))
    elif found := _ALIAS.match(note):
        aliases.append(found[1])
    elif is_kana(note) and len(squeeze(note)) > 2 and not is_kana(squeeze(_BRACKETED.sub("", whole))):
        kana.append(note)
    elif _KANJI.fullmatch(note) and len(note) <= 3:
        former.append(note)
    elif note:
        aliases.append(note)


def _is_alias_list(text: str) -> bool:
    pieces = _ALSO.split(text)
    return len(pieces) > 1 and all(len(squeeze(piece)) >= 2 for piece in pieces) and not is_kana(text)


def parts_of(text: str) -> tuple[str, ...]:
    """The parts of a tidied name: by its spaces, hyphens left inside. Where every character stands alone the spaces say nothing."""
    parts = tuple(part for part in map(squeeze, text.split()) if part and part not in _LATIN_HONORIFICS)
    return ("".join(parts),) if len(parts) > 2 and max(map(len, parts)) == 1 else parts


@lru_cache(maxsize=32768)
def splits_of(name: str) -> tuple[tuple[str, str], ...]:
    """Where a squeezed Japanese name without spaces may be cut into family and given name, the likeliest first; at most two."""
    scored = []
    for cut in range(1, min(len(name), 5)):
        family, given = name[:cut], name[cut:]
        known = surnames().get(family) or surnames().get(fold(family))
        score = 3.0 + min(known.people, 10**6) / 10**6 if known else 2.0 if surname_readings(family) else 0.0
        score += 2.0 if given_readings(given) else 1.0 if is_kana(given) and len(given) >= 2 else 0.0
        score += 0.5 if len(given) == 2 else 0.0
        score += 0.4 if cut == 2 else 0.0
        scored.append((score, cut))
    scored.sort(key=lambda pair: (-pair[0], pair[1]))
    best = scored[0][0] if scored else 0.0
    return tuple((name[:cut], name[cut:]) for score, cut in scored[:2] if score >= best - 1.5 and score > 0)


def family_and_given(parts: tuple[str, ...]) -> tuple[str, str] | None:
    """Family and given name of two parts in either order, or of one part that can be cut."""
    if len(parts) == 2:
        one, other = parts
        is_turned = not surname_readings(one) and bool(surname_readings(other)) and not is_kana(one)
        return (other, one) if is_turned else (one, other)
    if len(parts) == 1 and (cuts := splits_of(parts[0])):
        return cuts[0]
    return None
