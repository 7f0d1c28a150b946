"""Cold start: a fresh interpreter that imports the program and makes the application, against one that imports nothing."""

import os
import subprocess  # nosec B404  # starts this interpreter with code of our own
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from platform_app.operations.bench.measuring import Goal, Suite
from platform_app.operations.bench.world import fresh_settings

_START = "from platform_app.app import create_app; create_app()"


@contextmanager
def startup() -> Iterator[Suite]:
    """The suite: CPU seconds from nothing to an application that can answer."""
    with fresh_settings() as settings:
        environment = dict(os.environ) | {"PLATFORM_ENV": "development", "INSTANCE_PATH": settings.instance_path}
        for name in ("DATABASE_URL", "PYTHONDONTWRITEBYTECODE"):  # a program that is installed has its bytecode
            environment.pop(name, None)
        environment["PYTHONPYCACHEPREFIX"] = f"{settings.instance_path}/bytecode"

        def interpreter() -> None:
            """An interpreter that ends at once."""
            _run("pass", environment)

        def cold_start() -> None:
            """An interpreter that makes the application."""
            _run(_START, environment)

        cold_start()
        goal = Goal("cold start", 2.0, "s CPU", lambda cpu: cpu["create_app"])
        yield Suite("startup", {"interpreter": interpreter, "create_app": cold_start}, [goal])


def _run(code: str, environment: dict[str, str]) -> None:
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)  # nosec B603
