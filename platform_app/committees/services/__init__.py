"""Use cases of bodies: `seating` fills and ends seats, `deliberating` opens, answers and closes deliberations."""

from platform_app.committees.services.deliberating import (
    call_off_deliberation,
    close_deliberation,
    declare_conflict,
    give_position,
    open_deliberation,
)
from platform_app.committees.services.seating import found_board, seat_by_decision, vacate_seat

__all__ = [
    "call_off_deliberation",
    "close_deliberation",
    "declare_conflict",
    "found_board",
    "give_position",
    "open_deliberation",
    "seat_by_decision",
    "vacate_seat",
]
