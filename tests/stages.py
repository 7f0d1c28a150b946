"""What tests do again and again is done once: a step from a state that is known leads to the state that is known to follow.

A step is a function that sets the stage, in transactions of its own. The clean database is the first known state. A step that takes long, or is taken a
second time from the same state with the same arguments and at the same instant, is kept with what it returned and the database and files that it left;
from then on these are put in place instead. Whatever else writes makes the state unknown until the next clean one. While the clock runs, a kept
state serves for a minute only, so that nothing in it grows old.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from time import process_time
from typing import Any, ParamSpec, Protocol, TypeVar

from flask import has_app_context
from sqlalchemy import event
from sqlalchemy.engine import Engine

from platform_app.extensions import db
from platform_app.kernel.clock import now

P = ParamSpec("P")
T = TypeVar("T")
Key = tuple[object, ...]
_LONG_SECONDS = 0.15
_READING = ("SELECT", "PRAGMA", "BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "SHOW", "SET")


def _copied(value: Any) -> Any:
    """The same values in containers of their own, because tests change containers."""
    if type(value) is dict:
        return {name: _copied(one) for name, one in value.items()}
    return type(value)(map(_copied, value)) if type(value) in (list, tuple) else value


class Shelf(Protocol):
    """Keeps states of a database with its files by number."""

    def keep(self, number: int) -> None:
        """Keep what is there now."""

    def put_in_place(self, number: int) -> None:
        """Bring back what was kept; what is there is a state that it followed from."""


@dataclass
class Stages:
    """The states of one application's database: where it is, which were seen, which are kept."""

    shelf: Shelf
    state: Key | None = None
    seen: set[Key] = field(default_factory=set)
    kept: dict[Key, tuple[int, Any]] = field(default_factory=dict)

    def take(self, key: Key, step: Callable[[], T]) -> T:
        """Take a step from the state at hand, or go at once where it led before."""
        if self.state is None:
            return step()
        key = (*self.state, _Standing.instant(), key)
        if key in self.kept:
            number, result = self.kept[key]
            if has_app_context():
                db.session.rollback()
            self.shelf.put_in_place(number)
            self.state = key
            return _copied(result)
        began = process_time()
        result = step()
        if key in self.seen or process_time() - began > _LONG_SECONDS:
            if has_app_context():
                db.session.rollback()
            self.kept[key] = len(self.kept) + 1, _copied(result)
            self.shelf.keep(len(self.kept))
        self.seen.add(key)
        self.state = key
        return result

    def watch(self, engine: Engine) -> None:
        """From now on notice whatever writes."""
        event.listen(engine, "before_cursor_execute", self._notice)

    def _notice(self, _connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.lstrip().startswith(_READING):
            self.state = None


class _Standing:
    """The stages of the test at hand, and whether the clock stands still."""

    stages: Stages | None = None
    is_clock_still = False

    @classmethod
    def instant(cls) -> object:
        """The instant at which a step is taken; a minute if the clock runs."""
        at = now()
        return at if cls.is_clock_still else (at.hour, at.minute)


def enter(stages: Stages | None) -> None:
    """A test begins on a clean database, or one ends."""
    _Standing.stages = stages
    if stages is not None:
        stages.state = ()


def leave_known_states() -> None:
    """Something outside this process may have written."""
    if _Standing.stages is not None:
        _Standing.stages.state = None


def clock_stands_still(is_still: bool) -> None:
    """The clock was put somewhere, or runs again."""
    _Standing.is_clock_still = is_still


def take(key: Key, step: Callable[[], T]) -> T:
    """Take a step, remembered by a key that tells all it depends on besides the state."""
    stages = _Standing.stages
    return step() if stages is None else stages.take(key, step)


def step(function: Callable[P, T]) -> Callable[P, T]:
    """Make a function a step: it returns plain values, and its arguments are told apart by how they are written."""

    @wraps(function)
    def taken(*args: P.args, **kwargs: P.kwargs) -> T:
        return take((function.__module__, function.__qualname__, repr((args, kwargs))), lambda: function(*args, **kwargs))

    return taken
