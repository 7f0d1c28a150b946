"""The applicant's side: ask a member or a ministry's desk, in the place of another where wanted; take a request back.

Whoever changes a request holds its application first: the order of locks is the same everywhere.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from platform_app.audit.services import record
from platform_app.bylaws.queries import rules_at
from platform_app.bylaws.rules import RuleSet
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.kernel.clock import civil_date
from platform_app.kernel.errors import RuleViolation, refuse_if
from platform_app.kernel.reasons import Reason
from platform_app.mail.rules import LinkPurpose
from platform_app.mail.services import issue_link, revoke_links
from platform_app.members.queries import contact_address_of, get_desk, members_by_id
from platform_app.screening.events import RecommendationCancelled, RecommendationRequested
from platform_app.screening.models import Application, Recommendation
from platform_app.screening.queries import get_own_application, get_recommendation, list_recommendations
from platform_app.screening.queries.recommendations import count_requests, has_same_name, has_same_number, may_recommend
from platform_app.screening.rules.recommendations import (
    MOST_REQUESTS_A_DAY,
    RECOMMENDATION_LIFECYCLE,
    RecommendationStatus,
    RecommenderFacts,
    end_of_request,
    why_not_ask,
)
from platform_app.screening.services.applications import note_entry
from platform_app.screening.services.recommendations.standing import flag_affiliates

_BASICS = ("membership_class", "kind", "name", "purpose", "activities")
_A_DAY = timedelta(days=1)
_LONGEST_LABEL = 300


def ask_member(*, application_id: int, member_id: int, replaces: int | None = None, by: Actor, at: datetime) -> int:
    """Ask a member for a recommendation by a one-time link in a mail to its contact; a request that it `replaces` is taken back with it.

    Raises: NotFound, RuleViolation with the reasons against this recommender.
    """
    application = get_own_application(application_id, by=by, lock=True)
    on = civil_date(at)
    rules = rules_at(on)
    member = members_by_id([member_id], on=on).get(member_id)
    address = contact_address_of(member_id, on=on) if member else None
    facts = replace(
        _facts(application, rules, member_id=member_id, at=at),
        is_active=member is not None and member.membership_class is not None,
        has_right=may_recommend(member, rules),
        has_same_number=member is not None and has_same_number(member, application),
        has_same_name=member is not None and has_same_name(member, application),
        has_address=member is None or bool(address),
    )
    refuse_if(why_not_ask(facts))
    if member is None:
        raise RuleViolation([Reason("screening.recommender_without_right", field="recommenders")])
    row = _known(application, member_id=member_id) or Recommendation(application_id=application.id, member_id=member_id, requests=0)
    _replace(application, replaces, by=by, at=at)
    return _ask(row, application, label=member.name, address=address or "", by=by, at=at)


def ask_desk(*, application_id: int, desk_id: int, replaces: int | None = None, by: Actor, at: datetime) -> int:
    """Ask a ministry's desk for a recommendation, in the place of another request where wanted.

    Raises: NotFound, RuleViolation.
    """
    application = get_own_application(application_id, by=by, lock=True)
    on = civil_date(at)
    desk = get_desk(desk_id, on=on)
    refuse_if(why_not_ask(replace(_facts(application, rules_at(on), desk_id=desk_id, at=at), has_address=bool(desk.email))))
    row = _known(application, desk_id=desk_id) or Recommendation(application_id=application.id, desk_id=desk_id, requests=0)
    _replace(application, replaces, by=by, at=at)
    return _ask(row, application, label=f"{desk.ministry} {desk.name}".strip()[:_LONGEST_LABEL], address=desk.email or "", by=by, at=at)


def _known(application: Application, *, member_id: int | None = None, desk_id: int | None = None) -> Recommendation | None:
    same = (row for row in list_recommendations(application.id) if (row.member_id, row.desk_id) == (member_id, desk_id))
    return next(same, None)


def _facts(
    application: Application, rules: RuleSet, *, member_id: int | None = None, desk_id: int | None = None, at: datetime
) -> RecommenderFacts:
    """What was asked before, of the same recommender and in all, and what the rules allow."""
    known = _known(application, member_id=member_id, desk_id=desk_id)
    return RecommenderFacts(
        status=application.status,
        known=known.status if known else None,
        requests=known.requests if known else 0,
        most_requests=rules.integer("admission.recommendation_requests"),
        asked=len(list_recommendations(application.id)),
        most_asked=rules.integer("admission.recommenders_asked"),
        is_busy=count_requests(member_id=member_id, desk_id=desk_id, since=at - _A_DAY) >= MOST_REQUESTS_A_DAY,
        refuses_same_number=rules.flag("admission.refuse_same_number"),
        refuses_itself=rules.flag("admission.refuse_self_recommendation"),
        missing_basics=tuple(name for name in _BASICS if not application.answers.get(name)),
    )


def _replace(application: Application, recommendation_id: int | None, *, by: Actor, at: datetime) -> None:
    if recommendation_id is None:
        return
    row = get_recommendation(recommendation_id, application_id=application.id, lock=True)
    if row.status is RecommendationStatus.GIVEN:
        raise RuleViolation([Reason("screening.given_already", field="recommenders")])
    if row.status is RecommendationStatus.REQUESTED:
        _cancel(row, by=by, at=at)


def _ask(row: Recommendation, application: Application, *, label: str, address: str, by: Actor, at: datetime) -> int:
    row.status = RecommendationStatus.REQUESTED
    row.label, row.address, row.requested_at, row.requests = label, address, at, row.requests + 1
    row.expires_at = end_of_request(at=at, days=rules_at(civil_date(at)).integer("admission.recommendation_days"))
    row.link_id = row.handed_link_id = row.postponed_at = row.handed_on_at = row.reminded_at = None
    row.handed_to_name = row.handed_to_address = ""
    row.reminders_sent = 0
    db.session.add(row)
    db.session.flush()
    row.link_id = issue_link(
        purpose=LinkPurpose.RECOMMENDATION, subject_type="recommendation", subject_id=row.id, address=address, at=at,
        valid_for=row.expires_at - at,
    )
    flag_affiliates(application, at=at)
    note_entry(application, by=by)
    record(RecommendationRequested(application_id=application.id, recommendation_id=row.id), by=by, at=at)
    return row.id


def cancel_request(*, application_id: int, recommendation_id: int, by: Actor, at: datetime) -> None:
    """Take a request back; its links open nothing any more.

    Raises: NotFound, RuleViolation if it was answered meanwhile.
    """
    application = get_own_application(application_id, by=by, lock=True)
    row = get_recommendation(recommendation_id, application_id=application.id, lock=True)
    refuse_if(RECOMMENDATION_LIFECYCLE.why_not(row.status, RecommendationStatus.CANCELLED))
    _cancel(row, by=by, at=at)
    note_entry(application, by=by)


def cancel_open_requests(application: Application, *, by: Actor, at: datetime) -> None:
    """Take back every request that waits for an answer."""
    for row in list_recommendations(application.id):
        if row.status is RecommendationStatus.REQUESTED:
            _cancel(row, by=by, at=at)


def _cancel(row: Recommendation, *, by: Actor, at: datetime) -> None:
    row.status = RecommendationStatus.CANCELLED
    revoke_links(purpose=LinkPurpose.RECOMMENDATION, subject_type="recommendation", subject_id=row.id, at=at)
    record(RecommendationCancelled(application_id=row.application_id, recommendation_id=row.id), by=by, at=at)
