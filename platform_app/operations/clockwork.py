"""The jobs' process: every job by its trigger, each run in a context of its own, failures told in the log and tried again."""

import signal
from collections.abc import Callable, Mapping
from datetime import datetime
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING

import structlog
from flask import Flask, current_app
from sqlalchemy.exc import DBAPIError

from platform_app.audit.claims import claim
from platform_app.database.transaction import transaction
from platform_app.extensions import make_scheduler
from platform_app.kernel.clock import now
from platform_app.kernel.errors import NotFound
from platform_app.operations.rules import Job

if TYPE_CHECKING:
    from apscheduler.schedulers.blocking import BlockingScheduler

DAILY_LOOK_SECONDS = 60

log = structlog.get_logger("jobs")


def jobs_of(app: Flask) -> Mapping[str, Job]:
    """The jobs of the program by name."""
    found: Mapping[str, Job] = app.extensions["platform.jobs"]
    return found


def run_once(name: str, *, at: datetime) -> int | None:
    """Run one job now; a daily one only if its run is not claimed yet. Returns what the job counted, None if there was nothing to do.

    Raises: NotFound.
    """
    job = jobs_of(current_app).get(name)
    if job is None:
        raise NotFound("operations.job_unknown", name=name)
    due_at = job.due_at(at)
    if due_at is None:
        return job.work(at)
    with transaction():
        return job.work(at) if claim(job=job.name, due_at=due_at, at=at) else None


def run_all(app: Flask) -> None:
    """Run the jobs until a signal ends the process; what is running then is finished first."""
    scheduler = make_scheduler()
    for job in jobs_of(app).values():
        seconds = job.every_seconds or DAILY_LOOK_SECONDS
        scheduler.add_job(
            _runner(app, job.name),
            "interval",
            seconds=seconds,
            id=job.name,
            next_run_time=now(),
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )
    _run_until_signal(scheduler)


def _runner(app: Flask, name: str) -> Callable[[], None]:
    def run() -> None:
        """Run the job in a context; a failure must not end the process."""
        with app.app_context():
            try:
                run_once(name, at=now())
            except DBAPIError as error:
                log.warning("job failed: the database cannot be used", job=name, error=type(error).__name__)
            except Exception:
                log.exception("job failed", job=name)

    return run


def _run_until_signal(scheduler: "BlockingScheduler") -> None:
    # The handler only makes a note: an exception out of it would be caught by whatever runs at that moment, and the process would go on.
    # The scheduler keeps the main thread, so that the process ends, and is started again, should the scheduler itself fail.
    from apscheduler.events import EVENT_SCHEDULER_STARTED

    signals: SimpleQueue[int] = SimpleQueue()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda received, _frame: signals.put(received))

    def stop() -> None:
        """Wait for a signal, then for the jobs that run."""
        signals.get()
        scheduler.shutdown(wait=True)

    stopper = Thread(target=stop, daemon=True)
    scheduler.add_listener(lambda _event: stopper.start(), EVENT_SCHEDULER_STARTED)
    log.info("jobs started", jobs=[job.id for job in scheduler.get_jobs()])
    scheduler.start()
    stopper.join()
    log.info("jobs stopped")
