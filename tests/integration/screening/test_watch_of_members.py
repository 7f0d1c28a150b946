"""Who is admitted stays watched: as a member, and by the application, which alone knows all officers, until the membership ends."""

from datetime import timedelta

from sqlalchemy import select, update

from platform_app.database.transaction import transaction
from platform_app.extensions import db
from platform_app.members.models import MembershipPeriod
from platform_app.members.rules import EndedReason
from platform_app.screening.services.release import release
from platform_app.screening.services.watching import watch_application
from platform_app.watchlists.jobs import watch_register
from platform_app.watchlists.models import WatchCase
from tests.integration.screening.applying import AT
from tests.integration.screening.releasing import application_of, held, staff


def watched():
    """Which owners are watched now."""
    db.session.rollback()
    return sorted(db.session.scalars(select(WatchCase.owner_type).where(WatchCase.ended_at.is_(None))))


def test_an_admission_is_watched_twice_until_the_member_leaves(database):
    [by] = staff()
    application = application_of(held()[0])
    with transaction():
        watch_application(application, by=by, at=AT)
        release(application_id=application.id, by=by, at=AT)
    assert watched() == ["application", "member"]
    assert (watch_register(AT), watched()) == (0, ["application", "member"])
    with transaction():
        ended = {"until_on": MembershipPeriod.from_on, "ended_reason": EndedReason.WITHDRAWN}
        db.session.execute(update(MembershipPeriod).values(**ended))
    assert (watch_register(AT + timedelta(days=400)), watched()) == (1, [])
