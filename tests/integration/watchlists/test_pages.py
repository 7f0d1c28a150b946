"""The screening officer's pages: sealed cases, decisions by two people, uploads; and what nobody else gets to see."""

import io
import shutil
import subprocess
from datetime import date

import pytest
from sqlalchemy import select

from platform_app.audit.models import AccessLog, AuditEntry
from platform_app.database.transaction import transaction
from platform_app.extensions import db
from platform_app.kernel.clock import now
from platform_app.kernel.roles import Role
from platform_app.watchlists.importing import work_on_uploads
from platform_app.watchlists.models import ListVersion, UploadPart, WatchHit
from platform_app.watchlists.queries.cases import standing_of
from platform_app.watchlists.rules.hits import HitStatus, Standing
from platform_app.watchlists.rules.lists import VersionStatus
from platform_app.watchlists.screening_again import screen
from tests.databases import leave_out
from tests.factories import PASSWORD, make_account
from tests.integration.watchlists.lists import in_force, person, take_in, watch, write_list
from tests.stages import step

CSV = "ref,kind,name,kana,生年月日,備考\nR1,person,例示 一郎,,1960-01-02,x\nR2,団体,例示会,,,y\n"


@step
def account_of(email, role):
    """An account with an office."""
    with transaction():
        make_account(email=email, name=f"見本 {email[1]}", office=role)


@pytest.fixture
def enter(database, visitor):
    """A browser of a new account with an office."""
    made = []

    def signed_in(role=Role.SCREENING_OFFICER):
        """Signed in."""
        made.append(role)
        email = f"a{len(made)}@mihon.example"
        account_of(email, role)
        found = visitor()
        found.sign_in(email, PASSWORD)
        return found

    return signed_in


@pytest.fixture
def case_id(database, tmp_path):
    """A case with a hit of tier A, whose birth date is a canary."""
    take_in(database, write_list(tmp_path / "a.csv", [{"name": "例示 一郎", "birth_on": "1951-09-17", "address": "カナリア県"}]))
    found = watch(person("例示 一郎"))
    screen(now())
    return found


def status(hit_id=1):
    db.session.rollback()
    return db.session.get(WatchHit, hit_id).status


def test_a_case_is_sealed_until_it_is_opened_with_a_reason(enter, case_id):
    officer = enter()
    officer.get("/screening/queue")
    officer.follow("2026-0001 見本会")
    assert "カナリア県" not in officer.page.html and "例示 一郎" not in officer.page.text
    officer.submit("/open", reason="")
    assert officer.page.status == 422
    officer.submit("/open", reason="a hit in the queue")
    assert "カナリア県" in officer.page.html and "例示 一郎" in officer.page.text
    assert db.session.scalar(select(AuditEntry.event).where(AuditEntry.event == "watchlists.case_opened"))
    assert ("watch_case", case_id) in db.session.execute(select(AccessLog.subject_type, AccessLog.subject_id)).all()


def test_an_opened_case_closes_after_half_an_hour_and_is_open_to_nobody_else(enter, case_id, clock):
    clock.set("2026-11-23 12:00")
    officer, other = enter(), enter()
    officer.get(f"/screening/cases/{case_id}")
    officer.submit("/open", reason="work")
    assert "カナリア県" not in other.get(f"/screening/cases/{case_id}").html
    assert "カナリア県" in officer.get(f"/screening/cases/{case_id}").html
    for minutes, is_open in ((14, True), (15, True), (2, False)):
        clock.advance(minutes=minutes)
        officer.get("/account/confirm")
        officer.submit("/account/confirm", password=PASSWORD)
        assert ("カナリア県" in officer.get(f"/screening/cases/{case_id}").html) is is_open
        assert officer.page.status == 200


