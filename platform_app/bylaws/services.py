"""Use cases of the rules: adopt the founding rules, propose a change, adopt it, reject it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType

from sqlalchemy import select

from platform_app.audit.services import record
from platform_app.bylaws.events import FoundingRulesAdopted, RuleChangeAdopted, RuleChangeProposed, RuleChangeRejected
from platform_app.bylaws.models import BylawsVersion
from platform_app.bylaws.queries import latest_rules
from platform_app.bylaws.rules import (
    ChangeStatus,
    Proposal,
    RuleSet,
    read_changes,
    stored_values,
    why_not_adopt,
    why_not_propose,
    why_not_reject,
)
from platform_app.bylaws.rules.rule_set import defaults
from platform_app.database.conflicts import conflict_on
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.kernel.clock import civil_date
from platform_app.kernel.errors import InvalidInput, NotFound, refuse_if
from platform_app.kernel.reasons import Reason

LONGEST_REASON = 2000
LONGEST_REFERENCE = 200


def adopt_founding_rules(*, by: Actor, at: datetime, effective_on: date | None = None) -> int:
    """Make version 1 of the defaults unless there is one; returns its id either way."""
    existing = db.session.scalar(select(BylawsVersion.id).where(BylawsVersion.number == 1))
    if existing is not None:
        return existing
    version = BylawsVersion(
        number=1,
        status=ChangeStatus.ADOPTED,
        effective_on=effective_on or civil_date(at),
        values=stored_values(defaults()),
        proposed_at=at,
        decided_at=at,
    )
    with conflict_on("uq_bylaws_version_number", "bylaws.adopted_meanwhile"):
        db.session.add(version)
    record(FoundingRulesAdopted(bylaws_version_id=version.id, effective_on=version.effective_on), by=by, at=at)
    return version.id


def preview_change(
    *, values: Mapping[str, object], reason: str, decision_reference: str, effective_on: date, by: Actor, at: datetime
) -> tuple[RuleSet, RuleSet]:
    """The rules as they stand and as they would be, after the checks of a proposal; changes nothing.

    Raises: as `propose_change`.
    """
    base = latest_rules()
    changes, refused = read_changes(values, base=base)
    refused |= _against_texts(reason=reason, decision_reference=decision_reference)
    if refused:
        raise InvalidInput({field: (cause,) for field, cause in refused.items()})
    refuse_if(why_not_propose(user_id=by.user_id, changes=changes, base=base, effective_on=effective_on, on=civil_date(at)))
    return base, replace(base, effective_on=effective_on, values=MappingProxyType({**base.values, **changes}))


def propose_change(
    *, values: Mapping[str, object], reason: str, decision_reference: str, effective_on: date, by: Actor, at: datetime
) -> int:
    """Propose other values for some rules; values equal to those in force are left out. Returns the new version's id.

    `values` are in the form that JSON holds. Raises: InvalidInput (fields are rule keys), RuleViolation, Unavailable.
    """
    base, changed = preview_change(
        values=values, reason=reason, decision_reference=decision_reference, effective_on=effective_on, by=by, at=at
    )
    version = BylawsVersion(
        status=ChangeStatus.PROPOSED,
        effective_on=effective_on,
        values=stored_values(changed.values),
        base_id=base.version_id,
        reason=reason.strip(),
        decision_reference=decision_reference.strip(),
        proposed_by_id=by.user_id,
        proposed_at=at,
    )
    db.session.add(version)
    db.session.flush()
    event = RuleChangeProposed(bylaws_version_id=version.id, base_id=base.version_id, effective_on=effective_on)
    record(event, by=by, at=at, reason=version.reason)
    return version.id


def adopt_change(*, version_id: int, by: Actor, at: datetime) -> int:
    """Adopt a proposal as the second person; returns the new version's number.

    Raises: NotFound, RuleViolation, Conflict if another version was adopted at the same moment.
    """
    version, base = _get(version_id), latest_rules()
    refuse_if(why_not_adopt(_facts(version), user_id=by.user_id, base=base, on=civil_date(at)))
    number = base.number + 1
    with conflict_on("uq_bylaws_version_number", "bylaws.adopted_meanwhile"):
        version.status = ChangeStatus.ADOPTED
        version.number = number
        version.decided_by_id, version.decided_at = by.user_id, at
    event = RuleChangeAdopted(bylaws_version_id=version.id, number=number, effective_on=version.effective_on)
    record(event, by=by, at=at, reason=version.reason)
    return number


def reject_change(*, version_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Reject a proposal, or take the own one back, with a reason.

    Raises: NotFound, InvalidInput, RuleViolation.
    """
    version = _get(version_id)
    refused = _against_text(reason, LONGEST_REASON)
    if refused:
        raise InvalidInput({"reason": (refused,)})
    refuse_if(why_not_reject(_facts(version), user_id=by.user_id))
    version.status = ChangeStatus.REJECTED
    version.remark = reason.strip()
    version.decided_by_id, version.decided_at = by.user_id, at
    record(RuleChangeRejected(bylaws_version_id=version.id), by=by, at=at, reason=version.remark)


def _get(version_id: int) -> BylawsVersion:
    version = db.session.scalar(select(BylawsVersion).where(BylawsVersion.id == version_id).with_for_update())
    if version is None:
        raise NotFound("bylaws.version_unknown")
    return version


def _facts(version: BylawsVersion) -> Proposal:
    return Proposal(version.status, version.proposed_by_id, version.base_id, version.effective_on)


def _against_texts(*, reason: str, decision_reference: str) -> dict[str, Reason]:
    against = {
        "reason": _against_text(reason, LONGEST_REASON),
        "decision_reference": _against_text(decision_reference, LONGEST_REFERENCE),
    }
    return {field: cause for field, cause in against.items() if cause}


def _against_text(text: str, longest: int) -> Reason | None:
    return None if 1 <= len(text.strip()) <= longest else Reason("bylaws.text_length", {"maximum": longest})
