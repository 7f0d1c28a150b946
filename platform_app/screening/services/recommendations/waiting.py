"""What time brings to requests: reminders, their end, and recommenders who left or lost the right since."""

from datetime import datetime

from platform_app.audit.services import record
from platform_app.bylaws.queries import rules_at
from platform_app.kernel.actors import SYSTEM
from platform_app.kernel.clock import civil_date
from platform_app.mail.rules import LinkPurpose
from platform_app.mail.services import revoke_links
from platform_app.screening.events import RecommendationExpired, RecommenderReminded
from platform_app.screening.models import Application, Recommendation
from platform_app.screening.queries import get_application, get_recommendation
from platform_app.screening.rules.recommendations import ASKS_IN, RecommendationStatus, reminders_due
from platform_app.screening.services.recommendations.standing import flag_affiliates, refresh_recommendation_check


def remind(*, recommendation_id: int, at: datetime) -> bool:
    """Remind who was asked, or the colleague it was handed to, if a reminder is due; of several that are overdue one is sent.

    Answers whether a reminder goes out; asked again it does nothing, and so it does after an answer or a withdrawal.
    """
    application, row = _held(recommendation_id)
    days = rules_at(civil_date(at)).integers("admission.recommendation_reminder_days")
    due = reminders_due(since=row.handed_on_at or row.requested_at, at=at, days=days)
    is_wanted = row.status is RecommendationStatus.REQUESTED and application.status in ASKS_IN and at < row.expires_at
    if not is_wanted or due <= row.reminders_sent:
        return False
    row.reminders_sent, row.reminded_at = due, at
    record(RecommenderReminded(application_id=application.id, recommendation_id=row.id, reminder=due), by=SYSTEM, at=at)
    return True


def expire(*, recommendation_id: int, at: datetime) -> bool:
    """End a request that nobody answered in time; its links open nothing any more. Answers whether it ended now."""
    application, row = _held(recommendation_id)
    if row.status is not RecommendationStatus.REQUESTED or at < row.expires_at:
        return False
    row.status = RecommendationStatus.EXPIRED
    revoke_links(purpose=LinkPurpose.RECOMMENDATION, subject_type="recommendation", subject_id=row.id, at=at)
    record(RecommendationExpired(application_id=application.id, recommendation_id=row.id), by=SYSTEM, at=at)
    return True


def look_again(*, application_id: int, at: datetime) -> bool:
    """Look again whether the recommendations of an application fulfil the rule: a recommender may have left, or its people may have changed.

    Answers whether the check on recommendations changed.
    """
    application = get_application(application_id, lock=True)
    flag_affiliates(application, at=at)
    return refresh_recommendation_check(application, at=at)


def _held(recommendation_id: int) -> tuple[Application, Recommendation]:
    application = get_application(get_recommendation(recommendation_id).application_id, lock=True)
    return application, get_recommendation(recommendation_id, lock=True)
