"""A clean, migrated database for every test: one for each worker and engine, put back between tests.

SQLite: the file is replaced by a copy of the migrated one. PostgreSQL: a function inside the database empties the tables whose rows are not
those that it left – each row knows the transaction that wrote it –, puts back what the migrations left and turns the counters back; where the
tests' role may not do that, the database is copied anew.
"""

import base64
import os
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from zlib import crc32

import psycopg
import pytest
import time_machine
from argon2 import PasswordHasher
from filelock import FileLock
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from psycopg import sql
from sqlalchemy import Enum, Text, create_engine, event, select, type_coerce

from platform_app.accounts import hashing
from platform_app.app import create_app
from platform_app.config import Settings, complete
from platform_app.database.transaction import begin_request
from platform_app.database.types import EncryptedText, JSONText
from platform_app.extensions import db
from platform_app.operations.setup import set_up_database
from tests.engines import Server, shared_server
from tests.reporting import IS_CI, is_every_test_on_both
from tests.stages import Shelf, Stages, enter

ENGINES = ("sqlite", "postgresql")
ON_SQLITE = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
"""For what no database has a say in: answered before anything is asked of it or written into it."""
Fill = Callable[[Flask], None]
_COMPILED = Path(__file__).parents[1] / ".pytest_cache" / "templates"

