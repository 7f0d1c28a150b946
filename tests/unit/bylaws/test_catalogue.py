"""The catalogue of rules: complete, within its own bounds, and in words."""

from datetime import date

import pytest

from platform_app.bylaws.rules import CATALOGUE, Column, Right, read_rule_set, stored_values
from platform_app.bylaws.rules.kinds import (
    Choice,
    Choices,
    Dates,
    Flag,
    Fraction,
    Integer,
    Integers,
    NumberPattern,
    Text,
    ValueRefused,
)
from platform_app.bylaws.rules.rule_set import defaults
from platform_app.bylaws.words.options import OPTION_WORDS
from platform_app.bylaws.words.sentences import RULE_WORDS
from platform_app.kernel.thresholds import Base, Threshold

RULES = read_rule_set(version_id=7, number=1, effective_on=date(2026, 4, 1), stored=stored_values(defaults()))


@pytest.mark.parametrize("rule", CATALOGUE.values(), ids=CATALOGUE)
def test_every_rule_has_words_a_source_and_a_default_within_its_bounds(rule):
    assert rule.kind.read(rule.kind.stored(rule.default)) == rule.default
    assert rule.sources
    assert rule.key in RULE_WORDS


def test_every_code_that_can_be_chosen_has_words():
    codes = {code for rule in CATALOGUE.values() if isinstance(rule.kind, (Choice, Choices)) for code in rule.kind.options}
    assert codes <= set(OPTION_WORDS)


def test_the_defaults_are_those_of_the_source():
    assert RULES["admission.member_recommendations"] == 2
    assert RULES["admission.ministry_recommendations"] == 1
    assert RULES["board.minimum_seats"] == 3
    assert RULES.threshold("board.quorum") == Threshold(1, 2, True, Base.ENTITLED)
    assert RULES.threshold("assemblies.special_resolution") == Threshold(2, 3, False, Base.ENTITLED)
    assert RULES.integers("membership.confirmation_reminder_days") == (0, 14, 28)
    assert RULES.dates("time.closed_days") == ()


@pytest.mark.parametrize("right", [Right.VOTE, Right.RECOMMEND, Right.STAND_FOR_BOARD, Right.COUNT_IN_QUORUM, Right.DEMAND_ASSEMBLY])
def test_only_regular_members_vote_recommend_and_sit_on_the_board(right):
    assert RULES.may("regular", "organisation", right)
    assert not RULES.may("cooperating", "organisation", right)
    assert not RULES.may("supporting", "organisation", right)
    assert not RULES.may("supporting", "individual", right)


def test_every_class_attends_and_joins_subcommittees():
    for column in Column:
        assert RULES.flag(f"rights.{column}.{Right.ATTEND_ASSEMBLY}")
        assert RULES.flag(f"rights.{column}.{Right.JOIN_SUBCOMMITTEE}")


def test_individuals_send_other_attachments_and_appear_per_field():
    assert RULES.attachments("regular", "organisation") == ("articles", "officer_roster", "annual_report_or_activities")
    assert RULES.attachments("supporting", "individual") == ("annual_report_or_activities",)
    assert RULES.directory("supporting", "individual") == "by_consent_per_field"


def test_a_rule_that_is_younger_than_a_version_has_its_default():
    older = read_rule_set(version_id=1, number=1, effective_on=date(2026, 4, 1), stored={"board.review_days": 21})
    assert older.integer("board.review_days") == 21
    assert older.integer("board.notice_days") == 7


def test_a_rule_asked_for_by_the_wrong_type_is_an_error():
    with pytest.raises(TypeError):
        RULES.integer("board.quorum")
    with pytest.raises(KeyError):
        RULES["board.unknown"]


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        (Integer(1, 5), 0),
        (Integer(1, 5), 6),
        (Integer(1, 5), True),
        (Integer(1, 5), "3"),
        (Integer(1, 5), None),
        (Flag(), 1),
        (Flag(), None),
        (Choice(("a", "b")), "c"),
        (Choice(("a", "b")), ["a"]),
        (Choices(("a", "b"), 1), []),
        (Choices(("a", "b")), ["c"]),
        (Choices(("a", "b")), "ab"),
        (Fraction(Base.CAST), {"more_than": [1, 1]}),
        (Fraction(Base.CAST), {"at_least": [0, 2]}),
        (Fraction(Base.CAST), {"at_least": [3, 2]}),
        (Fraction(Base.CAST), {"at_least": [1, 0]}),
        (Fraction(Base.CAST), {"at_least": [1, 2], "more_than": [1, 2]}),
        (Fraction(Base.CAST), {"of": "entitled", "at_least": [1, 2]}),
        (Fraction(Base.CAST), {"of": "nonsense", "at_least": [1, 2]}),
        (Fraction(Base.CAST), {"at_least": [1, 1000]}),
        (Fraction(Base.CAST), {None: ["x"]}),
        (Fraction(Base.CAST), "1/2"),
        (Text(5), ""),
        (Text(5), "123456"),
        (Text(5), "a\x00b"),
        (Text(5), "a\nb"),
        *((NumberPattern(40), raw) for raw in ("abc", "第{n", "{number}", "{year:04d}-{n:d}", "{n:>3}", "{n!r}", "{year}", "あ" * 40 + "{n}", None)),
        (NumberPattern(40, is_for_ever=True), "申込第{n}号"),
        (Integers(0, 9), [10]),
        (Integers(0, 9), ["1"]),
        (Integers(0, 9), [*range(10), 1]),
        (Dates(), ["2026-02-30"]),
        (Dates(), [5]),
        (Dates(), "2026-02-03"),
    ],
)
def test_a_value_outside_a_kind_is_refused_with_a_reason(kind, raw):
    with pytest.raises(ValueRefused) as refused:
        kind.read(raw)
    assert refused.value.reason.code.startswith("bylaws.")


def test_choices_keep_the_order_of_the_catalogue_and_lists_are_sorted():
    assert Choices(("a", "b", "c")).read(["c", "a", "c"]) == ("a", "c")
    assert Integers(0, 9).read([5, 1, 5]) == (1, 5)
    assert Dates().read(["2026-12-28", "2026-01-04"]) == (date(2026, 1, 4), date(2026, 12, 28))
    assert Text(20, is_long=True).read(" a\r\nb ") == "a\nb"
