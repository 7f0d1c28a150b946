"""The board's pages: what is shown to whom, in which order, and what a form answers."""

import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from platform_app.committees.models import BoardDecision, Body
from platform_app.committees.queries import list_current_seats
from platform_app.committees.queries.deliberations import get_proceedings
from platform_app.committees.rules.deliberations import DeliberationStatus, Packet
from platform_app.committees.rules.tally import Choice, ConflictHint, ConflictState
from platform_app.database.transaction import reading, transaction
from platform_app.documents.models import StoredFile
from platform_app.extensions import db
from platform_app.kernel.actors import VISITOR, Actor, ActorKind
from platform_app.kernel.clock import now, today
from platform_app.kernel.roles import Role
from tests.integration.committees.boards import acting, admit_body, answer, declare, make_board, open_about
from tests.unit.documents.samples import pdf

AUDITOR = Actor(kind=ActorKind.USER, roles=frozenset({Role.AUDITOR, Role.USER}))
STAFF = Actor(kind=ActorKind.USER, roles=frozenset({Role.SECRETARIAT, Role.USER}), is_present=True)
PAGES = "/board", "/secretariat/board", "/secretariat/board/deliberations"


class Reader:
    """A browser of one actor; each request has an application context of its own, as in a server."""

    def __init__(self, app, monkeypatch, actor, language):
        self.app = app
        self.monkeypatch = monkeypatch
        self.actor = actor
        self.client = app.test_client()
        self.headers = {"Accept-Language": language}

    def get(self, address):
        """A page."""
        return self._ask(self.client.get, address)

    def post(self, address, /, *, form=None, **fields):
        """Send a form with the token that its page (`form`, else the address itself) holds."""
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.get(form or address).text)
        return self._ask(self.client.post, address, data=fields | ({"csrf_token": token[1]} if token else {}))

    def _ask(self, method, address, **options):
        self.monkeypatch.setitem(self.app.extensions, "platform.actor_loader", lambda: self.actor)
        with self.app.app_context():
            return method(address, headers=self.headers, **options)


@pytest.fixture
def visit(database, monkeypatch):
    """`visit(actor)`: a browser of that actor, whatever account is behind it."""
    return lambda actor, language="en": Reader(database, monkeypatch, actor, language)


@pytest.fixture
def matter(database, monkeypatch):
    """An open deliberation of five seats from now on, whose contents are the word CONTENTS."""
    provider = {"sample": lambda _id: Packet("CONTENTS", "committees/_deliberation.html")}
    monkeypatch.setitem(database.extensions, "platform.deliberation_subjects", provider)
    board = make_board(5)
    deliberation = open_about(at=now(), closes_at=now() + timedelta(days=14))
    return board, deliberation


def post(client, address, /, **fields):
    """Send a form from the page of the matter where it stands there, else from its own page."""
    is_part = address.rsplit("/", 1)[-1] in ("declaration", "position", "late-conflict", "close")
    return client.post(address, form=address.rsplit("/", 1)[0] if is_part else None, **fields)


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.text))


def address(deliberation, act=""):
    return f"/board/deliberations/{deliberation}" + (f"/{act}" if act else "")


def proceedings(deliberation):
    with reading():
        return get_proceedings(deliberation, on=today())


def test_the_first_visit_shows_the_declaration_and_nothing_of_the_contents(visit, matter):
    board, deliberation = matter
    page = visit(board[0].actor).get(address(deliberation))
    assert page.status_code == 200
    assert "見本申込団体" in page.text and "do you have a conflict of interest" in page.text
    assert "CONTENTS" not in page.text and 'name="choice"' not in page.text


