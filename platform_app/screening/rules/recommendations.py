"""Who may recommend, what a request may do, what counts, and when the rule of so many members or a ministry is fulfilled."""

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, StrEnum

from platform_app.kernel.clock import civil_date, start_of
from platform_app.kernel.lifecycle import Lifecycle, Turn
from platform_app.kernel.reasons import Reason
from platform_app.screening.rules.applications import EDITABLE, Status

MOST_HAND_OVERS = 2
MOST_REQUESTS_A_DAY = 20
REMINDER_HOUR = timedelta(hours=9)


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
ASKABLE_AGAIN = frozenset({RecommendationStatus.CANCELLED, RecommendationStatus.EXPIRED})
ASKS_IN = EDITABLE | {Status.SUBMITTED, Status.UNDER_CHECK}
RESTS_ON = ("name", "corporate_number", "purpose")


class Outlook(Enum):
    """How the rule of recommendations stands, in the order from done to most to do."""

    BY_MEMBERS = "by_members"
    BY_MINISTRY = "by_ministry"
    LOOKED_AT = "looked_at"
    AWAITED = "awaited"
    TO_ASK = "to_ask"


@dataclass(frozen=True)
class Tally:
    """How many different members and ministries there are of something."""

    members: int = 0
    ministries: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.members + other.members, self.ministries + other.ministries)


@dataclass(frozen=True)
class RecommendationNeed:
    """How far the rule "so many members or so many ministries" is fulfilled; a number of 0 closes that way.

    `members` and `ministries` count; `looked_at` were given and wait for a person, `waiting` were asked and have not answered.
    """

    members: int
    ministries: int
    needed_members: int
    needed_ministries: int
    looked_at: Tally = Tally()
    waiting: Tally = Tally()

    @property
    def is_fulfilled(self) -> bool:
        """Whether what counts is enough."""
        return self._is_enough(Tally(self.members, self.ministries))

    @property
    def members_missing(self) -> int:
        """How many members are still wanted."""
        return max(0, self.needed_members - self.members)

    @property
    def ministries_missing(self) -> int:
        """How many ministries would do instead; 0 also where that way is closed."""
        return max(0, self.needed_ministries - self.ministries)

    @property
    def members_to_ask(self) -> int:
        """How many members are wanted beyond those that were asked."""
        return max(0, self.members_missing - self.looked_at.members - self.waiting.members)

    @property
    def outlook(self) -> Outlook:
        """Fulfilled, and by whom; else whose turn it is."""
        counted = Tally(self.members, self.ministries)
        if self.is_fulfilled:
            return Outlook.BY_MEMBERS if 0 < self.needed_members <= self.members else Outlook.BY_MINISTRY
        if self._is_enough(counted + self.looked_at):
            return Outlook.LOOKED_AT
        return Outlook.AWAITED if self._is_enough(counted + self.looked_at + self.waiting) else Outlook.TO_ASK

    def _is_enough(self, tally: Tally) -> bool:
        by_members = 0 < self.needed_members <= tally.members
        return by_members or 0 < self.needed_ministries <= tally.ministries


def recommendation_need(
    *, members: int, ministries: int, needed_members: int, needed_ministries: int, looked_at: Tally = Tally(), waiting: Tally = Tally()
) -> RecommendationNeed:
    """What the rule still wants.

    Source: the platform's own document (会員2団体以上又は関係省庁の推薦).
    """
    return RecommendationNeed(members, ministries, needed_members, needed_ministries, looked_at, waiting)


@dataclass(frozen=True)
class RecommenderFacts:
    """What decides whether a member or a desk may be asked for a recommendation.

    `known` is where an earlier request to the same stands and `requests` how often it was asked; `asked` counts all that were ever asked
    for this application.
    """

    status: Status
    is_active: bool = True
    has_right: bool = True
    has_same_number: bool = False
    has_same_name: bool = False
    has_address: bool = True
    known: RecommendationStatus | None = None
    requests: int = 0
    most_requests: int = 3
    asked: int = 0
    most_asked: int = 10
    is_busy: bool = False
    refuses_same_number: bool = True
    refuses_itself: bool = True
    missing_basics: tuple[str, ...] = ()


def why_not_ask(facts: RecommenderFacts) -> tuple[Reason, ...]:
    """Why a recommender may not be asked now: the draft lacks what a recommender must know, or the recommender may not recommend."""
    if facts.status not in ASKS_IN:
        return (Reason("screening.not_editable", {"status": facts.status}),)
    reasons = [Reason(f"screening.missing.{name}", field=name) for name in facts.missing_basics]
    if not facts.is_active or not facts.has_right:
        reasons.append(Reason("screening.recommender_without_right", field="recommenders"))
    if is_itself(facts):
        reasons.append(Reason("screening.recommends_itself", field="recommenders"))
    if facts.known is not None and facts.known not in ASKABLE_AGAIN:
        reasons.append(Reason("screening.asked_already", field="recommenders"))
    elif not facts.has_address:
        reasons.append(Reason("screening.recommender_without_address", field="recommenders"))
    else:
        reasons += _too_often(facts)
    return tuple(reasons)


def is_itself(facts: RecommenderFacts) -> bool:
    """Whether the rules take a recommender for the applicant itself."""
    return (facts.refuses_same_number and facts.has_same_number) or (facts.refuses_itself and facts.has_same_name)


def _too_often(facts: RecommenderFacts) -> list[Reason]:
    if facts.requests >= facts.most_requests:
        return [Reason("screening.asked_too_often", {"most": facts.most_requests}, "recommenders")]
    if facts.known is None and facts.asked >= facts.most_asked:
        return [Reason("screening.asked_too_many", {"most": facts.most_asked}, "recommenders")]
    if facts.is_busy:
        return [Reason("screening.recommender_busy", field="recommenders")]
    return []


