"""Reads of members: one, several by id, and the register of any day, searched, filtered and sorted."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from platform_app.bylaws.rules import Right, RuleSet
from platform_app.extensions import db
from platform_app.kernel.errors import NotFound
from platform_app.members.models import Member, MemberNumber, MembershipPeriod, Person, PersonTerm
from platform_app.members.queries.days import is_period_of, is_term_of
from platform_app.members.rules import MemberClass, MemberKind, MemberSummary, TermRole
from platform_app.members.rules.names import search_key
from platform_app.web.paging import Page, paginate

_LARGEST_NUMBER = 2**31 - 1


@dataclass(frozen=True)
class MemberFilter:
    """Which members a list shows, as of which day, and in which order (`number`, `name`, `kana`, `joined_on`)."""

    text: str = ""
    membership_class: MemberClass | None = None
    prefecture: str | None = None
    kind: MemberKind | None = None
    as_of: date = date.max
    sort: str = "number"
    descending: bool = False


_FIRST_DAY = select(func.min(MembershipPeriod.from_on)).where(MembershipPeriod.member_id == Member.id).correlate(Member).scalar_subquery()
SORTS: dict[str, InstrumentedAttribute[Any]] = {
    "number": Member.number,
    "name": Member.name_key,
    "kana": Member.kana,
    "joined_on": MembershipPeriod.from_on,
}


def _summaries(on: date, *, only_active: bool) -> Select[*tuple[Any, ...]]:
    representative = (
        select(Person.name)
        .join_from(PersonTerm, Person, PersonTerm.person_id == Person.id)
        .where(PersonTerm.member_id == Member.id, PersonTerm.role == TermRole.REPRESENTATIVE, is_term_of(on))
        .order_by(PersonTerm.id)
        .limit(1)
        .correlate(Member)
        .scalar_subquery()
    )
    in_force = and_(MembershipPeriod.member_id == Member.id, is_period_of(on))
    return select(
        Member.id,
        Member.number,
        Member.name,
        Member.kana,
        Member.kind,
        MembershipPeriod.membership_class,
        Member.prefecture,
        Member.corporate_number,
        Member.email,
        _FIRST_DAY.label("joined_on"),
        representative.label("representative"),
    ).join_from(Member, MembershipPeriod, in_force, isouter=not only_active)


def _summary(row: Row[Any]) -> MemberSummary:
    facts = {name: value for name, value in row._mapping.items() if name != "total"}
    return MemberSummary(**{**facts, "joined_on": facts["joined_on"] if facts["membership_class"] else None})


def _find(condition: ColumnElement[bool], on: date, *, only_active: bool) -> MemberSummary | None:
    row = db.session.execute(_summaries(on, only_active=only_active).where(condition)).first()
    return _summary(row) if row else None


def get_member(member_id: int, *, on: date) -> MemberSummary:
    """A member, past ones too; the class is that of the day.

    Raises: NotFound.
    """
    found = _find(Member.id == member_id, on, only_active=False)
    if found is None:
        raise NotFound
    return found


def find_member_by_number(number: int, *, on: date) -> MemberSummary | None:
    """Who is a member on a day under a number."""
    return _find(Member.number == number, on, only_active=True) if 0 < number <= _LARGEST_NUMBER else None


def taken_corporate_numbers(numbers: Collection[str], *, on: date) -> frozenset[str]:
    """Which of these Corporate Numbers a member of a day has; one statement."""
    if not numbers:
        return frozenset()
    in_force = and_(MembershipPeriod.member_id == Member.id, is_period_of(on))
    found = select(Member.corporate_number).join(MembershipPeriod, in_force).where(Member.corporate_number.in_(set(numbers)))
    return frozenset(number for number in db.session.scalars(found) if number)


def ended_members(*, before: date) -> dict[int, date]:
    """Members without a period in force whose last one ended on or before a day, with that day."""
    last = func.max(MembershipPeriod.until_on)
    is_open = func.count() - func.count(MembershipPeriod.until_on)
    statement = select(MembershipPeriod.member_id, last).group_by(MembershipPeriod.member_id).having(is_open == 0, last <= before)
    return {member_id: ended_on for member_id, ended_on in db.session.execute(statement) if ended_on is not None}


def peek_member_number() -> int:
    """The number that the next member would get; gives none out."""
    return (db.session.scalar(select(MemberNumber.last_number)) or 0) + 1


def find_by_corporate_number(corporate_number: str, *, on: date) -> MemberSummary | None:
    """Who is a member on a day with a Corporate Number."""
    return _find(Member.corporate_number == corporate_number, on, only_active=True)


def members_by_id(member_ids: Collection[int], *, on: date) -> dict[int, MemberSummary]:
    """Members by their ids, past ones too, in one statement."""
    rows = db.session.execute(_summaries(on, only_active=False).where(Member.id.in_(set(member_ids))))
    return {row.id: _summary(row) for row in rows}


def active_members(on: date) -> Select[int, int, str, MemberKind, MemberClass]:
    """Who is a member on a day, to be composed: `member_id, number, name, kind, membership_class`."""
    return (
        select(Member.id.label("member_id"), Member.number, Member.name, Member.kind, MembershipPeriod.membership_class)
        .join_from(Member, MembershipPeriod, MembershipPeriod.member_id == Member.id)
        .where(is_period_of(on))
    )


def matches(text: str) -> ColumnElement[bool]:
    """Whether a member's names, numbers or reading contain a text of any length; digits are tried as the number too."""
    key = search_key(text)
    found = Member.search_text.contains(key, autoescape=True)
    if key.isascii() and key.isdigit() and int(key) <= _LARGEST_NUMBER:
        return or_(found, Member.number == int(key))
    return found


