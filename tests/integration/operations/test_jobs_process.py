"""The jobs' process ends when it is asked to, whatever it is doing at that moment."""

import multiprocessing
import os
import signal
from pathlib import Path

from platform_app.app import create_app
from platform_app.operations.clockwork import run_all
from platform_app.operations.rules import Job
from tests.databases import make_settings

PATIENCE_SECONDS = 20
OTHERS = 300


def _run(folder: Path) -> None:
    """Run jobs of which the first asks the process to end while the many others are still being handed out."""

    def stop(_at: object) -> int:
        """Send what an operator or a service manager sends."""
        os.kill(os.getpid(), signal.SIGTERM)
        return 1

    app = create_app(make_settings(folder, f"sqlite:///{folder / 'unused.sqlite'}"))
    jobs = [Job("stop", stop, every_seconds=60), *(Job(f"other-{number}", lambda _at: 0, every_seconds=60) for number in range(OTHERS))]
    app.extensions["platform.jobs"] = {job.name: job for job in jobs}
    run_all(app)


def test_a_signal_that_comes_while_jobs_are_handed_out_ends_the_process(tmp_path: Path) -> None:
    process = multiprocessing.get_context("forkserver").Process(target=_run, args=(tmp_path,))
    process.start()
    process.join(PATIENCE_SECONDS)
    try:
        assert process.exitcode == 0
    finally:
        process.kill()
