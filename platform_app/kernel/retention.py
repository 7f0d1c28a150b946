"""How long records are kept: classes of record that packages register, each of which says what is due and erases it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from platform_app.kernel.actors import Actor


@dataclass(frozen=True)
class DueRecord:
    """A record whose time is over, and since when."""

    id: int
    since: date


class Erase(Protocol):
    """Erases one record of a class, as a use case of its package."""

    def __call__(self, *, record_id: int, by: Actor, at: datetime) -> None:
        """Erase it, or refuse."""


@dataclass(frozen=True)
class RecordClass:
    """A class of record: `code` finds its words; those under a legal hold are counted and left."""

    code: str
    list_due: Callable[[datetime], Sequence[DueRecord]]
    count_held: Callable[[datetime], int]
    erase: Erase


HoldProvider = Callable[[Collection[int]], frozenset[int]]
"""Which of some owners are under a legal hold: asked by a package whose records belong to owners above it."""
