"""How registers, forms and people write one name in other ways: each distortion is one way, by chance where it has a choice."""

import re
import unicodedata
from collections import defaultdict
from functools import cache
from random import Random

from platform_app.watchlists.matching.tables import classes_of, given_names, rows_of, surnames

_FULL_WIDTH = {code: chr(code + 0xFEE0) for code in range(0x21, 0x7F)} | {0x20: "\u3000"}
_HALF_KANA = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF66, 0xFF9E)}
_SHORT_FORMS = {
    "株式会社": ("㈱", "(株)", "（株）"),
    "有限会社": ("㈲", "(有)"),
    "合同会社": ("(同)", "（同）"),
    "特定非営利活動法人": ("NPO法人", "ＮＰＯ法人", "(特非)", "認定NPO法人"),
    "一般社団法人": ("(一社)", "（一社）"),
    "公益社団法人": ("(公社)",),
    "一般財団法人": ("(一財)",),
    "公益財団法人": ("(公財)",),
    "社会福祉法人": ("(福)", "(社福)"),
    "学校法人": ("(学)",),
    "医療法人": ("(医)",),
    "宗教法人": ("(宗)",),
}
FORMS = tuple(_SHORT_FORMS)
_CONSONANTS = dict(zip("アカサタナハマラガザダバパ", ("", "k", "s", "t", "n", "h", "m", "r", "g", "z", "d", "b", "p"), strict=True))
_IRREGULAR = {"シ": "shi", "チ": "chi", "ツ": "tsu", "フ": "fu", "ジ": "ji", "ヂ": "ji", "ヅ": "zu"}
_KANA_ROWS = (
    *("アイウエオ", "カキクケコ", "サシスセソ", "タチツテト", "ナニヌネノ", "ハヒフヘホ", "マミムメモ"),
    *("ラリルレロ", "ガギグゲゴ", "ザジズゼゾ", "ダヂヅデド", "バビブベボ", "パピプペポ"),
)
_FOREIGN_SOUNDS = {"ティ": "ti", "ディ": "di", "ファ": "fa", "フィ": "fi", "フォ": "fo", "シェ": "she", "チェ": "che", "ジェ": "je"}
_KUNREI = {"shi": "si", "chi": "ti", "tsu": "tu", "fu": "hu", "ji": "zi"} | {
    hepburn + vowel: kunrei + vowel for hepburn, kunrei in (("sh", "sy"), ("ch", "ty"), ("j", "zy")) for vowel in "auo"
}


@cache
def _letters() -> dict[str, str]:
    table = _FOREIGN_SOUNDS | {"ヤ": "ya", "ユ": "yu", "ヨ": "yo", "ワ": "wa", "ヲ": "o", "ン": "n", "ヴ": "bu"}
    for row in _KANA_ROWS:
        table |= {kana: _IRREGULAR.get(kana, _CONSONANTS[row[0]] + vowel) for kana, vowel in zip(row, "aiueo", strict=True)}
    for kana, sound in dict(table).items():
        if len(kana) == 1 and sound.endswith("i") and kana not in "イ":
            stem = sound[:-1] if sound in ("shi", "chi", "ji") else sound[:-1] + "y"
            table |= {kana + small: stem + vowel for small, vowel in zip("ャュョ", "auo", strict=True)}
    return table


def to_romaji(kana: str, chance: Random) -> str:
    """Katakana in Latin letters: Hepburn, Kunrei or as in a passport, long vowels written, marked or left out."""
    style = chance.choice(("hepburn", "hepburn", "kunrei", "passport"))
    syllables = re.findall("[ァ-ヺ][ャュョァィゥェォ]?|ー|.", kana)
    text = "".join(_syllable(syllable, style) for syllable in syllables)
    text = re.sub("ッ(tch|ch)", r"t\1" if style != "kunrei" else r"\1", text)
    text = re.sub("ッ(.)", r"\1\1", text).replace("ー", "")
    if style != "kunrei":
        text = re.sub("n(?=[bmp])", "m", text) if style == "passport" else text
    if style == "passport" or chance.random() < 0.5:
        text = text.replace("ou", "oh" if style == "passport" and chance.random() < 0.3 else "o").replace("oo", "o").replace("uu", "u")
    elif chance.random() < 0.3:
        text = text.replace("ou", "ō").replace("uu", "ū")
    return text


