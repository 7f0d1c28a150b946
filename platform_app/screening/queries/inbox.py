"""Reads for the secretariat's list of applications and for the desk."""

import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from platform_app.extensions import db
from platform_app.members.rules import MemberClass
from platform_app.screening.models import Application, ApplicationAssignment
from platform_app.screening.rules.applications import APPLICATION_LIFECYCLE, OPEN, Channel, Status
from platform_app.web.paging import PAGE_SIZE, Page

_ROWS_AT_ONCE = 1000


@dataclass(frozen=True)
class InboxFilter:
    """Which applications the list shows, and in which order (`since`, `due`, `number`, `name`, `status`, `prefecture`)."""

    text: str = ""
    statuses: Sequence[Status] = OPEN
    channel: Channel | None = None
    prefecture: str = ""
    assignee_id: int | None = None
    is_unassigned: bool = False
    is_overdue: bool = False
    sort: str = "since"
    descending: bool = False


@dataclass(frozen=True)
class InboxRow:
    """One line of the secretariat's list. An assignee who lost the office is none."""

    id: int
    number: str | None
    name: str
    kana: str
    prefecture: str
    status: Status
    status_since: datetime
    due_on: date | None
    membership_class: MemberClass | None
    channel: Channel
    assignee_id: int | None
    substitute_id: int | None
    submitted_at: datetime | None
    corporate_number: str | None
    version: int


_SORTS: Mapping[str, Any] = {
    "since": Application.status_since,
    "due": func.coalesce(Application.due_on, date.max),
    "number": Application.number,
    "name": Application.kana,
    "status": Application.status,
    "prefecture": Application.prefecture,
}
SORTS = frozenset(_SORTS)
_COLUMNS = (
    Application.id, Application.number, Application.name, Application.kana, Application.prefecture, Application.status,
    Application.status_since, Application.due_on, Application.membership_class, Application.channel, Application.assignee_id,
    Application.substitute_id, Application.submitted_at, Application.corporate_number, Application.version,
)


def list_sent(page: int, wanted: InboxFilter, *, holders: Collection[int], today: date) -> Page[InboxRow]:
    """A page of the applications that were sent in; one statement, a second one past the last page. `holders` hold the office now."""
    statement = _wanted(wanted, holders, today).add_columns(func.count().over().label("total"))
    found = db.session.execute(statement.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)).all()
    rows = [_row(row[:-1], holders) for row in found]
    total = found[0].total if found else (0 if page == 1 else _count(_wanted(wanted, holders, today)))
    return Page(rows, total, page, PAGE_SIZE)


def export_sent(wanted: InboxFilter, *, holders: Collection[int], today: date) -> Iterator[InboxRow]:
    """All rows of the list, in constant memory."""
    for row in db.session.execute(_wanted(wanted, holders, today).execution_options(yield_per=_ROWS_AT_ONCE)):
        yield _row(row, holders)


def _count(statement: Select[*tuple[Any, ...]]) -> int:
    return db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0


def _row(row: Sequence[Any], holders: Collection[int]) -> InboxRow:
    facts = dict(zip((column.key for column in _COLUMNS), row, strict=True))
    for name in ("assignee_id", "substitute_id"):
        facts[name] = facts[name] if facts[name] in holders else None
    return InboxRow(**facts)


def _wanted(wanted: InboxFilter, holders: Collection[int], today: date) -> Select[*tuple[Any, ...]]:
    conditions = [Application.status.in_(wanted.statuses), Application.submitted_at.is_not(None), *_narrowed(wanted, holders, today)]
    order = _SORTS.get(wanted.sort, Application.status_since)
    return select(*_COLUMNS).where(*conditions).order_by(order.desc() if wanted.descending else order, Application.id)


def _narrowed(wanted: InboxFilter, holders: Collection[int], today: date) -> Iterator[ColumnElement[bool]]:
    if wanted.text:
        yield _holds(wanted.text)
    if wanted.channel is not None:
        yield Application.channel == wanted.channel
    if wanted.prefecture:
        yield Application.prefecture == wanted.prefecture
    if wanted.assignee_id is not None:
        yield or_(Application.assignee_id == wanted.assignee_id, Application.substitute_id == wanted.assignee_id)
    if wanted.is_unassigned:
        yield or_(Application.assignee_id.is_(None), Application.assignee_id.not_in(holders))
    if wanted.is_overdue:
        yield Application.due_on < today


def _holds(text: str) -> ColumnElement[bool]:
    """Name, reading, number, Corporate Number or prefecture contains a text, in the widths in which it may have been typed."""
    narrow = unicodedata.normalize("NFKC", text)
    katakana = "".join(chr(ord(sign) + 0x60) if "ぁ" <= sign <= "ゖ" else sign for sign in narrow)
    patterns = {"%" + part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%" for part in (text, narrow, katakana)}
    columns = (Application.name, Application.kana, Application.number, Application.corporate_number, Application.prefecture)
    return or_(*(column.like(pattern, escape="\\") for column in columns for pattern in sorted(patterns)))


def list_assignments(application_id: int) -> Sequence[ApplicationAssignment]:
    """To whom an application was given, newest first."""
    return db.session.scalars(
        select(ApplicationAssignment)
        .where(ApplicationAssignment.application_id == application_id)
        .order_by(ApplicationAssignment.id.desc())
    ).all()


def list_under_way(application_ids: Collection[int]) -> tuple[int, ...]:
    """Which of some applications have not ended, the newest first; one statement, none for none."""
    if not application_ids:
        return ()
    going = select(Application.id).where(Application.id.in_(application_ids), Application.status.not_in(APPLICATION_LIFECYCLE.final))
    return tuple(db.session.scalars(going.order_by(Application.id.desc())))


def count_by_status() -> Mapping[Status, int]:
    """How many applications stand where; for the desk."""
    rows = db.session.execute(select(Application.status, func.count()).group_by(Application.status)).all()
    return dict(rows)
