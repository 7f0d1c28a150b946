"""Who is written to about the board's work: handlers of the outbox, idempotent by (event, handler), and the table that names them.

Mails say when and where, never what a matter is about.
"""

from collections.abc import Callable, Iterable, Mapping

import structlog

from platform_app.accounts.queries import list_holders, list_users
from platform_app.audit.queries import Entry
from platform_app.committees.events import BoardBelowMinimum, ConflictReported, DeadlineExtended, ReminderDue, SittingOpened
from platform_app.committees.queries.deliberations import ElectorateEntry, list_electorate
from platform_app.committees.queries.sittings import get_sitting, list_matters, list_unanswered
from platform_app.committees.rules.tally import RECUSING_HINTS
from platform_app.kernel.clock import now, today
from platform_app.kernel.events import Event
from platform_app.kernel.roles import Role
from platform_app.mail.rules import is_sendable
from platform_app.mail.services import enqueue
from platform_app.members.queries import persons_by_id

DEFAULT_LANGUAGE = "ja"

log = structlog.get_logger(__name__)


def mail_sitting(entry: Entry) -> None:
    """Tell each seat's person once for a whole sitting that it is their turn, and until when; or that they are recused in all of it."""
    sitting = get_sitting(_id(entry, "sitting_id"))
    asked: dict[int, tuple[ElectorateEntry, list[int]]] = {}
    recused: dict[int, tuple[ElectorateEntry, list[int]]] = {}
    for matter in list_matters(sitting.id):
        for seat in list_electorate(matter.id):
            found = recused if seat.hints & RECUSING_HINTS else asked
            found.setdefault(seat.seat_id, (seat, []))[1].append(matter.id)
    shared = {"closes_at": str(entry.data["closes_at"]), "meets_at": _text(entry.data["meets_at"]), "place": sitting.place}
    for seat_id, (seat, ids) in (recused | asked).items():
        params: dict[str, object] = shared | {"deliberation_id": ids[0], "matters": len(ids), "is_recused": seat_id not in asked}
        _mail_seats(entry, "mail_sitting", "deliberation_opened", [(seat, params)])


def mail_reminder(entry: Entry) -> None:
    """Write once to those who have not answered yet."""
    _mail_unanswered(entry, "mail_reminder", "deliberation_reminder")


def mail_extension(entry: Entry) -> None:
    """Tell those who have not answered yet that they have more time."""
    _mail_unanswered(entry, "mail_extension", "deliberation_extended")


def mail_reported_conflict(entry: Entry) -> None:
    """Tell the person whose seat was recused on a report; the reason stands on the page."""
    deliberation_id, seat_id = _id(entry, "deliberation_id"), _id(entry, "seat_id")
    seats = [seat for seat in list_electorate(deliberation_id) if seat.seat_id == seat_id]
    params: dict[str, object] = {"deliberation_id": deliberation_id}
    _mail_seats(entry, "mail_reported_conflict", "conflict_reported", [(seat, params) for seat in seats])


def mail_alarm(entry: Entry) -> None:
    """Tell everybody in the secretariat that the board has too few seats."""
    params = {"seats": entry.data["seats"], "minimum": entry.data["minimum"]}
    for holder in list_holders(Role.SECRETARIAT):
        enqueue(
            event_id=entry.id, handler="committees.mail_alarm", template="board_below_minimum", recipient=holder.email,
            locale=holder.locale, params=params, at=now(),
        )


def _mail_unanswered(entry: Entry, handler: str, template: str) -> None:
    sitting_id = _id(entry, "sitting_id")
    waiting = list_unanswered(sitting_id, on=today())
    closing = {matter.id: matter.closes_at for matter in list_matters(sitting_id)}
    lines = [
        (seat, {"deliberation_id": ids[0], "matters": len(ids), "closes_at": closing[ids[0]].isoformat()}) for seat, ids in waiting.values()
    ]
    _mail_seats(entry, handler, template, lines)


def _mail_seats(entry: Entry, handler: str, template: str, lines: Iterable[tuple[ElectorateEntry, dict[str, object]]]) -> None:
    """Mail to the account of each seat's person in its language, without an account to the person's own address in Japanese."""
    lines = list(lines)
    people = persons_by_id({seat.person_id for seat, _params in lines})
    users = list_users(person.user_id for person in people.values() if person.user_id is not None)
    for seat, params in lines:
        person = people[seat.person_id]
        user = users.get(person.user_id or 0)
        address, locale = (user.email, user.locale) if user else (person.email, DEFAULT_LANGUAGE)
        if not is_sendable(address):
            log.warning("board member without an address", seat=seat.seat_id, template=template)
            continue
        enqueue(
            event_id=entry.id, handler=f"committees.{handler}", template=template, recipient=address, locale=locale,
            params={"name": person.name} | params, at=now(),
        )


def _id(entry: Entry, name: str) -> int:
    return int(str(entry.data[name]))


def _text(value: object) -> str:
    return str(value) if value else ""


HANDLERS: Mapping[type[Event], tuple[Callable[[Entry], None], ...]] = {
    SittingOpened: (mail_sitting,),
    ReminderDue: (mail_reminder,),
    DeadlineExtended: (mail_extension,),
    ConflictReported: (mail_reported_conflict,),
    BoardBelowMinimum: (mail_alarm,),
}
