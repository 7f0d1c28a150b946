"""Dispositions of hits: what a person may decide, when a second person is needed, and what an owner's standing is."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from platform_app.kernel.lifecycle import Lifecycle, Turn
from platform_app.kernel.reasons import Reason
from platform_app.watchlists.rules.facts import Tier

REVIEWED = (Tier.A, Tier.B)


class HitStatus(StrEnum):
    """What people have said of a hit."""

    PENDING = "pending"
    FALSE_MATCH = "false_match"
    POSSIBLE = "possible"
    CONFIRMED = "confirmed"


HIT_LIFECYCLE = Lifecycle(
    "watchlists.hit",
    initial=HitStatus.PENDING,
    transitions={
        HitStatus.PENDING: {HitStatus.FALSE_MATCH, HitStatus.POSSIBLE, HitStatus.CONFIRMED},
        HitStatus.POSSIBLE: {HitStatus.FALSE_MATCH, HitStatus.CONFIRMED, HitStatus.PENDING},
        HitStatus.FALSE_MATCH: {HitStatus.PENDING},
        HitStatus.CONFIRMED: {HitStatus.PENDING},
    },
    turn={
        HitStatus.PENDING: Turn.SECRETARIAT,
        HitStatus.POSSIBLE: Turn.SECRETARIAT,
        HitStatus.FALSE_MATCH: Turn.NOBODY,
        HitStatus.CONFIRMED: Turn.NOBODY,
    },
)


class Standing(StrEnum):
    """All that anybody else may know of an owner: nothing is open, or something is not finished yet."""

    CLEAR = "clear"
    WAITING = "waiting"


@dataclass(frozen=True)
class OpenProposal:
    """A decision that waits for its second person."""

    disposition_id: int
    choice: HitStatus
    decided_by_id: int | None
    decided_at: datetime


def needs_second(tier: Tier, choice: HitStatus, *, was_confirmed: bool = False) -> bool:
    """Whether a decision takes effect only with a second person: every confirmation, each clearance in tier A, all after a confirmation."""
    return choice is HitStatus.CONFIRMED or was_confirmed or (choice is HitStatus.FALSE_MATCH and tier is Tier.A)


def why_not_decide(status: HitStatus, choice: HitStatus, *, reason: str, is_proposed: bool) -> tuple[Reason, ...]:
    """Why a person cannot decide on a hit now."""
    if is_proposed:
        return (Reason("watchlists.second_person_missing"),)
    reasons = list(HIT_LIFECYCLE.why_not(status, choice))
    if not reason.strip():
        reasons.append(Reason("watchlists.reason_missing", field="reason"))
    return tuple(reasons)


def why_not_reopen(status: HitStatus, *, reason: str, is_proposed: bool) -> tuple[Reason, ...]:
    """Why a decided hit cannot wait for a decision again: what a person proposed is answered first, never passed over."""
    return why_not_decide(status, HitStatus.PENDING, reason=reason, is_proposed=is_proposed)


def why_not_second(proposal: OpenProposal | None, *, user_id: int | None, agrees: bool, reason: str) -> tuple[Reason, ...]:
    """Why a person cannot speak as the second one: it must be another person, and a refusal needs its reason."""
    if proposal is None:
        return (Reason("watchlists.nothing_proposed"),)
    if user_id is None or proposal.decided_by_id == user_id:
        return (Reason("watchlists.same_person"),)
    if not agrees and not reason.strip():
        return (Reason("watchlists.reason_missing", field="reason"),)
    return ()


def standing_of(*, subjects_waiting: int, hits_open: int, is_inquiry_open: bool) -> Standing:
    """Clear only if every subject was matched against what is in force, every hit of tiers A and B is decided, and no inquiry is out."""
    return Standing.WAITING if subjects_waiting or hits_open or is_inquiry_open else Standing.CLEAR
