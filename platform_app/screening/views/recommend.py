"""The recommender's one page, without an account. Opening it changes nothing, however often; only the button does."""

from flask.typing import ResponseReturnValue

from platform_app.kernel.actors import Actor, ActorKind
from platform_app.kernel.clock import now
from platform_app.kernel.errors import RuleViolation
from platform_app.kernel.reasons import Reason
from platform_app.mail.rules import Link, LinkPurpose
from platform_app.mail.services import find_link
from platform_app.screening.forms import RecommendationForm
from platform_app.screening.queries import get_application, get_recommendation
from platform_app.screening.services.recommendations import decline, postpone, recommend
from platform_app.screening.views.blueprint import blueprint
from platform_app.web.access import current_actor, public, writes
from platform_app.web.render import render


@blueprint.get("/recommendations/<string:token>")
@public
def show_recommendation(token: str) -> ResponseReturnValue:
    """Who asks, what they do, and three answers."""
    link = find_link(token=token, purpose=LinkPurpose.RECOMMENDATION, at=now())
    return _page(link, RecommendationForm(formdata=None))


def _page(link: Link, form: RecommendationForm, *, status: int = 200) -> ResponseReturnValue:
    recommendation = get_recommendation(link.subject_id)
    application = get_application(recommendation.application_id)
    return render(
        "screening/recommendation_answer.html", status=status, form=form, recommendation=recommendation, application=application,
        expires_at=link.expires_at,
    )


@blueprint.post("/recommendations/<string:token>")
@public
@writes
def answer_recommendation(token: str) -> ResponseReturnValue:
    """Take the answer: yes and no use the link up, "not yet" keeps it."""
    link = find_link(token=token, purpose=LinkPurpose.RECOMMENDATION, at=now())
    form = RecommendationForm()
    if not form.accepts():
        return _page(link, form, status=422)
    try:
        _answer(link, form)
    except RuleViolation as error:
        form.refuse(error)
        return _page(link, form, status=422 if all(reason.field for reason in error.reasons) else 409)
    return render("screening/recommendation_done.html", answer=form.answer.data, expires_at=link.expires_at)


def _answer(link: Link, form: RecommendationForm) -> None:
    name, reason = form.name.data or "", form.reason.data or ""
    by = Actor(kind=ActorKind.LINK, request_id=current_actor().request_id)
    if form.answer.data == "later":
        postpone(link=link, by=by, at=now())
    elif form.answer.data == "no":
        decline(link=link, name=name, reason=reason, by=by, at=now())
    else:
        missing = [] if name else [Reason("screening.answer_name_missing", field="name")]
        missing += [] if reason else [Reason("screening.answer_reason_missing", field="reason")]
        if missing:
            raise RuleViolation(missing)
        recommend(link=link, name=name, reason=reason, by=by, at=now())
