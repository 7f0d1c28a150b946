"""When an application may be erased, and who sets and lifts a legal hold."""

from platform_app.kernel.reasons import Reason
from platform_app.screening.rules.applications import APPLICATION_LIFECYCLE, Status


def why_not_erase(status: Status, *, is_held: bool, is_erased: bool) -> tuple[Reason, ...]:
    """Why an application is not erased: it is open, its member needs it, a hold keeps it, or it was erased."""
    if is_erased:
        return (Reason("screening.erased_already"),)
    if status not in APPLICATION_LIFECYCLE.final or status is Status.APPROVED:
        return (Reason("screening.still_needed", {"status": status}),)
    return (Reason("screening.under_hold"),) if is_held else ()


def why_not_hold(*, is_held: bool, is_erased: bool, reason: str) -> tuple[Reason, ...]:
    """Why a legal hold cannot be set."""
    if is_erased:
        return (Reason("screening.erased_already"),)
    if is_held:
        return (Reason("screening.held_already"),)
    return () if reason.strip() else (Reason("screening.hold_why", field="hold_reason"),)


def why_not_lift_hold(*, is_held: bool, set_by_id: int | None, by_id: int | None) -> tuple[Reason, ...]:
    """Why a legal hold cannot be lifted: two people are needed to let something be erased."""
    if not is_held:
        return (Reason("screening.not_held"),)
    return (Reason("screening.lifts_own_hold"),) if by_id is not None and set_by_id == by_id else ()
