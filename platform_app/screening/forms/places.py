"""Places of the form in words: what a field, a line or a paper is called, and what stands there as people read it."""

from collections.abc import Collection, Iterable, Mapping
from enum import Enum
from typing import Any

from flask_babel import gettext as _
from wtforms.fields.core import UnboundField

from platform_app.members.rules import KindOfBody, MemberClass, MemberKind, PublicField, TermRole
from platform_app.screening.forms.steps import STEP_FORMS
from platform_app.screening.rules.form import Area, Slot, Step
from platform_app.screening.rules.places import LISTS, WHOLE, Place
from platform_app.web.words import say

_CODES: Mapping[str, type[Enum]] = {
    "membership_class": MemberClass, "kind": MemberKind, "body_kind": KindOfBody, "areas": Area,
    "publication": PublicField, "roles": TermRole,
}
_BETWEEN = " / "


def field_of(root: str, part: str | None = None, *, versions: Collection[int] = ()) -> UnboundField | None:
    """The field of the form's pages that a root, or a part of a list's line, stands for; None where a page of its own takes its place.

    In some versions of the form only, or in the newest one that has it.
    """
    for version in versions or sorted(STEP_FORMS, reverse=True):
        found = next((getattr(form, root) for form in STEP_FORMS[version].values() if getattr(form, root, None) is not None), None)
        if found is not None:
            return found if part is None else getattr(found.args[0].args[0], part, None)
    return None


def place_label(place: Place) -> str:
    """What a place is called on the form."""
    if place == WHOLE:
        return _("The application as a whole")
    if place.slot is not None:
        return say(place.slot)
    label = _label(place.root)
    if place.row is None:
        return label
    line = _("%(field)s, line %(number)s", field=label, number=place.row + 1)
    return line if place.part is None else f"{line}: {_label(place.root, place.part)}"


def _label(root: str, part: str | None = None) -> str:
    field = field_of(root, part)
    if field is None:
        return say(next((step for step in Step if step.value in (root, _PAGES.get(root))), Step.PLEDGE))
    given = field.kwargs.get("label") or field.args[0]
    return str(given)


_PAGES = {"attachments": Step.DOCUMENTS.value}


def value_text(place: Place, value: Any) -> str:
    """What stands at a place, as people read it; several lines where there are several things."""
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, bool):
        return _("Yes")
    if isinstance(value, Mapping):
        return _paper(value) if "slot" in value else _line(place, value)
    if isinstance(value, (list, tuple)):
        return "\n".join(_lines(place, value))
    return _word(place.part or place.root, str(value))


def _line(place: Place, line: Mapping[str, Any]) -> str:
    parts = ((part, line.get(part)) for part in LISTS[place.root])
    return _BETWEEN.join(value_text(Place(place.root, place.row, part), value).replace("\n", ", ") for part, value in parts if value)


def _lines(place: Place, values: Iterable[Any]) -> Iterable[str]:
    return (value_text(place, value) for value in values)


def _paper(paper: Mapping[str, Any]) -> str:
    slots = {slot.value: slot for slot in Slot}
    what = paper.get("address") or paper.get("name") or _("a file")
    return f"{say(slots[paper['slot']])}: {what}"


def _word(name: str, code: str) -> str:
    known = {member.value: member for member in _CODES.get(name, ())}
    return say(known[code]) if code in known else code
