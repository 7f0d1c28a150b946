"""The form of a correction: only what the remarks ask for, each with room for an answer in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Form, FormField

from platform_app.documents.rules import slot_policy
from platform_app.screening.answers import limit
from platform_app.screening.forms.places import field_of
from platform_app.screening.forms.steps import STEP_FORMS
from platform_app.screening.rules.form import FILE_SLOTS, Slot, Step
from platform_app.screening.rules.places import LISTS, Place
from platform_app.web.forms import PlatformForm, choices_field, file_field, hidden_field, text_field

LONGEST_REPLY = 1000


@dataclass(frozen=True)
class Paper:
    """A paper that stands in a slot now."""

    id: int
    label: str


class CorrectionForm(PlatformForm):
    """Base of the forms of corrections; the fields are those of the pages, by the names of `field_name`."""

    def values_of(self, step: Step, standing: Mapping[str, Any]) -> dict[str, Any] | None:
        """What a page says with the corrections put in; None if nothing of it is on this form."""
        values, is_here = dict(standing), False
        for name in standing:
            if name in self:
                values[name], is_here = stored(self[name].data), True
            elif name in LISTS:
                rows, found = _with_rows(self, name, standing[name] or [])
                values, is_here = {**values, name: rows}, is_here or found
        return values if is_here else None

    def shown_of(self, step: Step) -> str | None:
        """What the page was rendered from."""
        name = shown_name(step)
        return self[name].data if name in self else None

    def reply_to(self, remark_id: int) -> tuple[str, str]:
        """The answer in words to a remark, and the mark of the one that was shown."""
        return self[reply_name(remark_id)].data or "", self[replied_name(remark_id)].data or ""


def _with_rows(form: CorrectionForm, root: str, standing: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], bool]:
    rows, found = [dict(row) for row in standing], False
    for place, row in enumerate(rows):
        name = row_name(root, place)
        if name in form:
            row.update(stored(form[name].data))
            found = True
    return stored(rows) if found else rows, found


def stored(data: Any) -> Any:
    """What a field says, as the answers keep it: dates as text, blank lines left out."""
    if isinstance(data, date):
        return data.isoformat()
    if isinstance(data, list):
        rows = [stored(row) for row in data]
        return [row for row in rows if not isinstance(row, dict) or any(value for name, value in row.items() if name != "key")]
    if isinstance(data, dict):
        return {name: stored(value) for name, value in data.items()}
    return data


def row_name(root: str, row: int) -> str:
    """The name of the fields of one line."""
    return f"{root}_{row}"


def reply_name(remark_id: int) -> str:
    """The name of the answer to a remark."""
    return f"reply_{remark_id}"


def replied_name(remark_id: int) -> str:
    """The name of the mark of the answer that was shown."""
    return f"shown_reply_{remark_id}"


def shown_name(step: Step) -> str:
    """The name of the mark of what a page was rendered from."""
    return f"shown_{step.value}"


def paper_names(slot: Slot) -> tuple[str, str, str]:
    """The names of a slot's fields: a new file, an address in its place, and the papers to be taken out."""
    return f"file_{slot.value}", f"address_{slot.value}", f"out_{slot.value}"


def is_on_form(place: Place) -> bool:
    """Whether what a remark asks for can be mended on the form of corrections; else on a page of its own."""
    return place.slot is not None or (bool(place.root) and field_of(place.root) is not None and place.step is not Step.PLEDGE)


def correction_form(
    version: int, places: Iterable[Place], remark_ids: Iterable[int], papers: Mapping[Slot, list[Paper]]
) -> type[CorrectionForm]:
    """The form for some places as they stand now in a version of the form, and answers to some remarks."""
    asked = [place for place in places if is_on_form(place)]
    whole = {place.root for place in asked if place.row is None and place.slot is None}
    fields: dict[str, Any] = {shown_name(step): hidden_field(max_length=16) for step in STEP_FORMS[version] if step in {p.step for p in asked}}
    for place in asked:
        if place.slot is not None:
            fields |= _paper_fields(place.slot, papers.get(place.slot, []))
        elif place.root in whole:
            fields[place.root] = field_of(place.root, versions=[version])
            if place.root == "corporate_number":
                fields["has_no_corporate_number"] = field_of("has_no_corporate_number")
        elif place.row is not None:
            fields[row_name(place.root, place.row)] = FormField(_row_form(version, place.root, place.row, asked))
    for remark_id in remark_ids:
        fields[reply_name(remark_id)] = text_field(_l("Answer to the secretariat"), max_length=LONGEST_REPLY, multiline=True, rows=2)
        fields[replied_name(remark_id)] = hidden_field(max_length=16)
    return type("CorrectionForm", (CorrectionForm,), fields)


def _row_form(version: int, root: str, row: int, asked: list[Place]) -> type[Form]:
    parts = [place.part for place in asked if place.root == root and place.row == row]
    named = [part for part in LISTS[root] if None in parts or part in parts]
    return type("RowForm", (Form,), {part: field_of(root, part, versions=[version]) for part in named})


def _paper_fields(slot: Slot, standing: list[Paper]) -> dict[str, Any]:
    file, address, out = paper_names(slot)
    policy = slot_policy(FILE_SLOTS[slot])
    taken = _l("%(kinds)s; up to %(size)s MB", kinds=policy.accepted, size=policy.max_mib)
    fields: dict[str, Any] = {
        file: file_field(_l("New file"), support=taken, accept=policy.accept),
        address: text_field(_l("or its public web address"), max_length=limit("attachments.address"), kind="url"),
    }
    if standing:
        fields[out] = choices_field(_l("To be taken out"), [(str(paper.id), paper.label) for paper in standing])
    return fields
