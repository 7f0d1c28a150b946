"""Latin letters to kana: Hepburn, Kunrei, Nihon-shiki, the passport's OH, and a guess for foreign names.

The kana is only good for comparing: length is lost in most spellings, so what comes out is compared without long vowels.
"""

import re
import unicodedata
from functools import lru_cache

_VOWELS = "aiueo"
_GRID = {
    "": "アイウエオ", "k": "カキクケコ", "s": "サシスセソ", "t": "タチツテト", "n": "ナニヌネノ", "h": "ハヒフヘホ", "m": "マミムメモ",
    "r": "ラリルレロ", "g": "ガギグゲゴ", "z": "ザジズゼゾ", "d": "ダヂヅデド", "b": "バビブベボ", "p": "パピプペポ",
    "l": "ラリルレロ", "v": "バビブベボ", "c": "カシクセコ", "q": "カキクケコ", "x": "ザジズゼゾ",
}  # fmt: skip
_SINGLE = {"ya": "ヤ", "yu": "ユ", "yo": "ヨ", "yi": "イ", "ye": "エ", "wa": "ワ", "wi": "ウイ", "wu": "ウ", "we": "ウエ", "wo": "オ"}
_GLIDING = {
    "sh": "シ", "ch": "チ", "j": "ジ", "ky": "キ", "sy": "シ", "ty": "チ", "cy": "チ", "ny": "ニ", "hy": "ヒ", "my": "ミ", "ry": "リ", "ly": "リ",
    "gy": "ギ", "zy": "ジ", "jy": "ジ", "dy": "ジ", "by": "ビ", "py": "ピ", "vy": "ビ",
}  # fmt: skip
_LABIAL = {"f": "フ", "ph": "フ", "kw": "ク", "qu": "ク", "gw": "グ", "ts": "ツ", "tz": "ツ", "th": "ス", "wh": "ホ", "ck": "ク"}
_ALONE = {"t": "ト", "d": "ド", "j": "ジ", "sh": "シユ", "ch": "チ", "th": "ス", "ph": "フ", "ck": "ク"}
_ALONE |= {"m": "ム", "y": "イ", "w": "ウ", "h": "", "gh": ""}
_ALONE |= {"m": "ム", "y": "イ", "w": "ウ", "h": "", "gh": ""}


def _syllables() -> dict[str, str]:
    table = {consonant + vowel: kana for consonant, row in _GRID.items() for vowel, kana in zip(_VOWELS, row, strict=True)}
    table |= _SINGLE
    for consonant, kana in _GLIDING.items():
        table |= {consonant + "a": kana + "ヤ", consonant + "u": kana + "ユ", consonant + "o": kana + "ヨ"}
        table |= {consonant + "i": kana, consonant + "e": kana + "エ"}
    for consonant, kana in _LABIAL.items():
        table |= {consonant + vowel: kana + sound for vowel, sound in zip("aieo", "アイエオ", strict=True)} | {consonant + "u": kana}
    table |= {letters: kana for letters, kana in _ALONE.items() if letters not in table}
    table |= {consonant: row[2] for consonant, row in _GRID.items() if consonant and consonant not in table}
    return table | {"f": "フ", "n": "ン", "tsu": "ツ", "dzu": "ズ", "ji": "ジ", "di": "ジ", "du": "ズ"}


_SYLLABLES = _syllables()
_LONGEST = max(map(len, _SYLLABLES))
_PASSPORT_H = re.compile("(?<=[aiueo])h(?![aiueoy])")
_M_FOR_N = re.compile("m(?=[bpm])")
_DOUBLED = re.compile(r"([bcdfgjkpqrstvwxzl])(?=\1)|t(?=ch)")
_PLAIN_LETTERS = str.maketrans("đøłıæœ", "doliao")
_LAST_LATIN = "\u1eff"
_LETTERS = re.compile(r"[a-z][a-z '\-]*")


def is_latin(tidied: str) -> bool:
    """Whether a tidied text could be a name in Latin letters."""
    return bool(tidied) and (tidied.isascii() or max(tidied) <= _LAST_LATIN) and _LETTERS.fullmatch(without_accents(tidied)) is not None


def without_accents(text: str) -> str:
    """Macrons, circumflexes and other marks taken off Latin letters; đ, ø, ł and their like made plain."""
    if text.isascii():
        return text
    plain = "".join(letter for letter in unicodedata.normalize("NFD", text) if not "\u0300" <= letter <= "\u036f")
    return unicodedata.normalize("NFC", plain).translate(_PLAIN_LETTERS)


@lru_cache(maxsize=65536)
def to_kana(word: str) -> str:
    """One word in Latin letters as katakana, small kana written large."""
    text = without_accents(word).replace("'", "").replace("-", "")
    text = _M_FOR_N.sub("n", _PASSPORT_H.sub("", text))
    text = _DOUBLED.sub("ッ", text)
    heard: list[str] = []
    place = 0
    while place < len(text):
        for length in range(_LONGEST, 0, -1):
            piece = text[place : place + length]
            if piece in _SYLLABLES:
                heard.append(_SYLLABLES[piece])
                place += len(piece)
                break
        else:
            heard.append("ツ" if text[place] == "ッ" else text[place])
            place += 1
    return "".join(heard)
