"""The page of a recommendation that was given: look at it, stand by it after a correction, take it back. Opening it changes nothing."""

from flask.typing import ResponseReturnValue

from platform_app.kernel.clock import now
from platform_app.kernel.errors import RuleViolation
from platform_app.mail.rules import Link, LinkPurpose
from platform_app.mail.services import find_link
from platform_app.screening.forms import TakeBackForm
from platform_app.screening.queries import get_application, get_recommendation
from platform_app.screening.queries.corrections import corrections_since
from platform_app.screening.rules.recommendations import why_not_confirm, why_not_take_back
from platform_app.screening.services.recommendations import confirm, withdraw_recommendation
from platform_app.screening.views.blueprint import blueprint
from platform_app.screening.views.recommend import recommender
from platform_app.web.access import public, writes
from platform_app.web.render import render


@blueprint.get("/given-recommendations/<string:token>")
@public
def show_given_recommendation(token: str) -> ResponseReturnValue:
    """What was said, what changed since, and the two acts where they are still possible."""
    return _page(token, _link(token), TakeBackForm(formdata=None))


def _link(token: str) -> Link:
    return find_link(token=token, purpose=LinkPurpose.GIVEN_RECOMMENDATION, at=now())


def _page(token: str, link: Link, form: TakeBackForm, *, status: int = 200) -> ResponseReturnValue:
    row = get_recommendation(link.subject_id)
    application = get_application(row.application_id)
    return render(
        "screening/recommendation_given.html", status=status, token=token, form=form, recommendation=row, application=application,
        corrections=corrections_since(application, row),
        why_not_back=why_not_take_back(application.status, row.status),
        may_confirm=not why_not_confirm(application.status, row.status, is_outdated=row.outdated_at is not None),
    )


@blueprint.post("/given-recommendations/<string:token>/confirmation")
@public
@writes
def confirm_given_recommendation(token: str) -> ResponseReturnValue:
    """Stand by it."""
    link, form = _link(token), TakeBackForm(formdata=None)
    try:
        confirm(link=link, by=recommender(), at=now())
    except RuleViolation as error:
        form.refuse(error)
        return _page(token, link, form, status=409)
    return render("screening/recommendation_done.html", answer="confirmed", recommendation=get_recommendation(link.subject_id))


@blueprint.post("/given-recommendations/<string:token>/withdrawal")
@public
@writes
def take_given_recommendation_back(token: str) -> ResponseReturnValue:
    """Take it back, for a reason or none."""
    link, form = _link(token), TakeBackForm()
    if not form.accepts():
        return _page(token, link, form, status=422)
    try:
        withdraw_recommendation(link=link, reason=form.reason.data or "", by=recommender(), at=now())
    except RuleViolation as error:
        form.refuse(error)
        return _page(token, link, form, status=409)
    return render("screening/recommendation_done.html", answer="withdrawn", recommendation=get_recommendation(link.subject_id))
