"""What a correction or a withdrawal touches: which checks open again, and what identifies an open application."""

from collections.abc import Mapping
from dataclasses import dataclass

from platform_app.screening.rules.checks import CheckKind
from platform_app.screening.rules.places import Place, is_changed
from platform_app.screening.rules.recommendations import RESTS_ON, plain_name

_RESTS_ON: Mapping[CheckKind, frozenset[str]] = {
    CheckKind.ACTIVITY_RECORD: frozenset({"purpose", "activities", "areas", "activity_record", "attachments"}),
    CheckKind.ANTI_SOCIAL_FORCES: frozenset(
        {"name", "kana", "former_names", "short_name", "corporate_number", "address", "representative_name", "representative_kana", "officers",
         "pledge", "pledged_by"}
    ),
    CheckKind.RECOMMENDATION: frozenset(RESTS_ON),
}


@dataclass(frozen=True)
class Touched:
    """Whom a correction concerns, as an event may tell it: what a name is compared with changed, not what it is now."""

    is_name_changed: bool
    are_people_changed: bool
    are_identifiers_changed: bool


_NAMES = frozenset({"name", "kana", "former_names", "short_name"})
_PEOPLE = frozenset({"representative_name", "representative_kana", "officers"})
_IDENTIFIERS = frozenset({"corporate_number", "postal_code", "prefecture", "address", "kind"})


def changed_fields(before: Mapping[str, object], after: Mapping[str, object]) -> frozenset[str]:
    """The fields and lists at which two snapshots differ."""
    return frozenset(name for name in (before.keys() | after.keys()) - {"form_version"} if is_changed(Place(name), before, after))


def affected_checks(before: Mapping[str, object], after: Mapping[str, object]) -> frozenset[CheckKind]:
    """The checks that rest on what differs between two sets of answers; completeness always does."""
    changed = changed_fields(before, after)
    return frozenset({CheckKind.COMPLETENESS} | {kind for kind, fields in _RESTS_ON.items() if fields & changed})


def touched(before: Mapping[str, object], after: Mapping[str, object]) -> Touched:
    """Whether names, people or identifiers differ between two snapshots: what those who watch names must know."""
    changed = changed_fields(before, after)
    return Touched(bool(changed & _NAMES), bool(changed & _PEOPLE), bool(changed & _IDENTIFIERS))


def open_key_of(answers: Mapping[str, object]) -> str:
    """What makes two open applications the same: the Corporate Number, else name and prefecture, spaces and widths aside."""
    number = answers.get("corporate_number")
    if number:
        return f"number:{number}"
    return f"name:{plain_name(str(answers.get('name', '')))}:{answers.get('prefecture', '')}"[:300]
