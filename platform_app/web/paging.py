"""Lists in pages: one statement that counts and one that reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import request
from sqlalchemy import Select, func, select

from platform_app.extensions import db

T = TypeVar("T")
PAGE_SIZE = 50
_LAST_PAGE = 1_000_000


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list: its rows in order, how many there are in all, its number from 1 and the size of pages."""

    rows: Sequence[T]
    total: int
    number: int
    size: int

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // self.size))

    @property
    def has_next(self) -> bool:
        """Whether there is a page after this one."""
        return self.number < self.last

    @property
    def has_previous(self) -> bool:
        """Whether there is a page before this one."""
        return self.number > 1


def page_number() -> int:
    """The page asked for in the address, 1 if none or nonsense."""
    text = request.args.get("page", "1")
    return min(max(int(text), 1), _LAST_PAGE) if text.isdecimal() and len(text) <= 7 else 1


def paginate(statement: Select[*tuple[Any, ...]], number: int, *, size: int = PAGE_SIZE) -> Page[Any]:
    """One page of a totally ordered statement: entities where it selects one, rows else."""
    total = db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    result = db.session.execute(statement.limit(size).offset((number - 1) * size))
    rows = result.scalars().all() if len(statement.column_descriptions) == 1 else result.all()
    return Page(rows, total, number, size)
