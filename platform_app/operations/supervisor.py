"""Several processes as one: started together, and stopped together when one ends or a signal comes."""

import signal
import subprocess  # nosec B404  # starts this program itself, with arguments of its own
import sys
import time
from collections.abc import Mapping, Sequence
from types import FrameType

PATIENCE_SECONDS = 25.0
_PAUSE_SECONDS = 0.1
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Supervisor:
    """Runs commands of this program as children, each in a session of its own so that a Ctrl-C reaches this process only."""

    def __init__(self, commands: Sequence[Sequence[str]], environment: Mapping[str, str]) -> None:
        self._commands = commands
        self._environment = dict(environment)
        self._children: list[subprocess.Popen[bytes]] = []
        self._stopping = False

    def run(self) -> str | None:
        """Start the children and wait. Returns None if a signal stopped them, else the command that ended by itself."""
        before = {number: signal.signal(number, self._stop) for number in _SIGNALS}
        try:
            for command in self._commands:
                self._children.append(self._start(command))
            return self._wait()
        finally:
            self._end_children()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _start(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        arguments = [sys.executable, "-m", "platform_app", *command]
        return subprocess.Popen(arguments, env=self._environment, start_new_session=True)  # nosec B603

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True

    def _wait(self) -> str | None:
        while not self._stopping:
            for command, child in zip(self._commands, self._children, strict=True):
                if child.poll() is not None:
                    return " ".join(command)
            time.sleep(_PAUSE_SECONDS)
        return None

    def _end_children(self) -> None:
        for child in self._children:
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + PATIENCE_SECONDS
        for child in self._children:
            try:
                child.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
