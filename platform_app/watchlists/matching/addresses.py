"""Addresses, only as far as a second fact needs them."""

import re

from platform_app.watchlists.matching.glyphs import fold
from platform_app.watchlists.matching.writing import squeeze, tidy
from platform_app.watchlists.rules.evidence import Agreement

_SHORTEST_BEGINNING = 7
_KANJI_DIGITS = str.maketrans("一二三四五六七八九〇", "1234567890")
_LOT = re.compile(r"丁目|番地の?|番|号|の(?=[0-9])|-")
_PREFECTURE = re.compile(
    "北海道|青森県|岩手県|宮城県|秋田県|山形県|福島県|茨城県|栃木県|群馬県|埼玉県|千葉県|東京都|神奈川県|新潟県|富山県|石川県|福井県|山梨県|長野県|岐阜県|静岡県|愛知県|"
    "3重県|滋賀県|京都府|大阪府|兵庫県|奈良県|和歌山県|鳥取県|島根県|岡山県|広島県|山口県|徳島県|香川県|愛媛県|高知県|福岡県|佐賀県|長崎県|熊本県|大分県|宮崎県|鹿児島県|沖縄県"
)
_POSTCODE = re.compile(r"^〒?[0-9]{3}-?[0-9]{4}")


def key_of_address(raw: str) -> str:
    """An address brought to one spelling."""
    text = _POSTCODE.sub("", tidy(raw)).strip()
    return squeeze(_LOT.sub(" ", fold(text).translate(_KANJI_DIGITS)))


def are_elsewhere(ours: str, theirs: str) -> bool:
    """Whether two keys name different prefectures (三重県 begins with a digit there)."""
    one, other = _PREFECTURE.match(ours), _PREFECTURE.match(theirs)
    return bool(one and other and one.group() != other.group())


def agreement_of_addresses(ours: str, theirs: str) -> Agreement:
    """Two keys agree where one begins with the other; people move, so a difference says little."""
    if not ours or not theirs:
        return Agreement.ABSENT
    shorter, longer = sorted((ours, theirs), key=len)
    return Agreement.AGREES if longer.startswith(shorter) and len(shorter) >= _SHORTEST_BEGINNING else Agreement.DIFFERS
