"""Kana, romaji and guessed readings meet."""

import sys
from collections.abc import Iterator

import pytest

from platform_app.watchlists.matching import lexicon
from platform_app.watchlists.matching.kana import bare, short, spoken
from platform_app.watchlists.matching.names import names_of
from platform_app.watchlists.matching.romaji import to_kana
from platform_app.watchlists.rules.facts import Party, PartyKind


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("サトウ", "さとう"), ("コウイチ", "コーイチ"), ("オオノ", "オーノ"), ("シャチ", "シヤチ"), ("ヴァイオリン", "バイオリン"), ("ヰノウヱ", "イノウエ"),
        ("ミカヅキ", "ミカズキ"), ("ケイコ", "ケーコ"), ("ユウキ", "ユーキ"), ("ティー", "チー"),
    ],
)  # fmt: skip
def test_two_spellings_of_one_sound_are_spoken_alike(one, other) -> None:
    assert spoken(one) == spoken(other)


def test_long_and_short_vowels_are_told_apart_until_they_are_shortened() -> None:
    assert spoken("オオノ") != spoken("オノ")
    assert short(spoken("オオノ")) == short(spoken("オノ"))


def test_voicing_is_told_apart_until_it_is_bare() -> None:
    assert short(spoken("ヤマザキ")) != short(spoken("ヤマサキ"))
    assert bare(spoken("ヤマザキ")) == bare(spoken("ヤマサキ"))


@pytest.mark.parametrize(
    ("letters", "kana"),
    [
        ("satoh", "サトウ"), ("satō", "サトウ"), ("satou", "サトウ"), ("ohno", "オオノ"), ("ono", "オオノ"), ("shinichi", "シンイチ"), ("shin'ichi", "シンイチ"),
        ("syun-iti", "シュンイチ"), ("jumpei", "ジュンペイ"), ("homma", "ホンマ"), ("hattori", "ハットリ"), ("kotchi", "コッチ"), ("kohei", "コウヘイ"), ("zyunya", "ジュンヤ"),
        ("tuduki", "ツヅキ"), ("hukuda", "フクダ"), ("hyodo", "ヒョウドウ"), ("inoue", "イノウエ"), ("ryo", "リョウ"), ("maria", "マリア"), ("johnson", "ジョンソン"), ("smith", "スミス"),
    ],
)  # fmt: skip
def test_romaji_of_every_school_gives_the_reading(letters, kana) -> None:
    assert short(spoken(to_kana(letters))) == short(spoken(kana))


def test_a_name_that_is_turned_without_a_space_melts_at_another_place() -> None:
    assert bares(person("マサキイワモト")) & bares(person("イワモトマサキ"))


def person(name: str, kana: str = "") -> Party:
    """A person of a name."""
    return Party("1", PartyKind.PERSON, name, kana)


def bares(party: Party) -> set[str]:
    """Every bare reading."""
    return {form for reading in names_of(party).readings for form in reading.bare}


@pytest.mark.parametrize(("name", "kana"), [("佐藤健一", "サトウケンイチ"), ("佐藤 裕子", "サトウユウコ"), ("佐藤 裕子", "サトウヒロコ"), ("中島 翔", "ナカシマショウ"), ("髙橋さくら", "タカハシサクラ")])
def test_readings_are_guessed_where_none_is_given(name, kana) -> None:
    guessed = names_of(person(name)).readings
    assert all(reading.is_generated for reading in guessed)
    assert bares(person("", kana)) <= bares(person(name))


@pytest.fixture
def _no_dictionary(monkeypatch) -> Iterator[None]:
    """SudachiPy is not installed."""
    caches = [lexicon._dictionary, lexicon._looked_up, lexicon.surname_readings, lexicon.given_readings]
    monkeypatch.setitem(sys.modules, "sudachipy", None)
    for cache in caches:
        cache.cache_clear()
    yield
    for cache in caches:
        cache.cache_clear()


@pytest.mark.usefixtures("_no_dictionary")
def test_readings_are_guessed_without_the_dictionary_too() -> None:
    assert not lexicon.has_dictionary()
    assert bares(person("", "サトウケンイチ")) <= bares(person("佐藤 健一"))
    assert bares(person("", "タナカハルヒト")) <= bares(person("田中 陽人"))


def test_a_given_reading_is_never_mixed_with_guesses() -> None:
    assert not any(reading.is_generated for reading in names_of(person("佐藤 裕子", "サトウ ヒロコ")).readings)


def test_the_order_of_a_name_does_not_matter_to_its_reading() -> None:
    assert bares(person("", "サトウ タロウ")) & bares(person("", "タロウサトウ"))
    assert bares(person("Taro Sato")) & bares(person("", "サトウタロウ"))
