"""Words of watchlists, cut by noun."""

from collections.abc import Mapping

from flask_babel import LazyString

from platform_app.watchlists.words.evidence import EVIDENCE_WORDS
from platform_app.watchlists.words.standing import STANDING_WORDS

WORDS: Mapping[object, LazyString] = STANDING_WORDS | EVIDENCE_WORDS
