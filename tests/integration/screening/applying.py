"""An invented applicant, recommenders and a board, and the steps of an admission, through the services."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zlib import crc32

from sqlalchemy import update

from platform_app.committees.queries import list_current_seats
from platform_app.committees.rules.seats import SeatChoice, SeatingDecision, SeatRole
from platform_app.committees.rules.tally import Choice, ConflictState
from platform_app.committees.services import close_deliberation, declare_conflict, found_board, give_position
from platform_app.database.transaction import transaction
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR, Actor, ActorKind, Grant
from platform_app.kernel.clock import civil_date
from platform_app.kernel.roles import Role
from platform_app.mail.models import MailLink
from platform_app.mail.rules import Link, LinkPurpose
from platform_app.mail.services import find_link, link_url
from platform_app.members.models import MembershipPeriod
from platform_app.members.rules import EndedReason, MemberClass, MemberKind, NewPerson, Particulars, TermRole
from platform_app.members.services import admit
from platform_app.screening.answers import schema
from platform_app.screening.models import Application, Recommendation
from platform_app.screening.queries import list_recommendations
from platform_app.screening.rules.checks import Assessment, CheckKind, Conclusion
from platform_app.screening.services.board import send_to_board
from platform_app.screening.services.checks import conclude, satisfy_check, take_up
from platform_app.screening.services.data import submit_document
from platform_app.screening.services.recommendations import recommend
from platform_app.watchlists.services.small import match_at_once
from tests.stages import step

FOUNDED_ON = date(2026, 4, 1)
AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SECRETARIAT = Actor(kind=ActorKind.USER, roles=frozenset({Role.SECRETARIAT, Role.USER}))
CONTRACTOR = Actor(kind=ActorKind.USER, roles=frozenset({Role.CONTRACTOR, Role.USER}))
OFFICER = Actor(kind=ActorKind.USER, roles=frozenset({Role.SCREENING_OFFICER, Role.USER}))
LINK_HOLDER = Actor(kind=ActorKind.LINK)
EXAMPLE: Mapping[str, Any] = schema()["$defs"]["application"]["examples"][0]


def document(**changed: object) -> dict[str, Any]:
    """The example application of the schema with some parts changed."""
    return {**EXAMPLE, **changed}


def admit_body(name: str, *, officer: str = "", corporate_number: str | None = None, email: str = "") -> int:
    """A regular member with a representative and an address; the answer is its id."""
    people = (NewPerson(name=officer or f"{name} 代表", email=email, roles=frozenset({TermRole.REPRESENTATIVE})),)
    particulars = Particulars(
        name=name, kind=MemberKind.ORGANISATION, corporate_number=corporate_number, email=email or f"{crc32(name.encode())}@member.example"
    )
    return admit(
        particulars=particulars, membership_class=MemberClass.REGULAR, from_on=FOUNDED_ON, people=people, by=OPERATOR, at=AT
    ).member_id


@step
def make_recommenders(number: int = 2) -> list[int]:
    """The members that the example names: numbers from 1 on."""
    with transaction():
        return [admit_body(f"見本推薦団体{place}") for place in range(1, number + 1)]


@step
def leave(member_id: int) -> None:
    """A member that is none any more from today on."""
    with transaction():
        ended = {"until_on": AT.date(), "ended_reason": EndedReason.WITHDRAWN}
        db.session.execute(update(MembershipPeriod).where(MembershipPeriod.member_id == member_id).values(ended))


@step
def seat_board(*officers: str) -> list[Actor]:
    """A board of three invented bodies, the chair first, as actors."""
    names = (*officers, *("" for _place in range(3 - len(officers))))
    with transaction():
        holders = []
        for place, officer in enumerate(names):
            people = (NewPerson(name=officer or f"見本幹事{place}", roles=frozenset({TermRole.REPRESENTATIVE})),)
            particulars = Particulars(name=f"見本幹事団体{place}", kind=MemberKind.ORGANISATION)
            admitted = admit(
                particulars=particulars, membership_class=MemberClass.REGULAR, from_on=FOUNDED_ON, people=people, by=OPERATOR, at=AT
            )
            holders.append((admitted.member_id, admitted.person_ids[0]))
        seats = [
            SeatChoice(member, person, SeatRole.MEMBER if place else SeatRole.CHAIR, FOUNDED_ON, date(2028, 4, 1))
            for place, (member, person) in enumerate(holders)
        ]
        decision = SeatingDecision(decided_on=FOUNDED_ON, text="設立総会において、次の幹事を選任した。")
        found_board(decision=decision, seats=seats, by=OPERATOR, at=AT)
    return [sitting(seat.seat_id, seat.member_id) for seat in list_current_seats(civil_date(AT))]


def sitting(seat_id: int, member_id: int) -> Actor:
    """The actor who holds a seat."""
    grant = Grant(Role.BOARD_MEMBER, member_id, seat_id)
    return Actor(kind=ActorKind.USER, roles=frozenset({Role.BOARD_MEMBER, Role.USER}), grants=(grant,), acting_for=member_id)


def applicant(application_id: int) -> Actor:
    """The actor who holds the applicant's link."""
    grant = Grant(Role.APPLICANT, None, application_id)
    return Actor(kind=ActorKind.USER, roles=frozenset({Role.APPLICANT}), grants=(grant,))


