"""What the board sees of an application, and when."""

from collections.abc import Callable, Mapping

from flask import Flask

from platform_app.committees.queries import list_current_seats
from platform_app.committees.rules.tally import ConflictHint
from platform_app.database.transaction import transaction
from platform_app.kernel.clock import civil_date
from platform_app.screening.models import Application
from platform_app.screening.packet import application_packet
from platform_app.screening.services.board import hints_for, seat_facts
from tests.browsing import Visitor
from tests.integration.screening.applying import (
    AT,
    admit_body,
    make_recommenders,
    seat_board,
    submitted,
    to_board,
)
from tests.integration.screening.signing_in import sign_in_for_seat

Browsers = Callable[[], Visitor]


def test_the_board_reads_the_packet_only_after_the_declaration(app: Flask, visitor: Browsers) -> None:
    with app.app_context():
        make_recommenders()
        seat_board()
        officers = [{"name": "見本 花子", "kana": "ミホン ハナコ", "role": "理事長", "birth_on": "1970-01-02"}]
        deliberation_id = to_board(submitted(officers=officers))
        person_id = list_current_seats(civil_date(AT))[0].person_id
    browser = sign_in_for_seat(app, visitor(), person_id)
    page = browser.get(f"/board/deliberations/{deliberation_id}")
    assert page.status == 200
    assert "週三日の居場所" not in page.text
    page = browser.submit("declar", state="none")
    assert "週三日の居場所" in page.text
    assert "三年以上の活動がある。" in page.text
    assert "長く活動している団体です。" in page.text
    assert "Nothing found" in page.text
    assert "1970" not in page.html


def hints_of(application: Application) -> Mapping[int, frozenset[ConflictHint]]:
    """The hints as a deliberation that opens now would have them."""
    on = civil_date(AT)
    return hints_for(application, seat_facts(on), on=on)


def test_seats_of_recommenders_and_namesakes_are_hinted(database: Flask) -> None:
    make_recommenders()
    seat_board("見本花子")
    application_id = submitted()
    packet = application_packet(application_id)
    hints = hints_of(packet.facts.application)
    assert [sorted(hint.value for hint in found) for found in hints.values()] == [["shared_officer"]]


def test_a_body_of_the_same_name_is_hinted_as_the_applicant(database: Flask) -> None:
    make_recommenders()
    seat_board()
    with transaction():
        admit_body("無関係の会")
    application_id = submitted(corporate_number=None, name="見本幹事団体 1")
    hints = hints_of(application_packet(application_id).facts.application)
    assert [sorted(hint.value for hint in found) for found in hints.values()] == [["own_body_applies"]]
