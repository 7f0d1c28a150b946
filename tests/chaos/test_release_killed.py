"""The process that releases a batch is killed at any statement: nothing of it stays, and the next run releases all of it, once."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from platform_app.audit.queries import verify
from platform_app.audit.services import seal
from platform_app.database.transaction import reading, transaction
from platform_app.documents.models import Letter
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.clock import now
from platform_app.members.models import Member
from platform_app.screening.models import Application
from platform_app.screening.queries.releases import get_batch
from platform_app.screening.services.batches import prepare_batch
from platform_app.screening.services.release import schedule
from tests.chaos.processes import wait_for_end, works
from tests.held import make_held

pytestmark = pytest.mark.chaos

DECISIONS = 6
STATEMENTS = 150


def counted():
    """Members, letters, applications by status."""
    with reading():
        statuses = dict(db.session.execute(select(Application.status, func.count()).group_by(Application.status)).all())
        return (
            db.session.scalar(select(func.count()).select_from(Member)), db.session.scalar(select(func.count()).select_from(Letter)),
            {status.value: number for status, number in statuses.items()},
        )


def test_a_release_that_is_killed_leaves_nothing_and_the_next_run_does_all_of_it_once(app, fuzz):
    with app.app_context(), works(app.config["SETTINGS"]) as nursery:
        with transaction():
            ids = make_held(DECISIONS, refused=2, decided_at=now() - timedelta(days=1))
            batch_id = prepare_batch(decision_ids=ids, by=OPERATOR, at=now())
            schedule(batch_id=batch_id, release_at=now() + timedelta(minutes=5), by=OPERATOR, at=now())
        for die_at in range(5, STATEMENTS, fuzz(29, 3)):
            wait_for_end(nursery.start("job", job="release-batches", minutes_later=10, die_at=die_at))
            assert counted() == (0, 0, {"decided": DECISIONS}), die_at
        outcomes = [nursery.outcome(pid) for pid in [nursery.start("job", job="release-batches", minutes_later=10) for _process in range(2)]]
        assert not [outcome for outcome in outcomes if "error" in outcome], outcomes
        assert counted() == (DECISIONS - 2, DECISIONS, {"approved": DECISIONS - 2, "refused": 2})
        with reading():
            assert get_batch(batch_id).status.value == "released"
        with transaction():
            seal(at=now())
        with reading():
            assert list(verify()) == []
