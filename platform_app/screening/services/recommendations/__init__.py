"""Recommendations: asked for by the applicant, answered by link without an account, looked at by the secretariat where need be."""

from platform_app.screening.services.recommendations.answering import (
    answer_facts,
    confirm,
    decline,
    hand_on,
    mark_of,
    postpone,
    recommend,
    withdraw_recommendation,
)
from platform_app.screening.services.recommendations.asking import (
    ask_desk,
    ask_member,
    cancel_open_requests,
    cancel_request,
)
from platform_app.screening.services.recommendations.standing import (
    flag_affiliates,
    note_changes,
    refresh_recommendation_check,
    refuse_own_recommendation,
    review_recommendation,
)
from platform_app.screening.services.recommendations.waiting import expire, look_again, remind

__all__ = [
    "answer_facts",
    "ask_desk",
    "ask_member",
    "cancel_open_requests",
    "cancel_request",
    "confirm",
    "decline",
    "expire",
    "flag_affiliates",
    "hand_on",
    "look_again",
    "mark_of",
    "note_changes",
    "postpone",
    "recommend",
    "refresh_recommendation_check",
    "refuse_own_recommendation",
    "remind",
    "review_recommendation",
    "withdraw_recommendation",
]
