"""The recommender's side, by link and without an account: yes, no, not yet, hand on; and afterwards stand by it or take it back.

The application is locked before the request, as everywhere.
"""

from datetime import datetime

from platform_app.audit.services import record
from platform_app.bylaws.queries import rules_at
from platform_app.kernel.actors import Actor
from platform_app.kernel.clock import civil_date
from platform_app.kernel.errors import refuse_if
from platform_app.kernel.reasons import Reason
from platform_app.mail.rules import Link, LinkPurpose
from platform_app.mail.services import issue_link, revoke_links, use_link, use_up_links
from platform_app.members.queries import list_desks, members_by_id
from platform_app.screening.events import (
    RecommendationConfirmed,
    RecommendationDeclined,
    RecommendationGiven,
    RecommendationHandedOn,
    RecommendationPostponed,
    RecommendationWithdrawn,
)
from platform_app.screening.models import Application, Recommendation
from platform_app.screening.queries import get_application, get_recommendation
from platform_app.screening.queries.recommendations import is_applicant_itself, may_recommend
from platform_app.screening.rules.recommendations import (
    AnswerFacts,
    HandOverFacts,
    RecommendationStatus,
    Review,
    rested_on,
    why_not_answer,
    why_not_confirm,
    why_not_hand_on,
    why_not_recommend,
    why_not_take_back,
)
from platform_app.screening.services.applications import fingerprint
from platform_app.screening.services.recommendations.standing import (
    addresses_of_applicant,
    flag_affiliates,
    refresh_recommendation_check,
    settle_review,
)


def answer_facts(application: Application, row: Recommendation, *, at: datetime) -> AnswerFacts:
    """What decides today whether this recommender may say yes: the right of the day, and that it is not the applicant itself."""
    on = civil_date(at)
    if row.desk_id is not None:
        return AnswerFacts(application.status, row.status, has_right=row.desk_id in {desk.id for desk in list_desks(on)})
    rules = rules_at(on)
    member = members_by_id([row.member_id or 0], on=on).get(row.member_id or 0)
    is_itself = member is not None and is_applicant_itself(member, application, rules)
    return AnswerFacts(application.status, row.status, has_right=may_recommend(member, rules), is_itself=is_itself)


def recommend(*, link: Link, name: str, reason: str, by: Actor, at: datetime, shown: str | None = None) -> None:
    """Say yes, with the name of the person who says it and the reason; every link of this request is used up.

    `shown` is the mark of what the page showed (`mark_of`): nobody recommends what was changed after it was read; None takes no notice.
    Raises: RuleViolation, LinkUnusable.
    """
    application, row = _held(link)
    refuse_if(why_not_recommend(answer_facts(application, row, at=at)))
    if shown is not None and shown != mark_of(application):
        refuse_if([Reason("screening.changed_while_reading")])
    row.rests_on = rested_on(application.answers)
    _answer(row, RecommendationStatus.GIVEN, link=link, name=name, reason=reason, at=at)
    record(RecommendationGiven(application_id=row.application_id, recommendation_id=row.id), by=by, at=at)
    flag_affiliates(application, at=at)
    refresh_recommendation_check(application, at=at)


def mark_of(application: Application) -> str:
    """A short mark of what a recommendation of an application rests on as it stands now."""
    return fingerprint(rested_on(application.answers))


def decline(*, link: Link, name: str, reason: str, by: Actor, at: datetime) -> None:
    """Say no, privately: the applicant learns only that this recommendation is not available; every link of the request is used up.

    Raises: RuleViolation, LinkUnusable.
    """
    application, row = _held(link)
    refuse_if(why_not_answer(AnswerFacts(application.status, row.status)))
    _answer(row, RecommendationStatus.DECLINED, link=link, name=name, reason=reason, at=at)
    record(RecommendationDeclined(application_id=row.application_id, recommendation_id=row.id), by=by, at=at)