def test_an_opened_case_asks_for_the_password_once_more_and_loses_no_word(enter, case_id, clock):
    clock.set("2026-11-23 12:00")
    officer = enter()
    officer.get(f"/screening/cases/{case_id}")
    officer.submit("/open", reason="work")
    clock.advance(minutes=16)
    officer.submit("/decide", **{"decide-1-choice": "possible", "decide-1-reason": "カナリアの根拠"})
    assert officer.page.status == 401 and "カナリア" not in officer.page.html
    assert status() is HitStatus.PENDING
    officer.submit("/account/confirm", password=PASSWORD)
    assert "カナリアの根拠" in officer.page.text
    officer.submit("/decide")
    assert status() is HitStatus.POSSIBLE and "カナリア県" in officer.page.html
    clock.advance(minutes=15)
    officer.get(f"/screening/cases/{case_id}")
    officer.submit("/account/confirm", password=PASSWORD)
    assert officer.page.path == f"/screening/cases/{case_id}"


def test_a_file_is_chosen_only_after_the_password_because_it_cannot_be_kept(enter, clock):
    clock.set("2026-11-23 12:00")
    officer = enter()
    clock.advance(minutes=16)
    assert not any(form.action.endswith("/screening/lists") for form in officer.get("/screening/lists").forms)
    officer.follow("Type the password")
    officer.submit("/account/confirm", password=PASSWORD)
    assert officer.page.form("/screening/lists")


def test_a_hit_is_decided_by_two_people_on_the_page(enter, case_id):
    first, other = enter(), enter()
    for officer in (first, other):
        officer.get(f"/screening/cases/{case_id}")
        officer.submit("/open", reason="work")
    first.submit("/decide", **{"decide-1-choice": "false_match", "decide-1-reason": ""})
    assert first.page.status == 422
    first.submit("/decide", **{"decide-1-choice": "false_match", "decide-1-reason": "born in another year"})
    assert "waits for a second person" in first.page.text
    assert status() is HitStatus.PENDING
    other.get(f"/screening/cases/{case_id}")
    other.submit("/second", **{"second-1-answer": "agree"})
    assert status() is HitStatus.FALSE_MATCH
    assert standing_of("application", 1) is Standing.CLEAR
    other.submit("/reopen", **{"reopen-1-reason": "new facts"})
    assert status() is HitStatus.PENDING


def test_a_proposal_on_a_possible_hit_waits_in_the_queue_and_what_was_found_has_a_list_of_its_own(enter, case_id):
    first, other = enter(), enter()
    for officer in (first, other):
        officer.get(f"/screening/cases/{case_id}")
        officer.submit("/open", reason="work")
    first.submit("/decide", **{"decide-1-choice": "possible", "decide-1-reason": "not ruled out"})
    assert "2026-0001" not in other.get("/screening/queue").text
    assert "2026-0001" in other.get("/screening/queue?tier=found").text
    first.submit("/decide", **{"decide-1-choice": "confirmed", "decide-1-reason": "the birth date"})
    assert "1 to be answered" in other.get("/screening/queue").text
    other.get(f"/screening/cases/{case_id}")
    other.submit("/second", **{"second-1-answer": "agree"})
    assert status() is HitStatus.CONFIRMED and "Two people confirmed a hit" in other.page.text
    assert "2026-0001" not in other.get("/screening/queue").text
    assert "2026-0001" in other.get("/screening/queue?tier=found").text


def test_steps_are_noted_and_the_evidence_file_is_a_pdf(enter, case_id):
    officer = enter()
    officer.get(f"/screening/cases/{case_id}")
    officer.submit("/open", reason="work")
    officer.submit("/steps", **{"step-kind": "public_search", "step-on": "2026-01-05", "step-where": "官報", "step-what": ""})
    assert officer.page.status == 422
    officer.submit("/steps", **{"step-kind": "public_search", "step-on": "2026-01-05", "step-where": "官報", "step-what": "例示 一郎"})
    assert "官報" in officer.page.text
    officer.submit("/steps", **{"step-kind": "inquiry_asked", "step-on": "2026-01-05", "step-where": "例示県警察", "step-what": ""})
    assert "The owner waits until its answer is noted." in officer.page.text
    officer.submit("/evidence-file")
    assert officer.page.status == 200 and officer.page.response.data.startswith(b"%PDF")


