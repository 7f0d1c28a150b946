"""Keys of names: how two spellings of one name are made alike for searching. The name itself is always kept as typed."""

import re
import unicodedata
from collections.abc import Iterable

_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_SPACES = re.compile(r"\s+")
_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)} | {ord("ヽ"): ord("ゝ"), ord("ヾ"): ord("ゞ")}


def search_key(text: str) -> str:
    """The form under which names are searched and compared: NFKC, case folded, katakana as hiragana, without spaces.

    The only seam for folding variant glyphs: what is added here reaches stored keys and searches alike.
    """
    folded = unicodedata.normalize("NFKC", _SELECTORS.sub("", text)).casefold()
    return _SPACES.sub("", unicodedata.normalize("NFKC", folded).translate(_TO_HIRAGANA))


def search_text(texts: Iterable[str]) -> str:
    """What a search looks into: the keys of several texts, one a line, so that no search matches across two of them."""
    return "\n".join(dict.fromkeys(key for text in texts if (key := search_key(text))))
