"""The recommender's one page, without an account. Opening it changes nothing, however often; only its buttons do."""

from collections.abc import Sequence

from flask.typing import ResponseReturnValue

from platform_app.kernel.actors import Actor, ActorKind
from platform_app.kernel.clock import now
from platform_app.kernel.errors import RuleViolation
from platform_app.kernel.reasons import Reason
from platform_app.mail.rules import Link, LinkPurpose
from platform_app.mail.services import find_link
from platform_app.screening.forms import ColleagueForm, RecommendationForm
from platform_app.screening.queries import get_application, get_recommendation
from platform_app.screening.rules.recommendations import HandOverFacts, why_not_hand_on, why_not_recommend
from platform_app.screening.services.recommendations import answer_facts, decline, hand_on, mark_of, postpone, recommend
from platform_app.screening.views.blueprint import blueprint
from platform_app.web.access import current_actor, public, writes
from platform_app.web.render import render


@blueprint.get("/recommendations/<string:token>")
@public
def show_recommendation(token: str) -> ResponseReturnValue:
    """Who asks, what they do, three answers, and a way to hand it on; or why this recommender cannot answer."""
    return _page(token, _link(token))


def _link(token: str) -> Link:
    return find_link(token=token, purpose=LinkPurpose.RECOMMENDATION, at=now())


def _page(
    token: str, link: Link, *, form: RecommendationForm | None = None, colleague: ColleagueForm | None = None, status: int = 200
) -> ResponseReturnValue:
    row = get_recommendation(link.subject_id)
    application = get_application(row.application_id)
    facts = answer_facts(application, row, at=now())
    by_colleague = link.id == row.handed_link_id
    return render(
        "screening/recommendation_answer.html", status=status, token=token, recommendation=row, application=application,
        form=form or RecommendationForm(formdata=None, shown=mark_of(application)),
        colleague=colleague or ColleagueForm(formdata=None), is_colleague=by_colleague,
        against=why_not_recommend(facts),
        may_hand_on=not why_not_hand_on(HandOverFacts(facts, is_by_colleague=by_colleague, hand_overs=row.hand_overs)),
    )


@blueprint.post("/recommendations/<string:token>")
@public
@writes
def answer_recommendation(token: str) -> ResponseReturnValue:
    """Take the answer: yes and no use the link up, "not yet" keeps it."""
    link, form = _link(token), RecommendationForm()
    if not form.accepts():
        return _page(token, link, form=form, status=422)
    try:
        _answer(link, form)
    except RuleViolation as error:
        form.refuse(error)
        form.shown.data = mark_of(get_application(get_recommendation(link.subject_id).application_id))
        return _page(token, link, form=form, status=422 if all(reason.field for reason in error.reasons) else 409)
    typed = [(field.label.text, field.data) for field in (form.name, form.reason) if field.data]
    return _done(link, str(form.answer.data), typed)


def _answer(link: Link, form: RecommendationForm) -> None:
    name, reason = form.name.data or "", form.reason.data or ""
    if form.answer.data == "later":
        postpone(link=link, by=recommender(), at=now())
    elif form.answer.data == "no":
        decline(link=link, name=name, reason=reason, by=recommender(), at=now())
    else:
        missing = [] if name else [Reason("screening.answer_name_missing", field="name")]
        missing += [] if reason else [Reason("screening.answer_reason_missing", field="reason")]
        if missing:
            raise RuleViolation(missing)
        recommend(link=link, name=name, reason=reason, by=recommender(), at=now(), shown=form.shown.data or "")


def recommender() -> Actor:
    """Whoever holds the link; an account that happens to be signed in has no part in it."""
    return Actor(kind=ActorKind.LINK, request_id=current_actor().request_id)


@blueprint.post("/recommendations/<string:token>/colleague")
@public
@writes
def hand_recommendation_on(token: str) -> ResponseReturnValue:
    """Send a colleague a link of its own; this one stays good until one of both answers."""
    link, form = _link(token), ColleagueForm()
    if not form.accepts():
        return _page(token, link, colleague=form, status=422)
    try:
        hand_on(link=link, name=form.colleague.data, address=form.address.data, by=recommender(), at=now())
    except RuleViolation as error:
        form.refuse(error)
        return _page(token, link, colleague=form, status=422 if all(reason.field for reason in error.reasons) else 409)
    return _done(link, "handed_on")


def _done(link: Link, answer: str, typed: Sequence[tuple[str, str]] = ()) -> ResponseReturnValue:
    """Thanks; whoever answers later finds what was typed already, which is recorded nowhere."""
    row = get_recommendation(link.subject_id)
    return render("screening/recommendation_done.html", answer=answer, recommendation=row, typed=typed if answer == "later" else ())
