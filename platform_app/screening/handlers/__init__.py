"""Who is written to after what: handlers of the outbox, each idempotent by (event, handler), and the table that names them."""

from collections.abc import Callable, Mapping

from platform_app.audit.queries import Entry
from platform_app.kernel.events import Event
from platform_app.screening.handlers import applications, recommendations, releases

HANDLERS: Mapping[type[Event], tuple[Callable[[Entry], None], ...]] = {
    **applications.HANDLERS,
    **recommendations.HANDLERS,
    **releases.HANDLERS,
}
