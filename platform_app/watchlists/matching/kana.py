"""Readings: kana brought to one spelling, at three strengths.

*spoken*: katakana, small as large, old kana new, a long vowel marked `:` however it is written; *short*: without long vowels, with the
n that romaji cannot tell from な行 joined; *bare*: also without voicing. Keys are made of bare readings, scores look at all three.
"""

import re
from functools import lru_cache

from platform_app.watchlists.matching.glyphs import HIRAGANA

_TO_KATAKANA = {ord(hiragana): katakana for hiragana, katakana in HIRAGANA.items()}
_V_SOUNDS = [("ヴァ", "バ"), ("ヴィ", "ビ"), ("ヴェ", "ベ"), ("ヴォ", "ボ"), ("ヴュ", "ビュ"), ("ヴ", "ブ"), ("ヷ", "バ"), ("ヺ", "ボ")]
_FOREIGN_SOUNDS = [("ティ", "チ"), ("ディ", "ジ"), ("テュ", "チュ"), ("デュ", "ジュ"), ("トゥ", "ツ"), ("ドゥ", "ズ"), ("イェ", "イエ")]
_FOREIGN = frozenset("ィゥュェ")
_PLAIN = str.maketrans("ァィゥェォッャュョヮヵヶヰヱヲヂヅ", "アイウエオツヤユヨワカケイエオジズ")
_UNVOICED = str.maketrans("ガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポツチ", "カキクケコサシスセソタシステトハヒフヘホハヒフヘホスシ")
_ROWS = {
    "ア": "アカサタナハマヤラワガザダバパ",
    "イ": "イキシチニヒミリギジビピ",
    "ウ": "ウクスツヌフムユルグズブプ",
    "エ": "エケセテネヘメレゲゼデベペ",
    "オ": "オコソトノホモヨロゴゾドボポ",
}
_VOWEL_OF = {kana: vowel for vowel, row in _ROWS.items() for kana in row}
_LENGTHENING = {("オ", "ウ"), ("オ", "オ"), ("ウ", "ウ"), ("エ", "イ"), ("エ", "エ"), ("ア", "ア"), ("イ", "イ")}
_IS_KANA = re.compile(r"[ぁ-ゖァ-ヺー・ \-]+")
_N_BEFORE_VOWEL = re.compile("ン([アイウエオヤユヨ])")
_JOINED = dict(zip("アイウエオヤユヨ", ("ナ", "ニ", "ヌ", "ネ", "ノ", "ニヤ", "ニユ", "ニヨ"), strict=True))


def is_kana(tidied: str) -> bool:
    """Whether a tidied text is written in kana alone."""
    return bool(tidied) and _IS_KANA.fullmatch(tidied) is not None


@lru_cache(maxsize=65536)
def spoken(kana: str) -> str:
    """The spoken reading of squeezed kana: long vowels as `:`."""
    text = kana.translate(_TO_KATAKANA)
    if "ヴ" in text or "ヷ" in text:
        for written, meant in _V_SOUNDS:
            text = text.replace(written, meant)
    if _FOREIGN.intersection(text):
        for written, meant in _FOREIGN_SOUNDS:
            text = text.replace(written, meant)
    return _with_long_vowels(text.translate(_PLAIN))


def _with_long_vowels(text: str) -> str:
    heard: list[str] = []
    vowel = ""
    for kana in text:
        if kana == "ー" or (vowel, kana) in _LENGTHENING:
            if heard and heard[-1] != ":":
                heard.append(":")
            continue
        heard.append(kana)
        vowel = _VOWEL_OF.get(kana, "")
    return "".join(heard)


def melted_round_the_corner(reading: str) -> str:
    """A spoken reading whose first vowel melts into its end, as it does where the name is turned without a space; empty where it does not."""
    last = _VOWEL_OF.get(reading[-1:], "")
    return f":{reading[1:]}" if len(reading) > 2 and (last, reading[0]) in _LENGTHENING else ""


def short(reading: str) -> str:
    """A spoken reading as romaji without length marks would give it."""
    text = reading.replace(":", "")
    return _N_BEFORE_VOWEL.sub(lambda found: _JOINED[found[1]], text) if "ン" in text else text


def bare(reading: str) -> str:
    """A spoken reading without length and voicing, for keys."""
    return short(reading).translate(_UNVOICED)


def as_katakana(text: str) -> str:
    """Hiragana as katakana, the rest as it is."""
    return text.translate(_TO_KATAKANA)
