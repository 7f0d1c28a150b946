"""`members import` and `members export` as an operator runs them."""

import csv
import json
from datetime import date

import pytest
from sqlalchemy import func, select

from platform_app.audit.models import AuditEntry, OutboxMessage
from platform_app.database.transaction import transaction
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.errors import Conflict
from platform_app.members.models import ImportRun, Member, Person
from platform_app.members.queries import MemberFilter, contact_address_of, delegate_of, find_member_by_number, list_members
from platform_app.members.rules import KindOfBody, MemberClass, MemberKind, PublicField, TermRole
from platform_app.members.services import imports
from platform_app.members.services.imports import begin_import, check_file, import_rows, read_blocks
from tests.integration.members.registers import AT, COLUMNS, CORPORATE_NUMBER, TODAY, body, command, person, write_rows


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def register():
    return [(row.number, row.name) for row in list_members(MemberFilter(as_of=TODAY), size=5000).rows]


def test_plain_columns_make_members_with_people_but_no_users_and_no_mail(database, tmp_path):
    result = command(database, "import", write_rows(tmp_path / "a.csv", [{}, {"name": "見本 花子", "kind": "individual", "membership_class": "supporting", "representative": ""}]))
    assert (result.exit_code, result.stdout) == (0, "2 members were imported\n")
    assert register() == [(1, "見本取込団体1"), (2, "見本 花子")]
    member = find_member_by_number(1, on=TODAY)
    assert (member.joined_on, member.prefecture, member.representative) == (date(2022, 2, 10), "13", "見本 1")
    assert contact_address_of(member.id, on=TODAY) == "m1@mihon.example"
    assert delegate_of(member.id, on=TODAY).name == "見本 1"
    assert set(db.session.scalars(select(Person.user_id))) == {None}
    assert count(OutboxMessage) == 0
    assert set(db.session.scalars(select(AuditEntry.event).where(AuditEntry.event.like("members.%")))) == {"members.member_imported"}


def test_a_dry_run_records_nothing(database, tmp_path):
    result = command(database, "import", write_rows(tmp_path / "a.csv", [{}, {}]), "--dry-run")
    assert (result.exit_code, result.stdout) == (0, "2 rows are good, nothing was recorded\n")
    assert (count(Member), count(ImportRun)) == (0, 0)


def test_one_bad_row_is_named_and_keeps_all_others_out(database, tmp_path):
    path = write_rows(tmp_path / "a.csv", [{}, {"prefecture": "東狂都", "joined_on": "きのう"}, {"name": "見本\x00"}])
    result = command(database, "import", path)
    assert result.exit_code == 1
    assert 'line 3, column prefecture "東狂都": This is not a prefecture.' in result.stderr
    assert 'line 3, column joined_on "きのう"' in result.stderr
    assert 'line 4, column name "見本\\u0000"' in result.stderr
    assert "nothing was recorded: 3 problems in 3 rows" in result.stderr
    assert (count(Member), count(ImportRun)) == (0, 0)


def test_problems_come_as_json_for_scripts(database, tmp_path):
    result = command(database, "import", write_rows(tmp_path / "a.csv", [{"kind": "x"}]), "--json")
    document = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (document["rows"], document["imported"]) == (1, 0)
    assert [(found["line"], found["column"], found["code"]) for found in document["problems"]] == [(2, "kind", "members.row_kind")]
    done = json.loads(command(database, "import", write_rows(tmp_path / "b.csv", [{}]), "--json").stdout)
    assert done == {"rows": 1, "imported": 1, "recorded_before": 0, "dry_run": False, "problems": []}


def test_twelve_digits_are_refused_and_stand_nowhere(database, tmp_path):
    path = write_rows(tmp_path / "a.csv", [{"corporate_number": "835678256246"}], (*COLUMNS, "corporate_number"))
    result = command(database, "import", path)
    assert result.exit_code == 1
    assert "12 digits" in result.stderr
    assert "835678256246" not in result.stderr + result.stdout


