"""A rule: a key, the kind of its value, its default, and where the default comes from."""

from dataclasses import dataclass
from enum import StrEnum

from platform_app.bylaws.rules.kinds import Kind, Value


class Origin(StrEnum):
    """What kind of text a default was taken from."""

    SOURCE = "source"
    SIBLING = "sibling"
    PRACTICE = "practice"
    POLICY = "policy"
    MODEL_ARTICLES = "model_articles"
    GUIDANCE = "guidance"
    STATUTE = "statute"


class Act(StrEnum):
    """A statute that defaults follow; none of them binds the platform."""

    ASSOCIATIONS = "associations_act"
    ASSOCIATIONS_RULES = "associations_rules"
    NPO = "npo_act"


@dataclass(frozen=True)
class Source:
    """One origin of a default; a statute with article, branch number and paragraph."""

    origin: Origin
    act: Act | None = None
    article: int | None = None
    branch: int | None = None
    paragraph: int | None = None


@dataclass(frozen=True)
class Rule:
    """One setting of the bylaws; the program follows one that `is_fixed` in the form of its default only, so nobody can change it."""

    key: str
    kind: Kind
    default: Value
    sources: tuple[Source, ...]
    is_fixed: bool = False

    @property
    def section(self) -> str:
        """The first part of the key, which is the heading it stands under."""
        return self.key.split(".", 1)[0]


PLATFORM = Source(Origin.SOURCE)
SIBLING = Source(Origin.SIBLING)
PRACTICE = Source(Origin.PRACTICE)
POLICY = Source(Origin.POLICY)
MODEL_ARTICLES = Source(Origin.MODEL_ARTICLES)
GUIDANCE = Source(Origin.GUIDANCE)


def associations_act(article: int, paragraph: int | None = None) -> Source:
    """Source: 一般社団法人及び一般財団法人に関する法律."""
    return Source(Origin.STATUTE, Act.ASSOCIATIONS, article, None, paragraph)


def associations_rules(article: int) -> Source:
    """Source: 一般社団法人及び一般財団法人に関する法律施行規則."""
    return Source(Origin.STATUTE, Act.ASSOCIATIONS_RULES, article)


def npo_act(article: int, branch: int | None = None, paragraph: int | None = None) -> Source:
    """Source: 特定非営利活動促進法."""
    return Source(Origin.STATUTE, Act.NPO, article, branch, paragraph)
