"""What follows an event: use cases of other packages in the same transaction, and handlers that run later from the outbox."""

from collections.abc import Mapping, Sequence

from platform_app.accounts import handlers as accounts_handlers
from platform_app.audit.outbox import Handler
from platform_app.audit.services import Consequences, Reaction
from platform_app.committees import handlers as committees_handlers
from platform_app.committees.events import DeliberationClosed
from platform_app.documents.events import LetterFrozen
from platform_app.documents.jobs import set_frozen_letter
from platform_app.kernel.events import Event
from platform_app.screening import handlers as screening_handlers
from platform_app.screening.services.decisions import follow_deliberation
from platform_app.screening.services.watching import FOLLOWED, follow_application
from platform_app.watchlists.services.register import FOLLOWED_OF_MEMBERS, follow_member

REACTIONS: dict[type[Event], Sequence[Reaction]] = {
    DeliberationClosed: (follow_deliberation,),
    **dict.fromkeys(FOLLOWED, (follow_application,)),
    **dict.fromkeys(FOLLOWED_OF_MEMBERS, (follow_member,)),
}

_TABLES: Sequence[Mapping[type[Event], Sequence[Handler]]] = (
    accounts_handlers.HANDLERS,
    committees_handlers.HANDLERS,
    screening_handlers.HANDLERS,
    {LetterFrozen: (set_frozen_letter,)},
)
HANDLERS: dict[type[Event], Sequence[Handler]] = {
    event: tuple(handler for table in _TABLES for handler in table.get(event, ())) for table in _TABLES for event in table
}


def name_of(handler: Handler) -> str:
    """The name under which the outbox keeps a handler: `package.function`."""
    return f"{handler.__module__.split('.')[1]}.{handler.__name__}"


def consequences() -> Consequences:
    """Both tables, as `audit.record` reads them."""
    return Consequences(REACTIONS, {event: [name_of(handler) for handler in found] for event, found in HANDLERS.items()})


def handlers() -> dict[str, Handler]:
    """Every handler by the name under which the outbox keeps it."""
    return {name_of(handler): handler for found in HANDLERS.values() for handler in found}
