"""A clean, migrated database for every test: one for each worker and engine, put back between tests.

SQLite: the file is replaced by a copy of the migrated one. PostgreSQL: a function inside the database empties the tables whose rows are not
those that it left – each row knows the transaction that wrote it –, puts back what the migrations left and turns the counters back; where the
tests' role may not do that, the database is copied anew.
"""

import base64
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from argon2 import PasswordHasher
from filelock import FileLock
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import event

from platform_app.accounts import hashing
from platform_app.app import create_app
from platform_app.config import Settings, complete
from platform_app.database.transaction import begin_request
from platform_app.extensions import db
from platform_app.operations.setup import set_up_database
from tests.engines import Server, shared_server, started_server

ENGINES = ("sqlite", "postgresql")
ON_SQLITE = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
"""For what no database has a say in: answered before anything is asked of it or written into it."""
Fill = Callable[[Flask], None]
_COMPILED = Path(__file__).parents[1] / ".pytest_cache" / "templates"
_IS_CI = os.environ.get("CI", "").lower() == "true"

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
CREATE FUNCTION kept.put_back() RETURNS void LANGUAGE plpgsql AS $$ DECLARE one text; mark kept."the marks"; counter record; written bigint; BEGIN
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
  FOR counter IN SELECT s.sequencename AS name, k.last_value FROM pg_sequences s JOIN kept."the counters" k ON k.name = s.sequencename
    WHERE s.schemaname = 'public' AND s.last_value IS DISTINCT FROM k.last_value LOOP
    PERFORM setval(format('public.%I', counter.name), coalesce(counter.last_value, 1), counter.last_value IS NOT NULL);
  END LOOP;
END $$;
"""


def leave_out(what: str) -> None:
    """Leave a test out because this machine lacks something; in CI that is a failure."""
    if _IS_CI:
        pytest.fail(f"{what} is missing, and CI must have it", pytrace=False)
    pytest.skip(f"{what} is missing")


@dataclass
class Bench:
    """One application with its database, kept for all tests of a worker and cleaned before each."""

    app: Flask
    clean: Callable[[], None]
    remove: Callable[[], None]


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


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """End what this run started, in the process that handed out the work: the server, or on one that stays the copied database."""
    factory = getattr(config, "_tmp_path_factory", None)
    if hasattr(config, "workerinput") or factory is None or factory._basetemp is None:
        return
    shared = factory.getbasetemp()
    server = started_server(shared)
    if server is None:
        return
    for note in () if server.folder else shared.glob("*.postgresql"):
        server.drop(note.read_text())
    server.stop()


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
    with FileLock(f"{template}.lock"):
        if not template.exists():
            making = shared / f"making_{name}.sqlite"
            app = make_app(shared / f"making_{name}", f"sqlite:///{making}")
            with quick_passwords():
                fill(app)
            with app.app_context():
                with db.engine.connect() as connection:
                    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                db.engine.dispose()
            making.rename(template)
    return template


def postgresql_template(server: Server, shared: Path, name: str = "template", fill: Fill = set_up_database) -> Path:
    """The note with the name of the database that every bench of this run copies; its files lie in the folder `making_<name>_postgresql`."""
    note = shared / f"{name}.postgresql"
    with FileLock(f"{note}.lock"):
        if not note.exists():
            database = server.create()
            app = make_app(shared / f"making_{name}_postgresql", server.database_url(database))
            with quick_passwords():
                fill(app)
            with app.app_context():
                db.engine.dispose()
            with psycopg.connect(server.database_url(database)) as connection:
                if _may_put_back(connection):
                    connection.execute(_KEEP)
            note.write_text(database)
    return note


def _may_put_back(connection: psycopg.Connection) -> bool:
    row = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    return bool(row and row[0])


def sqlite_bench(template: Path, folder: Path) -> Bench:
    """An application on copies of a template."""
    path = folder / "test.sqlite"
    app = make_app(folder, f"sqlite:///{path}")

    def clean() -> None:
        """Put a fresh copy of the template in place."""
        with app.app_context():
            db.engine.dispose()
        for suffix in ("-wal", "-shm"):
            Path(f"{path}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(template, path)

    return Bench(app, clean, lambda: None)


def postgresql_bench(server: Server, note: Path, folder: Path) -> Bench:
    """An application on a copy of the database that a note names."""
    template = note.read_text()
    with FileLock(f"{note}.lock"):
        name = server.create(template)
    app = make_app(folder, server.database_url(name))
    connection = psycopg.connect(server.database_url(name), autocommit=True, application_name="tests", options="-c lock_timeout=5s")
    if _may_put_back(connection):
        def clean() -> None:
            """Put the tables back to what the migrations left."""
            connection.execute("SELECT kept.put_back()")
    else:
        connection.close()

        def clean() -> None:
            """Copy the template anew."""
            with app.app_context():
                db.engine.dispose()
            server.drop(name)
            with FileLock(f"{note}.lock"):
                server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')

    def remove() -> None:
        """Drop the database."""
        connection.close()
        server.drop(name)

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
    settings: Settings = bench.app.config["SETTINGS"]
    for folder in (settings.storage_url, settings.instance_path):
        shutil.rmtree(folder, ignore_errors=True)
        Path(folder).mkdir(parents=True)
    extensions = dict(bench.app.extensions)
    with quick_passwords():
        yield bench.app
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