def test_the_same_file_twice_imports_nothing_twice(database, tmp_path):
    path = write_rows(tmp_path / "a.csv", [{}, {}])
    command(database, "import", path)
    again = command(database, "import", path)
    assert (again.exit_code, again.stdout) == (0, "0 members were imported; 2 were recorded before\n")
    assert count(Member) == 2


def test_members_of_the_register_are_not_imported_again(database, tmp_path):
    with transaction():
        body("見本あり", prefecture="13")
        body("番号あり", corporate_number=CORPORATE_NUMBER)
    rows = [{"name": "見本　アリ"}, {"name": "別名", "corporate_number": CORPORATE_NUMBER}, {"number": "1"}]
    result = command(database, "import", write_rows(tmp_path / "a.csv", rows, (*COLUMNS, "corporate_number", "number")), "--json")
    assert [(found["line"], found["code"]) for found in json.loads(result.stdout)["problems"]] == [
        (2, "members.row_known_name"), (3, "members.row_known_corporate_number"), (4, "members.row_known_number"),
    ]


def test_founding_numbers_are_kept_and_never_given_again(database, tmp_path):
    path = write_rows(tmp_path / "a.csv", [{"name": "甲"}, {"name": "乙", "number": "7"}, {"name": "丙", "number": "2"}], (*COLUMNS, "number"))
    assert command(database, "import", path).exit_code == 0
    assert register() == [(2, "丙"), (7, "乙"), (8, "甲")]
    with transaction():
        assert body("丁").number == 9


def test_an_import_cut_off_between_blocks_goes_on_where_it_stopped(database, tmp_path, monkeypatch):
    monkeypatch.setattr(imports, "BLOCK_ROWS", 10)
    path = write_rows(tmp_path / "a.csv", [{} for _ in range(25)])
    checked = check_file(path, today=TODAY, tell=pytest.fail)
    with transaction():
        run_id = begin_import(checked=checked, at=AT)
    blocks = read_blocks(path, position=0, today=TODAY)
    position, rows = next(blocks)
    with transaction():
        import_rows(run_id=run_id, position=position, rows=rows, by=OPERATOR, at=AT)
    position, rows = next(blocks)
    with pytest.raises(ZeroDivisionError), transaction():
        import_rows(run_id=run_id, position=position, rows=rows, by=OPERATOR, at=AT)
        raise ZeroDivisionError
    assert count(Member) == 10
    result = command(database, "import", path)
    assert (result.exit_code, result.stdout) == (0, "15 members were imported; 10 were recorded before\n")
    assert register() == [(number, f"見本取込団体{number}") for number in range(1, 26)]
    assert db.session.scalars(select(ImportRun)).one().finished_at is not None


def test_two_processes_cannot_record_the_same_block(database, tmp_path):
    path = write_rows(tmp_path / "a.csv", [{}])
    checked = check_file(path, today=TODAY, tell=pytest.fail)
    [(position, rows)] = read_blocks(path, position=0, today=TODAY)
    with transaction():
        run_id = begin_import(checked=checked, at=AT)
        import_rows(run_id=run_id, position=position, rows=rows, by=OPERATOR, at=AT)
    with pytest.raises(Conflict), transaction():
        import_rows(run_id=run_id, position=position, rows=rows, by=OPERATOR, at=AT)
    assert count(Member) == 1


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
def test_files_of_spreadsheet_programs_are_read(database, tmp_path, encoding):
    assert command(database, "import", write_rows(tmp_path / "a.csv", [{"name": "髙橋①の会"}], encoding=encoding)).exit_code == 0
    assert register() == [(1, "髙橋①の会")]


