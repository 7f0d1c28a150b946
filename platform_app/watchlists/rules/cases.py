"""The steps around the lists: pledge, roster, public-information search, inquiry to the police, and what people did about a confirmed hit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from platform_app.kernel.reasons import Reason
from platform_app.watchlists.rules.facts import Party


class StepKind(StrEnum):
    """What is noted in a case."""

    PLEDGE = "pledge"
    ROSTER = "roster"
    PUBLIC_SEARCH = "public_search"
    INQUIRY_ASKED = "inquiry_asked"
    INQUIRY_ANSWERED = "inquiry_answered"
    FOLLOW_UP = "follow_up"


class Urgency(IntEnum):
    """Whether somebody waits for what the lists say of a name; the lower number comes first."""

    AWAITED = 1
    IN_TURN = 2


@dataclass(frozen=True, kw_only=True)
class SubjectFacts:
    """A name to be watched for an owner: `role` is a code of the owner's package ("body", "representative", "officer"), `party` what is matched."""

    role: str
    party: Party


_NEEDED = {
    StepKind.PLEDGE: ("what",),
    StepKind.ROSTER: (),
    StepKind.PUBLIC_SEARCH: ("what", "where"),
    StepKind.INQUIRY_ASKED: ("where",),
    StepKind.INQUIRY_ANSWERED: ("what",),
    StepKind.FOLLOW_UP: ("what",),
}


def is_inquiry_open(kinds: Sequence[StepKind]) -> bool:
    """Whether, in the order of what was noted, an inquiry was asked and not answered since: the case is on hold."""
    asked = kinds.count(StepKind.INQUIRY_ASKED)
    return asked > kinds.count(StepKind.INQUIRY_ANSWERED)


def why_not_note(kind: StepKind, *, what: str, where: str, on: date, today: date, earlier: Sequence[StepKind]) -> tuple[Reason, ...]:
    """Why a step cannot be noted."""
    given = {"what": what, "where": where}
    reasons = [Reason("watchlists.step_incomplete", field=name) for name in _NEEDED[kind] if not given[name].strip()]
    if on > today:
        reasons.append(Reason("watchlists.step_in_future", field="on"))
    if kind is StepKind.INQUIRY_ANSWERED and not is_inquiry_open(earlier):
        reasons.append(Reason("watchlists.no_inquiry_open"))
    if kind is StepKind.INQUIRY_ASKED and is_inquiry_open(earlier):
        reasons.append(Reason("watchlists.inquiry_open"))
    return tuple(reasons)
