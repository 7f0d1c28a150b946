"""Ways to take the database away from a running application, honest ones: the database itself refuses."""

import shutil
import socket
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Engine

from platform_app.app import create_app
from platform_app.extensions import db
from tests.demonstrations import Demonstration

BUSY_MILLISECONDS = 200
_FULL = """
CREATE FUNCTION no_space() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER no_space BEFORE INSERT ON audit_entry EXECUTE FUNCTION no_space();
"""


class Line:
    """A port that leads to a database server and can be cut and mended."""

    def __init__(self, host: str, port: int) -> None:
        self.target = host, port
        self._pairs: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._serve()

    def _serve(self) -> None:
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _address = listener.accept()
                far = socket.create_connection(self.target)
                self._pairs += [near, far]
                for source, sink in ((near, far), (far, near)):
                    threading.Thread(target=self._carry, args=(source, sink), daemon=True).start()

    @staticmethod
    def _carry(source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)
        with suppress(OSError):
            sink.shutdown(socket.SHUT_RDWR)

    def cut(self) -> None:
        """Break every connection and refuse new ones."""
        for one in (self._listener, *self._pairs):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._pairs.clear()

    def mend(self) -> None:
        """Lead to the server again, at the same port."""
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self._serve()


def engine_of(app: Flask) -> Engine:
    """The engine of an application."""
    with app.app_context():
        return db.engine


@contextmanager
def gone(demonstration: Demonstration) -> Iterator[tuple[Flask, Any]]:
    """An application whose database has gone, and how to bring it back."""
    settings = demonstration.app.config["SETTINGS"]
    if settings.is_sqlite:
        path = Path(settings.database_url.removeprefix("sqlite:///"))
        away = path.with_name("away.sqlite")
        with demonstration.app.app_context():
            db.engine.dispose()
        path.rename(away)
        path.mkdir()

        def come_back() -> None:
            """Put the file where it was."""
            shutil.rmtree(path)
            away.rename(path)

        app = create_app(settings)
    else:
        parts = urlsplit(settings.database_url)
        line = Line(parts.hostname or "", parts.port or 5432)
        app = create_app(replace(settings, database_url=settings.database_url.replace(f":{parts.port}/", f":{line.port}/")))
        app.test_client().get("/bylaws")
        line.cut()
        come_back = line.mend
    yield app, come_back
    engine_of(app).dispose()
    if not settings.is_sqlite:
        line.cut()


@contextmanager
def connections_broken(demonstration: Demonstration) -> Iterator[None]:
    """The server has ended every connection, as it does when it is restarted; nothing to do for SQLite."""
    settings = demonstration.app.config["SETTINGS"]
    if not settings.is_sqlite:
        with psycopg.connect(settings.database_url, autocommit=True) as connection:
            own = connection.info.backend_pid
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> %s AND application_name <> 'tests'", (own,)
            )
    yield


@contextmanager
def locked(demonstration: Demonstration) -> Iterator[None]:
    """Somebody else holds the lock that a writer needs, for longer than is waited."""
    app, settings = demonstration.app, demonstration.app.config["SETTINGS"]
    engine = engine_of(app)
    if settings.is_sqlite:
        with _at_connection(engine, f"PRAGMA busy_timeout={BUSY_MILLISECONDS}"):
            other = sqlite3.connect(settings.database_url.removeprefix("sqlite:///"), isolation_level=None)
            other.execute("BEGIN IMMEDIATE")
            yield
            other.close()
    else:
        with _at_connection(engine, f"SET lock_timeout = {BUSY_MILLISECONDS}"), psycopg.connect(settings.database_url) as connection:
            connection.execute("LOCK TABLE audit_entry IN EXCLUSIVE MODE")
            yield
            connection.rollback()


@contextmanager
def read_only(demonstration: Demonstration) -> Iterator[None]:
    """The database takes no changes, as a standby does: every transaction is read-only whatever the program asks for."""
    engine = engine_of(demonstration.app)

    def begin(connection: Any) -> None:
        """Make the transaction a reading one."""
        if engine.dialect.name == "postgresql":
            connection.connection.dbapi_connection.read_only = True
        else:
            connection.exec_driver_sql("PRAGMA query_only=1")

    event.listen(engine, "begin", begin)
    try:
        yield
    finally:
        event.remove(engine, "begin", begin)
        engine.dispose()


@contextmanager
def full(demonstration: Demonstration) -> Iterator[None]:
    """There is no room for one more row."""
    settings = demonstration.app.config["SETTINGS"]
    if settings.is_sqlite:
        with _at_connection(engine_of(demonstration.app), "PRAGMA max_page_count=1"):
            yield
    else:
        with psycopg.connect(settings.database_url, autocommit=True) as connection:
            connection.execute(_FULL)
            try:
                yield
            finally:
                connection.execute("DROP FUNCTION no_space CASCADE")


@contextmanager
def _at_connection(engine: Engine, statement: str) -> Iterator[None]:
    """Every connection begins with a statement while this lasts."""

    def begin(connection: Any, _record: object) -> None:
        """Send it."""
        cursor = connection.cursor()
        cursor.execute(statement)
        cursor.close()
        if engine.dialect.name == "postgresql":
            connection.commit()

    engine.dispose()
    event.listen(engine, "connect", begin)
    try:
        yield
    finally:
        event.remove(engine, "connect", begin)
        engine.dispose()
