"""Returns for correction: what may be remarked, when a return may be sent, what a correction changed, remark by remark and field by field."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from platform_app.kernel.reasons import Reason
from platform_app.screening.rules.applications import APPLICATION_LIFECYCLE, Status
from platform_app.screening.rules.form import STEP_FIELDS
from platform_app.screening.rules.places import LISTS, Place, exists, following, is_changed, rows_at, value_at, without_secrets

MOST_REMARKS = 100


@dataclass(frozen=True)
class Difference:
    """What stood at a place before a correction and what stands there now. A secret place has neither."""

    place: Place
    before: Any
    after: Any


def why_not_prepare(status: Status) -> tuple[Reason, ...]:
    """Why remarks cannot be collected now."""
    return () if status is Status.UNDER_CHECK else (Reason("screening.not_under_check", {"status": status}),)


def why_not_remark(place: Place | None, text: str, snapshot: Mapping[str, Any], *, so_far: int) -> tuple[Reason, ...]:
    """Why a remark cannot be pinned: the form has no such place, nothing is said, or there are too many for one return."""
    reasons = []
    if place is None or not exists(place, snapshot):
        reasons.append(Reason("screening.remark_field_unknown", field="field"))
    if not text.strip():
        reasons.append(Reason("screening.remark_missing", field="text"))
    if so_far >= MOST_REMARKS:
        reasons.append(Reason("screening.too_many_remarks", {"most": MOST_REMARKS}, field="text"))
    return tuple(reasons)


def why_not_return(status: Status, *, remarks: int, covering: str) -> tuple[Reason, ...]:
    """Why an application cannot be returned: it is not being checked, or nothing is said that could be mended."""
    reasons = list(APPLICATION_LIFECYCLE.why_not(status, Status.RETURNED))
    if not remarks and not covering.strip():
        reasons.append(Reason("screening.remark_missing", field="remark"))
    return tuple(reasons)


def why_not_resubmit(open_remarks: Collection[int]) -> tuple[Reason, ...]:
    """Why a correction cannot be sent yet: the remarks, by number, at which nothing was changed and nothing answered."""
    return tuple(Reason("screening.remark_open", {"number": number}, field=f"remark-{number}") for number in sorted(open_remarks))


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Difference, ...]:
    """What a correction changed, in the order of the form: fields, parts of lines, lines added or taken out, papers."""
    known = [name for names in STEP_FIELDS.values() for name in names]
    others = sorted((before.keys() | after.keys()) - {*known, "form_version"})
    return tuple(found for root in (*known, *others) for found in _at(root, before, after))


def _at(root: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    if root in LISTS:
        yield from _in_list(root, before, after)
    elif is_changed(Place(root), before, after):
        yield Difference(Place(root), value_at(before, Place(root)), value_at(after, Place(root)))


def _in_list(root: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    old, new, place_of = rows_at(before, root), rows_at(after, root), following(before, after, root)
    for row, line in enumerate(old):
        if row not in place_of:
            yield Difference(Place(root, row), without_secrets(line), None)
            continue
        yield from _in_line(root, place_of[row], line, new[place_of[row]])
    yield from (Difference(Place(root, row), None, without_secrets(line)) for row, line in enumerate(new) if row not in place_of.values())


def _in_line(root: str, row: int, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Difference]:
    for part in LISTS[root]:
        place = Place(root, row, part)
        if (old.get(part) or None) != (new.get(part) or None):
            yield Difference(place, None, None) if place.is_secret else Difference(place, old.get(part), new.get(part))


def unasked(found: Sequence[Difference], remarked: Collection[Place]) -> tuple[Difference, ...]:
    """Those differences that no remark asked for."""
    return tuple(one for one in found if not any(_covers(place, one.place) for place in remarked))


def _covers(asked: Place, changed: Place) -> bool:
    if not asked.root:
        return False
    same_row = asked.row is None or asked.row == changed.row
    return asked.root == changed.root and same_row and (asked.part is None or changed.part in (asked.part, None))

