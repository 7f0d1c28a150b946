"""The claim of a job's run: of several processes that want the same run, one has it."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from platform_app.audit.models import JobRun
from platform_app.database.conflicts import violates
from platform_app.extensions import db


def claim(*, job: str, due_at: datetime, at: datetime) -> bool:
    """Claim one run of a job inside the transaction of its effect; False if another process has it."""
    try:
        with db.session.begin_nested():
            db.session.add(JobRun(job=job, due_at=due_at, done_at=at))
    except IntegrityError as error:
        if violates(error, "uq_job_run_job_due_at"):
            return False
        raise
    return True
