"""Reads of requests for recommendations: each with what is to be said about it today, and how far the rule is fulfilled."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, or_, select

from platform_app.bylaws.rules import Right, RuleSet
from platform_app.extensions import db
from platform_app.kernel.errors import NotFound
from platform_app.kernel.reasons import Reason
from platform_app.mail.queries import list_deliveries
from platform_app.mail.rules import MessageState
from platform_app.members.queries import list_desks, members_by_id, people_with_terms
from platform_app.members.rules import MemberSummary
from platform_app.screening.models import Application, Recommendation
from platform_app.screening.rules.applications import Status
from platform_app.screening.rules.recommendations import (
    ASKABLE_AGAIN,
    ASKS_IN,
    NAMED,
    RecommendationNeed,
    RecommendationStatus,
    Review,
    Tally,
    plain_name,
    recommendation_need,
    why_not_count,
)


@dataclass(frozen=True)
class RecommendationToday:
    """One request, why it does not count today, and whether a mail about it came back; `member` is who was asked, if a member was."""

    row: Recommendation
    against: tuple[Reason, ...]
    member: MemberSummary | None = None
    is_undelivered: bool = False
    is_colleague_undelivered: bool = False

    @property
    def counts(self) -> bool:
        """Whether it counts today."""
        return not self.against


@dataclass(frozen=True)
class RecommendationsToday:
    """All requests of one application, oldest first, and what the rule still wants."""

    lines: tuple[RecommendationToday, ...]
    need: RecommendationNeed


def list_recommendations(application_id: int) -> Sequence[Recommendation]:
    """The requests for recommendations, oldest first."""
    return db.session.scalars(
        select(Recommendation).where(Recommendation.application_id == application_id).order_by(Recommendation.id)
    ).all()


def members_asked(application_id: int) -> Select[int | None]:
    """The members that cannot be asked now, since they were asked, to be composed."""
    return select(Recommendation.member_id).where(
        Recommendation.application_id == application_id, Recommendation.member_id.is_not(None), Recommendation.status.not_in(ASKABLE_AGAIN)
    )


def get_recommendation(recommendation_id: int, *, application_id: int | None = None, lock: bool = False) -> Recommendation:
    """One request, of one application where that is given. Whoever locks it holds its application already.

    Raises: NotFound.
    """
    found = db.session.get(Recommendation, recommendation_id, with_for_update=True if lock else None, populate_existing=lock)
    if found is None or (application_id is not None and found.application_id != application_id):
        raise NotFound
    return found


def find_recommendation_of_link(link_id: int) -> Recommendation | None:
    """The request that a link belongs to, the recommender's own or the colleague's."""
    is_its = or_(Recommendation.link_id == link_id, Recommendation.handed_link_id == link_id)
    return db.session.scalar(select(Recommendation).where(is_its))


def needed_recommendations(
    application_id: int, rules: RuleSet, *, statuses: frozenset[RecommendationStatus] = NAMED
) -> RecommendationNeed:
    """How far the rule would be fulfilled if everybody asked said yes: what is wanted before an application may be sent in."""
    found = [row for row in list_recommendations(application_id) if row.status in statuses and row.review is not Review.SET_ASIDE]
    return recommendation_need(
        members=len({row.member_id for row in found if row.member_id}),
        ministries=len({row.desk_id for row in found if row.desk_id}),
        needed_members=rules.integer("admission.member_recommendations"),
        needed_ministries=rules.integer("admission.ministry_recommendations"),
    )


def recommendations_today(application: Application, *, rules: RuleSet, on: date) -> RecommendationsToday:
    """Every request as it stands on a day: who left, lost the right or closed since does not count, whatever was answered; four statements."""
    rows = list_recommendations(application.id)
    members = members_by_id([row.member_id for row in rows if row.member_id], on=on) if rows else {}
    ministries = {desk.id: desk.ministry_id for desk in list_desks(on)} if any(row.desk_id for row in rows) else {}
    sent = list_deliveries([link_id for row in rows for link_id in (row.link_id, row.handed_link_id) if link_id])
    lost = {link_id for link_id, delivery in sent.items() if delivery.state is MessageState.UNDELIVERED}
    lines = tuple(
        RecommendationToday(
            row, _against(row, application, members, ministries, rules), members.get(row.member_id or 0),
            row.link_id in lost, row.handed_link_id in lost,
        )
        for row in rows
    )
    return RecommendationsToday(lines, _need(lines, ministries, rules))


def _against(
    row: Recommendation, application: Application, members: Mapping[int, MemberSummary], ministries: Mapping[int, int], rules: RuleSet
) -> tuple[Reason, ...]:
    member = members.get(row.member_id) if row.member_id else None
    has_right = row.desk_id in ministries if row.desk_id else may_recommend(member, rules)
    is_itself = member is not None and is_applicant_itself(member, application, rules)
    return why_not_count(row.status, has_right=has_right, is_itself=is_itself, review=row.review)


def _need(lines: Sequence[RecommendationToday], ministries: Mapping[int, int], rules: RuleSet) -> RecommendationNeed:
    def tally(chosen: Collection[Recommendation]) -> Tally:
        """How many different members and ministries stand behind some requests."""
        return Tally(
            len({row.member_id for row in chosen if row.member_id}),
            len({ministries.get(row.desk_id, 0) for row in chosen if row.desk_id}),
        )

    counted = tally([line.row for line in lines if line.counts])
    to_review = {"screening.recommendation_to_review"}
    return recommendation_need(
        members=counted.members, ministries=counted.ministries,
        needed_members=rules.integer("admission.member_recommendations"),
        needed_ministries=rules.integer("admission.ministry_recommendations"),
        looked_at=tally([line.row for line in lines if {reason.code for reason in line.against} == to_review]),
        waiting=tally([line.row for line in lines if line.row.status is RecommendationStatus.REQUESTED and not line.is_undelivered]),
    )


def may_recommend(member: MemberSummary | None, rules: RuleSet) -> bool:
    """Whether a member has the right to recommend with the class it has on the day it was read for."""
    if member is None or member.membership_class is None:
        return False
    return rules.may(member.membership_class, member.kind, Right.RECOMMEND)


def has_same_number(member: MemberSummary, application: Application) -> bool:
    """Whether a member has the applicant's Corporate Number."""
    number = application.answers.get("corporate_number")
    return bool(number) and member.corporate_number == number


