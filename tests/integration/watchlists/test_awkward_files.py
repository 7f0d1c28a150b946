"""Files as tired people bring them: `watchlists import` reads what can be read, and says in one line what cannot."""

import json
import zipfile

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from platform_app.extensions import db
from platform_app.watchlists.cli import watchlists
from platform_app.watchlists.models import ListVersion
from platform_app.watchlists.rules.lists import VersionStatus
from tests.databases import ON_SQLITE
from tests.integration.watchlists.lists import in_force, take_in, write_list

JAPANESE = "管理番号,区分,氏名,フリガナ,旧姓,生年月日,備考\nR1,個人,例示 一郎,ﾚｲｼﾞ ｲﾁﾛｳ,,昭和30年1月2日,メモ\nR2,法人,見本会,ミホンカイ,,,\n"


def written(tmp_path, text, name="a.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


@ON_SQLITE
@pytest.mark.parametrize("separator", ["\t", ";", ","], ids=["tabs", "semicolons", "commas"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
def test_a_header_in_japanese_and_other_separators_are_understood(database, tmp_path, separator, encoding):
    told = take_in(database, written(tmp_path, JAPANESE.replace(",", separator), encoding=encoding))
    assert told.exit_code == 0, told.output
    assert "read: ref from 管理番号, kind from 区分, name from 氏名, kana from フリガナ" in told.stderr
    assert "not read: the columns 備考" in told.stderr
    found = in_force()
    assert (found["R1"].birth_on.isoformat(), found["R1"].kana, found["R2"].kind.value) == ("1955-01-02", "ﾚｲｼﾞ ｲﾁﾛｳ", "organisation")


@ON_SQLITE
@pytest.mark.parametrize("day", ["昭和30年1月2日", "S30.1.2", "1955/1/2", "1955年1月2日", "１９５５－０１－０２", "19550102", "1955-01-02 00:00:00"])
def test_birth_dates_are_read_as_people_write_them(database, tmp_path, day):
    assert take_in(database, write_list(tmp_path / "a.csv", [{"birth_on": day}])).exit_code == 0
    assert in_force()["R1"].birth_on.isoformat() == "1955-01-02"


@ON_SQLITE
def test_lines_within_a_cell_belong_together(database, tmp_path):
    rows = [{"name": "例示\n一郎", "address": "東京都\r\n 見本区", "former_names": "見本 一郎\n試 一郎"}, {"name": "例示 二郎"}]
    assert take_in(database, write_list(tmp_path / "a.csv", rows)).exit_code == 0
    party = in_force()["R1"]
    assert (party.name, party.address, party.former_names) == ("例示 一郎", "東京都 見本区", ("見本 一郎", "試 一郎"))
    told = take_in(database, write_list(tmp_path / "b.csv", [*rows, {"kind": "x"}]), "--dry-run")
    assert "line 7, column kind" in told.stderr, "lines are counted as an editor counts them"


@ON_SQLITE
@pytest.mark.parametrize(("text", "code"), [
    ("", "web.sheet_empty"),
    ("ref,kind,name\n", "watchlists.no_rows"),
    ("R1,person,例示一郎\nR2,person,例示二郎\n", "watchlists.columns_missing"),
    ("ref,kind,name,NAME\nR1,person,a,b\n", "web.sheet_columns_twice"),
])  # fmt: skip
def test_a_file_that_is_no_list_is_refused_in_one_line(database, tmp_path, text, code):
    for option in ((), ("--dry-run",)):
        result = take_in(database, written(tmp_path, text), *option)
        reasons = getattr(result.exception, "reasons", None)
        assert (result.exit_code, reasons[0].code if reasons else result.exception.code) == (1, code)
    assert not in_force()


@ON_SQLITE
def test_a_workbook_with_a_cell_of_fifty_megabytes_is_refused_with_its_line(database, tmp_path):
    book, path = Workbook(), tmp_path / "a.xlsx"
    for row in (("ref", "kind", "name"), ("R1", "person", "HERE"), ("R2", "person", "例示 一郎")):
        book.active.append(row)
    book.save(tmp_path / "small.xlsx")
    with zipfile.ZipFile(tmp_path / "small.xlsx") as small, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as large:
        for part in small.namelist():
            large.writestr(part, small.read(part).replace(b"HERE", b"a" * 50_000_000))
    result = take_in(database, path)
    assert (result.exit_code, result.exception.reasons[0].code) == (1, "watchlists.bad_rows")
    assert "line 2, column name" in result.stderr and len(result.stderr) < 500


def test_columns_are_named_by_hand_and_a_cut_off_import_goes_on_only_if_they_are_read_alike(database, tmp_path):
    path = written(tmp_path, "key,kind,a,b\nR1,person,例示 一郎,見本 花子\nR2,person,例示 二郎,見本 月子\n")
    refused = take_in(database, path)
    assert (refused.exit_code, refused.exception.facts) == (1, {"columns": "ref, name", "found": "key, kind, a, b"})
    assert take_in(database, path, "--column", "ref=key", "--column", "name=c").exception.facts["columns"] == "c"
    assert take_in(database, path, "--column", "nothing=key").exit_code == 2
    for column, expected in (("a", "例示 一郎"), ("b", "見本 花子")):
        told = take_in(database, path, "--column", "ref=KEY", "--column", f"name={column}", "--json")
        assert json.loads(told.stdout)["columns"]["name"] == column
        assert in_force()["R1"].name == expected
    db.session.rollback()
    assert list(db.session.scalars(select(ListVersion.status).order_by(ListVersion.number))) == [VersionStatus.REPLACED, VersionStatus.CURRENT]


def test_a_dry_run_says_of_each_change_what_differs(database, tmp_path):
    take_in(database, write_list(tmp_path / "a.csv", [{}, {}]))
    told = take_in(database, write_list(tmp_path / "b.csv", [{"name": "例示 改郎", "birth_on": "1960-01-01"}, {}]), "--dry-run").stdout
    assert "changed: R1 例示 改郎 (name, birth_on)" in told


@ON_SQLITE
def test_of_many_problems_the_first_are_told_and_all_come_as_json(database, tmp_path):
    path = write_list(tmp_path / "a.csv", [{"kind": "x"}] * 230)
    told = take_in(database, path).stderr
    assert told.count("column kind") == 200 and "and 30 problems more" in told
    assert len(json.loads(take_in(database, path, "--json").stdout)["bad_rows"]) == 230


@ON_SQLITE
def test_what_takes_longer_than_a_second_is_told(database, tmp_path, monkeypatch):
    ticks = iter(range(10_000))
    monkeypatch.setattr("platform_app.watchlists.progress.monotonic", lambda: next(ticks) * 0.6)
    monkeypatch.setattr("platform_app.watchlists.services.checking.BLOCK_ROWS", 2)
    told = take_in(database, write_list(tmp_path / "a.csv", [{}] * 11)).stderr.splitlines()
    assert "checked 8 rows" in told and "staged 6 of 11 rows" in told
    assert "checked 2 rows" not in told, "nothing in the first second"


@ON_SQLITE
def test_subjects_of_a_file_with_a_header_in_japanese_are_matched(database, tmp_path):
    take_in(database, write_list(tmp_path / "a.csv", [{"name": "例示 一郎"}]))
    path, output = written(tmp_path, JAPANESE, "subjects.csv"), tmp_path / "hits.csv"
    result = database.test_cli_runner().invoke(watchlists, ["match", str(path), "--output", str(output)])
    assert (result.exit_code, output.read_text("utf-8").count("例示名簿")) == (0, 1), result.output
