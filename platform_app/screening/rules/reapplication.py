"""When somebody may apply again with the contents of an earlier application."""

from platform_app.kernel.reasons import Reason
from platform_app.screening.rules.applications import Status

FOLLOWED = frozenset({Status.REFUSED, Status.WITHDRAWN, Status.LAPSED})


def why_not_apply_again(status: Status, *, is_allowed: bool, is_erased: bool, has_another: bool) -> tuple[Reason, ...]:
    """Why not: it has not ended without a membership, the rules do not let a refused applicant, its contents are gone, or another is under way."""
    if status not in FOLLOWED:
        return (Reason("screening.not_ended", {"status": status}),)
    if status is Status.REFUSED and not is_allowed:
        return (Reason("screening.not_again"),)
    if is_erased:
        return (Reason("screening.erased_already"),)
    return (Reason("screening.another_under_way"),) if has_another else ()