def test_the_evidence_file_tells_what_differs_on_what_it_rests_and_who_is_awaited(enter, database, tmp_path):
    take_in(database, write_list(tmp_path / "a.csv", [{"name": "高橋 例示", "birth_on": "1951-09-17"}]))
    case = watch(person("髙橋 例示", birth_on=date(1951, 9, 17)))
    screen(now())
    officer = enter()
    officer.get(f"/screening/cases/{case}")
    officer.submit("/open", reason="work")
    assert "Date of birth: agrees (17 September 1951 / 17 September 1951)" in officer.page.text
    officer.submit("/decide", **{"decide-1-choice": "false_match", "decide-1-reason": "born in another town"})
    officer.submit("/evidence-file")
    words = words_of(officer.page.response.data)
    for told in ("髙橋例示（役員）", "髙→高（異体字です）", "一致（1951-09-17/1951-09-17）", "bornin", "まだ回答していません"):
        assert told in words, words


def words_of(pdf):
    """What a PDF says, without its spaces."""
    if shutil.which("pdftotext") is None:
        leave_out("pdftotext")
    told = subprocess.run(["pdftotext", "-layout", "-enc", "UTF-8", "-", "-"], input=pdf, capture_output=True, check=True)
    return "".join(told.stdout.decode().split())


def test_the_home_of_an_officer_tells_what_waits_and_nobody_else_is_told(enter, case_id):
    first, other, secretary = enter(), enter(), enter(Role.SECRETARIAT)
    assert "Cases with names to be looked at 1 waiting" in first.get("/home").text
    first.follow("Cases with names")
    first.follow("2026-0001")
    first.submit("/open", reason="work")
    first.submit("/decide", **{"decide-1-choice": "false_match", "decide-1-reason": "born in another year"})
    asked = "Decisions on names that wait for you as the second person"
    assert (asked in first.get("/home").text, f"{asked} 1 waiting" in other.get("/home").text) == (False, True)
    assert "names" not in secretary.get("/home").text


def test_what_stands_in_a_closed_case_cannot_be_decided(enter, case_id):
    opened, closed = enter(), enter()
    opened.get(f"/screening/cases/{case_id}")
    opened.submit("/open", reason="work")
    token = closed.get("/account").html.split('name="csrf_token" value="')[1].split('"')[0]
    answer = closed.post("/screening/hits/1/decide", {"csrf_token": token, "decide-1-choice": "possible", "decide-1-reason": "x"})
    assert (answer.status, status()) == (409, HitStatus.PENDING) or answer.status in (403, 422)
    assert status() is HitStatus.PENDING


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.ADMINISTRATOR, Role.AUDITOR, Role.CONTRACTOR])
def test_nobody_else_sees_a_hit_anywhere(enter, case_id, role):
    other = enter(role)
    for path in ("/home", "/secretariat/register", "/secretariat/applications", "/ledger", "/secretariat/mail", "/screening/queue", f"/screening/cases/{case_id}",
                 "/screening/lists", "/screening/owners/application/1"):  # fmt: skip
        html = other.get(path).html
        assert "カナリア県" not in html and "例示 一郎" not in html and "1951" not in html, path


def upload(browser, text=CSV, name="例示名簿", encoding="utf-8"):
    browser.get("/screening/lists")
    file = (io.BytesIO(text.encode(encoding)), "list.csv")
    browser.submit("/screening/lists", list_name=name, source="例示の提供者", dated="2026-11-01", file=file)
    return browser


def work():
    work_on_uploads(now())
    db.session.rollback()


def test_a_file_is_uploaded_named_checked_and_imported(enter):
    officer = upload(enter(), encoding="cp932")
    chosen = dict(officer.page.form("/columns").fields)
    assert (chosen["column_birth_on"], chosen.get("column_former_names", ""), chosen["column_name"]) == ("生年月日", "", "name")
    assert "例示 一郎" not in str(db.session.connection().exec_driver_sql("SELECT content FROM watchlist_upload_part").all())
    officer.submit("/columns")
    work()
    officer.get("/screening/uploads/1")
    assert "R1 例示 一郎" in officer.page.text and "備考" in officer.page.text
    assert in_force() == {}
    officer.submit("/import")
    work()
    assert str(in_force()["R1"].birth_on) == "1960-01-02"
    of_uploads = select(AuditEntry.event, AuditEntry.actor_user_id).where(AuditEntry.subject_type == "watchlist_upload")
    done = db.session.execute(of_uploads.order_by(AuditEntry.id)).all()
    assert [event for event, actor in done if actor] == ["watchlists.list_uploaded", "watchlists.list_columns_named", "watchlists.list_import_ordered"]
    assert "in force" in officer.get("/screening/uploads/1").text
    assert db.session.scalar(select(UploadPart.upload_id)) is None
    officer.follow("See the version")
    officer.submit("/undo", reason="wrong file")
    assert in_force() == {} and db.session.scalar(select(ListVersion.status)) is VersionStatus.UNDONE
    assert "No version of this list is in force any more." in officer.page.text


