"""What the secretariat says of recommendations that a person has to look at."""

from flask.typing import ResponseReturnValue

from platform_app.kernel.clock import now
from platform_app.kernel.errors import RuleViolation
from platform_app.screening.forms import ReviewForm
from platform_app.screening.permissions import ASSESS
from platform_app.screening.queries import get_recommendation
from platform_app.screening.services.recommendations import review_recommendation
from platform_app.screening.views.application import application_page, back_to
from platform_app.screening.views.blueprint import blueprint
from platform_app.web.access import current_actor, requires, writes


@blueprint.post("/secretariat/applications/<int:application_id>/recommendations/<int:recommendation_id>/review")
@requires(ASSESS)
@writes
def review(application_id: int, recommendation_id: int) -> ResponseReturnValue:
    """Say whether a recommendation counts, with words that the board reads."""
    get_recommendation(recommendation_id, application_id=application_id)
    form = ReviewForm()
    if not form.accepts():
        return application_page(application_id, form=form, status=422)
    try:
        review_recommendation(
            application_id=application_id, recommendation_id=recommendation_id, counts=form.counts.data == "yes",
            note=form.note.data, by=current_actor(), at=now(),
        )
    except RuleViolation as error:
        form.refuse(error)
        return application_page(application_id, form=form, status=409)
    return back_to(application_id)
