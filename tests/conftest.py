"""What every test may ask for: an application on each database, a browser-like client, counted statements, the mails that were caught."""

import base64
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import pytest
from filelock import FileLock
from flask import Flask
from sqlalchemy import event, inspect, text
from sqlalchemy.engine import Engine

from platform_app.app import create_app
from platform_app.audit.jobs import empty_outbox, seal_entries
from platform_app.bylaws.services import adopt_founding_rules
from platform_app.config import Settings, complete
from platform_app.database.schema import upgrade
from platform_app.database.transaction import transaction
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.clock import now
from platform_app.mail.jobs import deliver_mail
from tests.browsing import Visitor
from tests.engines import Server, find_server, unique_name

ENGINES = ("sqlite", "postgresql")
_LEFT_OUT = pytest.StashKey[list[str]]()
_SERVER = pytest.StashKey[Server | None]()
_IS_CI = os.environ.get("CI", "").lower() == "true"


def pytest_configure(config: pytest.Config) -> None:
    """Start PostgreSQL once, in the process that hands out the work; workers are told its address."""
    config.stash[_LEFT_OUT] = []
    if hasattr(config, "workerinput"):
        url = config.workerinput["postgresql"]
        config.stash[_SERVER] = Server(url) if url else None
        return
    wanted = not config.option.collectonly
    config.stash[_SERVER] = find_server() if wanted else None
    if wanted and config.stash[_SERVER] is None:
        config.stash[_LEFT_OUT].append("PostgreSQL: no server was found, so every test on it was left out")
    if shutil.which("chromium") is None:
        config.stash[_LEFT_OUT].append("Chromium: no browser was found, so every browser test was left out")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    """Tell a worker of the server that runs."""
    server = node.config.stash[_SERVER]  # type: ignore[attr-defined]
    node.workerinput["postgresql"] = server.url if server else ""  # type: ignore[attr-defined]


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server where it was started."""
    server = config.stash.get(_SERVER, None)
    if server is not None and not hasattr(config, "workerinput"):
        server.stop()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say loudly what was left out."""
    for line in config.stash[_LEFT_OUT]:
        terminalreporter.write_line(f"LEFT OUT  {line}", yellow=True, bold=True)


def leave_out(what: str) -> None:
    """Leave a test out because this machine lacks something; in CI that is a failure."""
    if _IS_CI:
        pytest.fail(f"{what} is missing, and CI must have it")
    pytest.skip(f"{what} is missing")


@dataclass
class Bench:
    """One application with its database, kept for all tests of a worker and cleaned between them."""

    app: Flask
    clean: Callable[[], None]
    is_dirty: bool = field(default=False)


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