_KEEP = """
CREATE SCHEMA kept;
CREATE TABLE kept."the marks" (name text PRIMARY KEY, entered xid, rows bigint);
DO $$ DECLARE name text; filled boolean; BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO filled;
    IF filled THEN
      EXECUTE format('CREATE TABLE kept.%I AS TABLE public.%I', name, name);
      INSERT INTO kept."the marks" VALUES (name);
    END IF;
  END LOOP;
  CREATE TABLE kept."the counters" AS SELECT sequencename AS name, last_value FROM pg_sequences WHERE schemaname = 'public';
END $$;
CREATE FUNCTION kept.empty(name text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  IF pg_relation_size(format('public.%I', name)::regclass) > 262144 THEN
    EXECUTE format('TRUNCATE public.%I CASCADE', name);
  ELSE
    EXECUTE format('DELETE FROM public.%I', name);
  END IF;
END $$;
CREATE FUNCTION kept.is_as_left(name text, mark kept."the marks") RETURNS boolean LANGUAGE plpgsql AS $$ DECLARE answer boolean; BEGIN
  IF mark.name IS NULL THEN
    EXECUTE format('SELECT NOT EXISTS (SELECT FROM public.%I)', name) INTO answer;
  ELSE
    EXECUTE format('SELECT count(*) = $1 AND count(*) FILTER (WHERE xmin = $2) = $1 FROM public.%I', name) INTO answer USING mark.rows, mark.entered;
  END IF;
  RETURN coalesce(answer, false);
END $$;
CREATE FUNCTION kept.keep(number int) RETURNS void LANGUAGE plpgsql AS $$ DECLARE one text; mark kept."the marks"; shelf text := 'kept_' || number; BEGIN
  EXECUTE format('CREATE SCHEMA %I', shelf);
  FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    SELECT * INTO mark FROM kept."the marks" m WHERE m.name = one;
    IF NOT kept.is_as_left(one, mark) THEN EXECUTE format('CREATE TABLE %I.%I AS TABLE public.%I', shelf, one, one); END IF;
  END LOOP;
  EXECUTE format('CREATE TABLE %I."the counters" AS SELECT sequencename AS name, last_value FROM pg_sequences WHERE schemaname = %L', shelf, 'public');
END $$;
CREATE FUNCTION kept.turn_counters(shelf text) RETURNS void LANGUAGE plpgsql AS $$ DECLARE counter record; BEGIN
  FOR counter IN EXECUTE format('SELECT s.sequencename AS name, k.last_value FROM pg_sequences s JOIN %I."the counters" k ON k.name = s.sequencename
    WHERE s.schemaname = %L AND s.last_value IS DISTINCT FROM k.last_value', shelf, 'public') LOOP
    PERFORM setval(format('public.%I', counter.name), coalesce(counter.last_value, 1), counter.last_value IS NOT NULL);
  END LOOP;
END $$;
CREATE FUNCTION kept.put_in_place(number int) RETURNS void LANGUAGE plpgsql AS $$ DECLARE one text; shelf text := 'kept_' || number; BEGIN
  PERFORM set_config('session_replication_role', 'replica', true);
  FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = shelf AND tablename <> 'the counters' LOOP
    -- Not kept.empty: TRUNCATE would take with it what refers to the table and is already in place.
    EXECUTE format('DELETE FROM public.%I', one);
    EXECUTE format('INSERT INTO public.%I OVERRIDING SYSTEM VALUE SELECT * FROM %I.%I', one, shelf, one);
  END LOOP;
  PERFORM kept.turn_counters(shelf);
END $$;
CREATE FUNCTION kept.put_back() RETURNS void LANGUAGE plpgsql AS $$ DECLARE one text; mark kept."the marks"; written bigint; BEGIN
  PERFORM set_config('session_replication_role', 'replica', true);
  FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    SELECT * INTO mark FROM kept."the marks" m WHERE m.name = one;
    IF NOT kept.is_as_left(one, mark) THEN PERFORM kept.empty(one); END IF;
  END LOOP;
  FOR mark IN SELECT * FROM kept."the marks" LOOP
    IF NOT kept.is_as_left(mark.name, mark) THEN
      EXECUTE format('INSERT INTO public.%I OVERRIDING SYSTEM VALUE SELECT * FROM kept.%I', mark.name, mark.name);
      GET DIAGNOSTICS written = ROW_COUNT;
      UPDATE kept."the marks" m SET entered = pg_current_xact_id()::xid, rows = written WHERE m.name = mark.name;
    END IF;
  END LOOP;
  PERFORM kept.turn_counters('kept');
END $$;
"""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of a test that would run on both databases leave one, by its name, unless what it tests is the database's own affair.

    One in eight is left on PostgreSQL, which takes longer to clean.
    """
    if is_every_test_on_both(config):
        return
    engines = {item: _engine_of(item) for item in items}
    bare = {item: item.nodeid.replace(engine, "") for item, engine in engines.items() if engine}
    doubled = {name for name, number in Counter(bare.values()).items() if number == len(ENGINES)}
    left = [
        item for item, name in bare.items()
        if name in doubled and not item.get_closest_marker("both_databases") and engines[item] != ENGINES[crc32(name.encode()) % 8 == 0]
    ]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item not in set(left)]


def _engine_of(item: pytest.Item) -> str:
    params = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
    return next((str(params[name]) for name in ("app", "demonstration") if params.get(name) in ENGINES), "")


def leave_out(what: str) -> None:
    """Leave a test out because this machine lacks something; in CI that is a failure."""
    if IS_CI:
        pytest.fail(f"{what} is missing, and CI must have it", pytrace=False)
    pytest.skip(f"{what} is missing")


def copy_sqlite(path: Path, copy: Path) -> None:
    """Copy a database with what still stands in its log, whoever has it open."""
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)


@dataclass
class Bench:
    """One application with its database, kept for all tests of a worker and cleaned before each; `stages` if its states can be kept."""

    app: Flask
    clean: Callable[[], None]
    remove: Callable[[], None]
    stages: Stages | None = None


@dataclass
class Files:
    """The files of an application, kept beside states of its database."""

    app: Flask
    shelf: Path

    def _folders(self) -> list[Path]:
        settings: Settings = self.app.config["SETTINGS"]
        return [Path(settings.storage_url), Path(settings.instance_path)]

    def clean(self) -> None:
        """Nothing but empty folders."""
        for folder in self._folders():
            if not folder.exists() or any(folder.iterdir()):
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir(parents=True)

    def keep(self, number: int) -> None:
        """Copy what is there, if there is anything."""
        for place, folder in enumerate(self._folders()):
            if any(folder.iterdir()):
                shutil.copytree(folder, self.shelf / f"{number}-{place}")

    def put_in_place(self, number: int) -> None:
        """Copy it back."""
        self.clean()
        for place, folder in enumerate(self._folders()):
            kept = self.shelf / f"{number}-{place}"
            if kept.exists():
                shutil.copytree(kept, folder, dirs_exist_ok=True)


@dataclass
class SqliteShelf:
    """States of a SQLite database as copies of its file."""

    path: Path
    files: Files

    def keep(self, number: int) -> None:
        """Copy the file with what still stands in its log."""
        copy_sqlite(self.path, self.files.shelf / f"{number}.sqlite")
        self.files.keep(number)

    def put_in_place(self, number: int) -> None:
        """Copy it back."""
        self.replace(self.files.shelf / f"{number}.sqlite")
        self.files.put_in_place(number)

    def replace(self, file: Path) -> None:
        """Put a copy of a database in place of the one that is there."""
        with self.files.app.app_context():
            db.engine.dispose()
        for suffix in ("-wal", "-shm"):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(file, self.path)


@dataclass
class PostgresqlShelf:
    """States of a PostgreSQL database as schemas beside its tables, each of those tables that differ from the clean ones."""

    connection: psycopg.Connection
    files: Files

    def keep(self, number: int) -> None:
        """Copy tables and counters."""
        self.connection.execute("SELECT kept.keep(%s)", (number,))
        self.files.keep(number)

    def put_in_place(self, number: int) -> None:
        """Copy them back."""
        self.connection.execute("SELECT kept.put_in_place(%s)", (number,))
        self.files.put_in_place(number)

    def clean(self) -> None:
        """Put the tables back to what the migrations left."""
        self.connection.execute("SELECT kept.put_back()")


def make_settings(folder: Path, database_url: str) -> Settings:
    """Settings of a test application: development, with all files in one folder."""
    return complete(
        Settings(
            database_url=database_url,
            instance_path=str(folder / "instance"),
            storage_url=str(folder / "storage"),
            secret_key="s" * 40,
            field_key=base64.urlsafe_b64encode(b"k" * 32).decode(),
            mail_default_sender="jimukyoku@platform.example",
            public_url="http://localhost",
        )
    )


def make_app(folder: Path, database_url: str) -> Flask:
    """An application for tests: templates are compiled when they change, and SQLite leaves it to the system when to write to the disk."""
    app = create_app(make_settings(folder, database_url))
    _COMPILED.mkdir(parents=True, exist_ok=True)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(_COMPILED))
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", lambda connection, _record: connection.execute("PRAGMA synchronous=OFF"))
    return app


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the whole run, the same for all workers."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def postgresql(shared_folder: Path) -> Server:
    """A PostgreSQL server, started if need be; the test is left out if this machine has none."""
    server = shared_server(shared_folder)
    if server is None:
        leave_out("PostgreSQL")
        raise AssertionError
    return server


def sqlite_template(shared: Path, name: str = "template", fill: Fill = set_up_database) -> Path:
    """The file that every bench of this run copies, made by whoever comes first; its files lie in the folder `making_<name>`."""
    template = shared / f"{name}.sqlite"
    migrated = sqlite_template(shared) if fill is not set_up_database else None
    with FileLock(f"{template}.lock"):
        if not template.exists():
            making = shared / f"making_{name}.sqlite"
            for left in shared.glob(f"{making.name}*"):
                left.unlink()
            if migrated:
                shutil.copyfile(migrated, making)
            app = make_app(shared / f"making_{name}", f"sqlite:///{making}")
            with quick_passwords(), as_time_goes():
                fill(app)
            with app.app_context():
                db.engine.dispose()
            whole = making.with_suffix(".whole")
            copy_sqlite(making, whole)
            whole.rename(template)
    return template


def postgresql_template(server: Server, shared: Path, name: str = "template", fill: Fill = set_up_database) -> Path:
    """The note with the name of the database that every bench of this run copies; its files lie in the folder `making_<name>_postgresql`.

    Outside CI what is filled is taken over from SQLite, which is quicker than to fill it again.
    """
    note, making = shared / f"{name}.postgresql", shared / f"making_{name}_postgresql"
    migrated = postgresql_template(server, shared) if fill is not set_up_database else None
    filled = sqlite_template(shared, name, fill) if migrated and not IS_CI else None
    with FileLock(f"{note}.lock"):
        if not note.exists():
            database = server.create(migrated.read_text() if migrated else "template0")
            if filled:
                with psycopg.connect(server.database_url(database)) as connection:
                    _take_over(filled, connection)
                making.symlink_to(shared / f"making_{name}")
            else:
                app = make_app(making, server.database_url(database))
                with quick_passwords(), as_time_goes():
                    fill(app)
                with app.app_context():
                    db.engine.dispose()
            with psycopg.connect(server.database_url(database)) as connection:
                if _may_put_back(connection):
                    connection.execute("DROP SCHEMA IF EXISTS kept CASCADE")
                    connection.execute(_KEEP)
            note.write_text(database)
    return note


def _take_over(file: Path, connection: psycopg.Connection) -> None:
    """Give a migrated PostgreSQL database the rows of a SQLite one, and turn its counters on; what columns seal or write as text stays as written."""
    source = create_engine(f"sqlite:///{file}")
    tables = db.metadata.sorted_tables
    connection.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(",").join(sql.Identifier(table.name) for table in tables)))
    with source.connect() as given:
        for table in tables:
            columns = [type_coerce(column, Text()) if isinstance(column.type, (Enum, EncryptedText, JSONText)) else column for column in table.columns]
            names = sql.SQL(",").join(sql.Identifier(column.name) for column in table.columns)
            with connection.cursor().copy(sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), names)) as copy:
                for row in given.execute(select(*columns)):
                    copy.write_row(row)
    source.dispose()
    connection.execute(
        """DO $$ DECLARE one record; BEGIN
          FOR one IN SELECT c.table_name AS place, c.column_name AS counted, pg_get_serial_sequence(quote_ident(c.table_name), c.column_name) AS counter
            FROM information_schema.columns c WHERE c.table_schema = 'public' LOOP
            IF one.counter IS NOT NULL THEN
              EXECUTE format('SELECT setval(%L, max(%I)) FROM public.%I', one.counter, one.counted, one.place);
            END IF;
          END LOOP;
        END $$"""
    )


def _may_put_back(connection: psycopg.Connection) -> bool:
    row = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    return bool(row and row[0])


def _files(app: Flask, folder: Path) -> Files:
    shelf = folder / "shelf"
    shelf.mkdir()
    return Files(app, shelf)


def _stages(app: Flask, shelf: Shelf) -> Stages:
    stages = Stages(shelf)
    with app.app_context():
        stages.watch(db.engine)
    return stages


def sqlite_bench(template: Path, folder: Path) -> Bench:
    """An application on copies of a template."""
    path = folder / "test.sqlite"
    app = make_app(folder, f"sqlite:///{path}")
    shelf = SqliteShelf(path, _files(app, folder))
    return Bench(app, lambda: shelf.replace(template), lambda: None, _stages(app, shelf))


def postgresql_bench(server: Server, note: Path, folder: Path) -> Bench:
    """An application on a copy of the database that a note names."""
    template = note.read_text()
    with FileLock(f"{note}.lock"):
        name = server.create(template)
    app = make_app(folder, server.database_url(name))
    connection = psycopg.connect(server.database_url(name), autocommit=True, application_name="tests", options="-c lock_timeout=5s")

    def remove() -> None:
        """Drop the database."""
        connection.close()
        server.drop(name)

    if _may_put_back(connection):
        shelf = PostgresqlShelf(connection, _files(app, folder))
        return Bench(app, shelf.clean, remove, _stages(app, shelf))
    connection.close()

    def clean() -> None:
        """Copy the template anew."""
        with app.app_context():
            db.engine.dispose()
        server.drop(name)
        with FileLock(f"{note}.lock"):
            server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')

    return Bench(app, clean, remove)


@pytest.fixture(scope="session")
def benches(
    request: pytest.FixtureRequest, shared_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Bench]]:
    """The application for an engine, made at its first use."""
    made: dict[str, Bench] = {}

    def bench_for(engine: str) -> Bench:
        """The bench of one engine."""
        if engine not in made:
            server = request.getfixturevalue("postgresql") if engine == "postgresql" else None
            folder = tmp_path_factory.mktemp(engine)
            if server:
                made[engine] = postgresql_bench(server, postgresql_template(server, shared_folder), folder)
            else:
                made[engine] = sqlite_bench(sqlite_template(shared_folder), folder)
        return made[engine]

    yield bench_for
    for bench in made.values():
        with bench.app.app_context():
            db.engine.dispose()
        bench.remove()


@contextmanager
def as_time_goes() -> Iterator[None]:
    """The real time, wherever a test has put its clock: what all tests share is no older for whichever asks first."""
    real = time_machine.escape_hatch.datetime.datetime.now(UTC) if time_machine.escape_hatch.is_travelling() else None
    with time_machine.travel(real, tick=True) if real else nullcontext():
        yield


@contextmanager
def quick_passwords() -> Iterator[None]:
    """Hash passwords by argon2id with the least work while a test runs; what a real check costs is held by `tests/unit/accounts`."""
    real = hashing._HASHER
    hashing._HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    hashing._nobody.cache_clear()
    try:
        yield
    finally:
        hashing._HASHER = real
        hashing._nobody.cache_clear()


@pytest.fixture(params=ENGINES)
def app(request: pytest.FixtureRequest, benches: Callable[[str], Bench]) -> Iterator[Flask]:
    """The application on a clean, migrated database; each test runs once for each engine."""
    bench = benches(request.param)
    bench.clean()
    Files(bench.app, Path()).clean()
    settings: Settings = bench.app.config["SETTINGS"]
    extensions = dict(bench.app.extensions)
    # What a test has patched no remembered step can know.
    enter(None if "monkeypatch" in request.fixturenames else bench.stages)
    with quick_passwords():
        yield bench.app
    enter(None)
    bench.app.config["SETTINGS"] = settings
    bench.app.extensions.clear()
    bench.app.extensions.update(extensions)


@pytest.fixture
def database(app: Flask) -> Iterator[Flask]:
    """The application within its context, for tests of services and queries; a request of a test before leaves nothing behind."""
    begin_request(writing=False)
    with app.app_context():
        yield app
        db.session.remove()
