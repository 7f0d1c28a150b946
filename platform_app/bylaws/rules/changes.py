"""Changing the rules: two people, a reason, a decision to rest on, and an effective date that is not past."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from platform_app.bylaws.rules.catalogue import CATALOGUE
from platform_app.bylaws.rules.kinds import Value, ValueRefused
from platform_app.bylaws.rules.rights import Column, Right
from platform_app.bylaws.rules.rule_set import RuleSet
from platform_app.kernel.lifecycle import Lifecycle, Turn
from platform_app.kernel.reasons import Reason


class ChangeStatus(StrEnum):
    """Where a version of the rules stands."""

    PROPOSED = "proposed"
    ADOPTED = "adopted"
    REJECTED = "rejected"


LIFECYCLE = Lifecycle(
    "bylaws.change",
    initial=ChangeStatus.PROPOSED,
    transitions={
        ChangeStatus.PROPOSED: {ChangeStatus.ADOPTED, ChangeStatus.REJECTED},
        ChangeStatus.ADOPTED: set(),
        ChangeStatus.REJECTED: set(),
    },
    turn={ChangeStatus.PROPOSED: Turn.SECRETARIAT},
)


@dataclass(frozen=True)
class Proposal:
    """What is to be known of a proposed version before it is adopted or rejected."""

    status: ChangeStatus
    proposed_by_id: int | None
    base_id: int | None
    effective_on: date


def read_changes(raw: Mapping[str, object], *, base: RuleSet) -> tuple[dict[str, Value], dict[str, Reason]]:
    """The values that differ from the base, and the reasons against values that a rule cannot have, both by key."""
    changed: dict[str, Value] = {}
    refused: dict[str, Reason] = {}
    for key, value in raw.items():
        if key not in CATALOGUE:
            refused[key] = Reason("bylaws.rule_unknown")
            continue
        try:
            read = CATALOGUE[key].kind.read(value)
        except ValueRefused as error:
            refused[key] = error.reason
            continue
        if read != base[key]:
            changed[key] = read
            if CATALOGUE[key].is_fixed:
                refused[key] = Reason("bylaws.fixed")
    return changed, refused


def why_not_propose(*, user_id: int | None, changes: Mapping[str, Value], base: RuleSet, effective_on: date, on: date) -> tuple[Reason, ...]:
    """Reasons against a proposal: nobody signed in, nothing changes, a day that is past, or values that do not go together."""
    reasons = [] if user_id is not None else [Reason("bylaws.person_required")]
    if not changes:
        reasons.append(Reason("bylaws.no_change"))
    reasons += _against_date(effective_on, base=base, on=on)
    return (*reasons, *_against_values({**base.values, **changes}))


def why_not_adopt(proposal: Proposal, *, user_id: int | None, base: RuleSet, on: date) -> tuple[Reason, ...]:
    """Reasons against adopting: decided already, the same person, another version adopted meanwhile, or a day that is past."""
    if not LIFECYCLE.may(proposal.status, ChangeStatus.ADOPTED):
        return (Reason("bylaws.already_decided"),)
    reasons = []
    if user_id is None:
        reasons.append(Reason("bylaws.person_required"))
    elif user_id == proposal.proposed_by_id:
        reasons.append(Reason("bylaws.same_person"))
    if proposal.base_id != base.version_id:
        reasons.append(Reason("bylaws.stale_base", {"number": base.number}))
    else:
        reasons += _against_date(proposal.effective_on, base=base, on=on)
    return tuple(reasons)


def why_not_reject(proposal: Proposal, *, user_id: int | None) -> tuple[Reason, ...]:
    """Reasons against rejecting; whoever proposed may take the own proposal back this way."""
    if not LIFECYCLE.may(proposal.status, ChangeStatus.REJECTED):
        return (Reason("bylaws.already_decided"),)
    return () if user_id is not None else (Reason("bylaws.person_required"),)


def _against_date(effective_on: date, *, base: RuleSet, on: date) -> list[Reason]:
    if effective_on < on:
        return [Reason("bylaws.effective_in_past", {"today": on}, field="effective_on")]
    if effective_on < base.effective_on:
        return [Reason("bylaws.effective_before_base", {"effective_on": base.effective_on}, field="effective_on")]
    return []


def _against_values(values: Mapping[str, Value]) -> list[Reason]:
    reasons = []
    if not values["admission.member_recommendations"] and not values["admission.ministry_recommendations"]:
        reasons.append(Reason("bylaws.no_way_to_recommend"))
    if not any(values[f"rights.{column}.{Right.VOTE}"] for column in Column):
        reasons.append(Reason("bylaws.nobody_votes"))
    reminder, review = values["admission.reminder_day"], values["board.review_days"]
    if isinstance(reminder, int) and isinstance(review, int) and reminder >= review:
        reasons.append(Reason("bylaws.reminder_after_deadline", {"day": reminder, "days": review}))
    days, open_for = values["admission.recommendation_reminder_days"], values["admission.recommendation_days"]
    if isinstance(days, tuple) and days and isinstance(open_for, int) and int(str(days[-1])) > open_for:
        reasons.append(Reason("bylaws.reminder_after_request", {"day": days[-1], "days": open_for}))
    return reasons
