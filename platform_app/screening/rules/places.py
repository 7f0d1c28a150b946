"""Places on the form: how a field, a line of a list or a kind of paper is written as text, and what stands there in a snapshot."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from platform_app.kernel.canonical import canonical_json
from platform_app.screening.rules.form import FIELDS, SLOTS_OF_APPLICANTS, STEP_FIELDS, Slot, Step, fields_of, is_asked, step_of, steps_for

LISTS: Mapping[str, tuple[str, ...]] = {
    "activity_record": ("what", "since", "address"),
    "officers": ("name", "kana", "role", "birth_on"),
    "further_people": ("name", "kana", "email", "phone", "roles"),
}
SECRET_PARTS = frozenset({"birth_on"})
_PAPERS = "attachments"
_PAPER_PARTS = ("slot", "file_id", "address")
_LONGEST_ROW = 4
_KEY = "key"
_FIRST_VERSION = min(FIELDS)


@dataclass(frozen=True)
class Place:
    """A place on the form. `root` is empty for the application as a whole; `row` counts from 0; `slot` is a kind of paper."""

    root: str
    row: int | None = None
    part: str | None = None
    slot: Slot | None = None

    def __str__(self) -> str:
        parts = [self.root, self.row, self.part, self.slot.value if self.slot else None]
        return ".".join(str(part) for part in parts if part is not None)

    @property
    def step(self) -> Step:
        """The page of the form on which it stands."""
        return step_of(self.root)

    @property
    def is_secret(self) -> bool:
        """Whether what stands there is told only as changed or not."""
        return self.part in SECRET_PARTS


WHOLE = Place("")
_FIELDS = frozenset(name for names in STEP_FIELDS.values() for name in names)
_SLOTS = {slot.value: slot for slot in SLOTS_OF_APPLICANTS}


def read_place(text: str) -> Place | None:
    """The place that a text like `name`, `officers.2.kana` or `attachments.articles` means; None if the form has no such place."""
    if not text:
        return WHOLE
    root, *rest = text.split(".")
    if root not in _FIELDS:
        return None
    if root == _PAPERS and len(rest) == 1 and rest[0] in _SLOTS:
        return Place(root, slot=_SLOTS[rest[0]])
    if root in LISTS and rest:
        return _in_row(root, rest)
    return None if rest else Place(root)


def _in_row(root: str, rest: Sequence[str]) -> Place | None:
    row, part = rest[0], rest[1] if len(rest) == 2 else None
    if len(rest) > 2 or not (row.isascii() and row.isdecimal() and len(row) <= _LONGEST_ROW):
        return None
    if len(rest) == 2 and part not in LISTS[root]:
        return None
    return Place(root, int(row), part)


def version_of(snapshot: Mapping[str, Any]) -> int:
    """The version of the form that a snapshot was made of; the first one knew no versions."""
    return int(snapshot.get("form_version", _FIRST_VERSION))


def exists(place: Place, snapshot: Mapping[str, Any]) -> bool:
    """Whether this applicant is asked for a place, and the line is there."""
    if place == WHOLE:
        return True
    if place.root not in fields_of(place.step, version_of(snapshot)) or not is_asked(place.root, snapshot):
        return False
    return place.row is None or place.row < len(rows_at(snapshot, place.root))


def places_of(snapshot: Mapping[str, Any]) -> Iterator[Place]:
    """Every place of an application, in the order of the form: fields, the lines of lists with their parts, kinds of papers."""
    for step in steps_for(snapshot):
        for root in (name for name in fields_of(step, version_of(snapshot)) if is_asked(name, snapshot)):
            yield Place(root)
            if root == _PAPERS:
                yield from (Place(root, slot=slot) for slot in SLOTS_OF_APPLICANTS)
            for row in range(len(rows_at(snapshot, root)) if root in LISTS else 0):
                yield Place(root, row)
                yield from (Place(root, row, part) for part in LISTS[root])


def rows_at(snapshot: Mapping[str, Any], root: str) -> list[dict[str, Any]]:
    """The lines of a list, or the papers, of a snapshot; also of one that was kept when lines were lists."""
    names = _PAPER_PARTS if root == _PAPERS else LISTS[root]
    found = snapshot.get(root) or []
    return [dict(row) if isinstance(row, Mapping) else dict(zip(names, row, strict=False)) for row in found]


def value_at(snapshot: Mapping[str, Any], place: Place) -> Any:
    """What stands at a place: text, a truth, a list of codes, a line or lines; None where there is nothing."""
    if place.root in LISTS:
        rows = rows_at(snapshot, place.root)
        if place.row is None:
            return rows
        row = rows[place.row] if place.row < len(rows) else None
        return row.get(place.part) if row is not None and place.part else row
    if place.root == _PAPERS:
        return [row for row in rows_at(snapshot, _PAPERS) if place.slot is None or row["slot"] == place.slot.value]
    return snapshot.get(place.root)


def shown_at(snapshot: Mapping[str, Any], place: Place) -> Any:
    """What stands at a place as people may read it: without secret parts."""
    return None if place.is_secret else without_secrets(value_at(snapshot, place))


def without_secrets(value: Any) -> Any:
    """A value, a line or lines without their secret parts."""
    if isinstance(value, Mapping):
        return {name: part for name, part in value.items() if name not in SECRET_PARTS}
    return [without_secrets(part) for part in value] if isinstance(value, list) else value


def following(before: Mapping[str, Any], after: Mapping[str, Any], root: str) -> dict[int, int]:
    """Where each line of a list stands afterwards, by its key if it has one; a line that was taken out is left out of the answer."""
    old, new = rows_at(before, root), rows_at(after, root)
    if old and all(row.get(_KEY) for row in old):
        place_of = {row.get(_KEY): place for place, row in enumerate(new)}
        return {place: place_of[row[_KEY]] for place, row in enumerate(old) if row[_KEY] in place_of}
    then, later = ([canonical_json(_filled(row)) for row in rows] for rows in (old, new))
    found: dict[int, int] = {}
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, then, later, autojunk=False).get_opcodes():
        if tag in ("equal", "replace"):
            found |= dict(zip(range(old_from, old_to), range(new_from, new_to), strict=False))
    return found


def _filled(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value not in (None, "")}


def place_after(place: Place, before: Mapping[str, Any], after: Mapping[str, Any]) -> Place | None:
    """Where what stood at a place stands afterwards; None if its line was taken out."""
    if place.row is None:
        return place
    row = following(before, after, place.root).get(place.row)
    return None if row is None else Place(place.root, row, place.part)


def is_changed(place: Place, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether something else stands at a place now; what concerns the application as a whole is answered in words."""
    if place == WHOLE:
        return False
    then = place_after(place, before, after)
    return then is None or _plain(value_at(before, place)) != _plain(value_at(after, then))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return _filled(value)
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    return None if value in ("", False) else value
