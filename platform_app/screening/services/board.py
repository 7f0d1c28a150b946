"""What goes to the board: one application or several in one sitting, with each seat's conflicts hinted, and the points that the board adds."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from platform_app.audit.services import record
from platform_app.bylaws.queries import rules_at
from platform_app.bylaws.rules import RuleSet
from platform_app.committees.queries import get_shown_subject, list_current_seats
from platform_app.committees.rules.deliberations import Question
from platform_app.committees.rules.sittings import Matter, SittingPlan
from platform_app.committees.rules.tally import ConflictHint
from platform_app.committees.services import OpenedSitting, open_sitting
from platform_app.database.conflicts import conflict_on
from platform_app.extensions import db
from platform_app.kernel.actors import Actor
from platform_app.kernel.clock import civil_date, start_of
from platform_app.kernel.errors import Forbidden, NotFound, refuse_if
from platform_app.kernel.reasons import Reason
from platform_app.members.queries import members_by_id, people_of
from platform_app.members.rules import MemberSummary
from platform_app.screening.events import ApplicationSentToBoard, PointAdded
from platform_app.screening.models import Application, ScreeningCheck
from platform_app.screening.permissions import ADD_POINT
from platform_app.screening.queries import get_sent_application, list_recommendations, names_of_people, why_not_board_of
from platform_app.screening.rules.applications import Status
from platform_app.screening.rules.checks import CheckKind, why_not_add_point
from platform_app.screening.rules.recommendations import NAMED, plain_name, shares_officer
from platform_app.screening.services.recommendations import refresh_recommendation_check
from platform_app.screening.services.statuses import enter

SUBJECT_TYPE = "application"


@dataclass(frozen=True)
class SeatFacts:
    """A seat with what tells of a connection: its member, the people of that member, and who sits in it."""

    seat_id: int
    person_id: int
    holder: str
    member: MemberSummary
    people: tuple[str, ...]


def usual_deadline(rules: RuleSet, at: datetime) -> datetime:
    """The end of the last day on which the board may answer, as the rules have it."""
    return start_of(civil_date(at) + timedelta(days=rules.integer("board.review_days") + 1))


def send_to_board(*, application_id: int, by: Actor, at: datetime) -> int:
    """Put one application to the board by circulation until the usual deadline; gives the deliberation's id.

    Raises: NotFound, RuleViolation (open checks; a board below its minimum).
    """
    name = get_sent_application(application_id).name
    plan = SittingPlan(name, usual_deadline(rules_at(civil_date(at)), at))
    return send_many_to_board(application_ids=[application_id], plan=plan, by=by, at=at).deliberation_ids[0]


def send_many_to_board(*, application_ids: Collection[int], plan: SittingPlan, by: Actor, at: datetime) -> OpenedSitting:
    """Put applications to the board in one sitting, each in a deliberation of its own; all of them, or none if one is not ready.

    Raises: NotFound, RuleViolation (open checks, named by application if there are several; what is wrong with the plan or the board).
    """
    applications = [get_sent_application(application_id, lock=True) for application_id in sorted(set(application_ids))]
    for application in applications:
        refresh_recommendation_check(application, at=at)
    refuse_if(_why_not_all(applications))
    rules, seats = rules_at(civil_date(at)), seat_facts(civil_date(at))
    for application in applications:
        enter(application, Status.BEFORE_BOARD, at=at)
    matters = [
        Matter(SUBJECT_TYPE, application.id, Question.ADMISSION, application.name, hints_for(application, seats, on=civil_date(at)))
        for application in applications
    ]
    opened = open_sitting(plan=plan, matters=matters, rules=rules, by=by, at=at)
    for application, deliberation_id in zip(applications, opened.deliberation_ids, strict=True):
        application.deliberation_id = deliberation_id
        record(ApplicationSentToBoard(application_id=application.id, deliberation_id=deliberation_id), by=by, at=at)
    return opened


def _why_not_all(applications: Sequence[Application]) -> tuple[Reason, ...]:
    found = why_not_board_of(applications)
    if len(applications) == 1:
        return found[applications[0].id]
    unready = [application for application in applications if found[application.id]]
    return tuple(Reason("screening.one_not_ready", {"number": row.number or "", "name": row.name}) for row in unready)


def seat_facts(on: date) -> tuple[SeatFacts, ...]:
    """The board's seats on a day, with what connections are looked for in."""
    seats = list_current_seats(on)
    bodies = members_by_id([seat.member_id for seat in seats], on=on)
    people = {seat.member_id: people_of(seat.member_id, on=on) for seat in seats}
    return tuple(
        SeatFacts(
            seat_id=seat.seat_id,
            person_id=seat.person_id,
            holder=next((person.name for person in people[seat.member_id] if person.person_id == seat.person_id), ""),
            member=bodies[seat.member_id],
            people=tuple(person.name for person in people[seat.member_id]),
        )
        for seat in seats
    )


