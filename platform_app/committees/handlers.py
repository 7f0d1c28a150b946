"""Who is written to when the board is asked: a handler of the outbox, idempotent by (event, handler), and the table that names it."""

from collections.abc import Callable, Mapping

import structlog

from platform_app.accounts.queries import list_users
from platform_app.audit.queries import Entry
from platform_app.committees.events import DeliberationOpened
from platform_app.committees.queries.deliberations import list_electorate
from platform_app.committees.rules.tally import RECUSING_HINTS
from platform_app.kernel.clock import now
from platform_app.kernel.events import Event
from platform_app.mail.rules import is_sendable
from platform_app.mail.services import enqueue
from platform_app.members.queries import persons_by_id

DEFAULT_LANGUAGE = "ja"

log = structlog.get_logger(__name__)


def mail_board(entry: Entry) -> None:
    """Tell each seat's person that a deliberation is open and until when; nothing of what it is about.

    It goes to the person's account in its language, without an account to the person's own address in Japanese.
    """
    deliberation_id = int(str(entry.data["deliberation_id"]))
    electorate = list_electorate(deliberation_id)
    people = persons_by_id({seat.person_id for seat in electorate})
    users = list_users(person.user_id for person in people.values() if person.user_id is not None)
    for seat in electorate:
        person = people[seat.person_id]
        user = users.get(person.user_id or 0)
        address, locale = (user.email, user.locale) if user else (person.email, DEFAULT_LANGUAGE)
        if not is_sendable(address):
            log.warning("board member without an address", seat=seat.seat_id, deliberation=deliberation_id)
            continue
        params = {
            "name": person.name,
            "deliberation_id": deliberation_id,
            "closes_at": str(entry.data["closes_at"]),
            "is_recused": bool(seat.hints & RECUSING_HINTS),
        }
        enqueue(
            event_id=entry.id,
            handler="committees.mail_board",
            template="deliberation_opened",
            recipient=address,
            locale=locale,
            params=params,
            at=now(),
        )


HANDLERS: Mapping[type[Event], tuple[Callable[[Entry], None], ...]] = {DeliberationOpened: (mail_board,)}
