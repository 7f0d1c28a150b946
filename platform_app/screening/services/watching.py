"""The names of an application as the watchlists watch them: put in when it comes in and after each correction, taken out when it ends.

An approved application stays watched for as long as its member is, because only it knows the roster of officers.
"""

from datetime import date, datetime

from platform_app.audit.services import Recorded, record
from platform_app.kernel.actors import SYSTEM, Actor
from platform_app.kernel.clock import civil_date
from platform_app.screening.events import (
    ApplicationApproved,
    ApplicationLapsed,
    ApplicationRefused,
    ApplicationResubmitted,
    ApplicationSubmitted,
    ApplicationWithdrawn,
    CheckReopened,
)
from platform_app.screening.models import Application
from platform_app.screening.queries import get_application, get_check, list_officers
from platform_app.screening.queries.applications import applications_of_member
from platform_app.screening.rules.applications import Status
from platform_app.screening.rules.checks import CheckKind, CheckStatus
from platform_app.screening.rules.form import is_body
from platform_app.screening.rules.recommendations import plain_name
from platform_app.screening.services.particulars import several
from platform_app.watchlists.events import WatchEnded
from platform_app.watchlists.queries.cases import find_case, standing_of
from platform_app.watchlists.rules.cases import StepKind, SubjectFacts
from platform_app.watchlists.rules.facts import Party, PartyKind
from platform_app.watchlists.rules.hits import Standing
from platform_app.watchlists.rules.register import MEMBER
from platform_app.watchlists.services.cases import note_received
from platform_app.watchlists.services.register import watch_members
from platform_app.watchlists.services.watching import unwatch, watch_subjects

OWNER_TYPE = "application"
_WATCHED_AFTER = (ApplicationSubmitted, ApplicationResubmitted)
_ENDED_AFTER = (ApplicationWithdrawn, ApplicationRefused, ApplicationLapsed)
FOLLOWED = (*_WATCHED_AFTER, *_ENDED_AFTER, ApplicationApproved, WatchEnded)


def subjects_of(application: Application) -> tuple[SubjectFacts, ...]:
    """Whom the lists are asked about: the body or the person that applies, the representative, and each officer of the roster."""
    answers = application.answers
    former = (*several(answers.get("former_names")), *several(answers.get("short_name")))
    itself = Party(
        ref="",
        kind=PartyKind.ORGANISATION if is_body(answers) else PartyKind.PERSON,
        name=application.name,
        kana=application.kana,
        former_names=former,
        corporate_number=application.corporate_number or "",
        address=f"{application.prefecture}{answers.get('address', '')}",
    )
    officers = list_officers(application.id)
    people = [
        SubjectFacts(role="officer", party=Party(ref="", kind=PartyKind.PERSON, name=row.name, kana=row.kana, birth_on=_day(row.birth_on)))
        for row in officers
    ]
    representative = str(answers.get("representative_name") or "")
    if is_body(answers) and representative and plain_name(representative) not in {plain_name(row.name) for row in officers}:
        kana = str(answers.get("representative_kana") or "")
        people.append(SubjectFacts(role="representative", party=Party(ref="", kind=PartyKind.PERSON, name=representative, kana=kana)))
    return (SubjectFacts(role="applicant", party=itself), *people)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def watch_application(application: Application, *, by: Actor, at: datetime) -> None:
    """Watch the names of an application as they stand, with its pledge and its roster noted; matching runs in the background."""
    case_id = watch_subjects(
        owner_type=OWNER_TYPE, owner_id=application.id, label=f"{application.number} {application.name}", subjects=subjects_of(application),
        by=by, at=at,
    )
    if application.pledged_at is not None:
        pledge = f"v{application.pledge_version} {application.pledged_by}"
        note_received(case_id=case_id, kind=StepKind.PLEDGE, on=civil_date(application.pledged_at), what=pledge, by=by, at=at)
    officers = list_officers(application.id)
    if officers:
        roster = "、".join(row.name for row in officers)
        note_received(case_id=case_id, kind=StepKind.ROSTER, on=civil_date(at), what=roster, by=by, at=at)


def follow_application(recorded: Recorded) -> None:
    """The reaction to what happens to an application: its names are watched from its coming in to its end, or to the end of its member."""
    event = recorded.event
    if isinstance(event, _WATCHED_AFTER):
        watch_application(get_application(event.application_id), by=recorded.by, at=recorded.at)
    elif isinstance(event, _ENDED_AFTER):
        unwatch(owner_type=OWNER_TYPE, owner_id=event.application_id, by=recorded.by, at=recorded.at)
    elif isinstance(event, ApplicationApproved):
        watch_members([event.member_id], by=recorded.by, at=recorded.at)
    elif isinstance(event, WatchEnded) and event.owner_type == MEMBER:
        for application_id in applications_of_member(event.owner_id):
            unwatch(owner_type=OWNER_TYPE, owner_id=application_id, by=recorded.by, at=recorded.at)


def look_after_names(*, application_id: int, at: datetime) -> bool:
    """Watch an application that came in before its names were watched; open its check again where something new waits for a decision.

    Tells whether anything changed.
    """
    application = get_application(application_id, lock=True)
    if find_case(OWNER_TYPE, application.id) is None:
        watch_application(application, by=SYSTEM, at=at)
        return True
    check = get_check(application.id, CheckKind.ANTI_SOCIAL_FORCES)
    is_done = application.status is Status.UNDER_CHECK and check.status is CheckStatus.SATISFIED
    if not is_done or standing_of(OWNER_TYPE, application.id) is Standing.CLEAR:
        return False
    check.status, check.satisfied_at, check.satisfied_by_id = CheckStatus.PENDING, None, None
    record(CheckReopened(application_id=application.id, check_id=check.id, kind=check.kind), by=SYSTEM, at=at)
    return True
