"""Who is admitted stays watched: as a member, and by the application, which alone knows all officers, until the membership ends."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from platform_app.database.transaction import transaction
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.clock import civil_date
from platform_app.kernel.errors import RuleViolation
from platform_app.members.models import MembershipPeriod
from platform_app.members.rules import EndedReason
from platform_app.screening.queries import get_application, list_officers
from platform_app.screening.services.release import release
from platform_app.screening.services.watching import watch_application
from platform_app.watchlists.jobs import watch_register
from platform_app.watchlists.models import WatchCase, WatchHit
from platform_app.watchlists.queries.cases import list_steps
from platform_app.watchlists.rules.cases import StepKind
from platform_app.watchlists.rules.hits import HitStatus
from platform_app.watchlists.services.deciding import decide
from platform_app.watchlists.services.small import match_at_once
from tests.integration.screening.applying import AT, OFFICER, make_recommenders, submitted
from tests.integration.screening.releasing import application_of, held, staff
from tests.integration.watchlists.lists import take_in, write_list


def watched():
    """Which owners are watched now."""
    db.session.rollback()
    return sorted(db.session.scalars(select(WatchCase.owner_type).where(WatchCase.ended_at.is_(None))))


def test_an_admission_is_watched_twice_until_the_member_leaves(database):
    [by] = staff()
    application = application_of(held()[0])
    with transaction():
        watch_application(application, by=by, at=AT)
        match_at_once(at=AT)
        release(application_id=application.id, by=by, at=AT)
    assert watched() == ["application", "member"]
    assert (watch_register(AT), watched()) == (0, ["application", "member"])
    with transaction():
        ended = {"until_on": MembershipPeriod.from_on, "ended_reason": EndedReason.WITHDRAWN}
        db.session.execute(update(MembershipPeriod).values(**ended))
    assert (watch_register(AT + timedelta(days=400)), watched()) == (1, [])


def test_a_name_that_is_listed_since_the_board_was_asked_holds_the_release_until_it_is_decided(database, tmp_path):
    [by] = staff()
    application = application_of(held()[0])
    with transaction():
        watch_application(application, by=by, at=AT)
        match_at_once(at=AT)
    take_in(database, write_list(tmp_path / "a.csv", [{"kind": "organisation", "name": application.name}]))
    with transaction():
        match_at_once(at=AT)
    with pytest.raises(RuleViolation, match="screening.check_pending"), transaction():
        release(application_id=application.id, by=by, at=AT)
    with transaction():
        decide(hit_id=db.session.scalar(select(WatchHit.id)), choice=HitStatus.POSSIBLE, reason="同名の別団体が多い。", by=OFFICER, at=AT)
        release(application_id=application.id, by=by, at=AT)
    assert watched() == ["application", "member"]


def test_pledge_and_roster_that_came_with_an_application_stand_in_its_case(database):
    make_recommenders()
    application_id = submitted()
    application = get_application(application_id)
    noted = [(step.kind, step.on, step.what, step.noted_by_id) for step in steps()]
    names = "、".join(row.name for row in list_officers(application_id))
    assert noted == [
        (StepKind.PLEDGE, civil_date(application.pledged_at), f"v{application.pledge_version} {application.pledged_by}", None),
        (StepKind.ROSTER, civil_date(AT), names, None),
    ]
    with transaction():
        watch_application(get_application(application_id), by=OPERATOR, at=AT)
    assert len(steps()) == 2, "what was noted already is noted again"


def steps():
    """The steps of the only case."""
    db.session.rollback()
    return list_steps(db.session.scalar(select(WatchCase.id)))
