"""The catalogue of rules as data, the frozen rule set that other packages ask, and who may change it when."""

from platform_app.bylaws.rules.catalogue import CATALOGUE, SECTIONS
from platform_app.bylaws.rules.changes import (
    LIFECYCLE,
    ChangeStatus,
    Proposal,
    read_changes,
    why_not_adopt,
    why_not_propose,
    why_not_reject,
)
from platform_app.bylaws.rules.rights import Column, Right, column_of
from platform_app.bylaws.rules.rule_set import RuleSet, read_rule_set, stored_values

__all__ = [
    "CATALOGUE",
    "LIFECYCLE",
    "SECTIONS",
    "ChangeStatus",
    "Column",
    "Proposal",
    "Right",
    "RuleSet",
    "column_of",
    "read_changes",
    "read_rule_set",
    "stored_values",
    "why_not_adopt",
    "why_not_propose",
    "why_not_reject",
]
