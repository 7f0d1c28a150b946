"""What the clock does for watchlists."""

from datetime import datetime, timedelta
from time import monotonic

import structlog

from platform_app.database.transaction import reading, transaction
from platform_app.kernel.errors import Conflict
from platform_app.watchlists.importing import clear_all, work_on_uploads
from platform_app.watchlists.queries.lists import lists_with_leftovers
from platform_app.watchlists.screening_again import screen
from platform_app.watchlists.services.register import look_again, unwatch_departed, watch_unwatched

log = structlog.get_logger(__name__)
_SHARE = timedelta(seconds=15)


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


def import_uploads(at: datetime) -> int:
    """Check and import files that were brought through the page; each is leased to one process."""
    return work_on_uploads(at)


def watch_register(at: datetime) -> int:
    """Watch members that are not watched yet, and those who left no longer, in blocks; what its share of time leaves waits for the next turn.

    A block that another process took meanwhile is left to it. Returns how many members.
    """
    end, done = monotonic() + _SHARE.total_seconds(), 0
    for step in (unwatch_departed, watch_unwatched):
        left = 1
        while left and monotonic() < end:
            try:
                with transaction():
                    left = step(at=at)
            except Conflict:
                log.info("left to another process", job="watch-register")
                return done
            done += left
    return done


def review_register(at: datetime) -> int:
    """Bring the watched names of all members up to date, in blocks; killed half-way, the next night begins anew: what is up to date costs little."""
    done, after = 0, 0
    while True:
        with transaction():
            block = look_again(after=after, at=at)
        if not block:
            return done
        done, after = done + len(block), block[-1]
