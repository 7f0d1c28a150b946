"""Use cases of bodies: `seating` fills and ends seats; `opening` puts questions, `deliberating` answers and closes them; `meetings`.

Order of locks, which everybody keeps who holds several: the board's body, then its seats; deliberations by their id, then a sitting,
then the subject that a deliberation is about (an application). Who changes a subject that may be before the board asks
`queries.hold_open_deliberation` first, and takes the subject's own lock after that.
"""

from platform_app.committees.services.deliberating import (
    call_off_deliberation,
    close_as_chair,
    close_deliberation,
    declare_conflict,
    give_position,
    record_position,
    report_conflict,
)
from platform_app.committees.services.erasing import erase_texts_about
from platform_app.committees.services.meetings import note_attendance, note_reminder, watch_board
from platform_app.committees.services.opening import OpenedSitting, extend_deadline, open_deliberation, open_sitting
from platform_app.committees.services.seating import found_board, seat_by_decision, vacate_seat

__all__ = [
    "OpenedSitting",
    "call_off_deliberation",
    "close_as_chair",
    "close_deliberation",
    "declare_conflict",
    "erase_texts_about",
    "extend_deadline",
    "found_board",
    "give_position",
    "note_attendance",
    "note_reminder",
    "open_deliberation",
    "open_sitting",
    "record_position",
    "report_conflict",
    "seat_by_decision",
    "vacate_seat",
    "watch_board",
]
