"""The member's own page: what the register says of the body that its people act for."""

from flask.typing import ResponseReturnValue

from platform_app.kernel.actors import Actor
from platform_app.kernel.clock import today
from platform_app.kernel.errors import NotFound
from platform_app.kernel.roles import MEMBER_PEOPLE
from platform_app.members.permissions import VIEW_OWN
from platform_app.members.queries.record import get_record, may_vote
from platform_app.members.rules.prefectures import PREFECTURES
from platform_app.members.views.blueprint import blueprint
from platform_app.web.access import current_actor, requires, show_of
from platform_app.web.render import render


def _own_member_id(actor: Actor) -> int:
    """The member acted for, if the person has a term there; else the first of those the person has."""
    held = sorted({grant.member_id for grant in actor.grants if grant.role in MEMBER_PEOPLE and grant.member_id is not None})
    if actor.acting_for is not None:
        held = [member_id for member_id in held if member_id == actor.acting_for]
    if not held:
        raise NotFound
    return held[0]


@blueprint.get("/organisation")
@requires(VIEW_OWN)
def show_own() -> ResponseReturnValue:
    """The own body's record as of today."""
    record = get_record(_own_member_id(current_actor()))
    show_of("member", record.id)
    return render("members/own_show.html", record=record, on=today(), votes=may_vote(record, today()), prefectures=PREFECTURES)
