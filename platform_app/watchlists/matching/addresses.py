"""Addresses, only as far as a second fact needs them."""

import re

from platform_app.watchlists.matching.glyphs import fold
from platform_app.watchlists.matching.writing import squeeze, tidy
from platform_app.watchlists.rules.evidence import Agreement

_SHORTEST_BEGINNING = 7
_KANJI_DIGITS = str.maketrans("一二三四五六七八九〇", "1234567890")
_LOT = re.compile(r"丁目|番地の?|番|号|の(?=[0-9])|-")
_POSTCODE = re.compile(r"^〒?[0-9]{3}-?[0-9]{4}")


def key_of_address(raw: str) -> str:
    """An address brought to one spelling."""
    text = _POSTCODE.sub("", tidy(raw)).strip()
    return squeeze(_LOT.sub(" ", fold(text).translate(_KANJI_DIGITS)))


def agreement_of_addresses(ours: str, theirs: str) -> Agreement:
    """Two keys agree where one begins with the other; people move, so a difference says little."""
    if not ours or not theirs:
        return Agreement.ABSENT
    shorter, longer = sorted((ours, theirs), key=len)
    return Agreement.AGREES if longer.startswith(shorter) and len(shorter) >= _SHORTEST_BEGINNING else Agreement.DIFFERS