def test_contents_and_position_come_after_declaring_no_conflict(visit, matter):
    board, deliberation = matter
    client = visit(board[0].actor)
    assert post(client, address(deliberation, "declaration"), state="none").status_code == 302
    page = client.get(address(deliberation))
    assert "CONTENTS" in page.text and page.text.count('name="choice"') == 3 and "<fieldset" in page.text
    assert post(client, address(deliberation, "position"), choice="approve").status_code == 302
    page = client.get(address(deliberation))
    assert "You answered on" in page.text
    assert "Answers still needed for a quorum: 2 (answered: 1 of 5)" in page.text


def test_a_declared_conflict_shows_neither_contents_nor_positions(visit, matter):
    board, deliberation = matter
    client = visit(board[0].actor)
    refused = post(client, address(deliberation, "declaration"), state="conflicted")
    assert refused.status_code == 409 and "what connects you" in refused.text
    assert post(client, address(deliberation, "declaration"), state="conflicted", text="兼職").status_code == 302
    page = client.get(address(deliberation))
    assert "You are recused" in page.text
    assert "CONTENTS" not in page.text and 'name="choice"' not in page.text


def test_refusing_without_a_reason_keeps_the_choice_and_says_what_to_mend(visit, matter):
    board, deliberation = matter
    client = visit(board[0].actor)
    post(client, address(deliberation, "declaration"), state="none")
    page = post(client, address(deliberation, "position"), choice="refuse")
    assert page.status_code == 409 and "Please give a reason" in page.text
    assert re.search(r'<input[^>]*checked[^>]*value="refuse"', page.text)


def test_a_position_without_a_declaration_is_refused(visit, matter):
    board, deliberation = matter
    page = post(visit(board[0].actor), address(deliberation, "position"), choice="approve")
    assert page.status_code == 409 and "CONTENTS" not in page.text
    assert "Please declare first" in page.text


@pytest.mark.parametrize("fields", [{}, {"choice": "maybe"}, {"choice": "approve", "reason": "あ" * 4001}, {"choice": "refuse", "reason": "a\u202eb"}])
def test_a_position_of_the_wrong_shape_is_sent_back(visit, matter, fields):
    board, deliberation = matter
    declare(deliberation, board[0], at=now())
    assert post(visit(board[0].actor), address(deliberation, "position"), **fields).status_code == 400
    assert proceedings(deliberation).entries[0].choice is None


def test_a_conflict_noticed_late_hides_the_contents_again(visit, matter):
    board, deliberation = matter
    client = visit(board[0].actor)
    answer(deliberation, board[0], Choice.APPROVE, at=now())
    assert post(client, address(deliberation, "late-conflict"), text="あとで気づきました").status_code == 302
    assert "CONTENTS" not in client.get(address(deliberation)).text


def test_others_positions_are_hidden_until_the_own_is_given(visit, matter):
    board, deliberation = matter
    answer(deliberation, board[0], Choice.REFUSE, reason="秘密の理由", at=now())
    declare(deliberation, board[1], at=now())
    client = visit(board[1].actor)
    assert "秘密の理由" not in client.get(address(deliberation)).text
    assert "秘密の理由" not in visit(STAFF).get(f"/secretariat/board/deliberations/{deliberation}").text
    client = visit(board[1].actor)
    post(client, address(deliberation, "position"), choice="approve")
    assert "秘密の理由" in client.get(address(deliberation)).text


def test_the_secretariat_sees_hints_and_denials_but_no_contents(visit, database):
    board = make_board(3)
    deliberation = open_about(
        at=now(), closes_at=now() + timedelta(days=14), hints={board[0].seat_id: [ConflictHint.SHARED_OFFICER]}
    )
    declare(deliberation, board[0], at=now())
    declare(deliberation, board[1], ConflictState.CONFLICTED, text="家族が役員", at=now())
    page = visit(AUDITOR).get(f"/secretariat/board/deliberations/{deliberation}").text
    assert "Declared no conflict all the same" in page and "家族が役員" in page
    assert "家族が役員" not in visit(board[2].actor).get(address(deliberation)).text


