"""The second facts of a hit with what each side says, so that a reader sees on what an agreement or a difference rests."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from platform_app.watchlists.rules.evidence import Agreement, Finding, Topic
from platform_app.watchlists.rules.facts import Party


@dataclass(frozen=True)
class SecondFact:
    """A finding, and what it rests on: our value and theirs, both or none."""

    finding: Finding
    ours: date | str | None
    theirs: date | str | None


def second_facts_of(findings: Sequence[Finding], subject: Party, entry: Party) -> tuple[SecondFact, ...]:
    """The findings in their order, with what both sides say where it was compared as it stands."""
    return tuple(_second_fact(finding, _said(finding.topic, subject), _said(finding.topic, entry)) for finding in findings)


def _second_fact(finding: Finding, ours: date | str | None, theirs: date | str | None) -> SecondFact:
    is_told = finding.agreement is not Agreement.ABSENT and ours and theirs
    return SecondFact(finding, ours, theirs) if is_told else SecondFact(finding, None, None)


def _said(topic: Topic, party: Party) -> date | str | None:
    return {Topic.BIRTH_DATE: party.birth_on, Topic.CORPORATE_NUMBER: party.corporate_number, Topic.ADDRESS: party.address}.get(topic)
