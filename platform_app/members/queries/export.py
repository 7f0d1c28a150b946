"""The register as rows of a file, streamed in the order of the list; the columns are those that `members import` takes."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from platform_app.extensions import db
from platform_app.members.models import Member, Person, PersonTerm
from platform_app.members.queries.days import is_term_of
from platform_app.members.queries.register import MemberFilter, select_members
from platform_app.members.rules import TermRole
from platform_app.members.rules.prefectures import PREFECTURES

HEADER = (
    "number", "name", "kana", "kind", "membership_class", "prefecture", "email", "representative", "joined_on", "corporate_number",
    "postal_code", "address", "phone", "website", "kind_of_body", "former_names", "short_names", "purpose", "activities", "publishes",
    "representative_kana", "delegate", "contact_name",
)
_ROWS_AT_ONCE = 1000


def _of_person(column: Any, role: TermRole, on: date) -> ColumnElement[str]:
    return (
        select(column)
        .join_from(PersonTerm, Person, PersonTerm.person_id == Person.id)
        .where(PersonTerm.member_id == Member.id, PersonTerm.role == role, is_term_of(on))
        .order_by(PersonTerm.id)
        .limit(1)
        .correlate(Member)
        .scalar_subquery()
    )


def _several(names: list[str]) -> str:
    return "; ".join(name.replace(";", "；") for name in names)


def export_rows(wanted: MemberFilter) -> Iterator[tuple[str | int | date | None, ...]]:
    """Rows under HEADER for the members that a filter finds; one statement, in constant memory."""
    on = wanted.as_of
    contact_email = func.nullif(_of_person(Person.email, TermRole.CONTACT, on), "")
    statement = select_members(wanted).add_columns(
        Member.postal_code, Member.address, Member.phone, Member.website, Member.kind_of_body, Member.former_names, Member.short_names,
        Member.purpose, Member.activities, Member.publishes,
        _of_person(Person.kana, TermRole.REPRESENTATIVE, on).label("representative_kana"),
        _of_person(Person.name, TermRole.DELEGATE, on).label("delegate"),
        _of_person(Person.name, TermRole.CONTACT, on).label("contact_name"),
        case((contact_email.is_not(None), contact_email), else_=Member.email).label("written_to"),
    )
    for row in db.session.execute(statement.execution_options(yield_per=_ROWS_AT_ONCE)):
        yield (
            row.number, row.name, row.kana, row.kind.value, row.membership_class.value, PREFECTURES.get(row.prefecture), row.written_to,
            row.representative, row.joined_on, row.corporate_number, row.postal_code, row.address, row.phone, row.website,
            row.kind_of_body.value if row.kind_of_body else None, _several(row.former_names), _several(row.short_names),
            row.purpose, row.activities, "; ".join(row.publishes), row.representative_kana, row.delegate, row.contact_name,
        )
