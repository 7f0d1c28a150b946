"""Every way in which a party's name is written and read: what keys are made of and scores compare."""

import re
from dataclasses import dataclass
from enum import IntEnum
from itertools import combinations, islice

from platform_app.watchlists.matching.forms import Core, split_form, split_kana_form
from platform_app.watchlists.matching.glyphs import fold, loose
from platform_app.watchlists.matching.kana import bare, is_kana, melted_round_the_corner, short, spoken
from platform_app.watchlists.matching.lexicon import given_readings, possible_given_readings, surname_readings, text_readings
from platform_app.watchlists.matching.people import PersonName, parse_person, parts_of, splits_of
from platform_app.watchlists.matching.romaji import is_latin, to_kana
from platform_app.watchlists.matching.writing import UNKNOWN, squeeze, tidy
from platform_app.watchlists.rules.evidence import Field
from platform_app.watchlists.rules.facts import Party, PartyKind

_MOST_SPELLINGS = 6
_MOST_GENERATED = 20
_UNIT = re.compile(r"(?:支部|支店|支社|支局|支所|本部|本店|本社|総本部|事務局|事務所|営業所|出張所|事業所|事業部)$")
_BRACKETED = re.compile(r"\(([^()]*)\)?")
_BARE = Core("")
_MELTING = frozenset("アイウエオヤユヨ:")
_OH = re.compile("^oh(?=[aiueoy])")  # Ohishi is オオイシ as well as オヒシ
_FORMER_LABEL = re.compile(r"^(?:旧|旧称|旧名|旧名称|旧商号|略称|通称|別名|別称|英名|英語名)\s*:?\s*(.+)$")


class Script(IntEnum):
    """What a core is written in."""

    MIXED = 0
    KANA = 1
    LATIN = 2


