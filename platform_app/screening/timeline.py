"""What happened to an application, as people read it: saving page after page of the draft is one line, not twenty."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from platform_app.audit.queries import Entry
from platform_app.screening.events import DraftSaved

_FOLDED = frozenset({DraftSaved.name})


@dataclass(frozen=True)
class Line:
    """One line: an event that happened `times` in a row between two instants."""

    event: str
    at: datetime
    until: datetime
    times: int


def lines_of(entries: Sequence[Entry]) -> tuple[Line, ...]:
    """The ledger's entries in their order, each run of saved drafts folded into one line."""
    lines: list[Line] = []
    for entry in entries:
        if lines and entry.event in _FOLDED and lines[-1].event == entry.event:
            lines[-1] = Line(entry.event, lines[-1].at, entry.at, lines[-1].times + 1)
        else:
            lines.append(Line(entry.event, entry.at, entry.at, 1))
    return tuple(lines)
