"""The outbox: done once, tried again after a failure, given up after four hours and brought back by a human."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from platform_app.audit.claims import claim
from platform_app.audit.outbox import list_stuck, retry_stuck, run_outbox
from platform_app.audit.queries import Entry
from platform_app.audit.services import Consequences, Recorded, record
from platform_app.database.transaction import transaction
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.clock import now
from tests.integration.audit.test_ledger import ThingDone

pytestmark = pytest.mark.both_databases


class Handler:
    """A handler that fails as often as it is told, writing before it fails."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.seen: list[int] = []

    def __call__(self, entry: Entry) -> None:
        with db.session.begin_nested():
            claim(job=f"effect-{entry.id}", due_at=entry.at, at=entry.at)
        self.failures -= 1
        if self.failures >= 0:
            raise OSError("the effect failed")
        self.seen.append(entry.id)


def _follow(app: Flask, monkeypatch: pytest.MonkeyPatch, handler: Handler) -> None:
    monkeypatch.setitem(app.extensions, "platform.consequences", Consequences({}, {ThingDone: ["tests.handler"]}))
    monkeypatch.setitem(app.extensions, "platform.handlers", {"tests.handler": handler})


def test_a_handler_runs_once_for_each_event(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    handler = Handler(0)
    _follow(app, monkeypatch, handler)
    with app.app_context():
        with transaction():
            entry_id = record(ThingDone(thing_id=1), by=OPERATOR, at=now())
        assert run_outbox(at=now()) == 1
        assert run_outbox(at=now()) == 0
    assert handler.seen == [entry_id]


def test_a_failed_handler_leaves_nothing_and_is_tried_again(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    handler = Handler(1)
    _follow(app, monkeypatch, handler)
    at = now()
    with app.app_context():
        with transaction():
            record(ThingDone(thing_id=1), by=OPERATOR, at=at)
        assert run_outbox(at=at) == 0
        assert db.session.scalar(text("SELECT count(*) FROM job_run")) == 0
        assert run_outbox(at=at + timedelta(seconds=4)) == 0
        assert run_outbox(at=at + timedelta(seconds=6)) == 1


def test_after_four_hours_a_human_is_asked(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    handler = Handler(100)
    _follow(app, monkeypatch, handler)
    at = now()
    with app.app_context():
        with transaction():
            record(ThingDone(thing_id=1), by=OPERATOR, at=at)
        for hours in range(5):
            run_outbox(at=at + timedelta(hours=hours))
        assert len(list_stuck()) == 1
        with transaction():
            assert retry_stuck(at=at + timedelta(hours=9)) == 1
        handler.failures = 0
        assert run_outbox(at=at + timedelta(hours=9)) == 1
        assert list_stuck() == []


def test_a_reaction_runs_in_the_same_transaction(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_recorded: Recorded) -> None:
        """A reaction that raises."""
        raise ZeroDivisionError

    monkeypatch.setitem(app.extensions, "platform.consequences", Consequences({ThingDone: [refuse]}, {}))
    with app.app_context():
        with pytest.raises(ZeroDivisionError), transaction():
            record(ThingDone(thing_id=1), by=OPERATOR, at=now())
        assert db.session.scalar(text("SELECT count(*) FROM audit_entry WHERE subject_type = 'thing'")) == 0


def test_one_run_of_a_job_is_claimed_once(app: Flask) -> None:
    at = now()
    with app.app_context(), transaction():
        assert claim(job="report", due_at=at, at=at)
        assert not claim(job="report", due_at=at, at=at)
        assert claim(job="report", due_at=at + timedelta(days=1), at=at)
