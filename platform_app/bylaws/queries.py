"""Reads of the rules: those of a day, those of a stored decision, the chain of versions, and what is proposed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import Select, Text, func, or_, select, type_coerce

from platform_app.bylaws.models import BylawsVersion
from platform_app.bylaws.rules import CATALOGUE, ChangeStatus, Proposal, RuleSet, read_rule_set
from platform_app.extensions import db
from platform_app.kernel.errors import NotFound, Unavailable


@dataclass(frozen=True)
class VersionEntry:
    """A version with its rules and the record of how it came about. A proposal has no number and stands under number 0 of its rule set."""

    id: int
    number: int | None
    status: ChangeStatus
    rules: RuleSet
    base_id: int | None
    reason: str | None
    decision_reference: str | None
    remark: str | None
    proposed_by_id: int | None
    proposed_at: datetime
    decided_at: datetime | None

    @property
    def facts(self) -> Proposal:
        """What the rules of changing ask."""
        return Proposal(self.status, self.proposed_by_id, self.base_id, self.effective_on)

    @property
    def effective_on(self) -> date:
        """The day from which the version holds."""
        return self.rules.effective_on


def rules_at(on: date) -> RuleSet:
    """The rules in force on a civil date of Tokyo; days before the founding version have that one.

    Raises: Unavailable if there are no rules at all: `platform-app db upgrade` adopts the founding rules.
    """
    in_force = or_(BylawsVersion.effective_on <= on, BylawsVersion.number == 1)
    return _newest(_stored().where(in_force))


def latest_rules() -> RuleSet:
    """The rules adopted last, which may take effect on a later day; a new proposal builds on them.

    Raises: Unavailable if there are none.
    """
    return _newest(_stored())


def rules_of_version(version_id: int) -> RuleSet:
    """The rules that a decision was made under.

    Raises: NotFound if no such version was adopted.
    """
    row = db.session.execute(_stored().where(BylawsVersion.id == version_id)).first()
    if row is None:
        raise NotFound("bylaws.version_unknown")
    return _read(*row)


def list_versions() -> tuple[VersionEntry, ...]:
    """The adopted versions, the oldest first; all of them, as there are few and the page tells since when each value holds."""
    return tuple(_entry(row) for row in db.session.scalars(_adopted().order_by(BylawsVersion.number)))


def list_proposals() -> tuple[VersionEntry, ...]:
    """What is proposed and not decided, the oldest first, at most 100."""
    proposed = select(BylawsVersion).where(BylawsVersion.status == ChangeStatus.PROPOSED)
    return tuple(_entry(row) for row in db.session.scalars(proposed.order_by(BylawsVersion.id).limit(100)))


def count_changes_for(user_id: int | None) -> int:
    """How many proposals wait for somebody else than their proposer, and so may wait for this person."""
    others = or_(BylawsVersion.proposed_by_id.is_(None), BylawsVersion.proposed_by_id != user_id)
    return db.session.scalar(select(func.count()).where(BylawsVersion.status == ChangeStatus.PROPOSED, others)) or 0


def get_proposal(version_id: int) -> VersionEntry:
    """A version by its id, whatever its status.

    Raises: NotFound.
    """
    version = db.session.get(BylawsVersion, version_id)
    if version is None:
        raise NotFound("bylaws.version_unknown")
    return _entry(version)


def since(versions: Sequence[VersionEntry]) -> dict[str, VersionEntry]:
    """For each rule the version that gave it the value it has in the last of these versions."""
    found: dict[str, VersionEntry] = {}
    for before, version in zip((None, *versions), versions, strict=False):
        for key in CATALOGUE:
            if before is None or before.rules[key] != version.rules[key]:
                found[key] = version
    return found


def _adopted() -> Select[BylawsVersion]:
    return select(BylawsVersion).where(BylawsVersion.status == ChangeStatus.ADOPTED)


def _stored() -> Select[int, int | None, date, str]:
    values = type_coerce(BylawsVersion.values, Text())
    columns = select(BylawsVersion.id, BylawsVersion.number, BylawsVersion.effective_on, values)
    return columns.where(BylawsVersion.status == ChangeStatus.ADOPTED)


def _newest(stored: Select[int, int | None, date, str]) -> RuleSet:
    row = db.session.execute(stored.order_by(BylawsVersion.number.desc()).limit(1)).first()
    if row is None:
        raise Unavailable("bylaws.no_founding_rules")
    return _read(*row)


@lru_cache
def _read(version_id: int, number: int | None, effective_on: date, values: str) -> RuleSet:
    # Most requests ask for the rules, and the same text is read the same way.
    return read_rule_set(version_id=version_id, number=number or 0, effective_on=effective_on, stored=json.loads(values))


def _rules(version: BylawsVersion) -> RuleSet:
    return read_rule_set(
        version_id=version.id, number=version.number or 0, effective_on=version.effective_on, stored=version.values
    )


def _entry(version: BylawsVersion) -> VersionEntry:
    return VersionEntry(
        id=version.id,
        number=version.number,
        status=version.status,
        rules=_rules(version),
        base_id=version.base_id,
        reason=version.reason,
        decision_reference=version.decision_reference,
        remark=version.remark,
        proposed_by_id=version.proposed_by_id,
        proposed_at=version.proposed_at,
        decided_at=version.decided_at,
    )
