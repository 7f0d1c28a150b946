"""The 47 prefectures with their codes.

Source: JIS X 0401 (都道府県コード).
"""

import unicodedata

_NAMES = (
    "北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県 新潟県 富山県 石川県 福井県 山梨県 長野県 "
    "岐阜県 静岡県 愛知県 三重県 滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県 島根県 岡山県 広島県 山口県 徳島県 香川県 愛媛県 高知県 福岡県 "
    "佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県 沖縄県"
)
PREFECTURES = {f"{number:02d}": name for number, name in enumerate(_NAMES.split(), start=1)}
_CODES = (
    {name: code for code, name in PREFECTURES.items()}
    | {name[:-1]: code for code, name in PREFECTURES.items() if name != "北海道"}
    | {str(int(code)): code for code in PREFECTURES}
    | {code: code for code in PREFECTURES}
)


def prefecture_code(text: str) -> str | None:
    """The code of a prefecture written as its name, with or without 都府県, or as its code; None if it is none."""
    return _CODES.get(unicodedata.normalize("NFKC", text).strip())


def prefecture_choices() -> list[tuple[str, str]]:
    """Pairs of code and name, from north to south, for a select."""
    return list(PREFECTURES.items())
