"""What follows when the board has spoken: the decision is held, or the application is deferred."""

from datetime import datetime

from platform_app.audit.services import Recorded, record
from platform_app.committees.events import DeliberationClosed
from platform_app.committees.queries import list_deliberations_about, list_position_reasons
from platform_app.committees.rules.tally import Choice
from platform_app.committees.rules.tally import Outcome as BoardOutcome
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.screening.events import ApplicationDecided, ApplicationDeferred
from platform_app.screening.models import ApplicationDecision
from platform_app.screening.queries import get_application
from platform_app.screening.rules.applications import Status
from platform_app.screening.rules.checks import Outcome
from platform_app.screening.services.statuses import enter

_OUTCOMES = {BoardOutcome.APPROVED: Outcome.APPROVED, BoardOutcome.REFUSED: Outcome.REFUSED}


def hold_decision(
    *, application_id: int, deliberation_id: int, bylaws_version_id: int, outcome: BoardOutcome, by: Actor, at: datetime
) -> None:
    """Hold what the board decided until its release; without a decision (deferred, or left to the assembly) the application is deferred.

    A deliberation that is not the application's current one changes nothing.
    """
    application = get_application(application_id, lock=True)
    if application.status is not Status.BEFORE_BOARD or application.deliberation_id != deliberation_id:
        return
    own = _OUTCOMES.get(outcome, Outcome.DEFERRED)
    decision = ApplicationDecision(
        application_id=application.id,
        deliberation_id=deliberation_id,
        bylaws_version_id=bylaws_version_id,
        outcome=own,
        reasons=_reasons_for(own, deliberation_id),
        decided_at=at,
    )
    db.session.add(decision)
    enter(application, Status.DEFERRED if own is Outcome.DEFERRED else Status.DECIDED, at=at)
    db.session.flush()
    if own is Outcome.DEFERRED:
        record(ApplicationDeferred(application_id=application.id, decision_id=decision.id), by=by, at=at)
    else:
        record(ApplicationDecided(application_id=application.id, decision_id=decision.id), by=by, at=at)


def _reasons_for(outcome: Outcome, deliberation_id: int) -> str:
    """The reasons of those who decided so: the first words of the letter of a refusal, edited before the release."""
    if outcome is Outcome.APPROVED:
        return ""
    choice = Choice.REFUSE if outcome is Outcome.REFUSED else Choice.DEFER
    given = [position.reason for position in list_position_reasons(deliberation_id) if position.choice is choice]
    return "\n".join(dict.fromkeys(reason.strip() for reason in given if reason and reason.strip()))


def follow_deliberation(recorded: Recorded) -> None:
    """The reaction to `DeliberationClosed`: hold the decision if the deliberation was about an application."""
    event = recorded.event
    if not isinstance(event, DeliberationClosed) or event.about_type != "application":
        return
    about = list_deliberations_about(subject_type="application", subject_id=event.about_id)
    summary = next(found for found in about if found.id == event.deliberation_id)
    hold_decision(
        application_id=event.about_id,
        deliberation_id=event.deliberation_id,
        bylaws_version_id=summary.bylaws_version_id,
        outcome=event.outcome,
        by=recorded.by,
        at=recorded.at,
    )
