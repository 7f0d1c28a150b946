"""The register as the watchlists watch it: every member from its admission, or the import that brought it, to its departure.

What one person changes is followed at once; what came in bulk, and what a day brings by itself, is found by the jobs.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from platform_app.audit.services import Recorded
from platform_app.kernel.actors import SYSTEM, Actor
from platform_app.kernel.clock import civil_date
from platform_app.members.events import ParticularsCorrected, TermBegan, TermEnded
from platform_app.members.queries import names_of
from platform_app.watchlists.queries.register import departed_members, is_member_watched, unwatched_members, watched_members
from platform_app.watchlists.rules.cases import Urgency
from platform_app.watchlists.rules.register import MEMBER, WATCHED_FIELDS, label_of, subjects_of
from platform_app.watchlists.services.watching import Owner, unwatch, watch_owners

MEMBERS_AT_ONCE = 200
FOLLOWED_OF_MEMBERS = (ParticularsCorrected, TermBegan, TermEnded)


def watch_members(member_ids: Collection[int], *, by: Actor, at: datetime) -> None:
    """Watch the names of some members as they stand; those whose membership ended are left out. The same few statements for any number.

    Raises: Conflict.
    """
    owners = [
        Owner(owner_id=member.member_id, label=label_of(member), subjects=subjects_of(member))
        for member in names_of(member_ids, on=civil_date(at))
    ]
    if owners:
        watch_owners(owner_type=MEMBER, owners=owners, urgency=Urgency.IN_TURN, by=by, at=at)


def watch_unwatched(*, at: datetime) -> int:
    """Watch the next members that are not watched; returns how many.

    Raises: Conflict if another process watches them at the same moment.
    """
    found = unwatched_members(civil_date(at), limit=MEMBERS_AT_ONCE)
    watch_members(found, by=SYSTEM, at=at)
    return len(found)


def unwatch_departed(*, at: datetime) -> int:
    """Watch the next of those who left no longer; returns how many."""
    found = departed_members(civil_date(at), limit=MEMBERS_AT_ONCE)
    for member_id in found:
        unwatch(owner_type=MEMBER, owner_id=member_id, by=SYSTEM, at=at)
    return len(found)


def look_again(*, after: int, at: datetime) -> Sequence[int]:
    """Bring the names of the next watched members up to date; returns their ids.

    Raises: Conflict.
    """
    found = watched_members(after=after, limit=MEMBERS_AT_ONCE)
    watch_members(found, by=SYSTEM, at=at)
    return found


def follow_member(recorded: Recorded) -> None:
    """The reaction to a single act on a watched member. One that is not watched yet is found by the job, or was never to be."""
    event = recorded.event
    if isinstance(event, ParticularsCorrected) and not WATCHED_FIELDS.intersection(event.changed):
        return
    if isinstance(event, FOLLOWED_OF_MEMBERS) and is_member_watched(event.member_id):
        watch_members([event.member_id], by=recorded.by, at=recorded.at)
