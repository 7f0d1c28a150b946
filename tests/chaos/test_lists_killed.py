"""Imports of watchlists and the screening after them are killed anywhere, and meet one another: in the end it is as if nothing had happened."""

import time
from pathlib import Path

import pytest
from sqlalchemy import select

from platform_app.database.transaction import reading
from platform_app.extensions import db
from platform_app.watchlists.models import EntryKey, ListEntry, ListVersion, ScreeningRun, WatchHit, Watchlist, WatchSubject
from platform_app.watchlists.queries.candidates import entries_in_force
from platform_app.watchlists.queries.cases import standings
from platform_app.watchlists.rules.facts import Tier
from platform_app.watchlists.rules.hits import Standing
from tests.chaos.processes import wait_for_end, works
from tests.databases import ON_SQLITE
from tests.integration.watchlists.lists import person, watch, write_list

pytestmark = pytest.mark.chaos

PLACES = 4
BEFORE = [{"ref": "GONE", "name": "退場 花子"}] + [{"ref": f"R{n}", "name": f"例示 {n}郎", "kana": "レイジ"} for n in range(29)]
AFTER = [{**row, "name": row["name"] + "太"} if n % 3 == 0 else row for n, row in enumerate(BEFORE[5:])]
AFTER += [{"ref": f"N{n}", "kind": "organisation", "name": f"見本 {n}会"} for n in range(8)]
SMALL = {
    "platform_app.watchlists.services.checking.BLOCK_ROWS": 9,
    "platform_app.watchlists.importing._ENDED_ROWS": 2,
    "platform_app.watchlists.storage._FETCHED_ROWS": 100,
    "platform_app.watchlists.services.runs.ENTRIES_AT_ONCE": 4,
    "platform_app.watchlists.services.matching.SUBJECTS_AT_ONCE": 3,
    "platform_app.watchlists.services.matching.KEYED_AT_ONCE": 5,
}


def take_in(nursery, path, name, **order):
    """Begin `watchlists import` in a process of its own; small blocks, so that there are many places to die at."""
    arguments = ["import", str(path), "--name", name, "--source", "例示の提供者", "--dated", "2026-11-01", "--yes"]
    constants = SMALL | order.pop("constants", {})
    return nursery.start("watchlists", arguments=arguments, constants=constants, **order)


def done(nursery, pid):
    """What a command said at its end."""
    outcome = nursery.outcome(pid)
    assert "error" not in outcome, outcome
    return outcome["result"]


def state_of(name):
    """All that a list is: entries in force with their keys, and what its versions tell."""
    with reading():
        parties = {party.ref: party for list_name, party in entries_in_force() if list_name == name}
        rows = db.session.execute(
            select(ListEntry.fingerprint, EntryKey.key)
            .join(Watchlist, Watchlist.id == ListEntry.watchlist_id)
            .join(EntryKey, EntryKey.entry_id == ListEntry.id)
            .where(Watchlist.name == name)
        )
        keys = sorted(map(tuple, rows))
        told = [ListVersion.number, ListVersion.status, ListVersion.rows_done, ListVersion.keys_done]
        told += [ListVersion.added, ListVersion.changed, ListVersion.removed, ListVersion.unchanged]
        versions = db.session.execute(select(*told).join(Watchlist).where(Watchlist.name == name).order_by(ListVersion.number)).all()
    return parties, keys, [tuple(version) for version in versions]


def test_an_import_killed_anywhere_goes_on_and_ends_like_one_that_was_not(app, tmp_path, fuzz):
    before, after = write_list(tmp_path / "a.csv", BEFORE), write_list(tmp_path / "b.csv", AFTER)
    with app.app_context(), works(app.config["SETTINGS"]) as nursery:
        assert done(nursery, take_in(nursery, before, "見本"))["exit_code"] == 0
        old, _keys, _versions = state_of("見本")
        statements = done(nursery, take_in(nursery, after, "見本"))["statements"]
        expected = state_of("見本")
        assert expected[2][-1][4:] == (8, 9, 5, 16)
        places = fuzz(PLACES, statements)
        for place in range(1, places + 1):
            name, die_at = f"例示 {place}", 1 + place * statements // (places + 1)
            assert done(nursery, take_in(nursery, before, name))["exit_code"] == 0
            wait_for_end(take_in(nursery, after, name, die_at=die_at))
            assert state_of(name)[0] == old, f"before statement {die_at} of {statements} nothing of it is in force"
            assert done(nursery, take_in(nursery, after, name))["exit_code"] == 0
            assert state_of(name) == expected, f"died before statement {die_at} of {statements}"