@dataclass(frozen=True, slots=True)
class Spelling:
    """One written name without its legal form: squeezed, folded, loose. `parts` are loose, where spaces tell them apart."""

    raw: str
    field: Field
    plain: str
    folded: str
    loose: str
    parts: tuple[str, ...]
    script: Script
    form: str = ""
    family: str = ""
    is_partial: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading in all its strengths. Each set holds it as one string turned to its canonical rotation, for every way its parts may join.

    A generated one has only the bare strength; it is usual where a dictionary knows it, and not only its characters.
    """

    raw: str
    field: Field
    spoken: frozenset[str]
    short: frozenset[str]
    bare: frozenset[str]
    parts: tuple[str, ...]
    is_generated: bool = False
    is_romaji: bool = False
    is_usual: bool = True


@dataclass(frozen=True, slots=True)
class Names:
    """All names of a party."""

    spellings: tuple[Spelling, ...]
    readings: tuple[Reading, ...]


def rotated(text: str) -> str:
    """The least rotation of a text: the same whichever part of a name comes first."""
    if len(text) < 2:
        return text
    least = min(text)
    start = text.index(least)
    if text.count(least) == 1:
        return text[start:] + text[:start]
    return min(text[place:] + text[:place] for place in range(start, len(text)) if text[place] == least)


def names_of(party: Party) -> Names:
    """Read everything that a party is called."""
    return _names_of_person(party) if party.kind is PartyKind.PERSON else _names_of_body(party)


def script_of(plain: str) -> Script:
    """What a squeezed core is written in."""
    return Script.KANA if is_kana(plain) else Script.LATIN if is_latin(plain) else Script.MIXED


def _spelling(raw: str, field: Field, parts: tuple[str, ...], core: Core = _BARE, *, is_partial: bool = False) -> Spelling:
    plain = "".join(parts)
    loosened = tuple(map(loose, parts))
    return Spelling(raw, field, plain, fold(plain), "".join(loosened), loosened, script_of(plain), core.form, core.family, is_partial)


# --- readings ---


def _reading(
    raw: str, field: Field, parts: tuple[str, ...], *, is_generated: bool = False, is_romaji: bool = False, is_usual: bool = True
) -> Reading:
    said = [spoken(part) for part in parts]
    ways = _ways_to_join(parts, said)
    return Reading(
        raw, field,
        frozenset() if is_generated else frozenset(map(rotated, ways)),
        frozenset() if is_generated else frozenset(rotated(short(way)) for way in ways),
        frozenset(rotated(bare(way)) for way in ways),
        tuple(short(part) for part in said), is_generated, is_romaji, is_usual,
    )  # fmt: skip


def _ways_to_join(parts: tuple[str, ...], said: list[str]) -> set[str]:
    """A part that begins with a vowel may melt into the end of the one before it, in either order."""
    ways = {"".join(said)}
    if len(parts) > 1 and any(sound[:1] in _MELTING for sound in said):
        ways.add(spoken("".join(parts)))
        if len(parts) == 2:
            ways |= {spoken(parts[1] + parts[0]), said[1] + said[0]}
    if len(parts) > 2:
        ways.add("".join(sorted(said)))
    return ways | {turned for turned in map(melted_round_the_corner, ways) if turned}


def _spoken_readings(raw: str, field: Field, parts: tuple[str, ...]) -> list[Reading]:
    """The reading of a name that is written in kana or in Latin letters."""
    whole = "".join(parts)
    if len(whole) < 2:
        return []
    if is_kana(whole):
        return [_reading(raw, field, parts)]
    if is_latin(whole):
        spellings = dict.fromkeys((parts, tuple(_OH.sub("o", part) for part in parts)))
        return [_reading(raw, field, tuple(map(to_kana, spelling)), is_romaji=True) for spelling in spellings]
    return []


# --- persons ---


def _names_of_person(party: Party) -> Names:
    parsed = parse_person(tidy(party.name))
    spellings = [_spelling(party.name, Field.NAME, parsed.parts)] if parsed.parts else []
    readings = _spoken_readings(party.name, Field.NAME, parsed.parts)
    for kana in (party.kana, *parsed.kana):
        readings += _spoken_readings(kana, Field.KANA, parts_of(tidy(kana)))
    if not readings and spellings:
        readings = generated_for_person(party.name, parsed.parts)
    for raw, parts in _other_names(party, parsed):
        spellings.append(_spelling(raw, Field.FORMER_NAME, parts))
        readings += _spoken_readings(raw, Field.FORMER_NAME, parts)
    return Names(tuple(spellings[:_MOST_SPELLINGS]), tuple(readings))


def _other_names(party: Party, parsed: PersonName) -> list[tuple[str, tuple[str, ...]]]:
    """Former names and aliases; a bare former family name gets the given name that the party bears now."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for family in parsed.former_families:
        found += [(party.name, (family, given)) for given in _givens(parsed.parts)]
    for raw in (*party.former_names, *parsed.aliases):
        other = parse_person(tidy(raw).removeprefix("旧姓").strip())
        if not other.parts:
            continue
        whole = "".join(other.parts)
        if len(other.parts) == 1 and _is_bare_family(whole, "".join(parsed.parts)):
            found += [(raw, (whole, given)) for given in _givens(parsed.parts)]
        found.append((raw, other.parts))
    return [(raw, parts) for raw, parts in found if len("".join(parts)) >= 2]


def _is_bare_family(text: str, current: str) -> bool:
    return len(text) <= (5 if is_kana(text) else 3) and len(text) < max(len(current), 3) and (bool(surname_readings(text)) or len(text) <= 2)


def _givens(parts: tuple[str, ...]) -> list[str]:
    if len(parts) >= 2:
        return [parts[1]] if surname_readings(parts[0]) or not surname_readings(parts[1]) else [parts[0], parts[1]]
    return list(dict.fromkeys(given for _family, given in splits_of(parts[0]))) if parts else []