@pytest.mark.parametrize("name", ["\ufa19の会", "𠮷田の会", "葛\U000e0100城の会", "ﾐﾎﾝの会", "=HYPERLINK(1)", "見本🌸"])
@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
def test_names_come_back_from_a_file_as_they_were_typed(database, tmp_path, name, ending):
    command(database, "import", write_rows(tmp_path / "a.csv", [{"name": name}]))
    exported = tmp_path / f"b.{ending}"
    assert command(database, "export", exported).exit_code == 0
    _empty_register()
    assert command(database, "import", exported).exit_code == 0
    assert register() == [(1, name)]


def _empty_register():
    with transaction():
        for table in ("term", "membership_period", "person", "member", "member_number", "import_run"):
            db.session.execute(db.metadata.tables[table].delete())


def _full_register():
    with transaction():
        body(
            "特定非営利活動法人見本", kana="ミホン", corporate_number=CORPORATE_NUMBER, prefecture="26", postal_code="600-0000", address="見本市一丁目", phone="+81-75-000-0000",
            email="m@mihon.example", website="https://mihon.example", kind_of_body=KindOfBody.NPO, former_names=("旧見本", "元;見本"), short_names=("見本",),
            purpose="一行目\n二行目", activities="@活動", publishes=frozenset({PublicField.NAME, PublicField.WEBSITE}),
            people=(person("代表", TermRole.REPRESENTATIVE, kana="ダイヒョウ"), person("議決", TermRole.DELEGATE), person("担当", TermRole.CONTACT, email="c@mihon.example")),
        )
        body("見本 花子", kind=MemberKind.INDIVIDUAL, membership_class=MemberClass.SUPPORTING)
        body("見本 花子", kind=MemberKind.INDIVIDUAL, membership_class=MemberClass.SUPPORTING)
        for _twin in range(2):
            body("同名の会", prefecture="13", former_names=tuple(f"{'旧' * 97}{place:02d}" for place in range(20)))


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
def test_an_export_imported_into_an_empty_register_exports_the_same(database, tmp_path, ending):
    _full_register()
    first, second = tmp_path / f"first.{ending}", tmp_path / "second.json"
    command(database, "export", tmp_path / "first.json")
    assert command(database, "export", first).exit_code == 0
    _empty_register()
    result = command(database, "import", first)
    assert result.exit_code == 0, result.stderr
    command(database, "export", second)
    assert json.loads(second.read_text("utf-8")) == json.loads((tmp_path / "first.json").read_text("utf-8"))


def test_the_export_is_that_of_a_day_and_begins_with_number_and_name(database, tmp_path):
    with transaction():
        body("一", from_on=date(2024, 4, 1))
        body("二", from_on=date(2025, 4, 1))
    path = tmp_path / "a.csv"
    result = command(database, "export", path, "--as-of", "令和6年4月1日", "--json")
    assert json.loads(result.stdout) == {"members": 1, "as_of": "2024-04-01"}
    text = path.read_bytes().decode("utf-8")
    assert text.startswith("number,name,kana,kind,membership_class,prefecture,email,representative,joined_on")
    assert [row["name"] for row in csv.DictReader(text.splitlines())] == ["一"]
    assert command(database, "export", path, "--as-of", "昨日").exit_code == 2


def test_an_export_escapes_formulas(database, tmp_path):
    with transaction():
        body("=1+1")
    path = tmp_path / "a.csv"
    command(database, "export", path)
    assert "1,'=1+1," in path.read_text("utf-8")


def test_a_table_that_lacks_a_column_is_refused(database, tmp_path):
    path = write_rows(tmp_path / "a.csv", [{}], ("name", "kana"))
    result = command(database, "import", path)
    assert result.exit_code == 1
    assert count(Member) == 0


def test_checking_takes_the_same_few_statements_for_any_block(database, tmp_path, statements):
    counts = []
    for rows in (10, 500):
        path = write_rows(tmp_path / f"{rows}.csv", [{"name": f"{rows}-{number}"} for number in range(rows)])
        statements.clear()
        check_file(path, today=TODAY, tell=pytest.fail)
        counts.append(statements.count)
    assert counts[0] == counts[1] <= 4