def prepare(app: Flask) -> None:
    """Bring a new database to what `db upgrade` leaves."""
    upgrade(app)
    with app.app_context(), transaction():
        adopt_founding_rules(by=OPERATOR, at=now())


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite database, made once for all workers."""
    shared = tmp_path_factory.getbasetemp().parent if "PYTEST_XDIST_WORKER" in os.environ else tmp_path_factory.getbasetemp()
    template = shared / "template.sqlite"
    with FileLock(str(template) + ".lock"):
        if not template.exists():
            making = shared / "making.sqlite"
            app = create_app(make_settings(shared / "making", f"sqlite:///{making}"))
            prepare(app)
            with app.app_context():
                with db.engine.connect() as connection:
                    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                db.engine.dispose()
            making.rename(template)
    return template


@pytest.fixture(scope="session")
def postgresql_template(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Server, str] | None:
    """A migrated PostgreSQL database that others are copied from, made once for all workers; None without a server."""
    server = request.config.stash[_SERVER]
    if server is None:
        return None
    shared = tmp_path_factory.getbasetemp().parent if "PYTEST_XDIST_WORKER" in os.environ else tmp_path_factory.getbasetemp()
    noted = shared / "template.postgresql"
    with FileLock(str(noted) + ".lock"):
        if not noted.exists():
            name = unique_name("template")
            server.execute(f'CREATE DATABASE "{name}" TEMPLATE template0 ENCODING \'UTF8\'')
            app = create_app(make_settings(shared / "making_postgresql", server.database_url(name)))
            prepare(app)
            with app.app_context():
                db.engine.dispose()
            noted.write_text(name)
    return server, noted.read_text()


@pytest.fixture(scope="session")
def benches(
    sqlite_template: Path, postgresql_template: tuple[Server, str] | None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Bench]]:
    """The application for an engine, made at its first use."""
    made: dict[str, Bench] = {}

    def bench_for(engine: str) -> Bench:
        """The bench of one engine."""
        if engine not in made:
            folder = tmp_path_factory.mktemp(engine)
            made[engine] = _sqlite_bench(sqlite_template, folder) if engine == "sqlite" else _postgresql_bench(postgresql_template, folder)
        return made[engine]

    yield bench_for
    for bench in made.values():
        with bench.app.app_context():
            db.engine.dispose()


def _sqlite_bench(template: Path, folder: Path) -> Bench:
    path = folder / "test.sqlite"
    app = create_app(make_settings(folder, f"sqlite:///{path}"))

    def clean() -> None:
        """Put a fresh copy of the template in place."""
        with app.app_context():
            db.engine.dispose()
        for suffix in ("-wal", "-shm"):
            Path(str(path) + suffix).unlink(missing_ok=True)
        shutil.copyfile(template, path)

    return Bench(app, clean)


def _postgresql_bench(template: tuple[Server, str] | None, folder: Path) -> Bench:
    if template is None:
        leave_out("PostgreSQL")
    assert template is not None
    server, template_name = template
    name = unique_name("test")
    with FileLock(str(folder.parent.parent / "copying.lock")):
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template_name}"')
    app = create_app(make_settings(folder, server.database_url(name)))
    with app.app_context():
        kept = _seeded_rows()

    def clean() -> None:
        """Empty every table, start the counters again and put the rows of the migrations back."""
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
            _empty_tables(kept)

    return Bench(app, clean)


def _seeded_rows() -> dict[str, list[dict[str, object]]]:
    with db.engine.connect() as connection:
        names = inspect(connection).get_table_names()
        rows = {name: [dict(row) for row in connection.execute(text(f'SELECT * FROM "{name}"')).mappings()] for name in names}
    return rows


def _empty_tables(kept: dict[str, list[dict[str, object]]]) -> None:
    names = [name for name in kept if name != "alembic_version"]
    with transaction():
        connection = db.session.connection()
        connection.execute(text("TRUNCATE " + ", ".join(f'"{name}"' for name in names) + " RESTART IDENTITY CASCADE"))
        for table in db.metadata.sorted_tables:
            for row in kept.get(table.name, []):
                columns = ", ".join(f'"{column}"' for column in row)
                values = ", ".join(f":{column}" for column in row)
                connection.execute(text(f'INSERT INTO "{table.name}" ({columns}) VALUES ({values})'), row)
            if kept.get(table.name) and "id" in table.c:
                connection.execute(
                    text(f"SELECT setval(pg_get_serial_sequence('\"{table.name}\"', 'id'), (SELECT max(id) FROM \"{table.name}\"))")
                )


@pytest.fixture(params=ENGINES)
def app(request: pytest.FixtureRequest, benches: Callable[[str], Bench]) -> Iterator[Flask]:
    """The application on a clean, migrated database; each test runs once for each engine."""
    bench = benches(request.param)
    bench.clean()
    settings = bench.app.config["SETTINGS"]
    for folder in (settings.storage_url, settings.instance_path):
        shutil.rmtree(folder, ignore_errors=True)
        Path(folder).mkdir(parents=True)
    yield bench.app
    bench.app.config["SETTINGS"] = settings


@pytest.fixture
def database(app: Flask) -> Iterator[Flask]:
    """The application within its context, for tests of services and queries."""
    with app.app_context():
        yield app
        db.session.remove()


@pytest.fixture
def visitor(app: Flask) -> Callable[[], Visitor]:
    """Makes browsers without scripts: each with its own cookies."""
    return lambda: Visitor(app)


@dataclass
class Statements:
    """The SQL statements sent while it counts."""

    seen: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many."""
        return len(self.seen)

    def clear(self) -> None:
        """Begin anew."""
        self.seen.clear()


@pytest.fixture
def statements(app: Flask) -> Iterator[Statements]:
    """Counts SQL statements; the beginnings of transactions are none."""
    counted = Statements()

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        """Note one statement."""
        if not statement.startswith(("PRAGMA", "BEGIN", "SAVEPOINT", "RELEASE")):
            counted.seen.append(statement)

    with app.app_context():
        engine: Engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield counted
    event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def run_jobs(app: Flask) -> Callable[[], None]:
    """Runs what the jobs' process would: the outbox, the delivery of mail, the seal of the ledger."""

    def run() -> None:
        """Once each; the outbox first, because mail comes from it."""
        with app.app_context():
            empty_outbox(now())
            deliver_mail(now())
            seal_entries(now())

    return run


@pytest.fixture
def mails(app: Flask, run_jobs: Callable[[], None]) -> Callable[[str], list[EmailMessage]]:
    """The mails caught so far for an address, oldest first, after running the jobs."""

    def to(address: str) -> list[EmailMessage]:
        """Mails to one address."""
        run_jobs()
        folder = Path(app.config["SETTINGS"].instance_path) / "mail"
        found = [BytesParser(policy=policy.default).parsebytes(path.read_bytes()) for path in sorted(folder.glob("*.eml"))]
        return [mail for mail in found if address in str(mail["To"])]

    return to