def test_the_close_button_says_why_not_and_closes_when_all_have_answered(visit, matter):
    board, deliberation = matter
    staff_page = f"/secretariat/board/deliberations/{deliberation}"
    page = visit(STAFF).get(staff_page)
    assert "Board members who have not answered yet: 5" in page.text
    assert post(visit(STAFF), f"{staff_page}/close").status_code in (400, 409)
    for member in board:
        answer(deliberation, member, Choice.APPROVE, at=now())
    assert post(visit(STAFF), f"{staff_page}/close").status_code == 302
    assert proceedings(deliberation).row.status is DeliberationStatus.CLOSED
    page = text_of(visit(STAFF).get(staff_page))
    assert "Quorum: 5 positions given, 3 needed." in page and "5 approve, 0 refuse, 0 defer; 3 needed" in page


def test_the_inbox_names_what_waits(visit, matter):
    board, deliberation = matter
    page = visit(board[0].actor, "ja").get("/board")
    assert "あなたの番です" in page.text and "見本申込団体" in page.text


@pytest.mark.parametrize("page", PAGES)
def test_nobody_else_gets_in(visit, matter, page):
    board, _deliberation = matter
    allowed = {"/board": (board[0].actor,), "/secretariat/board": (STAFF, AUDITOR), "/secretariat/board/deliberations": (STAFF, AUDITOR)}
    for actor in (board[0].actor, STAFF, AUDITOR, Actor(kind=ActorKind.USER, roles=frozenset({Role.REPRESENTATIVE, Role.USER}))):
        assert visit(actor).get(page).status_code == (200 if actor in allowed[page] else 403)
    assert visit(VISITOR).get(page).status_code in (302, 401, 403)


def test_auditors_read_and_change_nothing(visit, matter):
    board, deliberation = matter
    client = visit(AUDITOR)
    for path in ("founding", "seats/new", f"seats/{board[0].seat_id}/end"):
        assert client.get(f"/secretariat/board/{path}").status_code == 403
    assert post(client, f"/secretariat/board/deliberations/{deliberation}/close").status_code in (400, 403)


def test_a_seat_outside_the_electorate_finds_nothing(visit, matter):
    _board, deliberation = matter
    with transaction():
        member_id, _person_id = admit_body("見本団体外")
    stranger = visit(acting(987654, member_id))
    assert stranger.get(address(deliberation)).status_code == 404
    assert stranger.get(address(987654)).status_code == 404


def test_the_secretariat_founds_a_board_and_the_alarm_goes(visit, database):
    with transaction():
        holders = ["-".join(map(str, admit_body(f"見本団体{number}"))) for number in range(3)]
    client = visit(STAFF)
    assert "The board has too few seats" in client.get("/secretariat/board").text
    fields = {"decided_on": "2026-04-01", "from_on": "2026-04-01", "text": "設立総会で選任した。", "chair": holders[0]}
    assert post(client, "/secretariat/board/founding", **fields).status_code == 409
    fields |= {"member_1": holders[1], "member_4": holders[2]}
    assert post(client, "/secretariat/board/founding", **fields).status_code == 302
    page = client.get("/secretariat/board")
    assert "The board has too few seats" not in page.text and "設立総会で選任した。" in page.text
    with reading():
        assert len(list_current_seats(today())) == 3


@pytest.fixture
def founding(database):
    """What the form of the founding decision needs, without a file."""
    with transaction():
        holders = ["-".join(map(str, admit_body(f"見本団体{number}"))) for number in range(3)]
    fields = {"decided_on": "2026-04-01", "from_on": "2026-04-01", "text": "設立総会で選任した。"}
    return fields | {"chair": holders[0], "member_1": holders[1], "member_2": holders[2]}


