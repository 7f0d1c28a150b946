"""Recommendations: asked for by the applicant, answered by link without an account."""

from datetime import datetime, timedelta

from platform_app.audit.services import record
from platform_app.bylaws.queries import rules_at
from platform_app.bylaws.rules import Right, RuleSet
from platform_app.extensions import db
from platform_app.kernel.actors import SYSTEM, Actor
from platform_app.kernel.clock import civil_date
from platform_app.kernel.errors import RuleViolation, refuse_if
from platform_app.kernel.reasons import Reason
from platform_app.mail.rules import Link, LinkPurpose
from platform_app.mail.services import issue_link, revoke_links, use_link
from platform_app.members.queries import contact_address_of, get_desk, members_by_id, people_of
from platform_app.members.rules import MemberSummary
from platform_app.screening.events import (
    CheckSatisfied,
    RecommendationCancelled,
    RecommendationDeclined,
    RecommendationGiven,
    RecommendationPostponed,
    RecommendationRequested,
)
from platform_app.screening.models import Application, Recommendation
from platform_app.screening.queries import (
    get_application,
    get_own_application,
    get_recommendation,
    list_checks,
    list_recommendations,
    names_of_people,
    needed_recommendations,
)
from platform_app.screening.rules.applications import APPLICATION_LIFECYCLE, Status
from platform_app.screening.rules.checks import CheckKind, CheckStatus
from platform_app.screening.rules.recommendations import (
    NAMED,
    RECOMMENDATION_LIFECYCLE,
    RecommendationStatus,
    RecommenderFacts,
    plain_name,
    shares_officer,
    why_not_ask,
)

_BASICS = ("membership_class", "kind", "name", "purpose", "activities")
_ENDED = APPLICATION_LIFECYCLE.final | {Status.DECIDED}


def ask_member(*, application_id: int, member_id: int, by: Actor, at: datetime) -> int:
    """Ask a member for a recommendation by a one-time link in a mail to its contact.

    Raises: NotFound, RuleViolation with the reasons against this recommender.
    """
    application = get_own_application(application_id, by=by, lock=True)
    on = civil_date(at)
    rules = rules_at(on)
    member = members_by_id([member_id], on=on).get(member_id)
    address = contact_address_of(member_id, on=on) if member else None
    known = next((row for row in list_recommendations(application.id) if row.member_id == member_id), None)
    facts = RecommenderFacts(
        status=application.status,
        is_active=member is not None and member.membership_class is not None,
        has_right=_has_right(member, rules),
        has_same_number=member is not None and _has_same_number(member, application),
        has_same_name=member is not None and plain_name(member.name) == plain_name(application.name),
        has_address=member is None or bool(address),
        is_asked_already=known is not None and known.status is not RecommendationStatus.CANCELLED,
        refuses_same_number=rules.flag("admission.refuse_same_number"),
        missing_basics=_missing_basics(application),
    )
    refuse_if(why_not_ask(facts))
    if member is None:
        raise RuleViolation([Reason("screening.recommender_without_right", field="recommenders")])
    row = known or Recommendation(application_id=application.id, member_id=member_id)
    return _ask(row, application, label=member.name, address=address or "", by=by, at=at)


def ask_desk(*, application_id: int, desk_id: int, by: Actor, at: datetime) -> int:
    """Ask a ministry's desk for a recommendation.

    Raises: NotFound, RuleViolation.
    """
    application = get_own_application(application_id, by=by, lock=True)
    desk = get_desk(desk_id, on=civil_date(at))
    known = next((row for row in list_recommendations(application.id) if row.desk_id == desk_id), None)
    facts = RecommenderFacts(
        status=application.status,
        is_ministry=True,
        has_address=bool(desk.email),
        is_asked_already=known is not None and known.status is not RecommendationStatus.CANCELLED,
        missing_basics=_missing_basics(application),
    )
    refuse_if(why_not_ask(facts))
    row = known or Recommendation(application_id=application.id, desk_id=desk_id)
    return _ask(row, application, label=f"{desk.ministry} {desk.name}".strip(), address=desk.email or "", by=by, at=at)


def _has_same_number(member: MemberSummary, application: Application) -> bool:
    number = application.answers.get("corporate_number")
    return bool(number) and member.corporate_number == number


def refuse_own_recommendation(application: Application, *, at: datetime) -> None:
    """Ask once more, of the answers as they are sent in, that nobody named as a recommender is the applicant itself.

    Raises: RuleViolation.
    """
    on = civil_date(at)
    if not rules_at(on).flag("admission.refuse_same_number"):
        return
    named = [row.member_id for row in list_recommendations(application.id) if row.status in NAMED and row.member_id is not None]
    for member in members_by_id(named, on=on).values():
        if _has_same_number(member, application) or plain_name(member.name) == plain_name(application.name):
            raise RuleViolation([Reason("screening.recommends_itself", field="recommenders")])


def _has_right(member: MemberSummary | None, rules: RuleSet) -> bool:
    if member is None or member.membership_class is None:
        return False
    return rules.may(member.membership_class, member.kind, Right.RECOMMEND)


def _missing_basics(application: Application) -> tuple[str, ...]:
    return tuple(name for name in _BASICS if not application.answers.get(name))


