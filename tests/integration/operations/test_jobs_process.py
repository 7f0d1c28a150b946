"""The jobs' process ends when it is asked to, whatever it is doing at that moment, and when it can do no more."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest
from apscheduler.schedulers.base import BaseScheduler

from platform_app.app import create_app
from platform_app.operations.clockwork import run_all
from platform_app.operations.rules import Job
from tests.databases import make_settings

PATIENCE_SECONDS = 20
OTHERS = 300


def _run(folder: Path, first: Callable[[object], int]) -> None:
    """Run a job with many others behind it."""
    app = create_app(make_settings(folder, f"sqlite:///{folder / 'unused.sqlite'}"))
    jobs = [Job("first", first, every_seconds=60), *(Job(f"other-{number}", lambda _at: 0, every_seconds=60) for number in range(OTHERS))]
    app.extensions["platform.jobs"] = {job.name: job for job in jobs}
    run_all(app)


def asked_by_a_job(folder: Path) -> None:
    """The first job asks the process to end, as a service manager would, while the others are still being handed out."""
    _run(folder, lambda _at: os.kill(os.getpid(), signal.SIGTERM) or 1)


def asked_before_the_start(folder: Path) -> None:
    """The process is asked to end before the scheduler has begun."""
    begin = BaseScheduler.start

    def start(scheduler: BaseScheduler, *arguments: object) -> None:
        """Begin, with a signal just before."""
        os.kill(os.getpid(), signal.SIGTERM)
        begin(scheduler, *arguments)

    with patch.object(BaseScheduler, "start", start):
        _run(folder, lambda _at: 0)


def unable_to_go_on(folder: Path) -> None:
    """The scheduler itself fails."""
    with patch.object(BaseScheduler, "_process_jobs", side_effect=MemoryError):
        _run(folder, lambda _at: 0)


@pytest.mark.parametrize(("what", "code"), [(asked_by_a_job, 0), (asked_before_the_start, 0), (unable_to_go_on, 1)])
def test_the_process_ends(tmp_path: Path, what: Callable[[Path], None], code: int) -> None:
    process = multiprocessing.get_context("forkserver").Process(target=what, args=(tmp_path,))
    process.start()
    process.join(PATIENCE_SECONDS)
    try:
        assert process.exitcode == code
    finally:
        process.kill()
