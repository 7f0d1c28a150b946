"""Words of watchlists, cut by noun."""

from collections.abc import Mapping

from flask_babel import LazyString

from platform_app.watchlists.words.evidence import EVIDENCE_WORDS
from platform_app.watchlists.words.standing import ROLE_WORDS, STANDING_WORDS

WORDS: Mapping[object, LazyString] = STANDING_WORDS | EVIDENCE_WORDS


def role_words(role: str) -> str:
    """What a watched name is to its owner; a code without words stands for itself."""
    return str(ROLE_WORDS.get(role, role))
