"""Processes of the program that a test starts, watches and kills; only those that it started itself, by their ids."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any

from platform_app.config import Settings

PATIENCE_SECONDS = 60
ROOT = Path(__file__).parents[2]


@dataclass
class Works:
    """A nursery of processes: `start` begins a piece of work, `outcome` waits for its end, `kill` does not."""

    process: subprocess.Popen[str]
    answers: "Queue[dict[str, Any]]" = field(default_factory=Queue)
    ended: dict[int, dict[str, Any]] = field(default_factory=dict)

    def read(self) -> None:
        """Collect answers for as long as the process speaks."""
        for line in self.process.stdout or ():
            self.answers.put(json.loads(line))

    def _next(self, name: str) -> dict[str, Any]:
        while True:
            answer = self.answers.get(timeout=PATIENCE_SECONDS)
            if "done" in answer:
                self.ended[answer["done"]] = answer
            if name in answer:
                return answer

    def start(self, do: str, **order: Any) -> int:
        """Begin a piece of work; the answer is its process."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"do": do} | order) + "\n")
        self.process.stdin.flush()
        return int(self._next("pid")["pid"])

    def outcome(self, pid: int) -> dict[str, Any]:
        """What a piece of work said at its end."""
        while pid not in self.ended:
            self._next("done")
        return self.ended.pop(pid)

    @staticmethod
    def kill(pid: int) -> bool:
        """Kill it at once; False if it had come to its end."""
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return False
        wait_for_end(pid)
        return True


def wait_for_end(pid: int) -> None:
    """Return when a process is no more."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.005)
    raise TimeoutError(f"process {pid} is still there")


@contextmanager
def works(settings: Settings) -> Iterator[Works]:
    """Processes of an application with some settings."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.chaos.child"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT
    )
    assert process.stdin is not None
    process.stdin.write(json.dumps(asdict(settings)) + "\n")
    process.stdin.flush()
    found = Works(process)
    Thread(target=found.read, daemon=True).start()
    found._next("ready")
    try:
        yield found
    finally:
        with suppress(OSError):
            process.stdin.close()
        process.kill()
        process.wait()


def environment_of(settings: Settings) -> dict[str, str]:
    """The environment that gives a command these settings."""
    given = {entry.metadata["environment"]: str(getattr(settings, entry.name)) for entry in fields(Settings)}
    return {**os.environ, **given, "PLATFORM_ENV": settings.mode.value, "MAIL_USE_TLS": "true" if settings.mail_use_tls else "false"}
