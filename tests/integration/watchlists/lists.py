"""Builders of lists for the tests of this folder, through the command and the services."""

import csv
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from flask import Flask

from platform_app.database.transaction import transaction
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.clock import now
from platform_app.watchlists.cli import watchlists
from platform_app.watchlists.queries.candidates import entries_in_force
from platform_app.watchlists.rules.cases import SubjectFacts
from platform_app.watchlists.rules.facts import Party, PartyKind
from platform_app.watchlists.services.watching import watch_subjects
from tests.stages import step, take

AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
COLUMNS = ("ref", "kind", "name", "kana", "former_names", "birth_on", "corporate_number", "address")
CORPORATE_NUMBER = "5835678256246"


def write_list(path: Path, rows, columns=COLUMNS, encoding="utf-8") -> Path:
    """A CSV file of entries given as mappings; what is missing is filled with a plain person's."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        for number, row in enumerate(rows, start=1):
            plain = {"ref": f"R{number}", "kind": "person", "name": f"例示 {number}郎"}
            writer.writerow({name: text for name, text in (plain | row).items() if name in columns})
    return path


@dataclass(frozen=True)
class Said:
    """How a command ended."""

    exit_code: int
    output: str
    stdout: str
    stderr: str
    exception: BaseException | None


def take_in(app: Flask, path: Path, *options, name: str = "例示名簿", dated: str = "2026-11-01"):
    """Run `watchlists import` as an operator does."""
    return take(("take in", path.name, path.read_bytes(), options, name, dated), lambda: _taken_in(app, path, options, name, dated))


def _taken_in(app: Flask, path: Path, options, name: str, dated: str) -> Said:
    arguments = ["import", str(path), "--name", name, "--source", "例示の提供者", "--dated", dated, *options]
    result = app.test_cli_runner().invoke(watchlists, arguments)
    with app.app_context():
        db.session.rollback()
    return Said(result.exit_code, result.output, result.stdout, result.stderr, result.exception)


def person(name: str = "例示 一郎", kana: str = "", role: str = "officer", **facts) -> SubjectFacts:
    """A person to be watched."""
    return SubjectFacts(role=role, party=Party("", PartyKind.PERSON, name, kana, **facts))


@step
def watch(*subjects: SubjectFacts, owner_id: int = 1, owner_type: str = "application") -> int:
    """Watch names for an application; gives the case."""
    with transaction():
        return watch_subjects(owner_type=owner_type, owner_id=owner_id, label=f"2026-000{owner_id} 見本会", subjects=subjects, by=OPERATOR, at=now())


def in_force() -> dict[str, Party]:
    """Every entry in force, by its reference."""
    db.session.rollback()
    return {party.ref: party for _list_name, party in entries_in_force()}
