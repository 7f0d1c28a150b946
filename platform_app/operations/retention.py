"""Retention: what is due by the rules is erased, one record at a time, and told in a report."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app

from platform_app.kernel.actors import SYSTEM, Actor
from platform_app.kernel.retention import RecordClass


@dataclass(frozen=True)
class Line:
    """One class of record in the report: how many are due and since when the oldest, how many were erased, how many a hold keeps."""

    code: str
    due: int
    since: date | None
    erased: int
    held: int


def record_classes() -> Sequence[RecordClass]:
    """The classes of record that the packages registered, in the order of packages."""
    found: Sequence[RecordClass] = current_app.extensions["platform.retention"]
    return found


def run_retention(*, by: Actor, at: datetime, is_dry: bool = False) -> Iterator[Line]:
    """Erase what is due, class by class, in the transaction at hand; with `is_dry` only tell it."""
    for kind in record_classes():
        due = kind.list_due(at)
        if not is_dry:
            for record in due:
                kind.erase(record_id=record.id, by=by, at=at)
        yield Line(kind.code, len(due), due[0].since if due else None, 0 if is_dry else len(due), kind.count_held(at))


def erase_due_records(at: datetime) -> int:
    """The daily job; returns how many records were erased."""
    return sum(line.erased for line in run_retention(by=SYSTEM, at=at))
