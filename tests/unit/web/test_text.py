"""Typed text: what is refused, removed, composed and kept."""

import pytest

from platform_app.web.rules import is_email, is_url
from platform_app.web.text import cleaned, why_not_text

COMPATIBILITY_KANJI = "\ufa10\ufa16\ufa19\ufa1a\ufa1b\ufa26\ufa45"


@pytest.mark.parametrize("name", ["髙橋", "𠮷野家", "葛\U000e0100城", COMPATIBILITY_KANJI, "ｱｲｳ", "😀", "𪚥", "ヱビス", "Łukasz"])
def test_names_are_kept_as_typed(name: str) -> None:
    assert cleaned(name) == name
    assert why_not_text(name) == ()


def test_kana_and_latin_sequences_are_composed() -> None:
    assert cleaned("か\u3099っこう Cafe\u0301") == "がっこう Café"


def test_invisible_marks_are_removed_and_line_ends_made_one() -> None:
    assert cleaned("\ufeff一\u200b二\r\n三\r四") == "一二\n三\n四"


@pytest.mark.parametrize(
    ("text", "code"),
    [("a\x00b", "web.control_characters"), ("a\x1bb", "web.control_characters"), ("a\u202eb", "web.bidi_characters"),
     ("a\u2066b", "web.bidi_characters"), ("a\nb", "web.line_breaks")],
)
def test_characters_that_cannot_be_kept_are_refused_by_name(text: str, code: str) -> None:
    assert [reason.code for reason in why_not_text(text)] == [code]


def test_line_breaks_and_tabs_are_welcome_in_long_text() -> None:
    assert why_not_text("一\n\t二", is_long=True) == ()


@pytest.mark.parametrize("text", ["a@b.jp", "taro.yamada+npo@mail.example.or.jp"])
def test_addresses_are_taken(text: str) -> None:
    assert is_email(text)


@pytest.mark.parametrize("text", ["", "a@b", "a b@c.jp", "a@b.jp\n", "@b.jp", "a@-b.jp", "あ@b.jp", "a@b.jp, c@d.jp", "a" * 65 + "@b.jp"])
def test_what_is_no_address_is_refused(text: str) -> None:
    assert not is_email(text)


def test_web_addresses_need_a_scheme_and_a_host() -> None:
    assert is_url("https://例え.jp/a?b=1")
    for text in ("javascript:alert(1)", "https://", "//example.jp", "https://user@example.jp/", "https://[::1", "ftp://example.jp"):
        assert not is_url(text)
