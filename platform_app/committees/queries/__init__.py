"""Reads of bodies: `seats`, `deliberations` with their electorate, and a board member's `inbox`."""

from platform_app.committees.queries.deliberations import (
    DeliberationSummary,
    ElectorateEntry,
    find_open_deliberation,
    hold_open_deliberation,
    list_deliberations_about,
    list_electorate,
    list_position_reasons,
    why_not_open_deliberation,
)
from platform_app.committees.queries.inbox import get_inbox, list_open_deliberations_for
from platform_app.committees.queries.pages import get_shown_subject
from platform_app.committees.queries.seats import CurrentSeat, board_size, derived_grants, find_board_id, list_current_seats

__all__ = [
    "CurrentSeat",
    "DeliberationSummary",
    "ElectorateEntry",
    "board_size",
    "derived_grants",
    "find_board_id",
    "find_open_deliberation",
    "get_inbox",
    "get_shown_subject",
    "hold_open_deliberation",
    "list_current_seats",
    "list_deliberations_about",
    "list_electorate",
    "list_open_deliberations_for",
    "list_position_reasons",
    "why_not_open_deliberation",
]
