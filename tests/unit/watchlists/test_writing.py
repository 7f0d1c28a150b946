"""Raw strings brought to the characters that count."""

import pytest

from platform_app.watchlists.matching import prepare
from platform_app.watchlists.matching.forms import split_form, split_kana_form
from platform_app.watchlists.matching.people import parse_person, splits_of
from platform_app.watchlists.matching.writing import squeeze, tidy, trace
from platform_app.watchlists.rules.facts import Party, PartyKind


@pytest.mark.parametrize(
    ("raw", "counts"),
    [
        ("ﾀｶﾊｼ　ﾀﾛｳ", "タカハシタロウ"),
        ("ﾊﾞﾝﾄﾞ", "バンド"),
        ("葛\U000e0100城", "葛城"),
        ("佐々木", "佐佐木"),
        ("ＡＢＣ－Ｄ", "abcd"),
        ("マイケル・ジョン", "マイケルジョン"),
        ("コ-ヒ-", "コーヒー"),
        ("ロ一ラ", "ローラ"),
        ("健ー", "健一"),
        ("かゞみ", "かがみ"),
        ("霞ヶ関", "霞ケ関"),
        ("霞が関", "霞ケ関"),
        ("霞ガ関", "霞ケ関"),
        ("鈴木□子", "鈴木〓子"),
        ("鈴木\ue123子", "鈴木〓子"),
        ("山\u200b田", "山田"),
        ("", ""),
    ],
)
def test_only_what_counts_is_left(raw, counts) -> None:
    assert squeeze(tidy(raw)) == counts


@pytest.mark.parametrize("raw", ["㈱みらい 工房", "ﾊﾞﾝﾄﾞ ﾃﾞｻﾞｲﾝ", "葛\U000e0100城 太郎", "佐々木（旧姓　田中）", "ＮＰＯ法人 青い鳥", "𠮷野家"])
def test_each_character_knows_where_it_stood(raw) -> None:
    traced = trace(raw)
    assert traced.text == squeeze(tidy(raw))
    assert all(squeeze(tidy(raw[start:end])).startswith(character) or character in tidy(raw[start:end]) for character, (start, end) in zip(traced.text, traced.spans, strict=True) if character not in "佐株")


@pytest.mark.parametrize(
    ("name", "core", "form"),
    [
        ("株式会社みらい", "みらい", "stock_company"),
        ("みらい㈱", "みらい", "stock_company"),
        ("（株）みらい", "みらい", "stock_company"),
        ("株式會社みらい", "みらい", "stock_company"),
        ("認定特定非営利活動法人みらい", "みらい", "specific_nonprofit"),
        ("ＮＰＯ法人みらい", "みらい", "specific_nonprofit"),
        ("(特非)みらい", "みらい", "specific_nonprofit"),
        ("みらい（一社）", "みらい", "general_association"),
        ("一社)みらい", "みらい", "general_association"),
        ("一般社団みらい", "みらい", "general_association"),
        ("特非）みらい", "みらい", "specific_nonprofit"),
        ("㊩みらい", "みらい", "medical"),
        ("公益財団法人みらい財団", "みらい財団", "public_foundation"),
        ("六代目山口組", "山口組", ""),
        ("5代目工藤會", "工藤會", ""),
        ("Mirai Co., Ltd.", "mirai", "stock_company"),
        ("Mirai Inc.", "mirai", "stock_company"),
        ("Kabushiki Kaisha Mirai", "mirai", "stock_company"),
        ("NPO Mirai", "mirai", "specific_nonprofit"),
        ("株式会杜みらい", "みらい", "stock_company"),
        ("一般〓団法人みらい", "みらい", "general_association"),
        ("株式会社", "株式会社", ""),
        ("みらい", "みらい", ""),
    ],
)
def test_the_legal_form_is_taken_off_wherever_it_stands(name, core, form) -> None:
    found = split_form(tidy(name))
    assert (found.text, found.form) == (core, form)


@pytest.mark.parametrize("name", ["一般社団法人", "認定ＮＰＯ法人", "特定非営利活動法人", "特定非営利活動法入", "特例認定特定非営利活動法人", "イッパンシャダンホウジン"])
def test_a_name_that_is_nothing_but_a_legal_form_stays_a_name(name) -> None:
    assert split_form(tidy(name)).text == tidy(name)
    assert split_kana_form(tidy(name)).text == tidy(name)
    assert prepare(Party("1", PartyKind.ORGANISATION, name, "", ())).keys


@pytest.mark.parametrize("kana", ["カブシキガイシャミライ", "カ）ミライ", "ミライ（カ", "ミライ(カ)", "ｶ)ﾐﾗｲ", "みらい"])
def test_the_legal_form_is_taken_off_kana_too(kana) -> None:
    assert split_kana_form(tidy(kana)).text == "ミライ"


@pytest.mark.parametrize("kana", ["ミライシュウジ", "シュウオウミライ"])
def test_an_abbreviated_form_is_not_seen_in_a_reading_that_merely_looks_like_it(kana) -> None:
    assert split_kana_form(tidy(kana)).text == kana


def test_a_persons_brackets_tell_the_reading_the_former_family_name_and_other_names() -> None:
    assert parse_person(tidy("佐藤花子（サトウハナコ）")).kana == ("サトウハナコ",)
    assert parse_person(tidy("佐藤（旧姓：田中）花子")).former_families == ("田中",)
    assert parse_person(tidy("佐藤（田中）花子")).parts == ("佐藤", "花子")
    assert parse_person(tidy("例示一郎こと見本二郎")).aliases == ("見本二郎",)
    assert parse_person(tidy("TANAKA Makoto")).parts == ("tanaka", "makoto")
    assert parse_person(tidy("佐藤まこと")).parts == ("佐藤まこと",)


@pytest.mark.parametrize(("name", "cut"), [("佐藤健一", ("佐藤", "健一")), ("林健一", ("林", "健一")), ("佐々木希", ("佐々木", "希")), ("長谷川さくら", ("長谷川", "さくら")), ("森進", ("森", "進"))])
def test_a_name_without_spaces_is_cut_where_the_family_name_ends(name, cut) -> None:
    assert splits_of(name)[0] == cut
