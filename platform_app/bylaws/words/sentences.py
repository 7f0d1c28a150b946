"""A rule in words, in the reader's language: its label, its value, its sentence and where its default comes from."""

from datetime import date

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from platform_app.bylaws.rules.catalogue import CATALOGUE
from platform_app.bylaws.rules.kinds import Flag, Integer, Unit, Value
from platform_app.bylaws.rules.rights import Column, Right
from platform_app.bylaws.rules.rule import Rule, Source
from platform_app.bylaws.rules.rule_set import RuleSet
from platform_app.bylaws.words import ACT_WORDS, ORIGIN_WORDS
from platform_app.bylaws.words.admission import ADMISSION
from platform_app.bylaws.words.assemblies import ASSEMBLIES
from platform_app.bylaws.words.board import BOARD
from platform_app.bylaws.words.membership import MEMBERSHIP
from platform_app.bylaws.words.options import OPTION_WORDS
from platform_app.bylaws.words.records import RECORDS
from platform_app.bylaws.words.rights import COLUMN_WORDS, DIRECTORY_LABEL, RIGHT_WORDS
from platform_app.bylaws.words.rule_words import RuleWords
from platform_app.kernel.thresholds import Threshold
from platform_app.web.i18n import show_date

SECTION_WORDS: dict[str, LazyString] = {
    "rights": _l("Classes and rights"),
    "admission": _l("Rules of admission"),
    "board": _l("Rules of the board"),
    "assemblies": _l("Rules of general assemblies"),
    "membership": _l("Rules after admission"),
    "subcommittees": _l("Rules of subcommittees"),
    "letters": _l("Rules of letters"),
    "time": _l("Rules of time"),
    "retention": _l("Rules of retention"),
}

_UNIT_WORDS: dict[Unit, tuple[LazyString, LazyString]] = {
    Unit.DAYS: (_l("1 day"), _l("%(number)s days")),
    Unit.BUSINESS_DAYS: (_l("1 business day"), _l("%(number)s business days")),
    Unit.CLEAR_DAYS: (_l("1 clear day"), _l("%(number)s clear days")),
    Unit.MONTHS: (_l("1 month"), _l("%(number)s months")),
    Unit.YEARS: (_l("1 year"), _l("%(number)s years")),
}


def _rights_words() -> dict[str, RuleWords]:
    found = {}
    for column, who in COLUMN_WORDS.items():
        for right, what in RIGHT_WORDS.items():
            yes = _l("Yes: %(what)s.", what=what)
            no = _l("No: %(what)s.", what=what)
            found[f"rights.{column}.{right}"] = RuleWords(_l("%(who)s: %(what)s", who=who, what=what), yes, no)
        label = _l("%(who)s: %(what)s", who=who, what=DIRECTORY_LABEL)
        found[f"rights.{column}.directory"] = RuleWords(label, _l("In the public directory: %(value)s."))
    return found


RULE_WORDS: dict[str, RuleWords] = {**_rights_words(), **ADMISSION, **BOARD, **ASSEMBLIES, **MEMBERSHIP, **RECORDS}


def value_in_words(rule: Rule, value: Value) -> str:
    """A value of a rule for people: 14 days, more than half, yes, the words of what is chosen."""
    if isinstance(value, Threshold):
        return _threshold(value)
    if isinstance(value, tuple):
        return _(", ").join(_item(item) for item in value) or _("none")
    if isinstance(rule.kind, Flag):
        return _("Yes") if value else _("No")
    if isinstance(rule.kind, Integer):
        return _number(int(str(value)), rule.kind.unit)
    return str(OPTION_WORDS.get(str(value), value))


def sentence_of(rule: Rule, value: Value) -> str:
    """What the rule says with a value, as a sentence."""
    words = RULE_WORDS[rule.key]
    if not value and words.otherwise is not None:
        return str(words.otherwise)
    sentence = str(words.sentence)
    if not isinstance(rule.kind, Flag):
        sentence = sentence % {"value": value_in_words(rule, value)}
    return sentence[:1].upper() + sentence[1:]


def answer_in_words(rule: Rule, value: Value) -> str:
    """A value as it stands beside the label of its rule: a plain yes or no as the sentence it means, because a label alone may read as its opposite."""
    return sentence_of(rule, value) if isinstance(rule.kind, Flag) else value_in_words(rule, value)


def clause_in_words(clause: str, rules: RuleSet) -> str:
    """A clause that something rests on: the sentence of a rule where it is the code of one, else the words as they are."""
    rule = CATALOGUE.get(clause)
    return clause if rule is None else sentence_of(rule, rules[clause])


def source_in_words(source: Source) -> str:
    """Where a default comes from; of a statute the act with article and paragraph."""
    if source.act is None:
        return str(ORIGIN_WORDS[source.origin])
    place = str(ACT_WORDS[source.act])
    facts = {"act": place, "article": source.article, "branch": source.branch}
    place = _("%(act)s, article %(article)s-%(branch)s", **facts) if source.branch else _("%(act)s, article %(article)s", **facts)
    if source.paragraph:
        place = _("%(place)s, paragraph %(paragraph)s", place=place, paragraph=source.paragraph)
    return place


def right_label(right: Right) -> str:
    """A right, as a row of the table of rights is headed."""
    return str(RIGHT_WORDS[right])


def column_label(column: Column) -> str:
    """A membership class, as a column of the table of rights is headed."""
    return str(COLUMN_WORDS[column])


def _item(item: object) -> str:
    if isinstance(item, date):
        return show_date(item)
    return str(OPTION_WORDS.get(str(item), item))


def _number(number: int, unit: Unit) -> str:
    if unit is Unit.NUMBER:
        return str(number)
    one, many = _UNIT_WORDS[unit]
    return str(one) if number == 1 else str(many) % {"number": number}


def _threshold(threshold: Threshold) -> str:
    fraction = {"numerator": threshold.numerator, "denominator": threshold.denominator}
    if threshold.is_strict and threshold.numerator * 2 == threshold.denominator:
        return _("more than half")
    if threshold.numerator == threshold.denominator:
        return _("all")
    if threshold.is_strict:
        return _("more than %(numerator)s/%(denominator)s", **fraction)
    return _("at least %(numerator)s/%(denominator)s", **fraction)
