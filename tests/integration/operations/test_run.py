"""`run`: web server and jobs start together, stop together, and a second start keeps the data."""

import os
import re
import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.console import console, start

PATIENCE_SECONDS = 90


class Running:
    """A running `platform-app run` on a free port."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{probe.getsockname()[1]}"
        self.output = folder / f"output of {self.address}.txt"
        self.process = start(folder, "run", "--bind", self.address, told=self.output, complained=self.output, PYTHONUNBUFFERED="1")

    def page(self, path: str) -> str:
        """A page, as soon as the server answers."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            assert self.process.is_alive(), self.output.read_text()
            try:
                with urlopen(f"http://{self.address}{path}", timeout=10) as answer:
                    return answer.read().decode()
            except URLError:
                assert time.monotonic() < deadline, self.output.read_text()
                Event().wait(0.1)

    def children(self) -> list[int]:
        """Ids of the processes that it started."""
        return [int(pid) for pid in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()]

    def wait(self) -> int | None:
        """Wait for its end; the exit code."""
        self.process.join(40)
        return self.process.exitcode

    def end(self) -> None:
        """Make sure that nothing is left, whatever went wrong: as asked, so that it ends its own processes too, else by force."""
        self.process.terminate()
        self.process.join(40)
        self.process.kill()

    def stop(self, number: int) -> int | None:
        """Send a signal and wait for the end."""
        assert self.process.pid
        os.kill(self.process.pid, number)
        return self.wait()


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[[], Running]]:
    """Starts `run` in the test's folder; what a failed test leaves running is ended."""
    started: list[Running] = []

    def one_more() -> Running:
        """Start it."""
        started.append(Running(tmp_path))
        return started[-1]

    yield one_more
    for running in started:
        running.end()


def test_run_starts_both_stops_both_and_keeps_the_data(tmp_path: Path, run: Callable[[], Running]) -> None:
    first = run()
    assert "<main" in first.page("/bylaws")
    children = first.children()
    assert len(children) == 2
    assert first.stop(signal.SIGINT) == 0, first.output.read_text()
    assert not any(Path(f"/proc/{pid}").exists() for pid in children)
    told = first.output.read_text()
    assert f"http://{first.address}" in told
    assert "stopped" in told
    assert console(tmp_path, "audit", "verify").returncode == 0

    second = run()
    assert "<main" in second.page("/bylaws")
    assert "loading" not in second.output.read_text()
    children = second.children()
    os.kill(children[0], signal.SIGKILL)
    assert second.wait() == 1
    assert re.search("ended by itself", second.output.read_text())
    assert not any(Path(f"/proc/{pid}").exists() for pid in children)