def hints_for(application: Application, seats: Sequence[SeatFacts], *, on: date) -> Mapping[int, frozenset[ConflictHint]]:
    """What speaks for a conflict of interest, by seat: its body applies, recommends or shares a person; its holder acts for a recommender."""
    rows = [row for row in list_recommendations(application.id) if row.status in NAMED]
    recommenders = {row.member_id for row in rows}
    acting = [person for member_id in recommenders if member_id for person in people_of(member_id, on=on)]
    names = {plain_name(person.name) for person in acting} | {plain_name(name) for row in rows for name in (row.answer_name, row.handed_to_name)}
    ids = {person.person_id for person in acting}
    people = names_of_people(application)
    hints = {}
    for seat in seats:
        acts_for_recommender = seat.person_id in ids or (bool(seat.holder) and plain_name(seat.holder) in names)
        found = {
            ConflictHint.OWN_BODY_APPLIES: _is_same_body(application, seat.member),
            ConflictHint.OWN_BODY_RECOMMENDS: seat.member.id in recommenders,
            ConflictHint.SHARED_OFFICER: shares_officer(people, seat.people),
            ConflictHint.PERSON_OF_RECOMMENDER: acts_for_recommender and seat.member.id not in recommenders,
        }
        if any(found.values()):
            hints[seat.seat_id] = frozenset(hint for hint, applies in found.items() if applies)
    return hints


def _is_same_body(application: Application, member: MemberSummary) -> bool:
    number = application.answers.get("corporate_number")
    return (bool(number) and member.corporate_number == number) or plain_name(member.name) == plain_name(application.name)


def add_point(*, application_id: int, title: str, by: Actor, at: datetime) -> int:
    """Put a further point on an application's list: by a board member who may see the contents, or by the secretariat on the board's behalf.

    Raises: NotFound for a board member who takes no part; Forbidden, RuleViolation; Conflict if the point is there already.
    """
    application = get_sent_application(application_id, lock=True)
    is_by_board = not by.may(ADD_POINT)
    if is_by_board:
        _check_takes_part(application, by, at)
    may_board_add = rules_at(civil_date(at)).flag("admission.board_may_add_criteria")
    refuse_if(why_not_add_point(application.status, title=title, is_by_board=is_by_board, may_board_add=may_board_add))
    if by.user_id is None:
        raise Forbidden
    point = ScreeningCheck(application_id=application.id, kind=CheckKind.ADDITIONAL, title=title.strip(), added_by_id=by.user_id)
    with conflict_on("uq_screening_check_application_id_kind_title", "screening.point_exists"):
        db.session.add(point)
    record(PointAdded(application_id=application.id, check_id=point.id, is_by_board=is_by_board), by=by, at=at, reason=point.title)
    return point.id


def _check_takes_part(application: Application, by: Actor, at: datetime) -> None:
    if application.deliberation_id is None:
        raise NotFound
    get_shown_subject(application.deliberation_id, subject_type=SUBJECT_TYPE, by=by, at=at)
