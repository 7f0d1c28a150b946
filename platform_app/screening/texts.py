"""Texts that people accept: the notice of purpose and the pledge, in numbered versions, all of which are kept and shown.

They are data of the package (`data/notices.json`, `data/pledges.json`), oldest version first. A text is never edited once somebody may have
accepted it: a new version is added below.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache
from importlib.resources import files

_DEFAULT_LANGUAGE = "ja"


class TextKind(Enum):
    """What is accepted."""

    NOTICE = "notices"
    PLEDGE = "pledges"


@dataclass(frozen=True)
class Section:
    """A heading with its paragraphs."""

    heading: str
    paragraphs: Sequence[str]


@dataclass(frozen=True)
class VersionedText:
    """One version of a text, in Japanese and in English; the Japanese one is what is accepted."""

    version: str
    since: date
    sections: Mapping[str, Sequence[Section]]

    def in_language(self, language: str) -> Sequence[Section]:
        """The text in a language, in Japanese where there is no other."""
        return self.sections.get(language, self.sections[_DEFAULT_LANGUAGE])


@cache
def versions_of(kind: TextKind) -> tuple[VersionedText, ...]:
    """All versions, oldest first."""
    found = json.loads(files("platform_app.screening").joinpath(f"data/{kind.value}.json").read_text(encoding="utf-8"))
    return tuple(
        VersionedText(text["version"], date.fromisoformat(text["since"]), {name: _sections(text[name]) for name in ("ja", "en")})
        for text in found
    )


def _sections(parts: Sequence[Mapping[str, Sequence[str]]]) -> tuple[Section, ...]:
    return tuple(Section(str(part["heading"]), tuple(part["paragraphs"])) for part in parts)


def text_of(kind: TextKind, version: str | None = None) -> VersionedText:
    """A version of a text; the newest where none is named, or where there is none of that name."""
    versions = versions_of(kind)
    return next((text for text in versions if text.version == version), versions[-1])
