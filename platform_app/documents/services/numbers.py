"""Giving out document numbers: one after the other without a gap, whoever asks at the same time."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from platform_app.documents.models import NumberCounter
from platform_app.documents.rules import DocumentNumber, Series
from platform_app.documents.rules.numbers import why_not_pattern, written_number
from platform_app.extensions import db
from platform_app.kernel.errors import refuse_if
from platform_app.kernel.numbering import fiscal_year

_INSERTS: Mapping[str, Callable[..., Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def next_number(*, series: Series, on: date, pattern: str) -> DocumentNumber:
    """The next number of a series in the fiscal year of a day.

    The counter's row is locked until the transaction ends, and a rolled-back one gives its number back.
    Raises: RuleViolation for a pattern that cannot write numbers.
    """
    refuse_if(why_not_pattern(pattern))
    year = fiscal_year(on)
    statement = (
        _INSERTS[db.engine.dialect.name](NumberCounter)
        .values(series=series, year=year, last=1)
        .on_conflict_do_update(index_elements=["series", "year"], set_={"last": NumberCounter.last + 1})
        .returning(NumberCounter.last)
    )
    sequence: int = db.session.execute(statement).scalar_one()
    return written_number(series, year, sequence, pattern)
