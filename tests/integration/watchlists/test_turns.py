"""Whose turn it is: a name for which somebody waits comes before a register that is due, and no kind of work waits for the end of another."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event, func, select, text

from platform_app.database.transaction import transaction
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.clock import now
from platform_app.watchlists.models import ScreeningRun, SubjectKey, WatchSubject
from platform_app.watchlists.queries import due
from platform_app.watchlists.queries.cases import standing_of
from platform_app.watchlists.rules.cases import Urgency
from platform_app.watchlists.rules.hits import Standing
from platform_app.watchlists.screening_again import screen
from platform_app.watchlists.services.watching import Owner, watch_owners
from tests.integration.watchlists.lists import person, take_in, watch, write_list

MEMBERS = 12


@pytest.fixture
def rounds(monkeypatch):
    """Each turn is one round of small blocks."""
    monkeypatch.setattr("platform_app.watchlists.screening_again._SHARE", timedelta(0))
    monkeypatch.setattr("platform_app.watchlists.services.matching.KEYED_AT_ONCE", 4)
    monkeypatch.setattr("platform_app.watchlists.services.matching.SUBJECTS_AT_ONCE", 3)
    monkeypatch.setattr("platform_app.watchlists.services.runs.ENTRIES_AT_ONCE", 2)


def register(members=MEMBERS):
    """A register that was just taken over."""
    owners = [Owner(owner_id=number, label=f"M{number}", subjects=[person(f"見本 {number}郎")]) for number in range(1, members + 1)]
    with transaction():
        watch_owners(owner_type="member", owners=owners, urgency=Urgency.IN_TURN, by=OPERATOR, at=now())


def matched(urgency):
    db.session.rollback()
    is_matched = (WatchSubject.urgency == urgency, WatchSubject.matched_rules.is_not(None))
    return db.session.scalar(select(func.count()).select_from(WatchSubject).where(*is_matched))


@pytest.mark.parametrize("owner_type", ["application", "practice"])
def test_an_application_does_not_wait_for_a_register_that_came_before_it(database, rounds, owner_type):
    register()
    screen(now())
    assert matched(Urgency.IN_TURN) == 3
    watch(person("例示 一郎"), person("例示 二郎"), owner_type=owner_type)
    screen(now())
    assert standing_of(owner_type, 1) is Standing.CLEAR
    assert matched(Urgency.IN_TURN) == 4, "what is left of the block is the register's"
    for _ in range(MEMBERS):
        screen(now())
    assert matched(Urgency.IN_TURN) == MEMBERS


def test_by_new_rules_those_come_first_for_whom_somebody_waits(database, rounds, monkeypatch):
    register(6)
    watch(person("例示 一郎"))
    for _ in range(5):
        screen(now())
    for module in ("services.matching", "services.runs", "services.watching", "services.staging", "queries.cases"):
        monkeypatch.setattr(f"platform_app.watchlists.{module}.RULES_VERSION", "next")
    screen(now())
    db.session.rollback()
    rows = db.session.execute(select(WatchSubject.urgency, WatchSubject.matched_rules).order_by(WatchSubject.urgency, WatchSubject.id)).all()
    assert [row.matched_rules for row in rows] == ["next"] * 3 + [None] * 4
    assert rows[0].urgency == Urgency.AWAITED
    run = db.session.scalar(select(ScreeningRun))
    assert (run.code, run.done, run.total, run.finished_at) == ("rules:next", 3, 7, None)


def test_who_was_keyed_by_other_rules_and_never_matched_gets_new_keys(database, rounds):
    watch(person("例示 一郎"))
    screen(now())
    with transaction():
        row = db.session.scalars(select(WatchSubject)).one()
        row.keyed_rules, row.matched_rules, row.matched_at = "older", None, None
    screen(now())
    db.session.rollback()
    row = db.session.scalars(select(WatchSubject)).one()
    assert row.keyed_rules == row.matched_rules != "older"
    assert db.session.scalar(select(func.count()).select_from(SubjectKey)) > 1
    assert db.session.scalar(select(func.count()).select_from(ScreeningRun)) == 0, "nobody was matched by other rules"


def test_a_run_over_a_new_version_goes_on_while_a_register_is_due(database, rounds, tmp_path):
    register()
    take_in(database, write_list(tmp_path / "a.csv", [{}] * 5))
    screen(now())
    db.session.rollback()
    assert (db.session.scalar(select(ScreeningRun.done)), matched(Urgency.IN_TURN)) == (2, 3)


@pytest.mark.parametrize("ask", [
    lambda: due.subjects_without_keys(limit=5),
    lambda: due.due_subjects("2026.1", limit=5),
    lambda: due.has_other_rules("2026.1"),
    lambda: due.has_matched_before(now()),
], ids=["without keys", "due", "other rules", "long ago"])  # fmt: skip
def test_what_is_next_is_read_from_an_index_in_its_order(database, ask):
    register(2)
    asked = []

    def note(_connection, _cursor, statement, parameters, *_rest):
        """Keep what is asked."""
        if statement.startswith("SELECT watch_subject"):
            asked.append((statement, parameters))

    with transaction(), listening(note):
        ask()
        connection = db.session.connection()
        is_sqlite = connection.dialect.name == "sqlite"
        for way in () if is_sqlite else ("seqscan", "sort", "bitmapscan"):
            db.session.execute(text(f"SET LOCAL enable_{way} = off"))
        plans = [str(connection.exec_driver_sql(f"EXPLAIN {'QUERY PLAN ' if is_sqlite else ''}{found}", given).all()) for found, given in asked]
    assert plans
    for plan in plans:
        assert "ix_watch_subject_" in plan, plan
        assert not [word for word in ("TEMP B-TREE", "Sort", "Seq Scan", "Bitmap") if word in plan], plan


@contextmanager
def listening(note):
    """Hear every statement."""
    event.listen(db.engine, "before_cursor_execute", note)
    yield
    event.remove(db.engine, "before_cursor_execute", note)
