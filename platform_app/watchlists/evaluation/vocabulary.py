"""Names drawn by chance: family and given names by their frequency, bodies from words; combinations, never people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from random import Random

from platform_app.watchlists.matching.tables import GivenName, Surname, given_names, rows_of, surnames
from platform_app.watchlists.rules.facts import Party, PartyKind

BODY_FORMS = (
    ("株式会社", 30), ("有限会社", 10), ("合同会社", 8), ("特定非営利活動法人", 20), ("一般社団法人", 14), ("公益社団法人", 3), ("一般財団法人", 4),
    ("公益財団法人", 4), ("社会福祉法人", 6), ("学校法人", 2), ("医療法人", 3), ("宗教法人", 2), ("任意団体", 2), ("", 6),
)  # fmt: skip
_PATTERNS = (
    ("place theme ending", 35), ("theme theme ending", 25), ("name ending", 15), ("theme ending", 12), ("place ending", 5), ("name theme ending", 8),
)  # fmt: skip
_FOREIGN = (
    ("マイケル", "michael"), ("ジョン", "john"), ("デイビッド", "david"), ("マリア", "maria"), ("アンナ", "anna"), ("カルロス", "carlos"),
    ("ホセ", "jose"), ("グエン", "nguyen"), ("チャン", "tran"), ("ファン", "pham"), ("キム", "kim"), ("パク", "park"), ("リー", "lee"),
    ("スミス", "smith"), ("ジョンソン", "johnson"), ("サントス", "santos"),
    ("シルバ", "silva"), ("フェルナンデス", "fernandez"), ("ロドリゲス", "rodriguez"),
    ("イワノフ", "ivanov"), ("シン", "singh"), ("クマール", "kumar"), ("アリ", "ali"), ("ハッサン", "hassan"), ("ラマ", "lama"), ("タパ", "thapa"),
    ("バン", "van"), ("ティ", "thi"), ("ミン", "minh"), ("トーマス", "thomas"), ("ロバート", "robert"), ("エマ", "emma"), ("オリベイラ", "oliveira"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DrawnPerson:
    """A person by chance, each part with the reading that is meant."""

    family: str
    given: str
    family_kana: str
    given_kana: str


@dataclass(frozen=True, slots=True)
class DrawnBody:
    """A body by chance: core and reading, and its legal form."""

    core: str
    kana: str
    form: str


@cache
def _surname_weights() -> tuple[list[Surname], list[int]]:
    names = list(surnames().values())
    return names, list(accumulate(name.people for name in names))


@cache
def _given_weights() -> tuple[list[GivenName], list[int]]:
    names = list(given_names())
    return names, list(accumulate(name.weight for name in names))


@cache
def _words(role: str) -> tuple[tuple[str, str], ...]:
    return tuple((row["word"], row["kana"]) for row in rows_of("body-words.csv") if row["role"] == role)


def draw_person(chance: Random) -> DrawnPerson:
    """A Japanese name by the frequencies of the tables."""
    families, family_weights = _surname_weights()
    givens, given_weights = _given_weights()
    family = chance.choices(families, cum_weights=family_weights)[0]
    given = chance.choices(givens, cum_weights=given_weights)[0]
    return DrawnPerson(family.name, given.name, _usually_first(chance, family.kana), _usually_first(chance, given.kana))


def _usually_first(chance: Random, readings: Sequence[str]) -> str:
    return readings[0] if len(readings) == 1 or chance.random() < 0.85 else chance.choice(readings[1:])


def draw_foreigner(chance: Random) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Two or three parts in katakana and the same in Latin letters."""
    parts = chance.sample(_FOREIGN, chance.choice((2, 2, 3)))
    return tuple(kana for kana, _latin in parts), tuple(latin for _kana, latin in parts)


def draw_body(chance: Random) -> DrawnBody:
    """An organisation: places, themes, family names and endings put together."""
    pieces: list[tuple[str, str]] = []
    pattern = chance.choices([pattern for pattern, _weight in _PATTERNS], [weight for _pattern, weight in _PATTERNS])[0]
    for role in pattern.split():
        if role == "name":
            person = draw_person(chance)
            pieces.append((person.family, person.family_kana))
        else:
            pieces.append(chance.choice(_words(role)))
    form = chance.choices([form for form, _weight in BODY_FORMS], [weight for _form, weight in BODY_FORMS])[0]
    return DrawnBody("".join(word for word, _kana in pieces), "".join(kana for _word, kana in pieces), form)


def draw_birth(chance: Random) -> date:
    """A date of birth between 1940 and 2004."""
    return date(1940, 1, 1) + timedelta(days=chance.randrange(65 * 365))


def draw_number(chance: Random) -> str:
    """A corporate number with a right check digit."""
    rest = f"{chance.randrange(10**12):012d}"
    weighted = sum(int(digit) * (1 if place % 2 == 0 else 2) for place, digit in enumerate(reversed(rest)))
    return f"{9 - weighted % 9}{rest}"


def person_entry(chance: Random, ref: str, person: DrawnPerson, *, with_kana: bool, with_birth: bool) -> Party:
    """A person as a list would carry them."""
    gap = chance.choice((" ", "\u3000", "", ""))
    kana = f"{person.family_kana}{chance.choice((' ', ''))}{person.given_kana}" if with_kana else ""
    return Party(ref, PartyKind.PERSON, f"{person.family}{gap}{person.given}", kana, birth_on=draw_birth(chance) if with_birth else None)


def body_entry(chance: Random, ref: str, body: DrawnBody, *, with_kana: bool, with_number: bool) -> Party:
    """An organisation as a list would carry it."""
    name = f"{body.core}{body.form}" if body.form.endswith("会社") and chance.random() < 0.3 else f"{body.form}{body.core}"
    return Party(ref, PartyKind.ORGANISATION, name, body.kana if with_kana else "", corporate_number=draw_number(chance) if with_number else "")


def draw_list(chance: Random, size: int) -> list[Party]:
    """A list of entries by chance: six persons to four bodies, seven of ten with kana, half of the persons with a birth date."""
    entries = []
    for place in range(size):
        with_kana = chance.random() < 0.7
        if chance.random() < 0.6:
            if chance.random() < 0.04:
                kana, _latin = draw_foreigner(chance)
                entries.append(Party(f"L{place}", PartyKind.PERSON, "・".join(kana), birth_on=draw_birth(chance) if chance.random() < 0.5 else None))
            else:
                entries.append(person_entry(chance, f"L{place}", draw_person(chance), with_kana=with_kana, with_birth=chance.random() < 0.5))
        else:
            entries.append(body_entry(chance, f"L{place}", draw_body(chance), with_kana=with_kana, with_number=chance.random() < 0.3))
    return entries
