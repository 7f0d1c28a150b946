"""Builders of members for the tests of this folder; everything goes through the services."""

import csv
from datetime import UTC, date, datetime
from pathlib import Path

from flask import Flask

from platform_app.database.transaction import transaction
from platform_app.kernel.actors import OPERATOR
from platform_app.members.cli import members
from platform_app.members.rules import MemberClass, MemberKind, NewPerson, Particulars, TermRole
from platform_app.members.services import Admitted, admit
from platform_app.members.services.imports import CheckedFile, begin_import, import_rows
from platform_app.members.services.rows import MemberRow

AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
JOINED = date(2024, 4, 1)
COLUMNS = ("name", "kana", "kind", "membership_class", "prefecture", "email", "representative", "joined_on")
CORPORATE_NUMBER = "5835678256246"


def body(name: str = "見本団体", *, membership_class: MemberClass = MemberClass.REGULAR, from_on: date = JOINED, people=(), **particulars) -> Admitted:
    """An organisation, admitted within the transaction at hand."""
    facts = Particulars(name=name, kind=particulars.pop("kind", MemberKind.ORGANISATION), **particulars)
    return admit(particulars=facts, membership_class=membership_class, from_on=from_on, people=people, by=OPERATOR, at=AT)


def person(name: str, *roles: TermRole, **facts) -> NewPerson:
    """A person with roles."""
    return NewPerson(name=name, roles=frozenset(roles), **facts)


def many(count: int, name: str = "見本団体") -> None:
    """As many members as asked, each with a representative, in one block of an import."""
    rows = [
        MemberRow(
            number, None, Particulars(name=f"{name}{number:04d}", kind=MemberKind.ORGANISATION, prefecture="13"),
            MemberClass.REGULAR, JOINED, (person(f"見本 {number}", TermRole.REPRESENTATIVE),),
        )
        for number in range(count)
    ]
    with transaction():
        run_id = begin_import(checked=CheckedFile(name, count, 0, 0, 0), at=AT)
        import_rows(run_id=run_id, position=0, rows=rows, by=OPERATOR, at=AT)


def write_rows(path: Path, rows, columns=COLUMNS, encoding="utf-8") -> Path:
    """A CSV file of rows given as mappings; what is missing is filled with a plain member's."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        for number, row in enumerate(rows, start=1):
            plain = {
                "name": f"見本取込団体{number}", "kana": "ミホン", "kind": "organisation", "membership_class": "regular",
                "prefecture": "東京都", "email": f"m{number}@mihon.example", "representative": f"見本 {number}", "joined_on": "2022-02-10",
            }
            writer.writerow({name: text for name, text in (plain | row).items() if name in columns})
    return path


def command(app: Flask, *arguments):
    """Run `members …` as an operator does."""
    return app.test_cli_runner().invoke(members, [str(argument) for argument in arguments])
