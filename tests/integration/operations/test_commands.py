"""The console as scripts see it: exit codes, one line of reason, JSON."""

import json
import socket
from pathlib import Path

import pytest

from tests.console import console


@pytest.mark.parametrize(
    ("arguments", "environment", "code", "reason"),
    [
        (["serve", "--bind", "0.0.0.0:8000"], {}, 1, "development mode is not served on 0.0.0.0:8000"),
        (["serve", "--bind", "nonsense"], {}, 2, "host:port"),
        (["serve", "--workers", "0"], {}, 2, "0"),
        (["run"], {"PLATFORM_ENV": "production"}, 1, "DATABASE_URL is not set"),
        (["jobs", "once", "nothing"], {}, 2, "there is no job nothing"),
        (["jobs", "list"], {"PLATFORM_ENV": "staging"}, 1, "PLATFORM_ENV is 'staging'"),
        (["nonsense"], {}, 2, "nonsense"),
        (["db"], {}, 2, "upgrade"),
        (["check-deploy"], {}, 1, "checks found something unsafe"),
        (["jobs", "once", "seal-ledger"], {"DATABASE_URL": "sqlite:////nowhere/at/all.sqlite"}, 1, "database"),
    ],
)
def test_a_refusal_has_its_exit_code_and_says_why(
    tmp_path: Path, arguments: list[str], environment: dict[str, str], code: int, reason: str
) -> None:
    done = console(tmp_path, *arguments, **environment)
    assert done.returncode == code, done.stderr
    assert reason in done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    if code == 1:
        assert len(done.stderr.strip().splitlines()) == 1


def test_lists_are_one_json_document(tmp_path: Path) -> None:
    jobs = json.loads(console(tmp_path, "jobs", "list", "--json").stdout)["jobs"]
    assert {"name": "seal-ledger", "trigger": "every 2 s"} in jobs
    routes = json.loads(console(tmp_path, "routes", "--json").stdout)["routes"]
    assert {"endpoint": "bylaws.show_rules", "path": "/bylaws", "methods": ["GET"], "policy": "public", "package": "bylaws"} in routes
    assert all(route["policy"] for route in routes)
    assert any(route["endpoint"] == "static" and route["policy"] == "public" for route in routes)


def test_the_schema_is_made_once_and_made_again_for_nothing(tmp_path: Path) -> None:
    assert json.loads(console(tmp_path, "db", "current", "--json").stdout)["current"] is None
    first, second = console(tmp_path, "db", "upgrade"), console(tmp_path, "db", "upgrade")
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    state = json.loads(console(tmp_path, "db", "current", "--json").stdout)
    assert state["current"] == state["newest"] is not None
    assert console(tmp_path, "jobs", "once", "seal-ledger").stdout == "seal-ledger: 1\n"
    assert console(tmp_path, "jobs", "once", "seal-ledger").stdout == "seal-ledger: nothing to do\n"


@pytest.mark.parametrize("command", ["run", "serve"])
def test_an_address_that_another_program_holds_is_told_at_once(command: str, tmp_path: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        bind = f"127.0.0.1:{holder.getsockname()[1]}"
        done = console(tmp_path, command, "--bind", bind)
    assert done.returncode == 1
    assert f"another program listens at {bind}" in done.stderr
    assert not (tmp_path / "instance" / "platform.sqlite").exists()