def test_the_record_of_the_founding_decision_is_kept_and_opened(visit, founding):
    client = visit(STAFF)
    answer = post(client, "/secretariat/board/founding", record=(io.BytesIO(pdf()), "議事録.pdf"), **founding)
    assert answer.status_code == 302
    link = re.search(r'href="(/secretariat/board/decisions/\d+/record)"', visit(AUDITOR).get("/secretariat/board").text)[1]
    assert visit(AUDITOR).get(link).data == pdf()
    assert client.get("/secretariat/board/decisions/987654/record").status_code == 404


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [(b"MZ\x90\x00" + b"\x00" * 200, 409, "プログラム"), (b"%PDF-1.7\n" + b"0" * (21 * 1024 * 1024), 413, "20")],
    ids=["a program named .pdf", "21 MB"],
)
def test_a_refused_record_is_told_at_its_field_and_nothing_is_half_done(visit, founding, content, status, words):
    client = visit(STAFF, "ja")
    page = post(client, "/secretariat/board/founding", record=(io.BytesIO(content), "議事録.pdf"), **founding)
    assert page.status_code == status
    assert words in re.search(r'id="record-error">(.*?)</div>', page.text, re.DOTALL)[1]
    assert "設立総会で選任した。" in page.text
    with reading():
        assert list_current_seats(today()) == ()
        assert db.session.scalars(select(Body)).all() == []
        assert db.session.scalars(select(StoredFile)).all() == []
    assert post(client, "/secretariat/board/founding", **founding).status_code == 302
    with reading():
        assert db.session.scalars(select(BoardDecision.document_id)).all() == [None]


def test_a_refused_founding_keeps_no_file(visit, founding):
    client = visit(STAFF)
    page = post(client, "/secretariat/board/founding", record=(io.BytesIO(pdf()), "議事録.pdf"), **(founding | {"member_2": ""}))
    assert page.status_code == 409
    with reading():
        assert db.session.scalars(select(StoredFile)).all() == []


def test_the_secretariat_fills_and_ends_a_seat(visit, database):
    board = make_board(3)
    with transaction():
        holder = "-".join(map(str, admit_body("見本新任")))
    client = visit(STAFF)
    fields = {"decided_on": "2026-05-01", "from_on": "2026-05-01", "until_on": "2028-03-31", "text": "補欠選任", "holder": holder, "role": "member"}
    assert post(client, "/secretariat/board/seats/new", **fields).status_code == 302
    assert post(client, "/secretariat/board/seats/new", **fields).status_code == 409
    ending = f"/secretariat/board/seats/{board[1].seat_id}/end"
    assert post(client, ending, until_on="2020-01-01", cause="resignation").status_code == 409
    assert post(client, ending, until_on=str(today() - timedelta(days=1)), cause="resignation").status_code == 302
    with reading():
        assert len(list_current_seats(today())) == 3


def test_pages_are_complete_in_both_languages(visit, matter):
    board, deliberation = matter
    for language in ("ja", "en"):
        for actor, pages in (
            (board[0].actor, ("/board", address(deliberation))),
            (STAFF, (*PAGES[1:], f"/secretariat/board/deliberations/{deliberation}", "/secretariat/board/founding", "/secretariat/board/seats/new")),
        ):
            for page in pages:
                assert visit(actor, language).get(page).status_code == 200


def test_lists_take_the_same_few_statements_for_few_rows_and_many(visit, matter):
    board, _deliberation = matter

    def statements(actor, page):
        client, seen = visit(actor), []
        def note(_connection, _cursor, statement, *_rest):
            seen.append(statement)
        event.listen(db.engine, "before_cursor_execute", note)
        try:
            assert client.get(page).status_code == 200
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        return len([text for text in seen if text.startswith(("SELECT", "WITH"))])

    def all_pages():
        return [statements(board[0].actor, "/board"), statements(STAFF, "/secretariat/board"), statements(STAFF, "/secretariat/board/deliberations")]

    few = all_pages()
    for number in range(2, 30):
        open_about(number, at=now(), closes_at=now() + timedelta(days=14))
    assert all_pages() == few
    assert max(few) <= 3
