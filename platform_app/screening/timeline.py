"""What happened to an application, as people read it: with its deliberations, letters and release, who did it and why.

Saving page after page of the draft is one line, not twenty. Reasons stand in the tables of their owners, not in the ledger.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from platform_app.accounts.queries import list_users
from platform_app.audit.queries import Entry, list_entries_about
from platform_app.committees.permissions import VIEW_BOARD
from platform_app.committees.queries import list_deliberations_about
from platform_app.kernel.actors import Actor, ActorKind
from platform_app.screening.events import ApplicationReturned, CheckReopened, DraftSaved, ReasonsEdited, RetentionHoldSet
from platform_app.screening.models import Application
from platform_app.screening.permissions import RELEASE
from platform_app.screening.queries import list_checks, list_decisions, list_returns
from platform_app.screening.queries.releases import find_batch_of
from platform_app.screening.rules.applications import Status

_FOLDED = frozenset({DraftSaved.name})
_TELLING = frozenset({ReasonsEdited.name})
_OF_THE_BOARD = "committees."
_MOST = 300


@dataclass(frozen=True)
class Line:
    """One line: an event that happened `times` in a row between two instants; `who` is a name, or else `kind` tells in what capacity."""

    event: str
    at: datetime
    until: datetime
    times: int
    kind: ActorKind = ActorKind.SYSTEM
    who: str = ""
    why: str = ""


def lines_of(entries: Sequence[Entry], *, names: Mapping[int, str] | None = None) -> tuple[Line, ...]:
    """The ledger's entries in their order, each run of saved drafts folded into one line."""
    lines: list[Line] = []
    for entry in entries:
        if lines and entry.event in _FOLDED and lines[-1].event == entry.event:
            lines[-1] = replace(lines[-1], until=entry.at, times=lines[-1].times + 1)
        else:
            who = (names or {}).get(entry.actor_user_id or 0, "")
            lines.append(Line(entry.event, entry.at, entry.at, 1, ActorKind(entry.actor_kind), who))
    return tuple(lines)


def timeline_of(application: Application, *, reader: Actor) -> tuple[Line, ...]:
    """All that happened to an application and to what belongs to it, oldest first, for a reader of the staff.

    Who of the board did something is told only to those who may see the board's work; what only a refusal brings with it, before the release,
    only to those who prepare that.
    """
    subjects = _subjects(application)
    is_held = application.status is Status.DECIDED and not reader.may(RELEASE)
    entries = [entry for entry in list_entries_about(subjects, limit=_MOST) if not (is_held and entry.event in _TELLING)]
    names = {user.id: user.name for user in list_users(entry.actor_user_id for entry in entries if entry.actor_user_id).values()}
    reasons = _reasons(application)
    lines = []
    for entry, line in _each(entries, names):
        hidden = entry.event.startswith(_OF_THE_BOARD) and not reader.may(VIEW_BOARD)
        lines.append(replace(line, who="" if hidden else line.who, why=reasons.get(_mark(entry), "")))
    return tuple(lines)


def _each(entries: Sequence[Entry], names: Mapping[int, str]) -> list[tuple[Entry, Line]]:
    """Each line with the first entry that it tells of."""
    first = [entry for place, entry in enumerate(entries) if not (place and entry.event in _FOLDED and entries[place - 1].event == entry.event)]
    return list(zip(first, lines_of(entries, names=names), strict=True))


def _subjects(application: Application) -> list[tuple[str, int]]:
    decisions = list_decisions(application.id)
    letters = [application.receipt_letter_id, *(decision.letter_id for decision in decisions)]
    batch = find_batch_of(decisions[0].id) if decisions else None
    return [
        ("application", application.id),
        *(("deliberation", found.id) for found in list_deliberations_about(subject_type="application", subject_id=application.id)),
        *(("letter", letter_id) for letter_id in letters if letter_id is not None),
        *((("release_batch", batch.id),) if batch is not None else ()),
    ]


def _mark(entry: Entry) -> tuple[str, object]:
    own = {ApplicationReturned.name: "return_id", CheckReopened.name: "check_id"}
    return entry.event, entry.data.get(own.get(entry.event, "application_id"))


def _reasons(application: Application) -> dict[tuple[str, object], str]:
    """The reasons that may be told beside an event; nothing of a sealed one."""
    found: dict[tuple[str, object], str] = {(ApplicationReturned.name, row.id): row.remark for row in list_returns(application.id)}
    found |= {(CheckReopened.name, check.id): check.reopening_reason for check in list_checks(application.id).values()}
    return found | {(RetentionHoldSet.name, application.id): application.retention_hold or ""}
