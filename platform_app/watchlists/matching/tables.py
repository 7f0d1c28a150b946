"""The tables that matching knows by heart, read once from `watchlists/data`: their sources stand in the README beside them."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Surname:
    """A family name with its readings in katakana, the usual one first, and how many people bear it, roughly."""

    name: str
    kana: tuple[str, ...]
    people: int


@dataclass(frozen=True, slots=True)
class GivenName:
    """A given name with its readings; the weight is a rough share among the bearers of given names of the table."""

    name: str
    kana: tuple[str, ...]
    gender: str
    weight: int


@dataclass(frozen=True, slots=True)
class LegalForm:
    """A legal form with every way to write it; forms of one family may follow one another in the life of a body."""

    code: str
    family: str
    spellings: tuple[str, ...]
    kana: tuple[str, ...]


def rows_of(name: str) -> Iterator[dict[str, str]]:
    """The rows of a data file."""
    with files("platform_app.watchlists").joinpath(f"data/{name}").open(encoding="utf-8") as file:
        yield from csv.DictReader(file)


@cache
def classes_of(level: str) -> tuple[str, ...]:
    """The glyph classes of one level: `glyph`, `confusable` or `similar`."""
    return tuple(row["glyphs"] for row in rows_of("variants.csv") if row["level"] == level)


@cache
def surnames() -> dict[str, Surname]:
    """Family names as they are written."""
    return {row["name"]: Surname(row["name"], tuple(row["kana"].split()), int(row["people"])) for row in rows_of("surnames.csv")}


@cache
def given_names() -> tuple[GivenName, ...]:
    """Given names; one that men and women bear stands twice."""
    return tuple(GivenName(row["name"], tuple(row["kana"].split()), row["gender"], int(row["weight"])) for row in rows_of("given-names.csv"))


@cache
def kanji_readings() -> dict[str, tuple[str, ...]]:
    """How a character is read inside given names, the likeliest first."""
    return {row["kanji"]: tuple(row["readings"].split()) for row in rows_of("kanji-readings.csv")}


@cache
def name_characters() -> tuple[tuple[str, dict[str, int]], ...]:
    """Characters of given names: in how many different names each stands alone, first, between or last."""
    places = ("alone", "first", "between", "last")
    return tuple((row["character"], {where: int(row[where]) for where in places}) for row in rows_of("name-characters.csv"))


@cache
def legal_forms() -> tuple[LegalForm, ...]:
    """All legal forms."""
    return tuple(
        LegalForm(row["form"], row["family"], tuple(row["spellings"].split()), tuple(row["kana"].split())) for row in rows_of("legal-forms.csv")
    )
