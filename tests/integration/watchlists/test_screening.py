"""Watched names matched with the lists: on being watched, on a new version, by new rules, after a year; and the standing of their owners."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from platform_app.audit.models import AuditEntry
from platform_app.database.transaction import transaction
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.clock import now
from platform_app.watchlists import importing, matching, screening_again
from platform_app.watchlists.models import EntryKey, ScreeningRun, WatchHit, WatchSubject
from platform_app.watchlists.queries.cases import standing_of
from platform_app.watchlists.rules.facts import Tier
from platform_app.watchlists.rules.hits import HitStatus, Standing
from platform_app.watchlists.screening_again import screen
from platform_app.watchlists.services.watching import unwatch
from tests.integration.watchlists.lists import person, take_in, watch, write_list

pytestmark = pytest.mark.both_databases


def hits():
    db.session.rollback()
    rows = db.session.scalars(select(WatchHit).order_by(WatchHit.id))
    return [(row.tier, row.status) for row in rows]


def standing(owner_id=1):
    db.session.rollback()
    return standing_of("application", owner_id)


def test_an_owner_waits_until_matched_and_is_clear_without_a_hit(database, tmp_path):
    take_in(database, write_list(tmp_path / "a.csv", [{"name": "試 次郎"}]))
    assert standing() is Standing.WAITING, "nobody watches it yet"
    watch(person("例示 一郎"))
    assert standing() is Standing.WAITING
    screen(now())
    assert (standing(), hits()) == (Standing.CLEAR, [])


def test_without_any_list_an_owner_is_clear_once_it_was_looked_at(database):
    watch(person())
    screen(now())
    assert standing() is Standing.CLEAR


def test_a_hit_keeps_its_owner_waiting_and_no_other(database, tmp_path):
    take_in(database, write_list(tmp_path / "a.csv", [{"name": "例示 一郎"}]))
    watch(person("例示一郎"))
    watch(person("見本 花子"), owner_id=2)
    screen(now())
    assert hits() == [(Tier.A, HitStatus.PENDING)]
    assert (standing(1), standing(2)) == (Standing.WAITING, Standing.CLEAR)


def test_a_new_version_meets_the_names_that_are_watched(database, tmp_path):
    take_in(database, write_list(tmp_path / "a.csv", [{"name": "試 次郎"}]))
    watch(person("例示 一郎"))
    screen(now())
    take_in(database, write_list(tmp_path / "b.csv", [{"name": "試 次郎"}, {"name": "例示 一郎"}]))
    assert standing() is Standing.WAITING, "the version is in force, and was not asked yet"
    screen(now())
    assert (hits(), standing()) == ([(Tier.A, HitStatus.PENDING)], Standing.WAITING)
    runs = db.session.scalars(select(ScreeningRun).order_by(ScreeningRun.id)).all()
    assert [(run.total, run.done, run.finished_at is not None) for run in runs] == [(1, 1, True), (1, 1, True)]


def test_a_run_that_was_killed_goes_on_where_it_was(database, tmp_path, monkeypatch):
    watch(person("例示 三郎"), person("例示 九郎"))
    screen(now())
    take_in(database, write_list(tmp_path / "a.csv", [{"name": f"例示 {digit}郎"} for digit in "一二三四五六七八九"]))
    monkeypatch.setattr("platform_app.watchlists.services.runs.ENTRIES_AT_ONCE", 4)
    real, calls = screening_again.advance_list_run, []

    def dying(**named):
        """Works once, then dies inside its transaction."""
        calls.append(1)
        done = real(**named)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return done

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(screening_again, "advance_list_run", dying)
        screen(now())
    db.session.rollback()
    [run] = db.session.scalars(select(ScreeningRun)).all()
    assert (run.done, run.total) == (4, 9)
    screen(now())
    db.session.rollback()
    assert db.session.scalar(select(ScreeningRun.done)) == 9
    assert sum(tier is Tier.A for tier, _status in hits()) == 2


def test_a_removed_entry_holds_nobody_up_any_more_and_an_undone_removal_does_again(database, tmp_path):
    take_in(database, write_list(tmp_path / "a.csv", [{"name": "例示 一郎"}, {"name": "試 次郎"}]))
    watch(person("例示 一郎"))
    screen(now())
    take_in(database, write_list(tmp_path / "b.csv", [{"ref": "R2", "name": "試 次郎"}]))
    screen(now())
    assert standing() is Standing.CLEAR


def test_changed_names_are_matched_anew_and_the_others_keep_what_was_found(database, tmp_path):
    take_in(database, write_list(tmp_path / "a.csv", [{"name": "例示 一郎"}, {"name": "試 次郎"}]))
    watch(person("例示 一郎"), person("見本 花子"))
    screen(now())
    matched = dict(db.session.execute(select(WatchSubject.fingerprint, WatchSubject.id)).all())
    watch(person("例示 一郎"), person("試 次郎"))
    kept = set(db.session.scalars(select(WatchSubject.id).where(WatchSubject.ended_at.is_(None)))) & set(matched.values())
    assert (len(kept), standing()) == (1, Standing.WAITING)
    screen(now())
    assert hits() == [(Tier.A, HitStatus.PENDING)] * 2
    events = db.session.scalars(select(AuditEntry.event).where(AuditEntry.event == "watchlists.subjects_watched")).all()
    watch(person("試 次郎"), person("例示 一郎"))
    assert len(db.session.scalars(select(AuditEntry.event).where(AuditEntry.event == "watchlists.subjects_watched")).all()) == len(events) == 2


def test_who_is_no_longer_watched_waits_for_nothing_that_could_be_asked(database, tmp_path):
    take_in(database, write_list(tmp_path / "a.csv", [{"name": "例示 一郎"}]))
    watch(person("例示 一郎"))
    for _ in range(2):
        with transaction():
            unwatch(owner_type="application", owner_id=1, by=OPERATOR, at=now())
    screen(now())
    assert hits() == []


def test_new_rules_ask_everybody_again_with_new_keys(database, tmp_path, monkeypatch):
    take_in(database, write_list(tmp_path / "a.csv", [{"name": "例示 一郎"}]))
    watch(person("例示 一郎"))
    screen(now())
    for module in ("services.matching", "services.runs", "services.watching", "services.staging", "queries.cases"):
        monkeypatch.setattr(f"platform_app.watchlists.{module}.RULES_VERSION", "next")
    db.session.rollback()
    keys = db.session.scalar(select(func.count()).select_from(EntryKey))
    assert standing() is Standing.WAITING
    screen(now())
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(EntryKey)) == keys
    run = db.session.scalar(select(ScreeningRun).where(ScreeningRun.code == "rules:next"))
    assert (run.total, run.done, run.finished_at is not None) == (1, 1, True)
    assert sorted(db.session.scalars(select(WatchHit.rules_version))) == [matching.RULES_VERSION, "next"]


def test_after_a_year_everybody_is_asked_again(database, tmp_path, clock):
    clock.set("2026-11-23 12:00")
    watch(person("例示 一郎"))
    screen(now())
    clock.advance(days=366)
    screen(now())
    db.session.rollback()
    run = db.session.scalar(select(ScreeningRun))
    assert (run.cause.value, run.total, run.done, run.finished_at) == ("yearly", 1, 1, now())
    assert db.session.scalar(select(WatchSubject.matched_at)) == now()
    screen(now() + timedelta(days=1))
    assert db.session.scalar(select(func.count()).select_from(ScreeningRun)) == 1


def test_fifty_subjects_take_a_handful_of_statements(database, tmp_path, statements):
    take_in(database, write_list(tmp_path / "a.csv", [{"name": f"例示 {n}郎"} for n in range(50)]))
    watch(*(person(f"例示 {n}郎", birth_on=date(1960, 1, 1)) for n in range(40)))
    screen(now())
    watch(*(person(f"見本 {n}郎") for n in range(40)), owner_id=2)
    statements.clear()
    screen(now())
    assert statements.count <= 30, statements.seen


def test_names_matched_while_a_list_is_replaced_meet_one_version_and_miss_nothing(database, tmp_path, monkeypatch):
    take_in(database, write_list(tmp_path / "a.csv", [{"name": "例示 一郎"}, {"name": "試 次郎"}]))
    watch(person("例示 一郎"), person("仮名 三郎"))
    path = write_list(tmp_path / "b.csv", [{"name": "試 次郎", "ref": "R2"}, {"name": "仮名 三郎", "ref": "R3"}])
    real, seen = importing.publish, []

    def publishing(**named):
        """Matches in the moment before the version becomes current, when all of it is staged."""
        screen(now())
        seen.append((len(hits()), standing()))
        return real(**named)

    monkeypatch.setattr(importing, "publish", publishing)
    take_in(database, path)
    assert seen == [(1, Standing.WAITING)], "only the version in force was asked, and it was asked as a whole"
    assert standing() is Standing.WAITING
    screen(now())
    assert len(hits()) == 2
