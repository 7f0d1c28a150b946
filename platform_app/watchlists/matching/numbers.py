"""Corporate numbers as identifiers: thirteen digits whose first one checks the rest."""

import unicodedata


def number_of(raw: str) -> str:
    """The thirteen digits of a right number; empty where it is none, so that a wrong one never identifies anybody.

    Source: 行政手続における特定の個人を識別するための番号の利用等に関する法律施行令 and its ordinance: check digit 9 − (Σ Pn × Qn mod 9).
    """
    digits = "".join(character for character in unicodedata.normalize("NFKC", raw).removeprefix("T") if character not in " -‐－")
    if len(digits) != 13 or not (digits.isascii() and digits.isdigit()):
        return ""
    weighted = sum(int(digit) * (1 if place % 2 == 0 else 2) for place, digit in enumerate(reversed(digits[1:])))
    return digits if int(digits[0]) == 9 - weighted % 9 else ""