@ON_SQLITE
def test_processes_that_make_keys_do_not_outlive_a_killed_import(app, tmp_path):
    path = write_list(tmp_path / "a.csv", [{"name": f"例示 {n}郎", "kana": "レイジ"} for n in range(3000)])
    constants = {"platform_app.watchlists.key_makers.WORTH_PROCESSES": 1}
    with app.app_context(), works(app.config["SETTINGS"]) as nursery:
        pid = take_in(nursery, path, "例示", constants=constants | {"platform_app.watchlists.services.checking.BLOCK_ROWS": 1000})
        children = []
        until = time.monotonic() + 20
        while not children and time.monotonic() < until:
            children = [int(child) for task in Path(f"/proc/{pid}/task").glob("*") for child in (task / "children").read_text().split()]
        assert children, "no process was started"
        assert nursery.kill(pid)
        for child in children:
            wait_for_end(child)
        assert state_of("例示")[0] == {}
        assert done(nursery, take_in(nursery, path, "例示"))["exit_code"] == 0
        assert len(state_of("例示")[0]) == 3000


def test_imports_at_once_leave_one_whole_file_in_force(app, tmp_path, fuzz):
    before, after = write_list(tmp_path / "a.csv", BEFORE), write_list(tmp_path / "b.csv", AFTER)
    with app.app_context(), works(app.config["SETTINGS"]) as nursery:
        for turn in range(fuzz(3, 30)):
            name = f"例示 {turn}"
            outcomes = [done(nursery, pid) for pid in [take_in(nursery, path, name) for path in (before, before, after)]]
            refused = {outcome["code"] for outcome in outcomes if outcome["exit_code"]}
            assert refused <= {"watchlists.import_running", "watchlists.import_elsewhere"}, outcomes
            assert [outcome for outcome in outcomes if not outcome["exit_code"]], outcomes
            parties, keys, versions = state_of(name)
            assert sorted(parties) in (sorted(row["ref"] for row in BEFORE), sorted(row["ref"] for row in AFTER))
            assert len(keys) == len(set(keys)) and [str(version[1].value) for version in versions].count("current") == 1


def exact_hits():
    """Who met whom in tier A: subject and entry as sealed texts."""
    with reading():
        rows = db.session.execute(
            select(WatchSubject.sealed, ListEntry.sealed)
            .join(WatchHit, WatchHit.subject_id == WatchSubject.id)
            .join(ListEntry, ListEntry.id == WatchHit.entry_id)
            .where(WatchHit.tier == Tier.A)
        )
        return sorted(map(tuple, rows))


def test_screening_killed_anywhere_goes_on_and_finds_all_of_it_once(app, tmp_path, fuzz):
    names = [f"例示 {n}郎" for n in "一二三四五六七八九"]
    path = write_list(tmp_path / "a.csv", [{"name": name} for name in names])
    with app.app_context(), works(app.config["SETTINGS"]) as nursery:
        screening = {"job": "screen-watched", "constants": SMALL}
        watch(*map(person, names[:5]), owner_id=1)
        assert done(nursery, nursery.start("job", **screening)) == 5 + 5
        assert done(nursery, take_in(nursery, path, "例示"))["exit_code"] == 0
        watch(*map(person, names[5:]), owner_id=2)
        unfinished = 0
        for die_at in range(4, 40, fuzz(7, 1)):
            wait_for_end(nursery.start("job", die_at=die_at, **screening))
            with reading():
                unfinished += db.session.scalar(select(ScreeningRun.finished_at)) is None
                assert standings("application", [1])[1] is Standing.WAITING
        assert unfinished >= 3
        done(nursery, nursery.start("job", **screening))
        found = exact_hits()
        with reading():
            runs = [(run.done, run.total, run.finished_at is not None) for run in db.session.scalars(select(ScreeningRun))]
        assert runs == [(9, 9, True)]
    assert len(found) == len(set(found)) == len(names)
    assert all(f'"name":"{name}"' in subject and f'"name":"{name}"' in entry for name, (subject, entry) in zip(sorted(names), sorted(found), strict=True))


def test_names_matched_by_processes_while_a_list_is_replaced_miss_nothing(app, tmp_path, fuzz):
    before, after = write_list(tmp_path / "a.csv", BEFORE), write_list(tmp_path / "b.csv", AFTER)
    with app.app_context(), works(app.config["SETTINGS"]) as nursery:
        assert done(nursery, take_in(nursery, before, "例示"))["exit_code"] == 0
        stays, comes, goes = BEFORE[7], AFTER[-1], BEFORE[0]
        watch(person(stays["name"], kana="レイジ"), owner_id=1)
        watch(person(comes["name"]), owner_id=2)
        watch(person(goes["name"]), owner_id=3)
        screenings = [nursery.start("job", job="screen-watched", constants=SMALL)]
        importing = take_in(nursery, after, "例示")
        screenings += [nursery.start("job", job="screen-watched", constants=SMALL) for _ in range(fuzz(4, 40))]
        for pid in screenings:
            done(nursery, pid)
            with reading():
                assert standings("application", [1])[1] is Standing.WAITING, "it is on both versions"
        assert done(nursery, importing)["exit_code"] == 0
        done(nursery, nursery.start("job", job="screen-watched", constants=SMALL))
        with reading():
            assert db.session.scalars(select(ScreeningRun).where(ScreeningRun.finished_at.is_(None))).all() == []
            found = standings("application", [1, 2, 3])
        assert found == {1: Standing.WAITING, 2: Standing.WAITING, 3: Standing.CLEAR}
