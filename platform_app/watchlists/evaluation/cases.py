"""Labelled cases: an entry of a list, a subject who is the same party written otherwise, and the class of the difference."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from random import Random

from platform_app.watchlists.evaluation import distortions as write
from platform_app.watchlists.evaluation.vocabulary import (
    DrawnBody,
    DrawnPerson,
    draw_birth,
    draw_body,
    draw_foreigner,
    draw_number,
    draw_person,
)  # fmt: skip
from platform_app.watchlists.matching.tables import given_names, surnames
from platform_app.watchlists.rules.facts import Party, PartyKind

PERSON, BODY = PartyKind.PERSON, PartyKind.ORGANISATION


@dataclass(frozen=True, slots=True)
class Case:
    """A subject and the entry that it should meet, and the recall that the class is to reach."""

    label: str
    goal: float
    subject: Party
    entry: Party


def _person(chance: Random, person: DrawnPerson, *, kana: bool = True) -> Party:
    reading = f"{person.family_kana} {person.given_kana}" if kana else ""
    return Party("", PERSON, f"{person.family} {person.given}", reading, birth_on=draw_birth(chance) if chance.random() < 0.5 else None)


def _body(chance: Random, body: DrawnBody, *, kana: bool = True) -> Party:
    return Party("", BODY, body.form + body.core, body.kana if kana else "", corporate_number="")


def _either(chance: Random) -> Party:
    return _person(chance, draw_person(chance)) if chance.random() < 0.6 else _body(chance, draw_body(chance))


def _as_subject(entry: Party, **changes: object) -> Party:
    """The same party from its own hand: no birth date in four of ten."""
    return replace(entry, ref="", **changes)  # type: ignore[arg-type]


def _renamed(change: Callable[[str, Random], str], *, keep_kana: bool = True) -> Callable[[Random], tuple[Party, Party]]:
    def case(chance: Random) -> tuple[Party, Party]:
        """A subject and its entry."""
        for _ in range(200):
            entry = _either(chance)
            name = change(entry.name, chance)
            if name != entry.name:
                return _as_subject(entry, name=name, kana=entry.kana if keep_kana and chance.random() < 0.5 else ""), entry
        raise AssertionError("no name can be changed in this way")

    return case


def _of_body(change: Callable[[str, str, Random], str]) -> Callable[[Random], tuple[Party, Party]]:
    def case(chance: Random) -> tuple[Party, Party]:
        """A subject and its entry."""
        body = draw_body(chance)
        while body.form not in write.FORMS:
            body = draw_body(chance)
        entry = _body(chance, body, kana=chance.random() < 0.5)
        return _as_subject(entry, name=change(entry.name, body.form, chance)), entry

    return case


def _read(
    written: Callable[[str, Random], str], *, kind: PartyKind | None = None, with_kana: bool = True
) -> Callable[[Random], tuple[Party, Party]]:
    """The subject gives only a reading, written in some way; the entry has kana, or has none."""

    def case(chance: Random) -> tuple[Party, Party]:
        """A subject and its entry."""
        if kind is PERSON or (kind is None and chance.random() < 0.6):
            person = draw_person(chance)
            entry = _person(chance, person, kana=with_kana)
            parts = [written(person.family_kana, chance), written(person.given_kana, chance)]
            name = chance.choice((" ", "")).join(parts) if not parts[0].isascii() else " ".join(reversed(parts) if chance.random() < 0.4 else parts)
            return _as_subject(entry, name=name, kana=""), entry
        body = draw_body(chance)
        return Party("", BODY, written(body.kana, chance)), _body(chance, body, kana=with_kana)

    return case


def _turned(chance: Random) -> tuple[Party, Party]:
    person = draw_person(chance)
    entry = _person(chance, person, kana=chance.random() < 0.5)
    return _as_subject(entry, name=f"{person.given}{chance.choice((' ', ''))}{person.family}", kana=""), entry


def _wrong(*, with_kana: bool) -> Callable[[Random], tuple[Party, Party]]:
    def case(chance: Random) -> tuple[Party, Party]:
        """A subject and its entry."""
        if chance.random() < 0.6:
            entry = _person(chance, draw_person(chance), kana=with_kana)
            return _as_subject(entry, name=write.with_wrong_character(entry.name, chance)), entry
        body = draw_body(chance)
        entry = _body(chance, body, kana=with_kana)
        return _as_subject(entry, name=body.form + write.with_wrong_character(body.core, chance)), entry

    return case


@cache
def _homophones() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    families: dict[str, list[str]] = {}
    givens: dict[str, list[str]] = {}
    for surname in surnames().values():
        families.setdefault(surname.kana[0], []).append(surname.name)
    for given in given_names():
        for kana in given.kana:
            givens.setdefault(kana, []).append(given.name)
    return families, givens


def _other_characters(chance: Random) -> tuple[Party, Party]:
    families, givens = _homophones()
    while True:
        person = draw_person(chance)
        family = chance.choice(families.get(person.family_kana, [person.family]))
        given = chance.choice(givens[person.given_kana])
        if given != person.given:
            entry = _person(chance, person)
            return _as_subject(entry, name=f"{family} {given}"), entry


def _former(chance: Random) -> tuple[Party, Party]:
    """Listed under the name from before a marriage or a merger, which the subject gives."""
    if chance.random() < 0.6:
        before = draw_person(chance)
        now = replace(before, family=draw_person(chance).family)
        former = before.family if chance.random() < 0.5 else f"{before.family}{before.given}"
        return replace(_person(chance, now, kana=False), former_names=(former,), birth_on=None), _person(chance, before, kana=chance.random() < 0.5)
    before_body, now_body = draw_body(chance), draw_body(chance)
    return replace(_body(chance, now_body), former_names=(before_body.form + before_body.core,)), _body(chance, before_body, kana=False)


def _merged(chance: Random) -> tuple[Party, Party]:
    """Another name altogether, and the same corporate number."""
    number = draw_number(chance)
    return replace(_body(chance, draw_body(chance)), corporate_number=number), replace(_body(chance, draw_body(chance)), corporate_number=number)


def _several(chance: Random) -> tuple[Party, Party]:
    if chance.random() < 0.6:
        entry = _person(chance, draw_person(chance))
        name = write.other_spaces(write.other_glyphs(entry.name, chance, "joyo", "unihan", "register"), chance)
        name = write.with_wrong_character(name, chance) if chance.random() < 0.4 else write.with_selector(name, chance)
        return _as_subject(entry, name=name, kana=write.to_half_width(entry.kana)), entry
    body = draw_body(chance)
    entry = _body(chance, body)
    moved = write.moved_form(entry.name, body.form) if body.form else entry.name
    name = write.other_glyphs(write.short_form(moved, body.form, chance), chance, "joyo", "unihan")
    return _as_subject(entry, name=write.other_width(name, chance)), entry


def _foreign(chance: Random) -> tuple[Party, Party]:
    kana, _latin = draw_foreigner(chance)
    entry = Party("", PERSON, "・".join(kana), birth_on=draw_birth(chance) if chance.random() < 0.5 else None)
    shown = list(kana)
    if len(shown) == 3 and chance.random() < 0.6:
        shown.pop(1)
    if chance.random() < 0.5:
        shown.reverse()
    gap = chance.choice((" ", "・", "＝", "")) if len(kana) == 2 else " "
    return _as_subject(entry, name=gap.join(shown)), entry


def _short_name(chance: Random) -> tuple[Party, Party]:
    """Family and given name of one character each, or three in all."""
    while True:
        person = draw_person(chance)
        if len(person.family + person.given) <= 3:
            entry = _person(chance, person, kana=chance.random() < 0.5)
            return _as_subject(entry, name=write.other_glyphs(person.family + person.given, chance, "joyo", "unihan", "register")), entry


def _other_birth(chance: Random) -> tuple[Party, Party]:
    """The same name, another birth date: a human must see it."""
    entry = replace(_person(chance, draw_person(chance)), birth_on=draw_birth(chance))
    assert entry.birth_on is not None
    return _as_subject(entry, birth_on=entry.birth_on + timedelta(days=chance.randrange(1, 9000))), entry


def _no_change(name: str, _chance: Random) -> str:
    return name


def _changed_form(name: str, form: str, chance: Random) -> str:
    return name.replace(form, chance.choice([other for other in write.FORMS if other != form]))


def _identical(chance: Random) -> tuple[Party, Party]:
    entry = _either(chance)
    return _as_subject(entry), entry


CLASSES: tuple[tuple[str, float, Callable[[Random], tuple[Party, Party]]], ...] = (
    ("identical", 0.99, _identical),
    ("width", 0.99, _renamed(write.other_width)),
    ("spaces", 0.99, _renamed(write.other_spaces)),
    ("name order", 0.99, _turned),
    ("old forms of characters", 0.99, _renamed(lambda name, chance: write.other_glyphs(name, chance, "joyo"))),
    ("variant glyphs", 0.99, _renamed(lambda name, chance: write.other_glyphs(name, chance, "unihan", "register"))),
    ("variation selector", 0.99, _renamed(write.with_selector)),
    ("legal form abbreviated", 0.99, _of_body(write.short_form)),
    ("legal form moved", 0.99, _of_body(lambda name, form, _chance: write.moved_form(name, form))),
    ("legal form dropped", 0.99, _of_body(lambda name, form, _chance: name.replace(form, ""))),
    ("legal form changed", 0.98, _of_body(_changed_form)),
    ("kana", 0.98, _read(_no_change)),
    ("hiragana", 0.98, _read(lambda kana, _chance: write.to_hiragana(kana))),
    ("half-width kana", 0.98, _read(lambda kana, _chance: write.to_half_width(kana))),
    ("long vowels and small kana", 0.97, _read(write.other_vowels)),
    ("romaji", 0.95, _read(write.to_romaji)),
    ("kana, entry without: persons", 0.70, _read(_no_change, kind=PERSON, with_kana=False)),
    ("romaji, entry without kana: persons", 0.70, _read(write.to_romaji, kind=PERSON, with_kana=False)),
    ("kana, entry without: bodies", 0.90, _read(_no_change, kind=BODY, with_kana=False)),
    ("romaji, entry without kana: bodies", 0.90, _read(write.to_romaji, kind=BODY, with_kana=False)),
    ("one wrong character, reading equal", 0.97, _wrong(with_kana=True)),
    ("one wrong character, no reading", 0.70, _wrong(with_kana=False)),
    ("same reading, other characters", 0.97, _other_characters),
    ("former name", 0.98, _former),
    ("same number, other name", 0.99, _merged),
    ("several at once", 0.95, _several),
    ("foreign names", 0.95, _foreign),
    ("short names", 0.99, _short_name),
    ("unknown character", 0.90, _renamed(write.with_unknown)),
    ("same name, other birth date", 0.99, _other_birth),
)


def draw_cases(chance: Random, per_class: int) -> list[Case]:
    """So many cases of every class."""
    cases = []
    for label, goal, draw in CLASSES:
        for place in range(per_class):
            subject, entry = draw(chance)
            ref = f"{label}-{place}"
            cases.append(Case(label, goal, replace(subject, ref=f"S-{ref}"), replace(entry, ref=f"E-{ref}")))
    return cases
