"""The export gate and the reading of files: formulas, text cells, encodings, lines."""

import io
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from platform_app.kernel.errors import InvalidInput
from platform_app.web.export import plain_cell, safe_cell, write_csv, write_json, write_xlsx
from platform_app.web.sheets import SURPLUS, read_rows

DANGEROUS = ["=1+1", "+81-3", "-1", "@SUM(A1)", "＝1", "＋1", "－1", "＠x", "\t=1", "\r=1", " =1", "\u3000=1", "\u00a0=1", "\ufeff=1", "﹢1", "\n=1"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_a_spreadsheet_could_run_is_escaped(text):
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize("text", ["", "見本", "'見本", "a=b", "1-2", "見本+"])
def test_plain_text_stays_as_it_is(text):
    assert safe_cell(text) == text


@given(st.text() | st.text(alphabet="'=+-@＝\t a"))
def test_the_way_back_gives_the_text_again(text):
    assert plain_cell(safe_cell(text)) == text


def test_csv_begins_with_the_first_column_and_ends_lines_with_crlf():
    stream = io.BytesIO()
    write_csv(stream, ("number", "name"), [(1, "=見本"), (2, None), (3, date(2026, 4, 1))])
    assert stream.getvalue().decode() == "number,name\r\n1,'=見本\r\n2,\r\n3,2026-04-01\r\n"


def test_xlsx_cells_are_text_whatever_they_hold():
    stream = io.BytesIO()
    write_xlsx(stream, ("number", "name"), [(1, "=1+1"), (2, "007"), (3, "見\x0b本"), (4, "#N/A")])
    cells = [cell for row in load_workbook(stream).active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells] == ["number", "name", "1", "'=1+1", "2", "007", "3", "見本", "4", "#N/A"]


@pytest.mark.parametrize("rows", [[], [(1, "=a")], [(1, "b"), (2, None)]])
def test_json_is_one_list_of_objects(rows):
    stream = io.BytesIO()
    write_json(stream, ("number", "name"), rows)
    assert [tuple(row.values()) for row in json.loads(stream.getvalue())] == rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_csv_is_read_in_the_usual_encodings(tmp_path, encoding):
    path = tmp_path / "a.csv"
    path.write_bytes("Name,kana\r\n見本団体①,ミホン\r\n".encode(encoding))
    [row] = read_rows(path)
    assert (row.line, row.cells) == (2, {"name": "見本団体①", "kana": "ミホン"})


def test_lines_are_counted_over_empty_rows_and_cells_of_several_lines(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('name,purpose\n\n一,"a\nb"\n,\n二,c\n', encoding="utf-8")
    assert [(row.line, row.cells["name"]) for row in read_rows(path)] == [(3, "一"), (6, "二")]


def test_missing_cells_are_absent_and_surplus_ones_are_told(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("name,kana\n一\n二,b,c\n", encoding="utf-8")
    assert [row.cells for row in read_rows(path)] == [{"name": "一"}, {"name": "二", "kana": "b", SURPLUS: "c"}]


def test_xlsx_gives_dates_and_numbers_as_text(tmp_path):
    path, book = tmp_path / "a.xlsx", Workbook()
    book.active.append(["number", "joined_on", "name"])
    book.active.append([12.0, date(2022, 2, 10), "'=見本"])
    book.save(path)
    [row] = read_rows(path)
    assert (row.line, row.cells) == (2, {"number": "12", "joined_on": "2022-02-10", "name": "=見本"})


def test_json_larger_than_a_chunk_is_read_item_by_item(tmp_path):
    path = tmp_path / "a.json"
    items = [{"name": f"見本{number}", "former_names": ["一", "二"], "number": number, "purpose": "あ" * 50} for number in range(3000)]
    path.write_text(json.dumps(items, ensure_ascii=False, indent=1), encoding="utf-8")
    rows = list(read_rows(path))
    assert len(rows) == 3000
    assert (rows[-1].line, rows[-1].cells["name"], rows[-1].cells["former_names"], rows[-1].cells["number"]) == (3000, "見本2999", "一; 二", "2999")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.txt", b"name\n", "web.sheet_ending"),
        ("a.csv", b"", "web.sheet_empty"),
        ("a.csv", b"name\n\xff\xff\x81\n", "web.sheet_encoding"),
        ("a.csv", b"name,name\n1,2\n", "web.sheet_columns_twice"),
        ("a.xlsx", b"not a zip", "web.sheet_unreadable"),
        ("a.json", b'{"name": 1}', "web.sheet_not_a_list"),
        ("a.json", b'[{"name": 1}, 2]', "web.sheet_unreadable_at"),
        ("a.json", b'[{"name": 1} {"name": 2}]', "web.sheet_unreadable_at"),
        ("a.json", b'[{"name": 1}', "web.sheet_unreadable_at"),
        ("a.json", b'[{"name": ', "web.sheet_unreadable_at"),
        ("a.json", b"[] x", "web.sheet_unreadable_at"),
        ("a.json", b"[\xff]", "web.sheet_encoding"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path, name, content, code):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InvalidInput) as refused:
        list(read_rows(path))
    assert refused.value.code == code
