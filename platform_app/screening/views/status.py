"""The applicant's one page: where the application stands, whose turn it is, since when, and what comes next."""

from collections.abc import Sequence

from flask.typing import ResponseReturnValue

from platform_app.accounts.queries import find_user
from platform_app.accounts.rules import UserStatus
from platform_app.bylaws.queries import rules_at
from platform_app.kernel.clock import civil_date, now
from platform_app.kernel.reasons import Reason
from platform_app.screening.models import Application
from platform_app.screening.queries import (
    find_decision,
    form_progress,
    list_attachments,
    list_rounds,
    list_stays,
    recommendations_today,
)
from platform_app.screening.rules.applications import APPLICATION_LIFECYCLE, EDITABLE, Status, picture
from platform_app.screening.rules.form import steps_for
from platform_app.screening.rules.recommendations import ASKS_IN, RecommendationStatus
from platform_app.screening.services.reapplication import reasons_against
from platform_app.screening.views.retention import erased_page
from platform_app.web.access import show_of
from platform_app.web.render import render


def _is_invited(application: Application) -> bool:
    """Whether the new member's contact has still to choose a password."""
    if application.status is not Status.APPROVED:
        return False
    user = find_user(email=str(application.answers.get("contact_email") or ""))
    return user is not None and user.status is UserStatus.INVITED


def status_page(application: Application, *, reasons: Sequence[Reason] = (), status: int = 200) -> ResponseReturnValue:
    """The page, with reasons why the last act was not carried out."""
    if application.erased_at is not None:
        return erased_page(application, is_applicant=True)
    at = now()
    rules = rules_at(civil_date(at))
    today = recommendations_today(application, rules=rules, on=civil_date(at))
    show_of("application", application.id)
    decision = find_decision(application.id)
    is_editable = application.status in EDITABLE
    return render(
        "screening/apply_status.html",
        status=status,
        application=application,
        reasons=reasons,
        picture=picture(application.status),
        turn=APPLICATION_LIFECYCLE.turn[application.status],
        is_editable=is_editable,
        progress=form_progress(application, at=at) if is_editable else None,
        steps=steps_for(application.answers),
        recommendations=[line for line in today.lines if line.row.status is not RecommendationStatus.CANCELLED],
        need=today.need,
        may_ask=application.status in ASKS_IN,
        attachments=list_attachments(application.id),
        returned=list_rounds(application)[-1] if application.status is Status.RETURNED else None,
        released=decision if decision is not None and decision.released_at is not None else None,
        may_apply_again=not reasons_against(application, at=at),
        may_withdraw=APPLICATION_LIFECYCLE.may(application.status, Status.WITHDRAWN),
        business_days=rules.integer("admission.completeness_business_days"),
        history=list_stays(application.id),
        is_invited=_is_invited(application),
        review_days=rules.integer("board.review_days"),
    )
