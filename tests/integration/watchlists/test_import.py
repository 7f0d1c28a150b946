"""`watchlists import` as an operator runs it: versions, deltas, bad files, imports that were cut off or meet."""

import json
from datetime import date, timedelta
from io import BytesIO

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

from platform_app.audit.models import AuditEntry
from platform_app.database.transaction import reading, transaction
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR, Actor, ActorKind
from platform_app.kernel.clock import now
from platform_app.kernel.errors import Conflict, Forbidden, RuleViolation
from platform_app.kernel.roles import Role
from platform_app.watchlists import importing
from platform_app.watchlists.importing import clear_all, import_list
from platform_app.watchlists.matching import keys_of_entry
from platform_app.watchlists.models import EntryKey, ListEntry, ListVersion, Watchlist
from platform_app.watchlists.queries.candidates import candidates, parties
from platform_app.watchlists.rules.lists import VersionStatus
from platform_app.watchlists.services.checking import check_file
from platform_app.watchlists.services.staging import ListFacts, begin_version, undo_version
from platform_app.watchlists.services.uploads import confirm_import, discard_upload, name_columns, receive_list
from tests.integration.watchlists.lists import CORPORATE_NUMBER, TODAY, in_force, take_in, write_list

FACTS = ListFacts(name="例示名簿", source="例示の提供者", dated=date(2026, 11, 1), file_name="a.csv")


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def versions():
    db.session.rollback()
    return [(row.number, row.status) for row in db.session.scalars(select(ListVersion).order_by(ListVersion.id))]


def codes(result):
    assert result.exit_code == 1
    assert isinstance(result.exception, RuleViolation), result.output
    return [reason.code for reason in result.exception.reasons]


def looked_at(path):
    with reading():
        return check_file(path, list_name=FACTS.name, today=TODAY, mapping={}, tell=lambda _problem: None)


def carry_on(path, checked):
    return import_list(path, checked=checked, facts=FACTS, today=TODAY, mapping={}, by=OPERATOR, progress=lambda _step, _rows: None)


def test_a_file_becomes_the_version_in_force_with_its_keys(database, tmp_path):
    row = {"kana": "レイジ イチロウ", "former_names": "見本 一郎；試 一郎", "birth_on": "昭和50年1月2日", "address": "東京都"}
    result = take_in(database, write_list(tmp_path / "a.csv", [row, {"kind": "団体", "name": "例示会", "corporate_number": CORPORATE_NUMBER}]))
    assert (result.exit_code, result.stdout) == (0, "2 entries are in force: 2 added, 0 changed, 0 removed, 0 unchanged\n")
    found = in_force()
    assert (found["R1"].former_names, found["R1"].birth_on, found["R2"].kind.value) == (("見本 一郎", "試 一郎"), date(1975, 1, 2), "organisation")
    assert versions() == [(1, VersionStatus.CURRENT)] and count(EntryKey) > 2
    assert set(db.session.scalars(select(AuditEntry.event).where(AuditEntry.event.like("watchlists.%")))) == {
        "watchlists.list_imported", "watchlists.screening_started",
    }  # fmt: skip


def test_names_lie_nowhere_open_and_are_found_by_their_keys(database, tmp_path):
    take_in(database, write_list(tmp_path / "a.csv", [{"name": "例示カナリア", "ref": "REF-CANARY"}]))
    raw = db.session.connection().exec_driver_sql("SELECT * FROM watchlist_entry").all()
    assert "カナリア" not in str(raw) and "REF-CANARY" not in str(raw)
    keys = keys_of_entry(in_force()["REF-CANARY"])
    [(list_name, party)] = parties(sorted({entry_id for _key, entry_id in candidates(keys)})).values()
    assert (list_name, party.name) == ("例示名簿", "例示カナリア")


