"""Every reason of this package has words, in Japanese and in English."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale

from platform_app import documents
from platform_app.documents.words import WORDS

_CODES = re.compile(r"(?:Malformed\(|Reason\(\"documents\.|Unavailable\(\"documents\.|TooLarge\(\"documents\.)\"?([a-z_]+)\"")


def codes_in_use() -> set[str]:
    """The codes that the package's modules name."""
    folder = Path(documents.__file__).parent
    return {f"documents.{code}" for path in folder.rglob("*.py") for code in _CODES.findall(path.read_text(encoding="utf-8"))}


def test_every_code_has_words_and_every_word_a_use() -> None:
    assert len(codes_in_use()) > 15
    assert codes_in_use() == {key for key in WORDS if isinstance(key, str) and re.fullmatch(r"documents\.(?!.*_(received|scanned|forgotten|frozen|rendered|erased)$).*", str(key))}


@pytest.mark.parametrize("key", list(WORDS))
def test_every_word_is_in_japanese(app: Flask, key: object) -> None:
    with app.test_request_context(), force_locale("ja"):
        assert re.search(r"[ぁ-んァ-ン一-龠]", str(WORDS[key]))
