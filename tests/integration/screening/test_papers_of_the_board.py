"""The board opens the papers of an application, and nobody else does it from there."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from platform_app.bylaws.queries import rules_at
from platform_app.committees.queries import list_current_seats
from platform_app.committees.rules.deliberations import Question
from platform_app.committees.rules.tally import ConflictState
from platform_app.committees.services import declare_conflict, open_deliberation
from platform_app.database.transaction import transaction
from platform_app.documents.rules import Slot as FileSlot
from platform_app.documents.services import receive_upload
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR, Actor
from platform_app.kernel.clock import civil_date, now
from platform_app.kernel.roles import Role
from platform_app.screening.models import ApplicationAttachment
from platform_app.screening.queries import list_attachments
from platform_app.screening.rules.form import Slot
from tests.browsing import Visitor
from tests.integration.screening.applying import (
    AT,
    SECRETARIAT,
    make_recommenders,
    seat_board,
    submitted,
    to_board,
)
from tests.integration.screening.signing_in import sign_in_for_seat
from tests.unit.documents.samples import pdf

Browsers = Callable[..., Visitor]


def add_paper(application_id: int) -> int:
    """An uploaded file among the papers of an application; the answer is the paper's id."""
    with transaction():
        file_id = receive_upload(stream=io.BytesIO(pdf()), filename="定款.pdf", slot=FileSlot.ARTICLES, by=OPERATOR, at=AT)
        row = ApplicationAttachment(application_id=application_id, slot=Slot.ARTICLES, file_id=file_id, added_at=AT)
        db.session.add(row)
        db.session.flush()
        return row.id


@pytest.fixture
def matter(app: Flask) -> tuple[int, int, list[Actor]]:
    """An application before the board with an uploaded paper: the deliberation, the paper, the board."""
    with app.app_context():
        make_recommenders()
        board = seat_board()
        application_id = submitted()
        paper_id = add_paper(application_id)
        return to_board(application_id), paper_id, board


def sit(app: Flask, browser: Visitor, place: int = 0) -> Visitor:
    """A browser of the person in one of the seats."""
    with app.app_context():
        person_id = list_current_seats(civil_date(AT))[place].person_id
    return sign_in_for_seat(app, browser, person_id)


def declare(app: Flask, deliberation_id: int, member: Actor, state: ConflictState) -> None:
    """A seat's declaration."""
    (seat_id,) = member.subject_ids(Role.BOARD_MEMBER)
    with app.app_context(), transaction():
        declare_conflict(deliberation_id=deliberation_id, seat_id=seat_id, state=state, text="兼職", by=member, at=now())


def test_a_seat_without_conflict_opens_the_papers_that_the_packet_lists(
    app: Flask, visitor: Browsers, matter: tuple[int, int, list[Actor]]
) -> None:
    deliberation_id, paper_id, _board = matter
    browser = sit(app, visitor())
    browser.get(f"/board/deliberations/{deliberation_id}")
    page = browser.submit("declar", state="none")
    assert "定款.pdf" in page.text
    opened = browser.follow("定款.pdf")
    assert opened.path == f"/board/deliberations/{deliberation_id}/papers/{paper_id}"
    assert (opened.status, opened.response.data) == (200, pdf())


def test_undeclared_recused_and_foreign_seats_find_no_paper(app: Flask, visitor: Browsers, matter: tuple[int, int, list[Actor]]) -> None:
    deliberation_id, paper_id, board = matter
    address = f"/board/deliberations/{deliberation_id}/papers/{paper_id}"
    declare(app, deliberation_id, board[1], ConflictState.CONFLICTED)
    undeclared, recused = sit(app, visitor()), sit(app, visitor(), 1)
    assert undeclared.get(address).status == 404
    assert recused.get(address).status == 404
    declare(app, deliberation_id, board[0], ConflictState.NONE)
    assert undeclared.get(address).status == 200
    for wrong in (f"/board/deliberations/{deliberation_id}/papers/{paper_id + 1000}", f"/board/deliberations/987654/papers/{paper_id}"):
        assert undeclared.get(wrong).status == 404
    assert visitor().get(address).status != 200


def test_a_deliberation_opens_only_the_papers_of_its_own_matter(app: Flask, visitor: Browsers, matter: tuple[int, int, list[Actor]]) -> None:
    _deliberation_id, paper_id, board = matter
    with app.app_context():
        application_id = submitted(name="別の見本団体", corporate_number=None)
        ours = [row.id for row in list_attachments(application_id)]
        with transaction():
            other = open_deliberation(
                subject_type="application", subject_id=application_id, question=Question.ADMISSION, concerns="別の見本団体",
                closes_at=AT + timedelta(days=14), rules=rules_at(civil_date(AT)), by=SECRETARIAT, at=AT,
            )
            strange = open_deliberation(
                subject_type="sample", subject_id=1, question=Question.ADMISSION, concerns="別の案件",
                closes_at=AT + timedelta(days=14), rules=rules_at(civil_date(AT)), by=SECRETARIAT, at=AT,
            )
    for deliberation_id in (other, strange):
        declare(app, deliberation_id, board[0], ConflictState.NONE)
    browser = sit(app, visitor())
    assert browser.get(f"/board/deliberations/{other}/papers/{paper_id}").status == 404
    assert browser.get(f"/board/deliberations/{strange}/papers/{paper_id}").status == 404
    assert all(browser.get(f"/board/deliberations/{other}/papers/{row_id}").status == 404 for row_id in ours), "an address is no file"
