"""Checks before the board is asked, the conclusion that is sealed, and when a held decision may be released."""

from collections.abc import Collection, Mapping
from enum import Enum, StrEnum

from platform_app.kernel.lifecycle import Lifecycle, Turn
from platform_app.kernel.reasons import Reason
from platform_app.screening.rules.applications import APPLICATION_LIFECYCLE, Status


class CheckKind(Enum):
    """What is checked before the board is asked: completeness, then the recorded criteria."""

    COMPLETENESS = "completeness"
    ACTIVITY_RECORD = "activity_record"
    ANTI_SOCIAL_FORCES = "anti_social_forces"
    RECOMMENDATION = "recommendation"
    ADDITIONAL = "additional"


OF_EVERY_APPLICATION = tuple(kind for kind in CheckKind if kind is not CheckKind.ADDITIONAL)


ASSESSED = frozenset({CheckKind.ACTIVITY_RECORD, CheckKind.ADDITIONAL})
WHEN_BOARD_ADDS = frozenset({Status.BEFORE_BOARD, Status.DEFERRED})
WHEN_SECRETARIAT_ADDS = WHEN_BOARD_ADDS | {Status.UNDER_CHECK}


class Assessment(Enum):
    """What the secretariat makes of a point that it assessed; the board decides what follows from it."""

    SUFFICIENT = "sufficient"
    DOUBTFUL = "doubtful"
    INSUFFICIENT = "insufficient"


class CheckStatus(StrEnum):
    """Where one check stands."""

    PENDING = "pending"
    SATISFIED = "satisfied"


CHECK_LIFECYCLE = Lifecycle(
    "screening.check",
    initial=CheckStatus.PENDING,
    transitions={CheckStatus.PENDING: {CheckStatus.SATISFIED}, CheckStatus.SATISFIED: {CheckStatus.PENDING}},
    turn={CheckStatus.PENDING: Turn.SECRETARIAT, CheckStatus.SATISFIED: Turn.SYSTEM},
)


class Conclusion(StrEnum):
    """The sealed conclusion of the check on anti-social forces."""

    NONE = "none"
    DISCUSS = "discuss"
    CONFIRMED = "confirmed"


class Outcome(StrEnum):
    """What the board said."""

    APPROVED = "approved"
    REFUSED = "refused"
    DEFERRED = "deferred"


def why_not_send_to_board(
    status: Status,
    checks: Mapping[CheckKind, CheckStatus],
    *,
    points: Mapping[str, CheckStatus] | None = None,
    undecided: Collection[CheckKind] = (),
) -> tuple[Reason, ...]:
    """Why the board cannot be asked yet: each check that is still open, and each point that the board added.

    `points`: the added points by title. `undecided`: checks in which something waits for a decision although they were done, such as
    a name on a list; that reads like any open check, so that nobody learns from it that there was a hit.
    """
    reasons = APPLICATION_LIFECYCLE.why_not(status, Status.BEFORE_BOARD)
    if reasons:
        return reasons
    open_kinds = [
        kind for kind in OF_EVERY_APPLICATION if checks.get(kind, CheckStatus.PENDING) is not CheckStatus.SATISFIED or kind in undecided
    ]
    open_points = [title for title, point in (points or {}).items() if point is not CheckStatus.SATISFIED]
    return (
        *(Reason("screening.check_pending", {"kind": kind}, field=kind.value) for kind in open_kinds),
        *(Reason("screening.point_pending", {"title": title}) for title in open_points),
    )


def why_not_satisfy(
    status: Status, kind: CheckKind, check: CheckStatus, *, note: str = "", assessment: Assessment | None = None
) -> tuple[Reason, ...]:
    """Why a check cannot be marked as done by a person: the recommendation satisfies itself, an assessment needs its words.

    A doubtful or insufficient assessment goes to the board like any other: it decides what follows.
    """
    if status is not Status.UNDER_CHECK:
        return (Reason("screening.not_under_check", {"status": status}),)
    if kind is CheckKind.RECOMMENDATION:
        return (Reason("screening.check_satisfies_itself", {"kind": kind}),)
    reasons = list(CHECK_LIFECYCLE.why_not(check, CheckStatus.SATISFIED))
    if kind in ASSESSED and assessment is None:
        reasons.append(Reason("screening.assessment_not_chosen", field="assessment"))
    if kind in ASSESSED and not note.strip():
        reasons.append(Reason("screening.assessment_missing", field="note"))
    return tuple(reasons)