def generated_for_person(raw: str, parts: tuple[str, ...]) -> list[Reading]:
    """Guessed readings of a name in characters: those of the family name by those of the given name, in their usual order first."""
    cuts: list[tuple[str, str]] = []
    if len(parts) == 2:
        is_turned = bool(surname_readings(parts[1])) and not surname_readings(parts[0])
        cuts = [(parts[1], parts[0]) if is_turned else (parts[0], parts[1])]
    elif len(parts) == 1 and UNKNOWN not in parts[0]:
        cuts = list(splits_of(parts[0]))
    found: dict[str, tuple[tuple[str, str], bool]] = {}
    for family, given in cuts:
        families = surname_readings(family)[:3] or possible_given_readings(family)[:2]
        usual = given_readings(given) if surname_readings(family) else ()
        pairs = sorted(
            ((first + second, one, other) for first, one in enumerate(families) for second, other in enumerate(possible_given_readings(given))),
            key=lambda pair: pair[0],
        )
        for _rank, one, other in pairs:
            found.setdefault(bare(spoken(one + other)), ((one, other), other in usual))
    best = islice(found.values(), _MOST_GENERATED)
    return [_reading(raw, Field.NAME, pair, is_generated=True, is_usual=is_usual) for pair, is_usual in best]


# --- organisations ---


def _names_of_body(party: Party) -> Names:
    spellings: dict[tuple[str, str], Spelling] = {}
    readings: list[Reading] = []
    for raw, field in ((party.name, Field.NAME), *((former, Field.FORMER_NAME) for former in party.former_names)):
        for spelling in _spellings_of_body(raw, field):
            spellings.setdefault((spelling.folded, spelling.form), spelling)
    for kana in (party.kana, *_kana_notes(party.name)):
        readings += _read_body_kana(kana, Field.KANA)
    kept = tuple(islice(spellings.values(), _MOST_SPELLINGS))
    for spelling in kept:
        if spelling.script is Script.KANA:
            readings += _read_body_kana(spelling.plain, spelling.field, raw=spelling.raw)
        elif spelling.script is Script.LATIN:
            readings += _spoken_readings(spelling.raw, spelling.field, spelling.parts)
    if not readings and kept:
        readings = _generated_for_body(kept[0])
    return Names(kept, tuple(readings))


def _kana_notes(name: str) -> list[str]:
    tidied = tidy(name)
    outside = squeeze(_BRACKETED.sub("", tidied))
    return [] if is_kana(outside) else [note for note in _BRACKETED.findall(tidied) if is_kana(note) and len(note) > 3]


def _read_body_kana(kana: str, field: Field, raw: str = "") -> list[Reading]:
    text = squeeze(split_kana_form(tidy(kana)).text)
    return [_reading(raw or kana, field, (text,))] if len(text) >= 2 and is_kana(text) else []


def _spellings_of_body(raw: str, field: Field) -> list[Spelling]:
    """The name as a whole, then without what brackets add, without a branch, and what brackets call a former or short name."""
    core = split_form(tidy(raw))
    notes = [note.strip() for note in _BRACKETED.findall(core.text) if note.strip()]
    outside = _BRACKETED.sub(" ", core.text).strip()
    found = [(core.text, False)] if not notes else [(outside, False), (core.text, False)]
    for note in notes:
        label = _FORMER_LABEL.match(note)
        if label:
            found = [(outside, False), (split_form(label[1]).text, False)]
    pieces = tidy(raw).split() if not notes else [outside, *notes]
    if len(pieces) > 1 and _UNIT.search(pieces[-1]):
        found.append((split_form(" ".join(pieces[:-1])).text, True))
    result = []
    for text, is_partial in found:
        parts = tuple(part for part in map(squeeze, text.split()) if part)
        if parts:
            result.append(_spelling(raw, field, parts, core, is_partial=is_partial))
    return result


def _generated_for_body(spelling: Spelling) -> list[Reading]:
    if UNKNOWN in spelling.plain:
        return []
    return [_reading(spelling.raw, Field.NAME, (reading.replace(":", "ー"),), is_generated=True) for reading in text_readings(spelling.plain)]


def pairs_of_parts(parts: tuple[str, ...]) -> list[str]:
    """Every two parts joined, so that a name of two meets one that has a middle name besides."""
    long_enough = [part for part in parts if len(part) > 1]
    return [rotated(one + other) for one, other in combinations(long_enough[:4], 2)]
