"""Numbers without gaps, whoever asks at the same time."""

import threading
from datetime import date

import pytest
from flask import Flask

from platform_app.database.transaction import transaction
from platform_app.documents.rules import Series
from platform_app.documents.services import next_number
from platform_app.kernel.errors import RuleViolation

pytestmark = pytest.mark.both_databases

TODAY = date(2026, 11, 23)


def taken(series: Series = Series.LETTER, on: date = TODAY, pattern: str = "孤プ第{n}号") -> str:
    """A number taken in a transaction of its own."""
    with transaction():
        return next_number(series=series, on=on, pattern=pattern).text


def test_numbers_follow_each_other_within_a_series_and_a_fiscal_year(app: Flask) -> None:
    with app.app_context():
        assert [taken(), taken()] == ["孤プ第1号", "孤プ第2号"]
        assert taken(Series.APPLICATION, pattern="{year}-{n:04d}") == "2026-0001"
        assert taken(on=date(2027, 3, 31)) == "孤プ第3号"
        assert taken(on=date(2027, 4, 1)) == "孤プ第1号"
        assert taken(pattern="{era}第{n}号") == "令和8年度第4号"


def test_a_number_of_a_failed_transaction_is_given_out_again(app: Flask) -> None:
    with app.app_context():
        taken()
        with pytest.raises(ZeroDivisionError), transaction():
            next_number(series=Series.LETTER, on=TODAY, pattern="{n}")
            raise ZeroDivisionError
        assert taken() == "孤プ第2号"


def test_an_unusable_pattern_takes_no_number(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(RuleViolation):
            taken(pattern="第{m}号")
        assert taken() == "孤プ第1号"


def test_numbers_taken_at_the_same_time_have_no_gap_and_no_double(app: Flask) -> None:
    found: list[str] = []

    def take_some() -> None:
        """Take five numbers, one after the other."""
        with app.app_context():
            for _ in range(5):
                found.append(taken(pattern="{n}"))

    threads = [threading.Thread(target=take_some) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(int, found)) == list(range(1, 31))
