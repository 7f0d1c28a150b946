"""What the clock does for watchlists."""

from datetime import datetime

from platform_app.database.transaction import reading
from platform_app.watchlists.importing import clear_all, work_on_uploads
from platform_app.watchlists.queries.lists import lists_with_leftovers
from platform_app.watchlists.screening_again import screen
from platform_app.watchlists.services.cases import forget_evidence


def clear_lists(at: datetime) -> int:
    """Clear what abandoned and undone versions left behind; safe in several processes, because a second time changes nothing."""
    with reading():
        found = lists_with_leftovers()
    for watchlist_id in found:
        clear_all(watchlist_id)
    return len(found)


def screen_watched(at: datetime) -> int:
    """Match what is due, in blocks; safe in several processes, because each block locks its rows."""
    return screen(at)


def forget_screening_evidence(at: datetime) -> int:
    """Delete the evidence of cases whose time is over."""
    done, left = 0, 1
    while left:
        left = forget_evidence(at=at)
        done += left
    return done


def import_uploads(at: datetime) -> int:
    """Check and import files that were brought through the page; each is leased to one process."""
    return work_on_uploads(at)