@step
def submitted(**changed: object) -> int:
    """An application that was sent in; recommenders must exist."""
    with transaction():
        return submit_document(document=document(**changed), by=OPERATOR, at=AT).application_id


def status_of(application_id: int) -> str:
    """The status as the database has it."""
    db.session.rollback()
    return db.session.get_one(Application, application_id).status.value


def token_of(link_id: int) -> str:
    """The token that a mail would carry."""
    return link_url(link_id).rsplit("/", 1)[-1]


def link_of(recommendation: Recommendation) -> Link:
    """The usable link of a request."""
    assert recommendation.link_id is not None
    return find_link(token=token_of(recommendation.link_id), purpose=LinkPurpose.RECOMMENDATION, at=AT)


def newest_link(purpose: LinkPurpose) -> str:
    """The token of the newest link of a purpose."""
    found = db.session.query(MailLink).filter_by(purpose=purpose).order_by(MailLink.id.desc()).first()
    assert found is not None
    return token_of(found.id)


@step
def recommend_all(application_id: int) -> None:
    """Let everybody who was asked say yes."""
    with transaction():
        for row in list_recommendations(application_id):
            recommend(link=link_of(row), name="見本 推薦子", reason="長く活動している団体です。", by=LINK_HOLDER, at=AT)


@step
def check_all(application_id: int) -> None:
    """Take up the application and do every check that people do."""
    with transaction():
        take_up(application_id=application_id, by=SECRETARIAT, at=AT)
        satisfy_check(application_id=application_id, kind=CheckKind.COMPLETENESS, by=SECRETARIAT, at=AT)
        satisfy_check(
            application_id=application_id, kind=CheckKind.ACTIVITY_RECORD, assessment=Assessment.SUFFICIENT, note="三年以上の活動がある。",
            by=SECRETARIAT, at=AT,
        )
        match_at_once(at=AT)
        conclude(application_id=application_id, conclusion=Conclusion.NONE, by=OFFICER, at=AT)


@step
def to_board(application_id: int) -> int:
    """All checks and recommendations, then the board; the answer is the deliberation's id."""
    recommend_all(application_id)
    check_all(application_id)
    with transaction():
        return send_to_board(application_id=application_id, by=SECRETARIAT, at=AT)


@step
def decide(deliberation_id: int, board: list[Actor], choice: Choice, reason: str = "活動実績が十分です。") -> None:
    """All members of the board declare no conflict, give the same position, and the secretariat closes."""
    later = AT + timedelta(days=1)
    with transaction():
        for member in board:
            (seat_id,) = member.subject_ids(Role.BOARD_MEMBER)
            declare_conflict(deliberation_id=deliberation_id, seat_id=seat_id, state=ConflictState.NONE, by=member, at=later)
            give_position(deliberation_id=deliberation_id, seat_id=seat_id, choice=choice, reason=reason, by=member, at=later)
        close_deliberation(deliberation_id=deliberation_id, by=SECRETARIAT, at=later)


@step
def decided(board: list[Actor], choice: Choice = Choice.APPROVE, **changed: object) -> int:
    """An application with a held decision."""
    application_id = submitted(**changed)
    decide(to_board(application_id), board, choice)
    return application_id
