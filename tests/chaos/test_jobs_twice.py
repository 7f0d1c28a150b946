"""Several processes of jobs at once, and some of them killed: a run happens once, and what follows an event is done once."""

import pytest
from sqlalchemy import func, select

from platform_app.accounts.services import ensure_user, invite_user
from platform_app.audit.models import JobRun, OutboxMessage
from platform_app.audit.queries import verify
from platform_app.database.transaction import reading, transaction
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.clock import now
from platform_app.mail.models import MailMessage
from tests.chaos.processes import works

pytestmark = pytest.mark.chaos

PROCESSES = 3
INVITATIONS = 30


def count(model, *conditions):
    """How many rows."""
    with reading():
        return db.session.scalar(select(func.count()).select_from(model).where(*conditions))


def test_a_daily_run_happens_once_however_many_processes_want_it(app, fuzz):
    with app.app_context(), works(app.config["SETTINGS"]) as nursery:
        for day in range(fuzz(3, 50)):
            pids = [nursery.start("job", job="tidy-sign-ins", minutes_later=day * 24 * 60) for _process in range(PROCESSES)]
            outcomes = [nursery.outcome(pid) for pid in pids]
            assert not [outcome for outcome in outcomes if "error" in outcome], outcomes
            assert sum(outcome["result"] is not None for outcome in outcomes) == 1, outcomes
            assert count(JobRun, JobRun.job == "tidy-sign-ins") == day + 1


def test_what_follows_an_event_is_done_once_by_processes_that_are_killed(app, fuzz):
    invitations = fuzz(INVITATIONS, 1000)
    with app.app_context(), works(app.config["SETTINGS"]) as nursery:
        for n in range(invitations):
            with transaction():
                user_id = ensure_user(email=f"shotai{n}@mihon.example", name="見本", locale="ja", by=OPERATOR, at=now())
                invite_user(user_id=user_id, by=OPERATOR, at=now())
        waiting = count(OutboxMessage, OutboxMessage.done_at.is_(None))
        assert waiting >= invitations
        while count(OutboxMessage, OutboxMessage.done_at.is_(None)) > waiting // 2:
            pids = [nursery.start("job", job=job) for job in ["empty-outbox"] * PROCESSES + ["seal-ledger"]]
            before = count(OutboxMessage, OutboxMessage.done_at.is_(None))
            while count(OutboxMessage, OutboxMessage.done_at.is_(None)) > max(before - 5, 0):
                pass
            for pid in pids:
                nursery.kill(pid)
        for job in ["empty-outbox"] * (2 + invitations // 100) + ["seal-ledger"]:
            outcome = nursery.outcome(nursery.start("job", job=job, minutes_later=10))
            assert "error" not in outcome, outcome
        assert count(OutboxMessage, OutboxMessage.done_at.is_(None)) == 0
        assert count(MailMessage, MailMessage.template == "invitation") == invitations
        with reading():
            assert list(verify()) == []