def _syllable(syllable: str, style: str) -> str:
    if syllable in "ッー":
        return syllable
    letters = _letters().get(syllable) or "".join(_letters().get(kana, kana) for kana in syllable)
    return _KUNREI.get(letters, letters) if style == "kunrei" else letters


def to_hiragana(kana: str) -> str:
    """Katakana as hiragana."""
    return "".join(chr(ord(sign) - 0x60) if "ァ" <= sign <= "ヶ" else sign for sign in kana)


def to_half_width(kana: str) -> str:
    """Katakana of half width."""
    decomposed = unicodedata.normalize("NFD", kana).replace("\u3099", "ﾞ").replace("\u309a", "ﾟ")
    return "".join(_HALF_KANA.get(sign, sign) for sign in decomposed)


def other_width(text: str, chance: Random) -> str:
    """Full for half width and the other way round."""
    return text.translate(_FULL_WIDTH) if chance.random() < 0.5 else to_half_width(unicodedata.normalize("NFKC", text))


def other_spaces(text: str, chance: Random) -> str:
    """Spaces added, doubled, widened or taken away."""
    pieces = text.split()
    if len(pieces) > 1:
        return chance.choice(("", " ", "\u3000", "  ", "・")).join(pieces)
    place = chance.randrange(1, len(text)) if len(text) > 1 else 0
    return text[:place] + chance.choice((" ", "\u3000")) + text[place:]


@cache
def _glyphs(sources: tuple[str, ...]) -> dict[str, str]:
    others: defaultdict[str, str] = defaultdict(str)
    for row in rows_of("variants.csv"):
        if row["level"] == "glyph" and row["source"] in sources:
            for glyph in row["glyphs"]:
                others[glyph] += row["glyphs"].replace(glyph, "")
    return dict(others)


def other_glyphs(text: str, chance: Random, *sources: str) -> str:
    """One or more characters in another form; unchanged where none has one."""
    table = _glyphs(sources)
    places = [place for place, glyph in enumerate(text) if table.get(glyph)]
    chosen = set(chance.sample(places, chance.randint(1, len(places)))) if places else set()
    return "".join(chance.choice(table[glyph]) if place in chosen else glyph for place, glyph in enumerate(text))


def with_selector(text: str, chance: Random) -> str:
    """An ideographic variation selector after one character."""
    place = chance.randrange(len(text)) + 1
    return text[:place] + chr(0xE0100 + chance.randrange(8)) + text[place:]


def with_unknown(text: str, chance: Random) -> str:
    """One character that could not be written."""
    places = [place for place, glyph in enumerate(text) if glyph > "一"]
    place = chance.choice(places)
    return text[:place] + chance.choice("〓■?") + text[place + 1 :]


@cache
def _name_characters() -> str:
    return "".join(dict.fromkeys("".join([*surnames(), *(given.name for given in given_names())])))


def with_wrong_character(text: str, chance: Random) -> str:
    """One character replaced by another that occurs in names, or by one that looks like it."""
    places = [place for place, glyph in enumerate(text) if not glyph.isspace()]
    place = chance.choice(places)
    like = [glyphs.replace(text[place], "") for glyphs in classes_of("similar") if text[place] in glyphs]
    pool = like[0] if like and chance.random() < 0.3 else _name_characters()
    other = chance.choice(pool)
    return text[:place] + (other if other != text[place] else chance.choice(_name_characters())) + text[place + 1 :]


def other_vowels(kana: str, chance: Random) -> str:
    """Long vowels written otherwise, small kana large."""
    text = re.sub("([オコソトノホモヨロゴゾドボョ])[ウオ]", lambda found: found[1] + chance.choice(("ー", "ウ", "オ", "")), kana)
    text = re.sub("([ウクスツヌフムユルグズブュ])ウ", lambda found: found[1] + chance.choice(("ー", "ウ", "")), text)
    return text.translate(str.maketrans("ッャュョ", "ツヤユヨ")) if chance.random() < 0.6 else text


def short_form(name: str, form: str, chance: Random) -> str:
    """The legal form abbreviated."""
    return name.replace(form, chance.choice(_SHORT_FORMS[form])) if form in _SHORT_FORMS else name


def moved_form(name: str, form: str) -> str:
    """The legal form on the other side."""
    core = name.replace(form, "")
    return core + form if name.startswith(form) else form + core
