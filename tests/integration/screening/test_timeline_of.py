"""The timeline of an application: with its deliberations and letters, who did it and why, and nothing that the reader may not see."""

from flask import Flask

from platform_app.committees.rules.tally import Choice
from platform_app.database.transaction import transaction
from platform_app.extensions import db
from platform_app.kernel.actors import Actor, ActorKind
from platform_app.kernel.roles import Role
from platform_app.screening.models import Application
from platform_app.screening.services.release import edit_reasons, release
from platform_app.screening.services.retention import hold_back
from platform_app.screening.timeline import timeline_of
from tests.integration.screening.applying import AT, CONTRACTOR, decided, make_recommenders, seat_board
from tests.integration.screening.releasing import staff


def test_it_tells_who_did_what_and_why_over_all_that_belongs_to_it(database: Flask) -> None:
    make_recommenders()
    application_id = decided(seat_board(), Choice.REFUSE)
    [me] = staff()
    with transaction():
        release(application_id=application_id, by=me, at=AT)
        hold_back(application_id=application_id, reason="苦情を調べている。", by=me, at=AT)
    lines = timeline_of(db.session.get_one(Application, application_id), reader=me)
    by_event = {line.event: line for line in lines}
    for event in ("committees.deliberation_closed", "documents.letter_frozen", "screening.batch_released", "screening.application_refused"):
        assert event in by_event
    assert by_event["screening.application_refused"].who == "見本 事務1"
    assert by_event["screening.application_submitted"].kind is ActorKind.OPERATOR
    assert by_event["screening.retention_hold_set"].why == "苦情を調べている。"
    assert "活動実績が十分です" not in "".join(line.why for line in lines), "what board members wrote is not told here"
    assert lines[0].event == "screening.application_started"


def test_a_contractor_does_not_learn_who_of_the_board_did_something(database: Flask) -> None:
    make_recommenders()
    application_id = decided(seat_board())
    named = Actor(kind=ActorKind.USER, user_id=None, roles=frozenset({Role.CONTRACTOR, Role.USER}))
    lines = timeline_of(db.session.get_one(Application, application_id), reader=named)
    assert {line.who for line in lines if line.event.startswith("committees.")} == {""}
    assert CONTRACTOR.roles == named.roles


def test_a_held_refusal_is_not_told_by_what_only_a_refusal_brings(database: Flask) -> None:
    make_recommenders()
    application_id = decided(seat_board(), Choice.REFUSE)
    [me] = staff()
    with transaction():
        edit_reasons(application_id=application_id, reasons="活動の実績が確かめられません。", by=me, at=AT)
    application = db.session.get_one(Application, application_id)
    told = {role: "screening.reasons_edited" in {line.event for line in timeline_of(application, reader=reading_as(role))} for role in Role}
    assert told[Role.SECRETARIAT] and not told[Role.CONTRACTOR] and not told[Role.SCREENING_OFFICER]
    with transaction():
        release(application_id=application_id, by=me, at=AT)
    assert "screening.reasons_edited" in {line.event for line in timeline_of(application, reader=reading_as(Role.CONTRACTOR))}


def reading_as(role: Role) -> Actor:
    """A reader of the staff with one office."""
    return Actor(kind=ActorKind.USER, user_id=None, roles=frozenset({role, Role.USER}))
