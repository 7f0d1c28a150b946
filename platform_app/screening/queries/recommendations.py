"""Reads of requests for recommendations."""

from collections.abc import Sequence

from sqlalchemy import select

from platform_app.bylaws.rules import RuleSet
from platform_app.extensions import db
from platform_app.kernel.errors import NotFound
from platform_app.screening.models import (
    Recommendation,
)
from platform_app.screening.rules.recommendations import RecommendationNeed, RecommendationStatus, recommendation_need


def list_recommendations(application_id: int) -> Sequence[Recommendation]:
    """The requests for recommendations, oldest first."""
    return db.session.scalars(
        select(Recommendation).where(Recommendation.application_id == application_id).order_by(Recommendation.id)
    ).all()


def get_recommendation(recommendation_id: int, *, application_id: int | None = None, lock: bool = False) -> Recommendation:
    """One request, of one application where that is given.

    Raises: NotFound.
    """
    found = db.session.get(Recommendation, recommendation_id, with_for_update=True if lock else None, populate_existing=lock)
    if found is None or (application_id is not None and found.application_id != application_id):
        raise NotFound
    return found


def needed_recommendations(application_id: int, rules: RuleSet, *, statuses: frozenset[RecommendationStatus]) -> RecommendationNeed:
    """How far the rule of recommendations is fulfilled, counting requests in the given statuses."""
    found = [row for row in list_recommendations(application_id) if row.status in statuses]
    return recommendation_need(
        members=len({row.member_id for row in found if row.member_id}),
        ministries=len({row.desk_id for row in found if row.desk_id}),
        needed_members=rules.integer("admission.member_recommendations"),
        needed_ministries=rules.integer("admission.ministry_recommendations"),
    )