def _answer(row: Recommendation, status: RecommendationStatus, *, link: Link, name: str, reason: str, at: datetime) -> None:
    use_link(link_id=link.id, at=at)
    use_up_links(purpose=LinkPurpose.RECOMMENDATION, subject_type="recommendation", subject_id=row.id, at=at)
    row.status, row.answered_at, row.answer_name, row.answer_reason, row.answer_address = status, at, name, reason, link.address


def postpone(*, link: Link, by: Actor, at: datetime) -> None:
    """Say "not yet"; the link stays good.

    Raises: RuleViolation.
    """
    application, row = _held(link)
    refuse_if(why_not_answer(AnswerFacts(application.status, row.status)))
    row.postponed_at = at
    record(RecommendationPostponed(application_id=row.application_id, recommendation_id=row.id), by=by, at=at)


def hand_on(*, link: Link, name: str, address: str, by: Actor, at: datetime) -> None:
    """Hand the request to a colleague, who gets a link of its own; the first link stays good until one of both answers.

    A colleague before this one loses the link. The applicant learns nothing of it. Raises: RuleViolation.
    """
    application, row = _held(link)
    asked = address.strip().casefold()
    refuse_if(
        why_not_hand_on(
            HandOverFacts(
                AnswerFacts(application.status, row.status),
                is_by_colleague=link.id == row.handed_link_id,
                hand_overs=row.hand_overs,
                is_own_address=asked == row.address.casefold(),
                is_applicants_address=asked in addresses_of_applicant(application),
            )
        )
    )
    if row.handed_link_id is not None:
        revoke_links(purpose=LinkPurpose.RECOMMENDATION, subject_type="recommendation", subject_id=row.id, at=at, but=link.id)
    row.handed_to_name, row.handed_to_address, row.handed_on_at = name.strip(), address.strip(), at
    row.hand_overs, row.reminders_sent = row.hand_overs + 1, 0
    row.handed_link_id = issue_link(
        purpose=LinkPurpose.RECOMMENDATION, subject_type="recommendation", subject_id=row.id, address=row.handed_to_address, at=at,
        valid_for=row.expires_at - at,
    )
    record(RecommendationHandedOn(application_id=row.application_id, recommendation_id=row.id), by=by, at=at)


def confirm(*, link: Link, by: Actor, at: datetime) -> None:
    """Stand by a recommendation although the application was corrected since it was given.

    Raises: RuleViolation.
    """
    application, row = _held(link)
    refuse_if(why_not_confirm(application.status, row.status, is_outdated=row.outdated_at is not None))
    row.outdated_at, row.rests_on = None, rested_on(application.answers)
    if row.review is Review.ACCEPTED:
        row.review = row.reviewed_at = row.reviewed_by_id = None
    settle_review(row)
    record(RecommendationConfirmed(application_id=row.application_id, recommendation_id=row.id), by=by, at=at)
    refresh_recommendation_check(application, at=at)


def withdraw_recommendation(*, link: Link, reason: str, by: Actor, at: datetime) -> None:
    """Take a recommendation back before the board has decided; the check on recommendations opens again where too few are left.

    Raises: RuleViolation.
    """
    application, row = _held(link)
    refuse_if(why_not_take_back(application.status, row.status))
    row.status, row.withdrawn_at, row.withdrawal_reason = RecommendationStatus.WITHDRAWN, at, reason
    revoke_links(purpose=LinkPurpose.GIVEN_RECOMMENDATION, subject_type="recommendation", subject_id=row.id, at=at)
    record(RecommendationWithdrawn(application_id=row.application_id, recommendation_id=row.id), by=by, at=at)
    refresh_recommendation_check(application, at=at)


def _held(link: Link) -> tuple[Application, Recommendation]:
    """The application and the request of a link, both locked, the application first."""
    application = get_application(get_recommendation(link.subject_id).application_id, lock=True)
    return application, get_recommendation(link.subject_id, lock=True)
