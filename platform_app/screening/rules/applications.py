"""The statuses of an application, whose turn each is, and the picture of the way that applicants see."""

from collections.abc import Mapping
from enum import Enum, StrEnum

from platform_app.kernel.lifecycle import Lifecycle, Turn


class Status(StrEnum):
    """Where an application stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    UNDER_CHECK = "under_check"
    RETURNED = "returned"
    BEFORE_BOARD = "before_board"
    DECIDED = "decided"
    DEFERRED = "deferred"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class Channel(Enum):
    """How an application came in."""

    ONLINE = "online"
    PAPER = "paper"
    TELEPHONE = "telephone"
    DATA = "data"


ENTERED = frozenset({Channel.PAPER, Channel.TELEPHONE})
"""Channels by which the secretariat takes an application and enters it for the applicant."""


APPLICATION_LIFECYCLE = Lifecycle(
    "screening.application",
    initial=Status.DRAFT,
    transitions={
        Status.DRAFT: {Status.SUBMITTED, Status.WITHDRAWN, Status.LAPSED},
        Status.SUBMITTED: {Status.UNDER_CHECK, Status.WITHDRAWN},
        Status.UNDER_CHECK: {Status.RETURNED, Status.BEFORE_BOARD, Status.WITHDRAWN},
        Status.RETURNED: {Status.UNDER_CHECK, Status.WITHDRAWN, Status.LAPSED},
        Status.BEFORE_BOARD: {Status.DECIDED, Status.DEFERRED, Status.WITHDRAWN},
        Status.DEFERRED: {Status.UNDER_CHECK, Status.WITHDRAWN},
        Status.DECIDED: {Status.APPROVED, Status.REFUSED},
    },
    turn={
        Status.DRAFT: Turn.APPLICANT,
        Status.RETURNED: Turn.APPLICANT,
        Status.SUBMITTED: Turn.SECRETARIAT,
        Status.UNDER_CHECK: Turn.SECRETARIAT,
        Status.DECIDED: Turn.SECRETARIAT,
        Status.DEFERRED: Turn.SECRETARIAT,
        Status.BEFORE_BOARD: Turn.BOARD,
    },
)
EDITABLE = frozenset({Status.DRAFT, Status.RETURNED})
WITH_SECRETARIAT = tuple(status for status in Status if APPLICATION_LIFECYCLE.turn[status] is Turn.SECRETARIAT)
OPEN = tuple(status for status in Status if status is not Status.DRAFT and status not in APPLICATION_LIFECYCLE.final)


class Stage(StrEnum):
    """A station on the applicant's picture of the way."""

    FORM = "form"
    CHECK = "check"
    BOARD = "board"
    RESULT = "result"


class StageState(StrEnum):
    """How far a station is."""

    DONE = "done"
    CURRENT = "current"
    AHEAD = "ahead"


_STAGE_OF: Mapping[Status, Stage] = {
    Status.DRAFT: Stage.FORM, Status.SUBMITTED: Stage.CHECK, Status.UNDER_CHECK: Stage.CHECK, Status.RETURNED: Stage.CHECK,
    Status.BEFORE_BOARD: Stage.BOARD, Status.DEFERRED: Stage.BOARD, Status.DECIDED: Stage.RESULT,
    Status.APPROVED: Stage.RESULT, Status.REFUSED: Stage.RESULT, Status.WITHDRAWN: Stage.FORM, Status.LAPSED: Stage.FORM,
}


def picture(status: Status) -> tuple[tuple[Stage, StageState], ...]:
    """The stations of the way with the state of each; a released decision has all of them behind it."""
    stages = tuple(Stage)
    here = stages.index(_STAGE_OF[status])
    is_over = status in (Status.APPROVED, Status.REFUSED)

    def state(place: int) -> StageState:
        """How far the station at a place is."""
        if place < here or is_over:
            return StageState.DONE
        return StageState.CURRENT if place == here else StageState.AHEAD

    return tuple((stage, state(place)) for place, stage in enumerate(stages))
