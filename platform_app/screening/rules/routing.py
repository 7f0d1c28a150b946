"""What a correction or a withdrawal touches: which checks open again, and what identifies an open application."""

from collections.abc import Mapping

from platform_app.screening.rules.checks import CheckKind
from platform_app.screening.rules.recommendations import plain_name

_RESTS_ON: Mapping[CheckKind, frozenset[str]] = {
    CheckKind.ACTIVITY_RECORD: frozenset({"purpose", "activities", "areas", "activity_record", "attachments"}),
    CheckKind.ANTI_SOCIAL_FORCES: frozenset(
        {"name", "kana", "former_names", "short_name", "corporate_number", "address", "representative_name", "representative_kana", "officers"}
    ),
}


def affected_checks(before: Mapping[str, object], after: Mapping[str, object]) -> frozenset[CheckKind]:
    """The checks that rest on what differs between two sets of answers; completeness always does."""
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    return frozenset({CheckKind.COMPLETENESS} | {kind for kind, fields in _RESTS_ON.items() if fields & changed})


def open_key_of(answers: Mapping[str, object]) -> str:
    """What makes two open applications the same: the Corporate Number, else name and prefecture, spaces and widths aside."""
    number = answers.get("corporate_number")
    if number:
        return f"number:{number}"
    return f"name:{plain_name(str(answers.get('name', '')))}:{answers.get('prefecture', '')}"[:300]
