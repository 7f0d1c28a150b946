"""What recommendations stand on: who is close to the applicant, what changed since, and whether the rule is fulfilled."""

from collections.abc import Mapping
from datetime import datetime

from platform_app.accounts.queries import list_users
from platform_app.audit.services import record
from platform_app.bylaws.queries import rules_at
from platform_app.kernel.actors import SYSTEM, Actor
from platform_app.kernel.clock import civil_date
from platform_app.kernel.errors import Forbidden, RuleViolation, refuse_if
from platform_app.kernel.reasons import Reason
from platform_app.members.queries import members_by_id
from platform_app.screening.events import CheckReopened, CheckSatisfied, RecommendationOutdated, RecommendationReviewed
from platform_app.screening.models import Application, Recommendation
from platform_app.screening.permissions import ASSESS
from platform_app.screening.queries import (
    get_recommendation,
    get_sent_application,
    list_checks,
    list_recommendations,
    names_of_people,
    recommendations_today,
)
from platform_app.screening.queries.recommendations import is_applicant_itself, names_in_office
from platform_app.screening.rules.checks import CheckKind, CheckStatus
from platform_app.screening.rules.recommendations import (
    NAMED,
    RecommendationStatus,
    Review,
    changed_since,
    shares_officer,
    why_not_review,
)


def flag_affiliates(application: Application, *, at: datetime) -> None:
    """Flag, for a human, who shares a person or an address with the applicant; what such a one gives counts once it was looked at."""
    rows = list_recommendations(application.id)
    if not rows or not rules_at(civil_date(at)).flag("admission.flag_shared_officer"):
        return
    ours, addresses = names_of_people(application), addresses_of_applicant(application)
    theirs = names_in_office([row.member_id for row in rows if row.member_id], on=civil_date(at))
    for row in rows:
        names = theirs.get(row.member_id or 0, frozenset()) | ({row.answer_name} if row.status is RecommendationStatus.GIVEN else set())
        used = {row.address.casefold(), row.answer_address.casefold()}
        row.is_affiliate = shares_officer(ours, names) or bool(used & addresses)
        settle_review(row)


def addresses_of_applicant(application: Application) -> frozenset[str]:
    """Where the applicant reads mail: the account's address and the contact's."""
    users = list_users([application.user_id]).values() if application.user_id is not None else ()
    addresses = (*(user.email for user in users), str(application.answers.get("contact_email") or ""))
    return frozenset(address.casefold() for address in addresses if address)


def settle_review(row: Recommendation) -> None:
    """Ask for a person's look where one is needed, and no longer where the cause has gone; what a person said stands."""
    needs_look = row.is_affiliate or row.outdated_at is not None
    if row.status is RecommendationStatus.GIVEN and row.review in (None, Review.PENDING):
        row.review = Review.PENDING if needs_look else None


def refuse_own_recommendation(application: Application, *, at: datetime) -> None:
    """Ask once more, of the answers as they are sent in, that nobody named as a recommender is the applicant itself.

    Raises: RuleViolation.
    """
    on = civil_date(at)
    rules = rules_at(on)
    named = [row.member_id for row in list_recommendations(application.id) if row.status in NAMED and row.member_id is not None]
    if any(is_applicant_itself(member, application, rules) for member in members_by_id(named, on=on).values()):
        raise RuleViolation([Reason("screening.recommends_itself", field="recommenders")])


def note_changes(application: Application, *, before: Mapping[str, object] | None, by: Actor, at: datetime) -> None:
    """Where name, number or purpose differ from what somebody recommended, that person is told and looked at again.

    `before` are the answers as they were last sent in; None at the first time, when all that changed since a recommendation counts.
    """
    if before is not None and not changed_since(before, application.answers):
        return
    for row in list_recommendations(application.id):
        read = before if row.rests_on is None else row.rests_on
        if row.status is RecommendationStatus.GIVEN and read is not None and changed_since(read, application.answers):
            row.outdated_at = at
            if row.review is not Review.SET_ASIDE:
                row.review, row.reviewed_at, row.reviewed_by_id = Review.PENDING, None, None
            record(RecommendationOutdated(application_id=application.id, recommendation_id=row.id), by=by, at=at)


def review_recommendation(
    *, application_id: int, recommendation_id: int, counts: bool, note: str, by: Actor, at: datetime
) -> None:
    """Say, with words that the board reads, that a recommendation counts although somebody is close or something changed, or that it does not.

    Raises: NotFound, Forbidden, RuleViolation.
    """
    application = get_sent_application(application_id, lock=True)
    row = get_recommendation(recommendation_id, application_id=application.id, lock=True)
    if not by.may(ASSESS):
        raise Forbidden
    refuse_if(why_not_review(application.status, row.status, note=note))
    row.review, row.review_note = Review.ACCEPTED if counts else Review.SET_ASIDE, note
    row.reviewed_at, row.reviewed_by_id = at, by.user_id
    record(RecommendationReviewed(application_id=application.id, recommendation_id=row.id, counts=counts), by=by, at=at, reason=note)
    refresh_recommendation_check(application, at=at)


def refresh_recommendation_check(application: Application, *, at: datetime) -> bool:
    """Satisfy the check on recommendations as soon as the rule is fulfilled, open it again when it no longer is; nobody ticks it by hand.

    Answers whether it changed.
    """
    check = list_checks(application.id).get(CheckKind.RECOMMENDATION)
    if check is None:
        return False
    on = civil_date(at)
    is_fulfilled = recommendations_today(application, rules=rules_at(on), on=on).need.is_fulfilled
    if is_fulfilled == (check.status is CheckStatus.SATISFIED):
        return False
    check.status = CheckStatus.SATISFIED if is_fulfilled else CheckStatus.PENDING
    check.satisfied_at, check.satisfied_by_id = (at if is_fulfilled else None), None
    event = CheckSatisfied if is_fulfilled else CheckReopened
    record(event(application_id=application.id, check_id=check.id, kind=check.kind), by=SYSTEM, at=at)
    return True