def has_same_name(member: MemberSummary, application: Application) -> bool:
    """Whether a member has the applicant's name, spaces and widths aside."""
    return plain_name(member.name) == plain_name(str(application.answers.get("name") or application.name))


def is_applicant_itself(member: MemberSummary, application: Application, rules: RuleSet) -> bool:
    """Whether the rules take a member for the applicant."""
    by_number = rules.flag("admission.refuse_same_number") and has_same_number(member, application)
    return by_number or (rules.flag("admission.refuse_self_recommendation") and has_same_name(member, application))


def names_in_office(member_ids: Collection[int], *, on: date) -> Mapping[int, frozenset[str]]:
    """The names of everybody who acts for some members on a day, by member; one statement."""
    terms = people_with_terms(on).subquery()
    found: dict[int, set[str]] = {}
    for member_id, name in db.session.execute(select(terms.c.member_id, terms.c.name).where(terms.c.member_id.in_(set(member_ids)))):
        found.setdefault(member_id, set()).add(name)
    return {member_id: frozenset(names) for member_id, names in found.items()}


def count_requests(*, member_id: int | None, desk_id: int | None, since: datetime) -> int:
    """How many applicants asked one member or desk since an instant."""
    same = Recommendation.member_id == member_id if member_id is not None else Recommendation.desk_id == desk_id
    return db.session.scalar(select(func.count()).select_from(Recommendation).where(same, Recommendation.requested_at > since)) or 0


def list_unanswered(*, asked_before: datetime, fewer_than: int) -> Sequence[int]:
    """Requests that may want a reminder: unanswered, made before an instant, reminded fewer times; of applications that can still use them."""
    return db.session.scalars(
        select(Recommendation.id)
        .join(Application, Application.id == Recommendation.application_id)
        .where(
            Recommendation.status == RecommendationStatus.REQUESTED,
            Recommendation.requested_at <= asked_before,
            Recommendation.reminders_sent < fewer_than,
            Application.status.in_(ASKS_IN),
        )
        .order_by(Recommendation.application_id, Recommendation.id)
    ).all()


def list_ended_requests(at: datetime) -> Sequence[int]:
    """Requests whose time is over without an answer."""
    return db.session.scalars(
        select(Recommendation.id)
        .where(Recommendation.status == RecommendationStatus.REQUESTED, Recommendation.expires_at <= at)
        .order_by(Recommendation.application_id, Recommendation.id)
    ).all()


def list_resting_on_recommendations() -> Sequence[int]:
    """Applications with the secretariat for which somebody gave a recommendation: those to look at again when a recommender changes."""
    given = select(Recommendation.application_id).where(Recommendation.status == RecommendationStatus.GIVEN)
    waiting = (Status.SUBMITTED, Status.UNDER_CHECK, Status.RETURNED, Status.DEFERRED)
    return db.session.scalars(
        select(Application.id).where(Application.status.in_(waiting), Application.id.in_(given)).order_by(Application.id)
    ).all()


