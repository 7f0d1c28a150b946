"""How a document number is written, and which patterns may write it."""

from datetime import date

import pytest

from platform_app.documents.rules.numbers import Series, why_not_pattern, written_number
from platform_app.kernel.numbering import era_fiscal_year, fiscal_year


def test_a_fiscal_year_begins_in_april() -> None:
    assert fiscal_year(date(2027, 3, 31)) == 2026
    assert fiscal_year(date(2027, 4, 1)) == 2027


def test_a_fiscal_year_is_written_with_its_era() -> None:
    assert era_fiscal_year(2026) == "令和8年度"
    assert era_fiscal_year(2019) == "令和元年度"


def test_a_number_is_written_by_its_pattern() -> None:
    assert written_number(Series.LETTER, 2026, 12, "孤プ第{n}号").text == "孤プ第12号"
    assert written_number(Series.APPLICATION, 2026, 12, "{year}-{n:04d}").text == "2026-0012"
    assert written_number(Series.LETTER, 2026, 3, "{era}県孤プ第{n}号").text == "令和8年度県孤プ第3号"


@pytest.mark.parametrize("pattern", ["{n}", "孤プ第{n}号", "{year}-{n:04d}", "{era}第{n:05d}号"])
def test_a_pattern_with_the_running_number_is_usable(pattern: str) -> None:
    assert why_not_pattern(pattern) == ()


@pytest.mark.parametrize(
    "pattern", ["", "第号", "第{year}号", "第{n", "第{n.__class__}号", "第{m}号", "{n:0999999999d}", "{n!r}", "{}", "{0}", "{n:d:d}", "あ" * 80 + "{n}"]
)
def test_a_pattern_that_cannot_write_numbers_is_refused(pattern: str) -> None:
    assert why_not_pattern(pattern)[0].code == "documents.pattern_unusable"
