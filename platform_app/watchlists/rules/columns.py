"""The columns of a list's file: ours, those that are needed, and what the columns of other people's lists are called."""

import unicodedata
from collections.abc import Iterable, Mapping

COLUMNS = ("ref", "kind", "name", "kana", "former_names", "birth_on", "corporate_number", "address")
REQUIRED = ("ref", "kind", "name")
_SYNONYMS = {
    "ref": ("ref", "id", "番号", "管理番号", "整理番号", "no", "no."),
    "kind": ("kind", "種別", "区分"),
    "name": ("name", "名称", "氏名", "名前", "団体名", "商号"),
    "kana": ("kana", "カナ", "かな", "フリガナ", "ふりがな", "読み", "よみがな"),
    "former_names": ("former_names", "旧名称", "旧称", "旧姓", "旧氏名", "別名", "通称"),
    "birth_on": ("birth_on", "生年月日", "誕生日"),
    "corporate_number": ("corporate_number", "法人番号"),
    "address": ("address", "住所", "所在地"),
}


def guess_mapping(columns: Iterable[str]) -> dict[str, str]:
    """For each of our columns the column of a file that probably holds it, by its name."""
    plain = {unicodedata.normalize("NFKC", name).strip().lower(): name for name in reversed(list(columns)) if name}
    found = {ours: next((plain[word] for word in words if word in plain), "") for ours, words in _SYNONYMS.items()}
    return {ours: theirs for ours, theirs in found.items() if theirs}


def read_as(mapping: Mapping[str, str]) -> dict[str, str]:
    """For each of our columns the column of a file that it is read from: by a mapping, or else by its own name; empty for none."""
    return {ours: mapping.get(ours, ours) for ours in COLUMNS}
