"""The program as a process that can be killed: it is made once, opens no connection, and forks for each piece of work.

Started as `python -m tests.chaos.child` with the settings as JSON on its first line; each further line is one order, answered by the
process id of the fork; a fork that comes to its end says so in a line of its own.
"""

import json
import os
import signal
import sys
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from typing import Any

import time_machine
from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Engine

from platform_app.app import create_app
from platform_app.config import Mode, Settings
from platform_app.kernel.clock import now
from platform_app.operations.clockwork import run_once
from platform_app.operations.setup import set_up_database
from platform_app.watchlists.cli import watchlists


def tell(**facts: Any) -> None:
    """One line of answer, in one piece."""
    os.write(1, (json.dumps(facts) + "\n").encode())


def run_job(app: Flask, order: dict[str, Any]) -> int | None:
    """Run one job, some minutes later than it really is; with `die_at` it dies before that statement."""
    sent = 0

    def count(*_arguments: object) -> None:
        """Die when it is time."""
        nonlocal sent
        sent += 1
        if sent == order.get("die_at"):
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", count)
    with time_machine.travel(now() + timedelta(minutes=order.get("minutes_later", 0)), tick=True), app.app_context():
        return run_once(order["job"], at=now())


def migrate(app: Flask, order: dict[str, Any]) -> int:
    """Bring a database to its newest schema, but die before statement `die_at`; the answer is how many statements there were."""
    app, sent = create_app(replace(app.config["SETTINGS"], database_url=order["database_url"])), 0

    def count(*_arguments: object) -> None:
        """Die when it is time."""
        nonlocal sent
        sent += 1
        if sent == order.get("die_at"):
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", count)
    set_up_database(app)
    return sent


def run_command(app: Flask, order: dict[str, Any]) -> dict[str, Any]:
    """Run a command of watchlists, but die before statement `die_at`; the answer is its exit code, its error and how many statements there were."""
    sent = 0

    def count(*_arguments: object) -> None:
        """Die when it is time."""
        nonlocal sent
        sent += 1
        if sent == order.get("die_at"):
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", count)
    result = app.test_cli_runner().invoke(watchlists, order["arguments"])
    return {"exit_code": result.exit_code, "code": getattr(result.exception, "code", repr(result.exception)), "statements": sent}


WORKS = {"job": run_job, "migrate": migrate, "watchlists": run_command}


def main() -> None:
    """Take orders until the line ends."""
    given = json.loads(sys.stdin.readline())
    app = create_app(Settings(**(given | {"mode": Mode(given["mode"])})))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    tell(ready=True)
    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            for place, value in order.get("constants", {}).items():
                module, _, name = place.rpartition(".")
                setattr(import_module(module), name, value)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            try:
                tell(done=os.getpid(), result=WORKS[order["do"]](app, order))
            except BaseException as error:
                tell(done=os.getpid(), error=f"{type(error).__name__}: {error}"[:500])
            os._exit(0)
        tell(pid=pid)


if __name__ == "__main__":
    main()
