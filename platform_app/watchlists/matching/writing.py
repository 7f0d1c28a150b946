"""From a raw string to the characters that count, each still knowing where it stood."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

UNKNOWN = "〓"
# Variation selectors, signs of direction and width zero, control characters.
_DROPPED = dict.fromkeys(
    [
        *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0), *range(0x180B, 0x180E), *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x7F,
        *range(0x2060, 0x2065), *range(0x2066, 0x206A), 0x00AD, 0xFEFF, *range(0x09), *range(0x0E, 0x1C),
    ]
)  # fmt: skip
_UNKNOWNS = dict.fromkeys(map(ord, "〓■□▢▯●○◯◎⬜⬛▲△�？?＊*￭"), UNKNOWN) | dict.fromkeys(range(0xE000, 0xF900), UNKNOWN)
_HYPHENS = dict.fromkeys(map(ord, "‐‑‒–—―−─━﹘﹣〜～~⁓"), "-")
_GAPS = dict.fromkeys(map(ord, "\t\n\r\x0b\x0c\u3000\xa0・･·‧•∙⋅=＝゠,，、/／;；|｜_＿"), " ")
_MARKS = dict.fromkeys(map(ord, "'’‘`´\"“”.．。｡!！:："), None)
_UNCOUNTED = _MARKS | dict.fromkeys(map(ord, " ()-&+"), None)
_BRACKETS = dict.fromkeys(map(ord, "[［【〔〈《「『{｛⦅<＜"), "(") | dict.fromkeys(map(ord, "]］】〕〉》」』}｝⦆>＞"), ")")
_CIRCLED = {ord(circled): f"({short})" for circled, short in zip("㊑㊒㊓㊔㊕㊖㊩㊫", "株有社名特財医学", strict=True)}
_PREPARE = _DROPPED | _UNKNOWNS | _CIRCLED
_SETTLE = _HYPHENS | _GAPS | _BRACKETS
_COMBINING = re.compile("[\u0300-\u036f\u3099\u309a\uff9e\uff9f\ufe00-\ufe0f\U000e0100-\U000e01ef\u200b-\u200f\u2060\ufeff\u00ad]")
_REPEATED = re.compile(r"(\S)(\s*)[々〻仝]")
_REPEATED_KANA = re.compile("([ぁ-ゖァ-ヺ])([ゝゞヽヾ])")
_KANA_MARKS = frozenset("ゝゞヽヾ")
_LONG = re.compile("(?<=[ぁ-ゖァ-ヺー])-")
_ONE_AS_LONG = re.compile("(?<=[ァ-ヺー])一(?=[ァ-ヺー])|(?<=[ァ-ヺー]{2})一$")
_LONG_AS_ONE = re.compile("(?<=[㐀-鿿\U00020000-\U0003ffff])ー|ー(?=[㐀-鿿])(?<![ぁ-ヺ]ー)")
_KE = re.compile("(?<=[㐀-鿿])[ヶケヵガが](?=[㐀-鿿])")


@lru_cache(maxsize=65536)
def tidy(raw: str) -> str:
    """One width, one case, one kind of dash, space and bracket, no invisible characters; iteration marks written out. Spaces stay."""
    text = unicodedata.normalize("NFKC", raw.translate(_PREPARE)).casefold().translate(_SETTLE)
    if "゙" in text or "゚" in text:
        text = text.translate({0x3099: None, 0x309A: None})
    return _in_context(" ".join(text.split()))


def _in_context(text: str) -> str:
    """Characters that mean another one where they stand; lengths do not change."""
    if "々" in text or "〻" in text or "仝" in text:
        text = _until_still(_REPEATED, r"\1\2\1", text)
    if not _KANA_MARKS.isdisjoint(text):
        text = _REPEATED_KANA.sub(lambda found: found[1] + (_voiced(found[1]) if found[2] in "ゞヾ" else found[1]), text)
    if "-" in text:
        text = _until_still(_LONG, "ー", text)
    if "一" in text:
        text = _ONE_AS_LONG.sub("ー", text)
    if "ー" in text:
        text = _LONG_AS_ONE.sub("一", text)
    return _KE.sub("ケ", text)


def _until_still(pattern: re.Pattern[str], replacement: str, text: str) -> str:
    while (changed := pattern.sub(replacement, text)) != text:
        text = changed
    return text


def _voiced(kana: str) -> str:
    return unicodedata.normalize("NFC", kana + "゙")[0]


def squeeze(tidied: str) -> str:
    """Only the characters that count: no spaces, marks, hyphens or brackets."""
    return tidied.translate(_UNCOUNTED)


@dataclass(frozen=True, slots=True)
class Trace:
    """The characters that count, and for each the stretch of the raw string that it came from."""

    text: str
    spans: tuple[tuple[int, int], ...]


@lru_cache(maxsize=4096)
def trace(raw: str) -> Trace:
    """What `squeeze(tidy(raw))` gives, with positions."""
    characters: list[str] = []
    spans: list[tuple[int, int]] = []
    start = 0
    while start < len(raw):
        end = start + 1
        while end < len(raw) and _COMBINING.match(raw[end]):
            end += 1
        settled = unicodedata.normalize("NFKC", raw[start:end].translate(_PREPARE)).casefold().translate(_SETTLE)
        for character in settled:
            characters.append(character)
            spans.append((start, end))
        start = end
    text = _in_context("".join(characters))
    kept = [place for place, character in enumerate(text) if squeeze(character)]
    return Trace("".join(text[place] for place in kept), tuple(spans[place] for place in kept))
