"""Who may recommend, and when the rule of so many members or a ministry is fulfilled."""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum, StrEnum

from platform_app.kernel.lifecycle import Lifecycle, Turn
from platform_app.kernel.reasons import Reason
from platform_app.screening.rules.applications import EDITABLE, Status


class RecommendationStatus(StrEnum):
    """Where one request for a recommendation stands."""

    REQUESTED = "requested"
    GIVEN = "given"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Review(Enum):
    """Whether a person has to look at a recommendation before it counts, and what came of it."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    SET_ASIDE = "set_aside"


RECOMMENDATION_LIFECYCLE = Lifecycle(
    "screening.recommendation",
    initial=RecommendationStatus.REQUESTED,
    transitions={
        RecommendationStatus.REQUESTED: {
            RecommendationStatus.GIVEN, RecommendationStatus.DECLINED, RecommendationStatus.CANCELLED, RecommendationStatus.EXPIRED,
        },
        RecommendationStatus.GIVEN: {RecommendationStatus.WITHDRAWN},
        RecommendationStatus.CANCELLED: {RecommendationStatus.REQUESTED},
        RecommendationStatus.EXPIRED: {RecommendationStatus.REQUESTED},
    },
    turn={RecommendationStatus.REQUESTED: Turn.RECOMMENDER, RecommendationStatus.CANCELLED: Turn.APPLICANT,
          RecommendationStatus.EXPIRED: Turn.APPLICANT, RecommendationStatus.GIVEN: Turn.NOBODY},
)
NAMED = frozenset({RecommendationStatus.REQUESTED, RecommendationStatus.GIVEN})


@dataclass(frozen=True)
class RecommendationNeed:
    """How far the rule "so many members or so many ministries" is fulfilled."""

    is_fulfilled: bool
    members: int
    ministries: int
    members_missing: int
    ministries_missing: int


def recommendation_need(*, members: int, ministries: int, needed_members: int, needed_ministries: int) -> RecommendationNeed:
    """What the rule still wants. `needed_ministries` 0 closes that way.

    Source: the platform's own document (会員2団体以上又は関係省庁の推薦).
    """
    by_members = members >= needed_members
    by_ministries = needed_ministries > 0 and ministries >= needed_ministries
    return RecommendationNeed(
        is_fulfilled=by_members or by_ministries,
        members=members,
        ministries=ministries,
        members_missing=max(0, needed_members - members),
        ministries_missing=max(0, needed_ministries - ministries),
    )


@dataclass(frozen=True)
class RecommenderFacts:
    """What decides whether a member or a desk may be asked for a recommendation."""

    status: Status
    is_ministry: bool = False
    is_active: bool = True
    has_right: bool = True
    has_same_number: bool = False
    has_same_name: bool = False
    has_address: bool = True
    is_asked_already: bool = False
    refuses_same_number: bool = True
    missing_basics: tuple[str, ...] = ()


def why_not_ask(facts: RecommenderFacts) -> tuple[Reason, ...]:
    """Why a recommender may not be asked now: the draft lacks what a recommender must know, or the recommender may not recommend."""
    if facts.status not in EDITABLE | {Status.SUBMITTED, Status.UNDER_CHECK}:
        return (Reason("screening.not_editable", {"status": facts.status}),)
    reasons = [Reason(f"screening.missing.{name}", field=name) for name in facts.missing_basics]
    if not facts.is_active or not facts.has_right:
        reasons.append(Reason("screening.recommender_without_right", field="recommenders"))
    if facts.refuses_same_number and (facts.has_same_number or facts.has_same_name):
        reasons.append(Reason("screening.recommends_itself", field="recommenders"))
    if facts.is_asked_already:
        reasons.append(Reason("screening.asked_already", field="recommenders"))
    if not facts.has_address:
        reasons.append(Reason("screening.recommender_without_address", field="recommenders"))
    return tuple(reasons)


def shares_officer(ours: Collection[str], theirs: Collection[str]) -> bool:
    """Whether a name stands in both lists of people, spaces and widths aside: a flag for a human, never a verdict."""
    return bool({plain_name(name) for name in ours} & {plain_name(name) for name in theirs})


def plain_name(name: str) -> str:
    """A name without spaces, width and case, for comparing only; never stored in place of the name."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()
