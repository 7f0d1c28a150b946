"""The rules as rows of the pages that show them: label, value, sentence, sources, and since which version."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from platform_app.bylaws.rules import CATALOGUE, SECTIONS, Column, Right, RuleSet
from platform_app.bylaws.words.rights import DIRECTORY_LABEL
from platform_app.bylaws.words.sentences import (
    RULE_WORDS,
    SECTION_WORDS,
    answer_in_words,
    column_label,
    right_label,
    sentence_of,
    source_in_words,
    value_in_words,
)


@dataclass(frozen=True)
class RuleRow:
    """One rule in words; `value` is empty where the sentence says it all."""

    key: str
    label: str
    value: str
    sentence: str
    sources: tuple[str, ...]
    since_number: int
    since_on: date


@dataclass(frozen=True)
class SectionRows:
    """A heading with its rules."""

    code: str
    label: str
    rows: tuple[RuleRow, ...]


@dataclass(frozen=True)
class RightsRow:
    """One right with its answer for each membership class, and whether that is a plain yes or no (None if it is neither)."""

    label: str
    cells: tuple[tuple[str, str, bool | None], ...]


@dataclass(frozen=True)
class Difference:
    """One rule that changes, in words."""

    key: str
    section: str
    label: str
    before: str
    after: str


def sections(rules: RuleSet, since: Mapping[str, tuple[int, date]]) -> tuple[SectionRows, ...]:
    """All sections but the table of rights; `since` gives number and effective date of the version that set a rule."""
    return tuple(
        SectionRows(
            code,
            str(SECTION_WORDS[code]),
            tuple(_row(key, rules, since[key]) for key, rule in CATALOGUE.items() if rule.section == code),
        )
        for code in SECTIONS
        if code != "rights"
    )


def rights_table(rules: RuleSet) -> tuple[RightsRow, ...]:
    """The table of rights: one row for each right and one for the directory, cells `(class, value, yes or no)` in the order of `Column`."""
    rows = [(right_label(right), right.value) for right in Right] + [(str(DIRECTORY_LABEL), "directory")]
    return tuple(RightsRow(label, tuple(_cell(rules, column, name) for column in Column)) for label, name in rows)


def differences(before: RuleSet, after: RuleSet) -> tuple[Difference, ...]:
    """The rules whose values differ, in the catalogue's order."""
    return tuple(
        Difference(
            key,
            str(SECTION_WORDS[rule.section]),
            str(RULE_WORDS[key].label),
            answer_in_words(rule, before[key]),
            answer_in_words(rule, after[key]),
        )
        for key, rule in CATALOGUE.items()
        if before[key] != after[key]
    )


def column_labels() -> Sequence[str]:
    """The headings of the table of rights."""
    return tuple(column_label(column) for column in Column)


def _row(key: str, rules: RuleSet, since: tuple[int, date]) -> RuleRow:
    rule, value = CATALOGUE[key], rules[key]
    return RuleRow(
        key=key,
        label=str(RULE_WORDS[key].label),
        value="" if isinstance(value, bool) else value_in_words(rule, value),
        sentence=sentence_of(rule, value),
        sources=tuple(source_in_words(source) for source in rule.sources),
        since_number=since[0],
        since_on=since[1],
    )


def _cell(rules: RuleSet, column: Column, name: str) -> tuple[str, str, bool | None]:
    rule = CATALOGUE[f"rights.{column}.{name}"]
    value = rules[rule.key]
    return column_label(column), value_in_words(rule, value), value if isinstance(value, bool) else None
