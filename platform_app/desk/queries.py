"""What waits for somebody: alarms, and lines of a person's home, each with a number and the page where it is seen to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from platform_app.accounts.permissions import MANAGE_USERS
from platform_app.accounts.queries import list_proposals
from platform_app.audit.outbox import list_stuck
from platform_app.bylaws.permissions import DECIDE_CHANGE
from platform_app.bylaws.queries import count_changes_for, rules_at
from platform_app.committees.permissions import SEAT_BOARD, TAKE_PART
from platform_app.committees.queries import board_size, list_open_deliberations_for
from platform_app.committees.rules.seats import missing_seats
from platform_app.kernel.actors import Actor
from platform_app.kernel.clock import civil_date
from platform_app.kernel.permissions import Permission
from platform_app.kernel.reasons import Reason
from platform_app.kernel.roles import Role
from platform_app.mail.permissions import VIEW_DELIVERY
from platform_app.mail.queries import count_undelivered
from platform_app.screening.permissions import APPLY, CHECK_COMPLETENESS, CONCLUDE, ENTER
from platform_app.screening.queries import count_by_status, list_under_way
from platform_app.screening.queries.checks import count_to_conclude
from platform_app.screening.queries.on_paper import count_entries_for
from platform_app.screening.rules.applications import Status
from platform_app.watchlists.permissions import DECIDE
from platform_app.watchlists.queries.hits import count_cases_waiting, count_proposals_for


@dataclass(frozen=True)
class Waiting:
    """Something that waits: a code with words, how much of it, and the endpoint with values where it is seen to."""

    code: str
    count: int
    endpoint: str
    values: dict[str, object]


def list_alarms(actor: Actor, *, at: datetime) -> tuple[Reason, ...]:
    """What must not wait: a board with too few seats, for those who can have them filled."""
    if not actor.may(SEAT_BOARD):
        return ()
    on = civil_date(at)
    size, minimum = board_size(on), rules_at(on).integer("board.minimum_seats")
    missing = missing_seats(size, minimum)
    return (Reason("desk.board_below_minimum", {"size": size, "minimum": minimum, "missing": missing}),) if missing else ()


def list_waiting(actor: Actor, *, at: datetime) -> tuple[Waiting, ...]:
    """All that waits for a person, the most pressing first; what does not concern the person costs no statement."""
    found = []
    for permission, source in _SOURCES:
        if actor.may(permission):
            found += [line for line in source(actor, at) if line.count]
    return tuple(found)


def _own_applications(actor: Actor, _at: datetime) -> Iterator[Waiting]:
    for application_id in list_under_way(actor.subject_ids(Role.APPLICANT)):
        yield Waiting("desk.own_application", 1, "screening.status", {"application_id": application_id})


def _deliberations(actor: Actor, at: datetime) -> Iterator[Waiting]:
    waiting = list_open_deliberations_for(actor.subject_ids(Role.BOARD_MEMBER), at=at)
    yield Waiting("desk.deliberations", len(waiting), "committees.show_inbox", {})


def _applications(_actor: Actor, _at: datetime) -> Iterator[Waiting]:
    counts = count_by_status()
    for status in (Status.DECIDED, Status.SUBMITTED, Status.UNDER_CHECK, Status.DEFERRED):
        yield Waiting(f"desk.{status.value}", counts.get(status, 0), "screening.list_inbox", {"status": status.value})


def _names(actor: Actor, _at: datetime) -> Iterator[Waiting]:
    yield Waiting("desk.proposals", count_proposals_for(actor.user_id), "watchlists.show_queue", {})
    yield Waiting("desk.cases", count_cases_waiting(), "watchlists.show_queue", {})


def _conclusions(_actor: Actor, _at: datetime) -> Iterator[Waiting]:
    yield Waiting("desk.conclusions", count_to_conclude(), "screening.list_inbox", {"status": Status.UNDER_CHECK.value})


def _entries(actor: Actor, _at: datetime) -> Iterator[Waiting]:
    yield Waiting("desk.entries", count_entries_for(actor.user_id), "screening.list_paper_entries", {})


def _rules(actor: Actor, _at: datetime) -> Iterator[Waiting]:
    yield Waiting("desk.rules", count_changes_for(actor.user_id), "bylaws.list_changes", {})


def _offices(actor: Actor, _at: datetime) -> Iterator[Waiting]:
    others = [proposal for proposal in list_proposals() if proposal.proposed_by_id != actor.user_id and proposal.user_id != actor.user_id]
    yield Waiting("desk.offices", len(others), "accounts.list_office_proposals", {})


def _mail(_actor: Actor, _at: datetime) -> Iterator[Waiting]:
    yield Waiting("desk.undelivered", count_undelivered(), "mail.list_messages", {})
    yield Waiting("desk.stuck", len(list_stuck()), "mail.list_messages", {})


_SOURCES: tuple[tuple[Permission, Callable[[Actor, datetime], Iterator[Waiting]]], ...] = (
    (APPLY, _own_applications),
    (TAKE_PART, _deliberations),
    (DECIDE, _names),
    (CONCLUDE, _conclusions),
    (CHECK_COMPLETENESS, _applications),
    (ENTER, _entries),
    (DECIDE_CHANGE, _rules),
    (MANAGE_USERS, _offices),
    (VIEW_DELIVERY, _mail),
)
