"""Migrations: one head, exactly the models, up and down on both databases, with rows in the tables."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Table, func, inspect, select
from sqlalchemy.engine import Connection

from platform_app.database.schema import current_revision, downgrade, upgrade
from platform_app.database.transaction import transaction
from platform_app.extensions import db
from platform_app.operations.setup import set_up_database
from tests.architecture.house import ROOT, fail_if
from tests.architecture.rows import fill
from tests.databases import ENGINES, Fill, make_app, postgresql_template, sqlite_template
from tests.demonstrations import stage

MIGRATIONS = ROOT / "migrations"
SCRIPTS = ScriptDirectory(str(MIGRATIONS))
State = tuple[str, Fill]
GIVEN_UP = {
    "0016": {"watch_step"},
    "0009": {"application_return", "application_remark"},
    "0008": {"screening_check", "application_attachment"},
}
"""Tables that lose rows of a kind which the revision gone down to cannot tell."""


@pytest.fixture
def state() -> State:
    """What the database of a test is a copy of: one that went through all migrations."""
    return "template", set_up_database


@pytest.fixture(params=ENGINES)
def migrated(request: pytest.FixtureRequest, state: State, shared_folder: Path, tmp_path: Path) -> Iterator[Flask]:
    """The application on a database of its own, one for each engine."""
    server, name = None, ""
    address = f"sqlite:///{tmp_path / 'own.sqlite'}"
    if request.param == "postgresql":
        server = request.getfixturevalue("postgresql")
        name = server.create(postgresql_template(server, shared_folder, *state).read_text())
        address = server.database_url(name)
    else:
        shutil.copyfile(sqlite_template(shared_folder, *state), tmp_path / "own.sqlite")
    app = make_app(tmp_path, address)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    if server:
        server.drop(name)


def tables(app: Flask) -> set[str]:
    """The names of the tables there are, without Alembic's own."""
    with app.app_context(), db.engine.connect() as connection:
        return set(inspect(connection).get_table_names()) - {"alembic_version"}


def revisions() -> list[str]:
    """Every revision, oldest first."""
    return [script.revision for script in reversed(list(SCRIPTS.walk_revisions()))]


def test_there_is_one_head_and_the_file_names_it() -> None:
    assert SCRIPTS.get_heads() == [(MIGRATIONS / "HEAD").read_text("utf-8").strip()]


def test_revisions_are_numbered_in_order() -> None:
    assert revisions() == [f"{number:04d}" for number in range(1, len(revisions()) + 1)]
    files = sorted(path.name for path in (MIGRATIONS / "versions").glob("*.py"))
    assert [name.split("_")[0] for name in files] == revisions()


def test_migrations_need_no_code_of_ours() -> None:
    complaints = [
        f"{path.name}:{number}"
        for path in sorted((MIGRATIONS / "versions").glob("*.py"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if "platform_app" in line
    ]
    fail_if(complaints, "An old migration must run when the code has moved on")


def test_migrations_give_exactly_the_models(migrated: Flask) -> None:
    with migrated.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        differences = compare_metadata(context, db.metadata)
        assert differences == [], "\n".join(map(str, differences))


def test_migrated_tables_have_the_constraints_of_the_models(migrated: Flask) -> None:
    with migrated.app_context(), transaction():
        connection = db.session.connection()
        found = schema_of(connection)
        db.metadata.drop_all(connection)
        db.metadata.create_all(connection)
        created = schema_of(connection)
    complaints = [f"migrated only: {line}" for line in found - created] + [f"models only: {line}" for line in created - found]
    fail_if(complaints, "Constraints and columns")


def schema_of(connection: Connection) -> set[str]:
    """Columns, keys, indexes and checks as lines, without their order."""
    found, inspector = set(), inspect(connection)
    inspector.clear_cache()
    for name in inspector.get_table_names():
        if name == "alembic_version":
            continue
        for column in inspector.get_columns(name):
            found.add(f"{name}.{column['name']}: {column['type']} nullable={column['nullable']} default={column.get('default')}")
        found |= {f"{name}: check {_plain(check['name'])} {_plain(check['sqltext'])}" for check in inspector.get_check_constraints(name)}
        found |= {f"{name}: unique {unique['name']} {unique['column_names']}" for unique in inspector.get_unique_constraints(name)}
        found |= {f"{name}: index {index['name']} {index['column_names']} {bool(index['unique'])}" for index in inspector.get_indexes(name)}
        found.add(f"{name}: primary key {inspector.get_pk_constraint(name)['constrained_columns']}")
        for key in inspector.get_foreign_keys(name):
            target = f"{key['referred_table']}{key['referred_columns']}"
            found.add(f"{name}: foreign key {key['constrained_columns']} → {target} {sorted(key['options'].items())}")
    return found


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())


@pytest.mark.parametrize("state", [("demonstration", stage)], ids=["demonstration"])
def test_each_step_down_and_up_keeps_the_rows_of_the_tables_that_stay(migrated: Flask) -> None:
    assert tables(migrated) == set(db.metadata.tables)
    with migrated.app_context(), transaction():
        fill(db.session.connection(), db.metadata)
    with migrated.app_context():
        full = rows(migrated)
        db.session.remove()
    fail_if((name for name, count in full.items() if not count), "Tables without a row")
    for below in reversed(["base", *revisions()[:-1]]):
        downgrade(migrated, below)
        there = rows(migrated)
        fewer = {name for name, count in there.items() if count != full[name]}
        assert fewer <= GIVEN_UP.get(below, set()) and all(there[name] for name in fewer), f"going down to {below} loses rows"
        full |= there
    assert tables(migrated) == set()
    upgrade(migrated)
    assert tables(migrated) == set(db.metadata.tables)
    with migrated.app_context():
        assert current_revision() == revisions()[-1]


def rows(app: Flask) -> dict[str, int]:
    """The number of rows of each table there is."""
    there = tables(app)
    counted: dict[str, Any] = {}
    with app.app_context(), db.engine.connect() as connection:
        for table in db.metadata.sorted_tables:
            if isinstance(table, Table) and table.name in there:
                counted[table.name] = connection.scalar(select(func.count()).select_from(table))
    return counted