def _ask(row: Recommendation, application: Application, *, label: str, address: str, by: Actor, at: datetime) -> int:
    row.status = RecommendationStatus.REQUESTED
    row.label, row.address, row.requested_at = label, address, at
    row.link_id = row.postponed_at = None
    days = rules_at(civil_date(at)).integer("admission.recommendation_days")
    row.expires_at = at + timedelta(days=days)
    db.session.add(row)
    db.session.flush()
    row.link_id = issue_link(
        purpose=LinkPurpose.RECOMMENDATION, subject_type="recommendation", subject_id=row.id, address=address, at=at,
        valid_for=row.expires_at - at,
    )
    flag_affiliates(application, at=at)
    record(RecommendationRequested(application_id=application.id, recommendation_id=row.id), by=by, at=at)
    return row.id


def cancel_request(*, application_id: int, recommendation_id: int, by: Actor, at: datetime) -> None:
    """Take a request back; its link opens nothing any more.

    Raises: NotFound, RuleViolation if it was answered meanwhile.
    """
    application = get_own_application(application_id, by=by, lock=True)
    row = get_recommendation(recommendation_id, application_id=application.id, lock=True)
    refuse_if(RECOMMENDATION_LIFECYCLE.why_not(row.status, RecommendationStatus.CANCELLED))
    _cancel(row, by=by, at=at)


def cancel_open_requests(application: Application, *, by: Actor, at: datetime) -> None:
    """Take back every request that waits for an answer."""
    for row in list_recommendations(application.id):
        if row.status is RecommendationStatus.REQUESTED:
            _cancel(row, by=by, at=at)


def _cancel(row: Recommendation, *, by: Actor, at: datetime) -> None:
    row.status = RecommendationStatus.CANCELLED
    revoke_links(purpose=LinkPurpose.RECOMMENDATION, subject_type="recommendation", subject_id=row.id, at=at)
    record(RecommendationCancelled(application_id=row.application_id, recommendation_id=row.id), by=by, at=at)


def flag_affiliates(application: Application, *, at: datetime) -> None:
    """Flag, for a human, the recommending members that share a person with the applicant's officers or representative."""
    if not rules_at(civil_date(at)).flag("admission.flag_shared_officer"):
        return
    ours = names_of_people(application)
    for row in list_recommendations(application.id):
        if row.member_id is not None:
            theirs = [person.name for person in people_of(row.member_id, on=civil_date(at))]
            row.is_affiliate = shares_officer(ours, theirs)


def recommend(*, link: Link, name: str, reason: str, by: Actor, at: datetime) -> None:
    """Say yes, with the name of the person who says it and the reason; the link is used up.

    Raises: RuleViolation, LinkUnusable.
    """
    row = _answerable(link)
    if row.member_id is not None:
        on = civil_date(at)
        if not _has_right(members_by_id([row.member_id], on=on).get(row.member_id), rules_at(on)):
            raise RuleViolation([Reason("screening.recommender_without_right")])
    use_link(link_id=link.id, at=at)
    row.status, row.answered_at, row.answer_name, row.answer_reason = RecommendationStatus.GIVEN, at, name, reason
    record(RecommendationGiven(application_id=row.application_id, recommendation_id=row.id), by=by, at=at)
    refresh_recommendation_check(get_application(row.application_id), at=at)


def decline(*, link: Link, name: str, reason: str, by: Actor, at: datetime) -> None:
    """Say no, privately: the applicant learns only that this recommendation is not available; the link is used up.

    Raises: RuleViolation, LinkUnusable.
    """
    row = _answerable(link)
    use_link(link_id=link.id, at=at)
    row.status, row.answered_at, row.answer_name, row.answer_reason = RecommendationStatus.DECLINED, at, name, reason
    record(RecommendationDeclined(application_id=row.application_id, recommendation_id=row.id), by=by, at=at)


def postpone(*, link: Link, by: Actor, at: datetime) -> None:
    """Say "not yet"; the link stays good.

    Raises: RuleViolation.
    """
    row = _answerable(link)
    row.postponed_at = at
    record(RecommendationPostponed(application_id=row.application_id, recommendation_id=row.id), by=by, at=at)


def _answerable(link: Link) -> Recommendation:
    row = get_recommendation(link.subject_id, lock=True)
    application = get_application(row.application_id, lock=True)
    if application.status in _ENDED:
        raise RuleViolation([Reason("screening.application_ended")])
    refuse_if(RECOMMENDATION_LIFECYCLE.why_not(row.status, RecommendationStatus.GIVEN))
    return row


def refresh_recommendation_check(application: Application, *, at: datetime) -> None:
    """Satisfy the check on recommendations as soon as the rule is fulfilled; nobody ticks it by hand."""
    check = list_checks(application.id).get(CheckKind.RECOMMENDATION)
    if check is None or check.status is CheckStatus.SATISFIED:
        return
    rules = rules_at(civil_date(at))
    if needed_recommendations(application.id, rules, statuses=frozenset({RecommendationStatus.GIVEN})).is_fulfilled:
        check.status, check.satisfied_at = CheckStatus.SATISFIED, at
        record(CheckSatisfied(application_id=application.id, check_id=check.id, kind=check.kind), by=SYSTEM, at=at)
