"""Who may have an application in hand."""

from collections.abc import Collection

from platform_app.kernel.reasons import Reason
from platform_app.kernel.roles import Role
from platform_app.screening.rules.applications import OPEN, Status

OFFICES = frozenset({Role.SECRETARIAT, Role.CONTRACTOR})


def why_not_assign(
    status: Status, *, assignee_id: int | None, substitute_id: int | None, holders: Collection[int]
) -> tuple[Reason, ...]:
    """Why an application cannot be given to somebody: it has ended, they do not hold the office, or stand in for themselves."""
    reasons = []
    if status not in OPEN:
        reasons.append(Reason("screening.not_open", {"status": status}))
    if assignee_id is not None and assignee_id not in holders:
        reasons.append(Reason("screening.assignee_without_office", field="assignee"))
    if substitute_id is not None and substitute_id not in holders:
        reasons.append(Reason("screening.assignee_without_office", field="substitute"))
    if assignee_id is None and substitute_id is not None:
        reasons.append(Reason("screening.substitute_alone", field="substitute"))
    if assignee_id is not None and assignee_id == substitute_id:
        reasons.append(Reason("screening.substitute_is_assignee", field="substitute"))
    return tuple(reasons)
