"""Reads of admission screening, by noun."""

from platform_app.screening.queries.applications import (
    derived_grants,
    find_draft_of,
    get_application,
    get_attachment,
    get_own_application,
    get_sent_application,
    list_applications_of,
    list_attachments,
    list_officers,
    list_stays,
    names_of_people,
)
from platform_app.screening.queries.checks import (
    check_statuses,
    get_check,
    get_check_of,
    list_checks,
    list_points,
    list_under_check,
    why_not_board,
    why_not_board_of,
)
from platform_app.screening.queries.decisions import find_decision, list_decisions
from platform_app.screening.queries.inbox import InboxRow, count_by_status, list_assignments, list_sent, list_under_way
from platform_app.screening.queries.on_paper import EntryPeople, EntryRow, list_being_entered, people_of_entry
from platform_app.screening.queries.recommendations import (
    RecommendationsToday,
    RecommendationToday,
    get_recommendation,
    list_recommendations,
    needed_recommendations,
    recommendations_today,
)
from platform_app.screening.queries.recommending import Recommending, recommending
from platform_app.screening.queries.returns import (
    RemarkState,
    Round,
    find_prepared_return,
    get_remark,
    list_remarks,
    list_returns,
    list_rounds,
)
from platform_app.screening.queries.rings import Ring, list_rings
from platform_app.screening.queries.snapshots import snapshot
from platform_app.screening.queries.submission import form_progress, former_expulsion, is_member_already, submission_facts

__all__ = [
    "EntryPeople",
    "EntryRow",
    "InboxRow",
    "RecommendationToday",
    "RecommendationsToday",
    "Recommending",
    "RemarkState",
    "Ring",
    "Round",
    "check_statuses",
    "count_by_status",
    "derived_grants",
    "find_decision",
    "find_draft_of",
    "find_prepared_return",
    "form_progress",
    "former_expulsion",
    "get_application",
    "get_attachment",
    "get_check",
    "get_check_of",
    "get_own_application",
    "get_recommendation",
    "get_remark",
    "get_sent_application",
    "is_member_already",
    "list_applications_of",
    "list_assignments",
    "list_attachments",
    "list_being_entered",
    "list_checks",
    "list_decisions",
    "list_officers",
    "list_points",
    "list_recommendations",
    "list_remarks",
    "list_returns",
    "list_rings",
    "list_rounds",
    "list_sent",
    "list_stays",
    "list_under_check",
    "list_under_way",
    "names_of_people",
    "needed_recommendations",
    "people_of_entry",
    "recommendations_today",
    "recommending",
    "snapshot",
    "submission_facts",
    "why_not_board",
    "why_not_board_of",
]
