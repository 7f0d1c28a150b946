"""Rules of subcommittees, letters, time and retention."""

from platform_app.bylaws.rules.kinds import Choice, Choices, Dates, Flag, Integer, NumberPattern, Text, Unit
from platform_app.bylaws.rules.rule import PLATFORM, POLICY, PRACTICE, Rule, associations_act

RECORDS: tuple[Rule, ...] = (
    Rule("subcommittees.decided_by", Choice(("board", "assembly")), "board", (PLATFORM,)),
    Rule("subcommittees.purpose_required", Flag(), True, (PLATFORM,)),
    Rule("subcommittees.charge_required", Flag(), True, (POLICY,)),
    Rule("subcommittees.chair_required", Flag(), False, (POLICY,)),
    Rule("subcommittees.observers", Flag(), True, (POLICY,)),
    Rule("subcommittees.outputs", Choices(("findings", "interim_summary")), ("findings", "interim_summary"), (POLICY,)),
    Rule("subcommittees.successor", Flag(), True, (POLICY,)),
    Rule("letters.sender", Text(400, is_long=True), "孤独・孤立対策官民連携プラットフォーム事務局", (PLATFORM,)),
    Rule("letters.number_pattern", NumberPattern(longest=100), "孤プ第{n}号", (PRACTICE,)),
    Rule("letters.application_pattern", NumberPattern(longest=40, is_for_ever=True), "{year}-{n:04d}", (PRACTICE,)),
    Rule("time.closed_days", Dates(), (), (POLICY,)),
    Rule("retention.minutes_years", Integer(1, 100, Unit.YEARS), 10, (associations_act(57, 2),)),
    Rule("retention.ballots_months", Integer(1, 120, Unit.MONTHS), 3, (associations_act(50, 5), associations_act(52, 4))),
    Rule("retention.refused_application_years", Integer(0, 10, Unit.YEARS), 1, (POLICY,)),
    Rule("retention.withdrawn_application_months", Integer(0, 120, Unit.MONTHS), 6, (POLICY,)),
    Rule("retention.unfinished_application_months", Integer(0, 120, Unit.MONTHS), 3, (POLICY,)),
    Rule("retention.screening_evidence_years", Integer(0, 10, Unit.YEARS), 1, (POLICY,)),
)
