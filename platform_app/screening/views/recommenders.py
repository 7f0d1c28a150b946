"""The applicant's recommenders: who was asked, whom one may ask, and the acts of asking, replacing and taking back."""

from collections.abc import Sequence

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from platform_app.bylaws.queries import rules_at
from platform_app.database.transaction import undo
from platform_app.kernel.clock import civil_date, now
from platform_app.kernel.errors import InvalidInput, RuleViolation
from platform_app.kernel.reasons import Reason
from platform_app.members.queries import list_desks, list_recommenders
from platform_app.members.rules.prefectures import PREFECTURES
from platform_app.screening.forms import RecommenderForm
from platform_app.screening.models import Application, Recommendation
from platform_app.screening.permissions import APPLY
from platform_app.screening.queries import RecommendationToday, form_progress, get_own_application, recommendations_today
from platform_app.screening.queries.recommendations import members_asked
from platform_app.screening.rules.applications import EDITABLE
from platform_app.screening.rules.form import Step, steps_for
from platform_app.screening.rules.recommendations import ASKABLE_AGAIN, ASKS_IN, RecommendationStatus
from platform_app.screening.services.recommendations import ask_desk, ask_member, cancel_request
from platform_app.screening.views.blueprint import blueprint
from platform_app.web.access import current_actor, requires, writes
from platform_app.web.paging import page_number
from platform_app.web.render import render

_LONGEST_SEARCH = 100
_PER_PAGE = 20


@blueprint.get("/apply/<int:application_id>/recommenders")
@requires(APPLY)
def show_recommenders(application_id: int) -> ResponseReturnValue:
    """Who was asked and how it stands, a search for members, and the ministries' desks."""
    return _recommenders_page(get_own_application(application_id, by=current_actor()))


def _recommenders_page(application: Application, *, reasons: tuple[Reason, ...] = (), status: int = 200) -> ResponseReturnValue:
    on = civil_date(now())
    rules = rules_at(on)
    today = recommendations_today(application, rules=rules, on=on)
    taken = {line.row.desk_id for line in today.lines if line.row.status not in ASKABLE_AGAIN}
    return render(
        "screening/apply_recommenders.html", status=status, application=application, reasons=reasons, need=today.need,
        asked=[line for line in today.lines if line.row.status is not RecommendationStatus.CANCELLED],
        desks=[desk for desk in list_desks(on) if desk.id not in taken],
        may_ask=application.status in ASKS_IN, is_editable=application.status in EDITABLE,
        most_requests=rules.integer("admission.recommendation_requests"),
        replaces=_replaced(today.lines), prefectures=PREFECTURES, step=Step.RECOMMENDERS, steps=steps_for(application.answers),
        progress=form_progress(application, at=now()),
    )


def _replaced(lines: Sequence[RecommendationToday]) -> Recommendation | None:
    """The request in whose place another is sought, as the address says."""
    wanted = request.args.get("replaces", "")
    return next((line.row for line in lines if str(line.row.id) == wanted), None)


@blueprint.get("/apply/<int:application_id>/recommenders/search")
@requires(APPLY)
def search_recommenders(application_id: int) -> ResponseReturnValue:
    """Members that may recommend, by part of the name or its reading and by prefecture; five statements in all."""
    application, on = get_own_application(application_id, by=current_actor()), civil_date(now())
    text, prefecture = request.args.get("q", "")[:_LONGEST_SEARCH], request.args.get("prefecture", "")
    page = list_recommenders(
        text=text, prefecture=prefecture if prefecture in PREFECTURES else None, on=on, rules=rules_at(on),
        exclude=members_asked(application.id), number=page_number(), size=_PER_PAGE,
    )
    replaces = request.args.get("replaces", "")
    return render(
        "screening/recommenders_search.html", application=application, page=page, text=text, prefecture=prefecture,
        prefectures=PREFECTURES, may_ask=application.status in ASKS_IN, replaces=replaces if replaces.isdecimal() else "",
    )


@blueprint.post("/apply/<int:application_id>/recommenders")
@requires(APPLY)
@writes
def ask_recommender(application_id: int) -> ResponseReturnValue:
    """Ask a member or a ministry's desk for a recommendation, by mail; in the place of another request where wanted."""
    actor, form = current_actor(), RecommenderForm()
    application = get_own_application(application_id, by=actor)
    if not form.accepts():
        raise InvalidInput
    replaces = form.chosen("replaces")
    try:
        if (member_id := form.chosen("member_id")) is not None:
            ask_member(application_id=application.id, member_id=member_id, replaces=replaces, by=actor, at=now())
        elif (desk_id := form.chosen("desk_id")) is not None:
            ask_desk(application_id=application.id, desk_id=desk_id, replaces=replaces, by=actor, at=now())
        else:
            raise InvalidInput
    except RuleViolation as error:
        undo()
        return _recommenders_page(get_own_application(application_id, by=actor), reasons=error.reasons, status=409)
    return redirect(url_for("screening.show_recommenders", application_id=application_id))


@blueprint.post("/apply/<int:application_id>/recommenders/<int:recommendation_id>/cancellation")
@requires(APPLY)
@writes
def cancel_recommender(application_id: int, recommendation_id: int) -> ResponseReturnValue:
    """Take a request back."""
    cancel_request(application_id=application_id, recommendation_id=recommendation_id, by=current_actor(), at=now())
    return redirect(url_for("screening.show_recommenders", application_id=application_id))