def why_not_reopen(status: Status, kind: CheckKind, check: CheckStatus, *, reason: str) -> tuple[Reason, ...]:
    """Why a check that is done cannot be opened again by hand."""
    if status is not Status.UNDER_CHECK:
        return (Reason("screening.not_under_check", {"status": status}),)
    if kind is CheckKind.RECOMMENDATION:
        return (Reason("screening.check_satisfies_itself", {"kind": kind}),)
    found = list(CHECK_LIFECYCLE.why_not(check, CheckStatus.PENDING))
    if not reason.strip():
        found.append(Reason("screening.reopening_reason_missing", field="reopening_reason"))
    return tuple(found)


def why_not_add_point(status: Status, *, title: str, is_by_board: bool, may_board_add: bool) -> tuple[Reason, ...]:
    """Why a further point cannot be put on an application's list: the rule closes it, or it is not the time.

    A board member adds one while the matter is before the board or deferred by it, the secretariat on its behalf also during the check.
    An application before the board stays there: the point is looked into once the board has deferred.
    """
    reasons = []
    if not may_board_add:
        reasons.append(Reason("screening.points_not_allowed"))
    if status not in (WHEN_BOARD_ADDS if is_by_board else WHEN_SECRETARIAT_ADDS):
        reasons.append(Reason("screening.too_late_for_points", {"status": status}))
    if not title.strip():
        reasons.append(Reason("screening.point_title_missing", field="title"))
    return tuple(reasons)


def why_not_conclude(
    conclusion: Conclusion, *, has_pledge: bool, has_roster: bool, has_names_waiting: bool = False, is_none_excluded: bool = False, note: str = ""
) -> tuple[Reason, ...]:
    """Why the screening officer may not conclude on anti-social forces yet: what must be there first, and the grounds of all but "none".

    What two people confirmed, or only two may clear, one does not conclude away. Nobody else concludes, whatever the lists say: so nobody else
    learns from who does it, or from when, whether there was a hit.
    """
    reasons = []
    if not has_pledge:
        reasons.append(Reason("screening.pledge_not_received"))
    if not has_roster:
        reasons.append(Reason("screening.roster_not_received"))
    if has_names_waiting:
        reasons.append(Reason("screening.names_waiting", field="conclusion"))
    if is_none_excluded and conclusion is Conclusion.NONE:
        reasons.append(Reason("screening.hit_stands", field="conclusion"))
    if conclusion is not Conclusion.NONE and not note.strip():
        reasons.append(Reason("screening.grounds_missing", field="note"))
    return tuple(reasons)


def why_not_release(status: Status, outcome: Outcome | None, *, reasons: str, are_reasons_required: bool = True,
                    is_member_already: bool = False, has_names_waiting: bool = False) -> tuple[Reason, ...]:
    """Why a held decision cannot be released. A name that a list names since the board was asked reads like any open check."""
    if status in (Status.APPROVED, Status.REFUSED):
        return (Reason("screening.released_already"),)
    if status is not Status.DECIDED or outcome not in (Outcome.APPROVED, Outcome.REFUSED):
        return (Reason("screening.not_decided"),)
    found = []
    if outcome is Outcome.REFUSED and are_reasons_required and not reasons.strip():
        found.append(Reason("screening.reasons_missing", field="reasons"))
    if outcome is Outcome.APPROVED and is_member_already:
        found.append(Reason("screening.already_member"))
    if outcome is Outcome.APPROVED and has_names_waiting:
        found.append(Reason("screening.check_pending", {"kind": CheckKind.ANTI_SOCIAL_FORCES}))
    return tuple(found)
