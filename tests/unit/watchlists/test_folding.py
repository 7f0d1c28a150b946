"""Variant glyphs: folding is an equivalence, and it keeps different names apart."""

from collections import defaultdict

import pytest

from platform_app.watchlists.matching.glyphs import fold, look_alike, loose
from platform_app.watchlists.matching.tables import classes_of, surnames

GLYPHS = sorted({glyph for level in ("glyph", "confusable") for glyphs in classes_of(level) for glyph in glyphs})
# Family names that families themselves take for one, written with another form of a character.
ONE_NAME = ("渡辺", "桜井", "沢田", "島田", "広瀬", "浜田", "富田", "中条", "曽根", "峰")


def test_the_table_has_at_least_four_hundred_classes_of_glyphs() -> None:
    assert len(classes_of("glyph")) >= 700
    assert len([glyphs for glyphs in classes_of("glyph") if all(ord(glyph) >= 0x4E00 for glyph in glyphs)]) >= 400


@pytest.mark.parametrize("change", [fold, loose])
def test_folding_twice_changes_nothing_more(change) -> None:
    assert [glyph for glyph in GLYPHS if change(change(glyph)) != change(glyph)] == []


@pytest.mark.parametrize("change", [fold, loose])
def test_all_forms_of_a_class_become_one_character(change) -> None:
    assert [glyphs for glyphs in classes_of("glyph") if len({change(glyph) for glyph in glyphs}) != 1] == []


def test_folding_keeps_the_length_of_a_text() -> None:
    assert [glyph for glyph in GLYPHS if len(fold(glyph)) != 1 or len(loose(glyph)) != 1] == []


def test_what_folding_joins_loosening_joins_too() -> None:
    assert [glyphs for glyphs in classes_of("glyph") if len({loose(glyph) for glyph in glyphs}) != 1] == []


def test_no_class_swallows_many_characters() -> None:
    members = defaultdict(set)
    for glyph in GLYPHS:
        members[loose(glyph)].add(glyph)
    assert max(map(len, members.values())) <= 14


@pytest.mark.parametrize(
    ("one", "other"),
    ["髙高", "﨑崎", "嵜崎", "邊辺", "邉辺", "齋斎", "齊斉", "濵浜", "濱浜", "栁柳", "桒桑", "舘館", "嶌島", "嶋島", "𠮷吉", "澤沢", "廣広", "國国", "會会", "俠侠", "槗橋", "张張"],
)
def test_forms_of_one_character_are_one(one, other) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), ["斎斉", "齋齊", "坂阪", "ロ口", "カ力", "ニ二", "エ工", "タ夕", "ト卜", "ヘへ", "ヰイ", "ヱエ", "ヅズ", "ッツ", "あア"])
def test_confusable_characters_are_one_only_a_level_further(one, other) -> None:
    assert fold(one) != fold(other)
    assert loose(one) == loose(other)


@pytest.mark.parametrize(("one", "other"), ["未末", "土士", "大太", "治冶", "侯候"])
def test_look_alikes_are_known_and_stay_apart(one, other) -> None:
    assert look_alike(one, other)
    assert look_alike(other, one)
    assert loose(one) != loose(other)


def test_different_common_family_names_stay_apart_unless_they_share_a_reading() -> None:
    together = defaultdict(list)
    for name in surnames().values():
        together[fold(name.name)].append(name)
    wrong = [[name.name for name in names] for names in together.values() if len(names) > 1 and not set.intersection(*(set(name.kana) for name in names))]
    assert wrong == []
    assert {fold(name) for name in ONE_NAME} == {fold(name) for name in ("渡邉", "櫻井", "澤田", "嶋田", "廣瀬", "濱田", "冨田", "中條", "曾根", "峯")}