@dataclass(frozen=True)
class AnswerFacts:
    """What decides whether a recommender may answer with yes."""

    status: Status
    request: RecommendationStatus
    has_right: bool = True
    is_itself: bool = False


def why_not_answer(facts: AnswerFacts) -> tuple[Reason, ...]:
    """Why a request takes no answer any more, whatever the answer is."""
    if facts.status is Status.DECIDED or facts.status not in ASKS_IN | {Status.BEFORE_BOARD, Status.DEFERRED}:
        return (Reason("screening.application_ended"),)
    return RECOMMENDATION_LIFECYCLE.why_not(facts.request, RecommendationStatus.GIVEN)


def why_not_recommend(facts: AnswerFacts) -> tuple[Reason, ...]:
    """Why this recommender may not say yes today: it left, lost the right, closed, or is the applicant itself."""
    reasons = list(why_not_answer(facts))
    if not reasons and not facts.has_right:
        reasons.append(Reason("screening.you_cannot_recommend"))
    if not reasons and facts.is_itself:
        reasons.append(Reason("screening.recommends_itself"))
    return tuple(reasons)


@dataclass(frozen=True)
class HandOverFacts:
    """What decides whether a request may be handed on to a colleague."""

    answer: AnswerFacts
    is_by_colleague: bool = False
    hand_overs: int = 0
    is_own_address: bool = False
    is_applicants_address: bool = False


def why_not_hand_on(facts: HandOverFacts) -> tuple[Reason, ...]:
    """Why a request cannot be handed on: a colleague passes nothing on, twice is enough, and the applicant is nobody's colleague."""
    reasons = list(why_not_answer(facts.answer))
    if facts.is_by_colleague:
        reasons.append(Reason("screening.handed_on_by_colleague"))
    elif facts.hand_overs >= MOST_HAND_OVERS:
        reasons.append(Reason("screening.handed_on_too_often", {"most": MOST_HAND_OVERS}))
    if facts.is_own_address:
        reasons.append(Reason("screening.handed_on_to_oneself", field="address"))
    elif facts.is_applicants_address:
        reasons.append(Reason("screening.handed_on_to_applicant", field="address"))
    return tuple(reasons)


def why_not_count(
    status: RecommendationStatus, *, has_right: bool = True, is_itself: bool = False, review: Review | None = None
) -> tuple[Reason, ...]:
    """Why a recommendation does not count today; of one that was never given the status says it all."""
    if status is not RecommendationStatus.GIVEN:
        return (Reason("screening.recommendation_not_given"),)
    reasons = []
    if not has_right:
        reasons.append(Reason("screening.recommender_lost_right"))
    if is_itself:
        reasons.append(Reason("screening.recommends_itself"))
    if review is Review.SET_ASIDE:
        reasons.append(Reason("screening.recommendation_set_aside"))
    elif review is Review.PENDING:
        reasons.append(Reason("screening.recommendation_to_review"))
    return tuple(reasons)


def why_not_review(status: Status, request: RecommendationStatus, *, note: str) -> tuple[Reason, ...]:
    """Why the secretariat cannot say whether a recommendation counts: the application has gone on, nothing was given, or the words lack."""
    if status not in ASKS_IN | {Status.DEFERRED}:
        return (Reason("screening.not_under_check", {"status": status}),)
    if request is not RecommendationStatus.GIVEN:
        return (Reason("screening.recommendation_not_given"),)
    return () if note.strip() else (Reason("screening.review_note_missing", field="note"),)


def why_not_take_back(status: Status, request: RecommendationStatus) -> tuple[Reason, ...]:
    """Why a recommender cannot take a recommendation back: the board has decided, or there is none."""
    return why_not_answer(AnswerFacts(status, RecommendationStatus.REQUESTED)) or RECOMMENDATION_LIFECYCLE.why_not(
        request, RecommendationStatus.WITHDRAWN
    )


def why_not_confirm(status: Status, request: RecommendationStatus, *, is_outdated: bool) -> tuple[Reason, ...]:
    """Why there is nothing to stand by: no correction came after the recommendation, or it cannot be taken back either."""
    return why_not_take_back(status, request) or (() if is_outdated else (Reason("screening.nothing_to_confirm"),))


def rested_on(answers: Mapping[str, object]) -> dict[str, object]:
    """Of the answers of an application, what a recommendation rests on."""
    return {name: answers[name] for name in RESTS_ON if answers.get(name)}


def changed_since(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[str, ...]:
    """Of what a recommendation rests on, the fields that differ between two sets of answers."""
    return tuple(name for name in RESTS_ON if (before.get(name) or None) != (after.get(name) or None))


def reminders_due(*, since: datetime, at: datetime, days: Sequence[int]) -> int:
    """How many reminders are due: each on its day after the request, at nine in the morning of Tokyo."""
    asked_on = civil_date(since)
    return sum(start_of(asked_on + timedelta(days=day)) + REMINDER_HOUR <= at for day in days)


def end_of_request(*, at: datetime, days: int) -> datetime:
    """When a request ends that is made now: with the last of so many days after today."""
    return start_of(civil_date(at) + timedelta(days=days + 1))


def shares_officer(ours: Collection[str], theirs: Collection[str]) -> bool:
    """Whether a name stands in both lists of people, spaces and widths aside: a flag for a human, never a verdict."""
    return bool({plain_name(name) for name in ours} & {plain_name(name) for name in theirs})


def plain_name(name: str) -> str:
    """A name without spaces, width and case, for comparing only; never stored in place of the name."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()
