"""Legal forms: taken off a name wherever they stand and however they are shortened; what is left is the core."""

import re
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import Hamming

from platform_app.watchlists.matching.glyphs import fold
from platform_app.watchlists.matching.kana import as_katakana
from platform_app.watchlists.matching.tables import legal_forms

_GENERATION = re.compile(r"^(?:初|[二三四五六七八九十]{1,3}|[0-9]{1,2})代目(?=.{2})")
_SEPARATORS = str.maketrans("", "", " .-&'\"")
_MOST_TOKENS = 4
_SHORTEST_MISWRITTEN = 4


@dataclass(frozen=True, slots=True)
class Core:
    """A tidied name without its legal form. `form` and `family` are empty where none was written."""

    text: str
    form: str = ""
    family: str = ""


@dataclass(frozen=True, slots=True)
class _Spellings:
    at_start: re.Pattern[str]
    at_end: re.Pattern[str]
    inside: re.Pattern[str]
    miswritten: re.Pattern[str]
    codes: dict[str, tuple[str, str]]


@cache
def _written() -> _Spellings:
    japanese = [(spelling, form) for form in legal_forms() for spelling in form.spellings if not spelling[0].isascii() or spelling[0] == "("]
    codes = {fold(spelling): (form.code, form.family) for spelling, form in japanese}
    codes |= {spelling: code for spelling, code in _latin().items() if spelling.startswith("npo")}
    return _patterns(codes)


@cache
def _in_kana() -> _Spellings:
    return _patterns({kana: (form.code, form.family) for form in legal_forms() for kana in form.kana})


@cache
def _latin() -> dict[str, tuple[str, str]]:
    return {
        spelling.translate(_SEPARATORS).replace(",", ""): (form.code, form.family)
        for form in legal_forms()
        for spelling in form.spellings
        if spelling[0].isascii() and spelling[0] != "("
    }


def _patterns(codes: dict[str, tuple[str, str]]) -> _Spellings:
    longest_first = "|".join(map(re.escape, sorted(codes, key=len, reverse=True)))
    long_ones = "|".join(map(re.escape, sorted((code for code in codes if len(code) >= 4 and not code.endswith(")")), key=len, reverse=True)))
    return _Spellings(
        re.compile(f"(?:{longest_first})"), re.compile(f"(?:{longest_first})$"), re.compile(f"(?:{long_ones})"), _with_one_wrong(codes), codes
    )


def _with_one_wrong(codes: dict[str, tuple[str, str]]) -> re.Pattern[str]:
    """Long forms with any one character in the place of another, at the beginning; longer ones first."""
    long_ones = sorted((code for code in codes if len(code) >= _SHORTEST_MISWRITTEN and not code.endswith(")")), key=len, reverse=True)
    wrong = [f"{re.escape(code[:place])}.{re.escape(code[place + 1 :])}" for code in long_ones for place in range(len(code))]
    return re.compile(f"({'|'.join(wrong)})")


def split_form(tidied: str) -> Core:
    """The core of a tidied name of an organisation and its legal form, before, after or between; the generation of a group is taken off too."""
    if tidied.isascii():
        return _split_latin(tidied)
    compact = tidied.replace(" ", "").replace("・", "")
    core = _split_written(compact, _written())
    shortened = _GENERATION.sub("", core.text)
    again = _split_written(shortened, _written()) if not core.form else Core(shortened, core.form, core.family)
    return again if again.text else core


def split_kana_form(tidied: str) -> Core:
    """The same for a name in kana."""
    return _split_written(as_katakana(tidied.replace(" ", "")), _in_kana())


def _split_written(compact: str, spellings: _Spellings) -> Core:
    form = family = ""
    for _ in range(3):
        folded = fold(compact)
        found = spellings.at_start.match(folded) or spellings.at_end.search(folded)
        if not found or found.end() - found.start() == len(compact):
            break
        code, kin = spellings.codes[found.group()]
        form, family = form or code, family or kin
        compact = compact[: found.start()] + compact[found.end() :]
    if not form and (found := spellings.inside.search(fold(compact))) and len(found.group()) < len(compact):
        form, family = spellings.codes[found.group()]
        compact = f"{compact[: found.start()]} {compact[found.end() :]}"
    if not form and len(compact) > _SHORTEST_MISWRITTEN + 1 and (found := _miswritten(compact, spellings)):
        form, family = _nearest(found.group(), spellings)
        compact = compact[: found.start()] + compact[found.end() :]
    return Core(compact, form, family)


def _miswritten(compact: str, spellings: _Spellings) -> re.Match[str] | None:
    folded = fold(compact)
    if folded in spellings.codes:  # a name that is nothing but a form, which the pattern would take for one with a wrong character
        return None
    found = spellings.miswritten.match(folded) or next((end for end in spellings.miswritten.finditer(folded) if end.end() == len(folded)), None)
    return found if found and len(found.group()) < len(folded) else None


def _nearest(written: str, spellings: _Spellings) -> tuple[str, str]:
    return next(code for spelling, code in spellings.codes.items() if len(spelling) == len(written) and Hamming.distance(spelling, written) == 1)


def _split_latin(tidied: str) -> Core:
    tokens = [token for token in (token.translate(_SEPARATORS) for token in tidied.replace("(", " ").replace(")", " ").split()) if token]
    form = family = ""
    for _ in range(2):
        for length in range(min(_MOST_TOKENS, len(tokens) - 1), 0, -1):
            ending, beginning = "".join(tokens[-length:]), "".join(tokens[:length])
            if ending in _latin() or beginning in _latin():
                code, kin = _latin()[ending if ending in _latin() else beginning]
                form, family = form or code, family or kin
                tokens = tokens[:-length] if ending in _latin() else tokens[length:]
                break
    return Core(" ".join(tokens), form, family)