def select_members(wanted: MemberFilter) -> Select[*tuple[Any, ...]]:
    """The register of a day as a totally ordered statement."""
    statement = _summaries(wanted.as_of, only_active=True)
    if search_key(wanted.text):
        statement = statement.where(matches(wanted.text))
    if wanted.membership_class:
        statement = statement.where(MembershipPeriod.membership_class == wanted.membership_class)
    if wanted.prefecture:
        statement = statement.where(Member.prefecture == wanted.prefecture)
    if wanted.kind:
        statement = statement.where(Member.kind == wanted.kind)
    column = SORTS.get(wanted.sort, Member.number)
    return statement.order_by(column.desc() if wanted.descending else column.asc(), Member.number)


def list_members(wanted: MemberFilter, number: int = 1, *, size: int = 50) -> Page[MemberSummary]:
    """One page of the register of a day; two statements."""
    page = paginate(select_members(wanted), number, size=size)
    return replace(page, rows=tuple(_summary(row) for row in page.rows))


def list_recommenders(
    *, text: str = "", prefecture: str | None = None, on: date, rules: RuleSet, exclude: Collection[int] | Select[Any] = (),
    number: int = 1, size: int = 20,
) -> Page[MemberSummary]:
    """One page of the members of a day whose class has the right to recommend, by name, without some (ids or a select of ids); one statement."""
    pairs = [
        and_(MembershipPeriod.membership_class == membership_class, Member.kind == kind)
        for membership_class in MemberClass
        for kind in MemberKind
        if rules.may(membership_class, kind, Right.RECOMMEND)
    ]
    if not pairs:
        return Page((), 0, number, size)
    found = (
        select(Member.id.label("found_id"), func.count().over().label("total"))
        .join_from(Member, MembershipPeriod, MembershipPeriod.member_id == Member.id)
        .where(is_period_of(on), or_(*pairs))
    )
    if search_key(text):
        found = found.where(matches(text))
    if prefecture:
        found = found.where(Member.prefecture == prefecture)
    if isinstance(exclude, Select) or exclude:
        found = found.where(Member.id.not_in(exclude))
    chosen = found.order_by(Member.name_key, Member.number).limit(size).offset((number - 1) * size).subquery()
    statement = _summaries(on, only_active=True).add_columns(chosen.c.total).join(chosen, chosen.c.found_id == Member.id)
    rows = db.session.execute(statement.order_by(Member.name_key, Member.number)).all()
    total = rows[0].total if rows else 0
    return Page(tuple(_summary(row) for row in rows), total, number, size)


def bodies_like(*, numbers: Collection[str] = (), names: Collection[str] = ()) -> tuple[int, ...]:
    """The ids of all there ever were with one of some Corporate Numbers or names, spaces, widths and kinds of kana aside."""
    same = or_(Member.corporate_number.in_(set(numbers)), Member.name_key.in_({search_key(name) for name in names}))
    return tuple(db.session.scalars(select(Member.id).where(same).order_by(Member.id)))