def test_bad_rows_are_shown_and_cannot_be_imported(enter):
    officer = upload(enter(), CSV.replace("name", "氏名") + "R1,robot,,,,\n" * 101)
    officer.submit("/columns")
    work()
    officer.get("/screening/uploads/1")
    assert "Please write organisation or person." in officer.page.text and "Please fill in “氏名”." in officer.page.text
    assert officer.page.text.count("Please write organisation or person.") < 101 and "There are" in officer.page.text
    assert "This file cannot be imported yet" in officer.page.text
    assert not any(form.action.endswith("/import") for form in officer.page.forms)
    officer.submit("/discard")
    assert db.session.scalar(select(UploadPart.upload_id)) is None


def test_a_list_that_shrinks_needs_its_tick(enter, database, tmp_path):
    take_in(database, write_list(tmp_path / "a.csv", [{}] * 9))
    officer = upload(enter())
    officer.submit("/columns")
    work()
    officer.get("/screening/uploads/1")
    officer.submit("/import")
    assert officer.page.status == 422
    officer.submit("/import", is_shrinking_meant=True)
    work()
    assert sorted(in_force()) == ["R1", "R2"]
    assert "The list is in force. All watched names are being matched" in officer.get("/screening/uploads/1").text


def test_the_next_file_of_a_list_proposes_the_columns_of_the_last(enter):
    heading = "照会番号,個人・団体の別,氏名又は名称,よみ"
    officer = upload(enter(), f"{heading}\nR1,個人,例示 一郎,レイジ\n")
    officer.submit("/columns", column_ref="照会番号", column_kind="個人・団体の別", column_name="氏名又は名称", column_kana="よみ")
    work()
    upload(officer, f"{heading},生年月日\nR1,個人,例示 一郎,レイジ,\n")
    chosen = {name: theirs for name, theirs in officer.page.form("/columns").fields if name.startswith("column_") and theirs}
    assert chosen == {
        "column_ref": "照会番号", "column_kind": "個人・団体の別", "column_name": "氏名又は名称", "column_kana": "よみ", "column_birth_on": "生年月日",
    }  # fmt: skip
    upload(officer, f"{heading}\nR1,個人,例示 一郎,レイジ\n", name="別の名簿")
    assert not dict(officer.page.form("/columns").fields).get("column_name")


@pytest.mark.parametrize(("name", "content"), [("list.pdf", b"%PDF-1.7"), ("list.xlsx", b"no zip"), ("list.csv", b"ref,kind,name\n")])
def test_what_is_no_table_is_refused_at_once(enter, name, content):
    officer = enter()
    officer.get("/screening/lists")
    officer.submit("/screening/lists", list_name="x", source="x", dated="2026-11-01", file=(io.BytesIO(content), name))
    assert officer.page.status == 422
    assert db.session.scalar(select(UploadPart.upload_id)) is None


def test_no_table_holds_a_name_a_reason_or_a_file_open(enter, case_id, database):
    officer = upload(enter(), CSV.replace("例示会", "例示カナリア会"))
    officer.get(f"/screening/cases/{case_id}")
    officer.submit("/open", reason="カナリアの理由")
    officer.submit("/decide", **{"decide-1-choice": "possible", "decide-1-reason": "カナリアの根拠"})
    officer.submit("/steps", **{"step-kind": "inquiry_asked", "step-on": "2026-01-05", "step-where": "カナリア署", "step-what": ""})
    officer.get("/screening/uploads/1")
    officer.submit("/columns")
    work()
    for table in db.metadata.sorted_tables:
        rows = str(db.session.connection().exec_driver_sql(f"SELECT * FROM {table.name}").all())
        assert "カナリア" not in rows and "1951-09-17" not in rows and "例示 一郎" not in rows, table.name
