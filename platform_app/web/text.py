"""The rules of typed text: what is refused, what is removed, what is composed.

NFC as a whole would change 塚 猪 神 祥 福 都 海 of the compatibility blocks (U+F900–FAFF, U+2F800–2FA1F), which are registered names; so only
kana and Latin sequences are composed, and everything else is stored as typed, variation selectors included.
"""

import re
import unicodedata

from platform_app.kernel.reasons import Reason

_REMOVED = dict.fromkeys((0x200B, 0xFEFF))
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_HALF_KANA = re.compile("[\uff66-\uff9f]+")
_LINE_END = re.compile("[\r\n\t\u2028\u2029]")
_COMPOSABLE = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff\u3041-\u30ff][\u0300-\u036f\u3099\u309a]+")


_NUMBER_FIELD = "corporate_number"
# Fields that nobody types: the token, marks of what a page was rendered from, and the label of the button that was pressed.
NOT_TYPED = frozenset({"csrf_token", "shown", "seen", "page", "version", "then", "button"})
_PERSONAL_NUMBER_DIGITS = 12


def is_personal_number(name: str, text: str) -> bool:
    """Whether a text sent as a Corporate Number has twelve digits: it may be an individual's number (マイナンバー), which is kept nowhere."""
    if not name.endswith(_NUMBER_FIELD):
        return False
    return sum(sign.isdecimal() for sign in unicodedata.normalize("NFKC", text)) == _PERSONAL_NUMBER_DIGITS


def cleaned(text: str) -> str:
    """Typed text without invisible zero-width marks, kana and Latin composed, line ends as LF."""
    text = text.translate(_REMOVED).replace("\r\n", "\n").replace("\r", "\n")
    return _COMPOSABLE.sub(lambda match: unicodedata.normalize("NFC", match.group()), text)


def full_width_kana(text: str) -> str:
    """A reading with katakana of half width (ﾋﾀﾞﾏﾘ) in full width; everything else as it is."""
    return _HALF_KANA.sub(lambda match: unicodedata.normalize("NFKC", match.group()), text)


def why_not_text(text: str, *, is_long: bool = False) -> tuple[Reason, ...]:
    """Reasons against a text: control and bidirectional characters; line ends are welcome in long text only."""
    if _CONTROL.search(text):
        return (Reason("web.control_characters"),)
    if _BIDI.search(text):
        return (Reason("web.bidi_characters"),)
    if not is_long and _LINE_END.search(text):
        return (Reason("web.line_breaks"),)
    return ()
