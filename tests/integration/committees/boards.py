"""A board of invented bodies, built through the services, for the tests of this folder."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from platform_app.bylaws.queries import rules_at
from platform_app.committees.queries.seats import list_current_seats
from platform_app.committees.rules.deliberations import Question
from platform_app.committees.rules.seats import SeatChoice, SeatingDecision, SeatRole
from platform_app.committees.rules.tally import ConflictState
from platform_app.committees.services import declare_conflict, found_board, give_position, open_deliberation
from platform_app.database.transaction import transaction
from platform_app.kernel.actors import OPERATOR, Actor, ActorKind, Grant
from platform_app.kernel.clock import civil_date
from platform_app.kernel.roles import Role
from platform_app.members.rules import MemberClass, MemberKind, NewPerson, Particulars, TermRole
from platform_app.members.services import admit
from tests.stages import step

FOUNDED_ON = date(2026, 4, 1)
OPENED_AT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
CLOSES_AT = OPENED_AT + timedelta(days=14)
DURING = OPENED_AT + timedelta(days=1)
SECRETARIAT = Actor(kind=ActorKind.USER, user_id=None, roles=frozenset({Role.SECRETARIAT}))
DECISION = SeatingDecision(decided_on=FOUNDED_ON, text="設立総会において、次の幹事を選任した。")


@dataclass(frozen=True)
class BoardMember:
    """Who sits in a seat, and the actor they are when signed in."""

    seat_id: int
    member_id: int
    person_id: int
    actor: Actor


def acting(seat_id: int, member_id: int) -> Actor:
    """The actor of somebody who holds a seat for a member."""
    grant = Grant(Role.BOARD_MEMBER, member_id, seat_id)
    return Actor(kind=ActorKind.USER, roles=frozenset({Role.BOARD_MEMBER, Role.USER}), grants=(grant,), acting_for=member_id)


def admit_body(name: str, membership_class: MemberClass = MemberClass.REGULAR) -> tuple[int, int]:
    """An invented member with a representative: `(member_id, person_id)`."""
    person = NewPerson(name=f"{name} 代表", roles=frozenset({TermRole.REPRESENTATIVE}))
    admitted = admit(
        particulars=Particulars(name=name, kind=MemberKind.ORGANISATION),
        membership_class=membership_class,
        from_on=FOUNDED_ON,
        people=(person,),
        by=OPERATOR,
        at=OPENED_AT,
    )
    return admitted.member_id, admitted.person_ids[0]


def seat_choice(holder: tuple[int, int], role: SeatRole = SeatRole.MEMBER, *, until_on: date = date(2028, 4, 1)) -> SeatChoice:
    """A seat from the founding on."""
    return SeatChoice(holder[0], holder[1], role, FOUNDED_ON, until_on)


@step
def make_board(size: int = 5, *, until_on: dict[int, date] | None = None) -> list[BoardMember]:
    """A founded board, the chair first; `until_on` gives the end of some terms by place."""
    ends = until_on or {}
    with transaction():
        holders = [admit_body(f"見本団体{number}") for number in range(1, size + 1)]
        seats = [
            seat_choice(holder, SeatRole.MEMBER if place else SeatRole.CHAIR, until_on=ends.get(place, date(2028, 4, 1)))
            for place, holder in enumerate(holders)
        ]
        found_board(decision=DECISION, seats=seats, by=OPERATOR, at=OPENED_AT)
        return [
            BoardMember(seat.seat_id, seat.member_id, seat.person_id, acting(seat.seat_id, seat.member_id))
            for seat in list_current_seats(civil_date(OPENED_AT))
        ]


def put_question(subject_id: int = 1, **changed: object) -> int:
    """A question about an admission, in the transaction at hand."""
    standard = {
        "subject_type": "sample",
        "subject_id": subject_id,
        "question": Question.ADMISSION,
        "concerns": "見本申込団体",
        "closes_at": CLOSES_AT,
        "rules": rules_at(civil_date(OPENED_AT)),
        "by": SECRETARIAT,
        "at": OPENED_AT,
    }
    return open_deliberation(**(standard | changed))


@step
def open_about(subject_id: int = 1, **changed: object) -> int:
    """An open deliberation on an admission."""
    with transaction():
        return put_question(subject_id, **changed)


@step
def declare(deliberation_id: int, who: BoardMember, state: ConflictState = ConflictState.NONE, *, text: str = "", at: datetime = DURING) -> None:
    """A declaration in a transaction of its own."""
    with transaction():
        declare_conflict(deliberation_id=deliberation_id, seat_id=who.seat_id, state=state, text=text, by=who.actor, at=at)


@step
def answer(deliberation_id: int, who: BoardMember, choice: object, *, reason: str = "理由", at: datetime = DURING) -> None:
    """A position in a transaction of its own, after declaring no conflict."""
    declare(deliberation_id, who, at=at)
    with transaction():
        give_position(deliberation_id=deliberation_id, seat_id=who.seat_id, choice=choice, reason=reason, by=who.actor, at=at)