def test_a_next_version_tells_what_it_adds_changes_and_removes(database, tmp_path):
    take_in(database, write_list(tmp_path / "a.csv", [{}, {}, {}]))
    path = write_list(tmp_path / "b.csv", [{}, {"name": "例示 改郎"}, {"ref": "R9"}])
    told = take_in(database, path, "--dry-run").stdout
    assert "added: R9" in told and "changed: R2 例示 改郎" in told and "removed: R3 例示 3郎" in told
    assert "nothing was recorded: 1 added, 1 changed, 1 removed, 1 unchanged" in told
    assert versions() == [(1, VersionStatus.CURRENT)]
    assert take_in(database, path).stdout == "3 entries are in force: 1 added, 1 changed, 1 removed, 1 unchanged\n"
    assert sorted(in_force()) == ["R1", "R2", "R9"] and in_force()["R2"].name == "例示 改郎"
    assert versions() == [(1, VersionStatus.REPLACED), (2, VersionStatus.CURRENT)]
    assert count(ListEntry) == 5, "entries are never edited in place"


def test_the_same_file_again_is_no_new_version(database, tmp_path):
    path = write_list(tmp_path / "a.csv", [{}])
    take_in(database, path)
    assert take_in(database, path).stdout.startswith("this file is the version in force already")
    assert take_in(database, path, dated="2026-11-02").exit_code == 0
    assert versions() == [(1, VersionStatus.REPLACED), (2, VersionStatus.CURRENT)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_the_encodings_of_japan_are_read(database, tmp_path, encoding):
    take_in(database, write_list(tmp_path / "a.csv", [{"name": "例示﨑髙"}], encoding=encoding))
    assert in_force()["R1"].name == "例示﨑髙"


@pytest.mark.parametrize("encoding", ["utf-16", "euc_jp", "latin-1"])
def test_another_encoding_is_refused(database, tmp_path, encoding):
    path = tmp_path / "a.csv"
    path.write_bytes("ref,kind,name\nR1,person,{}\n".format("Müßig" if encoding == "latin-1" else "例示一郎").encode(encoding))
    result = take_in(database, path)
    assert (result.exit_code, result.exception.code) == (1, "web.sheet_encoding")
    assert versions() == []


def test_xlsx_is_read_and_its_formulas_are_not_names(database, tmp_path):
    book = Workbook()
    for row in (["ref", "kind", "name", "birth_on"], ["R1", "person", "例示 一郎", date(1960, 2, 3)], ["R2", "person", '=HYPERLINK("http://x.example")', None]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    result = take_in(database, tmp_path / "a.xlsx")
    assert codes(result) == ["watchlists.bad_rows"]
    assert "line 3, column name" in result.stderr


@pytest.mark.parametrize(("row", "column"), [
    ({"ref": ""}, "ref"),
    ({"name": "　"}, "name"),
    ({"kind": "robot"}, "kind"),
    ({"name": '=HYPERLINK("http://x.example","例示")'}, "name"),
    ({"kana": "=cmd|' /C calc'!A0"}, "kana"),
    ({"birth_on": "きのう"}, "birth_on"),
    ({"birth_on": "2999-01-01"}, "birth_on"),
    ({"name": "例示\u202e郎"}, "name"),
    ({"name": "あ" * 201}, "name"),
    ({"name": "あ" * 900_000}, "name"),
    ({"ref": "R1"}, "ref"),
])  # fmt: skip
def test_a_bad_row_is_named_and_nothing_is_recorded(database, tmp_path, row, column):
    result = take_in(database, write_list(tmp_path / "a.csv", [{}, row]))
    assert codes(result) == ["watchlists.bad_rows"]
    assert f"line 3, column {column}" in result.stderr and len(result.stderr) < 2000
    assert versions() == [] and count(Watchlist) == 0


def test_a_cell_of_fifty_megabytes_is_refused_with_its_line(database, tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"ref,kind,name\nR1,person,example\nR2,person," + b"a" * 50_000_000 + b"\n")
    result = take_in(database, path)
    assert (result.exit_code, result.exception.code, result.exception.facts["line"]) == (1, "web.sheet_unreadable_at", 3)


def test_missing_columns_are_named_and_strange_ones_told(database, tmp_path):
    result = take_in(database, write_list(tmp_path / "a.csv", [{}], columns=("ref", "kana")))
    assert (result.exit_code, result.exception.facts["columns"]) == (1, "kind, name")
    told = take_in(database, write_list(tmp_path / "b.csv", [{}], columns=("ref", "kind", "name", "note")))
    assert (told.exit_code, "not read: the columns note" in told.stderr) == (0, True)


def test_a_wrong_corporate_number_is_kept_as_text_and_flagged(database, tmp_path):
    told = take_in(database, write_list(tmp_path / "a.csv", [{"kind": "organisation", "corporate_number": "1835678256246"}])).stdout
    assert "1 corporate numbers cannot be right and are kept as text" in told
    assert in_force()["R1"].corporate_number == "1835678256246"


def test_a_list_that_shrinks_asks(database, tmp_path):
    take_in(database, write_list(tmp_path / "a.csv", [{}] * 10))
    path = write_list(tmp_path / "b.csv", [{}])
    assert codes(take_in(database, path)) == ["watchlists.shrinks"]
    assert len(in_force()) == 10
    assert "9 removed" in take_in(database, path, "--dry-run").stdout
    assert take_in(database, path, "--yes").exit_code == 0
    assert sorted(in_force()) == ["R1"]


def test_counts_examples_and_bad_rows_come_as_json(database, tmp_path):
    document = json.loads(take_in(database, write_list(tmp_path / "a.csv", [{}, {"kind": "x"}]), "--dry-run", "--json").stdout)
    assert (document["rows"], document["problems"], document["imported"], document["examples"]["added"]) == (2, 1, False, ["R1 例示 1郎"])
    assert [(found["line"], found["column"], found["code"]) for found in document["bad_rows"]] == [(3, "kind", "watchlists.row_kind")]


@pytest.mark.parametrize("broken", ["stage_rows", "end_removed", "insert_pairs", "publish"])
def test_an_import_that_was_cut_off_goes_on_and_shows_nothing_before(database, tmp_path, monkeypatch, broken):
    take_in(database, write_list(tmp_path / "a.csv", [{"ref": "OLD"}] + [{}] * 3))
    monkeypatch.setattr("platform_app.watchlists.services.checking.BLOCK_ROWS", 2)
    path = write_list(tmp_path / "b.csv", [{"name": f"例示 新{n}"} for n in range(5)])
    calls, real = [], getattr(importing, broken)

    def dying(*arguments, **named):
        """Works once, then dies."""
        calls.append(1)
        if len(calls) == (2 if broken == "stage_rows" else 1):
            raise KeyboardInterrupt
        return real(*arguments, **named)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(importing, broken, dying)
        carry_on(path, looked_at(path))
    assert sorted(in_force()) == ["OLD", "R2", "R3", "R4"]
    assert take_in(database, path).exit_code == 0
    assert versions() == [(1, VersionStatus.REPLACED), (2, VersionStatus.CURRENT)]
    assert sorted(in_force()) == ["R1", "R2", "R3", "R4", "R5"] and in_force()["R2"].name == "例示 新1"


def test_two_imports_of_one_list_at_once_conflict_and_a_dead_one_is_replaced(database, tmp_path, clock):
    clock.set("2026-11-23 12:00")
    take_in(database, write_list(tmp_path / "a.csv", [{}]))
    slow, fast = write_list(tmp_path / "slow.csv", [{}] * 2), write_list(tmp_path / "fast.csv", [{}] * 3)
    checked, other = looked_at(slow), looked_at(fast)
    with transaction():
        staged = begin_version(checked=checked, facts=FACTS, by=OPERATOR, at=now())
        importing.stage_rows(staged=staged, position=0, rows=[], hasher=importing.find_hasher(), at=now())
    with pytest.raises(Conflict, match="watchlists.import_running"):
        carry_on(fast, other)
    clock.advance(minutes=2)
    carry_on(fast, other)
    assert versions() == [(1, VersionStatus.REPLACED), (2, VersionStatus.ABANDONED), (3, VersionStatus.CURRENT)]
    assert sorted(in_force()) == ["R1", "R2", "R3"]
    with pytest.raises(Conflict, match="watchlists.import_elsewhere"), transaction():
        importing.publish(staged=staged, removed=0, by=OPERATOR, at=now())


def test_two_processes_with_the_same_file_stage_each_row_once(database, tmp_path):
    path = write_list(tmp_path / "a.csv", [{}] * 3)
    checked = looked_at(path)
    with transaction():
        staged = begin_version(checked=checked, facts=FACTS, by=OPERATOR, at=now())
    rows = [importing.read_row(row, today=TODAY, mapping={}) for block in importing.blocks_of(path) for row in block]
    with transaction():
        importing.stage_rows(staged=staged, position=0, rows=rows, hasher=importing.find_hasher(), at=now())
    with pytest.raises(Conflict, match="watchlists.import_elsewhere"), transaction():
        importing.stage_rows(staged=staged, position=0, rows=rows, hasher=importing.find_hasher(), at=now())
    assert count(ListEntry) == 3


def test_an_import_is_taken_back_as_if_it_had_never_been(database, tmp_path):
    take_in(database, write_list(tmp_path / "a.csv", [{}, {}, {}]))
    before = in_force()
    take_in(database, write_list(tmp_path / "b.csv", [{}, {"name": "例示 改郎"}, {"ref": "R9"}]))
    second = db.session.scalar(select(ListVersion.id).where(ListVersion.number == 2))
    with transaction():
        undo_version(version_id=second, reason="wrong file", by=OPERATOR, at=now())
    assert in_force() == before
    clear_all(db.session.scalar(select(Watchlist.id)))
    assert in_force() == before
    assert take_in(database, write_list(tmp_path / "c.csv", [{}, {}, {"name": "例示 三"}])).exit_code == 0
    assert (sorted(in_force()), in_force()["R3"].name) == (["R1", "R2", "R3"], "例示 三")
    assert versions() == [(1, VersionStatus.REPLACED), (2, VersionStatus.UNDONE), (3, VersionStatus.CURRENT)]


def test_only_the_version_in_force_can_be_taken_back_and_with_a_reason(database, tmp_path):
    take_in(database, write_list(tmp_path / "a.csv", [{}]))
    take_in(database, write_list(tmp_path / "b.csv", [{}, {}]))
    first, second = db.session.scalars(select(ListVersion.id).order_by(ListVersion.number)).all()
    for version_id, reason in ((first, "wrong"), (second, " ")):
        with pytest.raises(RuleViolation), transaction():
            undo_version(version_id=version_id, reason=reason, by=OPERATOR, at=now())
    for version_id in (second, first):
        with transaction():
            undo_version(version_id=version_id, reason="wrong", by=OPERATOR, at=now() + timedelta(seconds=1))
    assert in_force() == {}


def test_nobody_without_the_office_brings_in_or_takes_back_a_list(database, tmp_path):
    take_in(database, write_list(tmp_path / "a.csv", [{}]))
    by = Actor(kind=ActorKind.USER, user_id=1, roles=frozenset({Role.SECRETARIAT, Role.ADMINISTRATOR, Role.AUDITOR}))
    facts = {"file_name": "a.csv", "list_name": "例示名簿", "source": "例示", "dated": TODAY}
    with transaction():
        upload_id = receive_list(stream=BytesIO(b"ref,kind,name\nR1,person,x\n"), **facts, by=OPERATOR, at=now())
    for use_case, named in (
        (receive_list, {"stream": BytesIO(b"ref,kind,name\n"), **facts}),
        (name_columns, {"upload_id": upload_id, "mapping": {"ref": "ref", "kind": "kind", "name": "name"}}),
        (confirm_import, {"upload_id": upload_id, "is_shrinking_meant": True}),
        (discard_upload, {"upload_id": upload_id}),
        (undo_version, {"version_id": db.session.scalar(select(ListVersion.id)), "reason": "no office"}),
    ):
        with pytest.raises(Forbidden), transaction():
            use_case(**named, by=by, at=now())
    assert sorted(in_force()) == ["R1"]
