"""What the clock does for watchlists."""

from datetime import datetime

from platform_app.database.transaction import reading
from platform_app.watchlists.importing import clear_all
from platform_app.watchlists.queries.lists import lists_with_leftovers


def clear_lists(at: datetime) -> int:
    """Clear what abandoned and undone versions left behind; safe in several processes, because a second time changes nothing."""
    with reading():
        found = lists_with_leftovers()
    for watchlist_id in found:
        clear_all(watchlist_id)
    return len(found)
