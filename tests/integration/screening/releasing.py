"""Held decisions in any number, without walking each of them from the form to the board, and the staff that releases them."""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import insert, select

from platform_app.bylaws.models import BylawsVersion
from platform_app.committees.models import Body, Deliberation
from platform_app.committees.rules.deliberations import DeliberationStatus, Mode, Question
from platform_app.committees.rules.seats import BodyKind
from platform_app.committees.rules.tally import Consent, Ground
from platform_app.committees.rules.tally import Outcome as BoardOutcome
from platform_app.database.transaction import transaction
from platform_app.extensions import db
from platform_app.kernel.actors import Actor, ActorKind
from platform_app.kernel.roles import Role
from platform_app.members.rules import MemberClass, MemberKind
from platform_app.screening.models import Application, ApplicationDecision, ApplicationStay
from platform_app.screening.rules.applications import Channel, Status
from platform_app.screening.rules.checks import Outcome
from tests.factories import make_account
from tests.integration.screening.applying import AT, EXAMPLE

RULE = "admission.release_approval"
DECIDED = AT - timedelta(days=2)
_ANSWERS = {
    name: value for name, value in EXAMPLE.items() if isinstance(value, (str, bool)) and name not in ("corporate_number", "former_names", "website")
}


def staff(number: int = 1, *, locale: str = "ja") -> list[Actor]:
    """People of the secretariat with accounts."""
    with transaction():
        ids = [
            make_account(email=f"jimu{place}@platform.example", name=f"見本 事務{place}", office=Role.SECRETARIAT, locale=locale)
            for place in range(1, number + 1)
        ]
    return [Actor(kind=ActorKind.USER, user_id=user_id, roles=frozenset({Role.SECRETARIAT, Role.USER})) for user_id in ids]


def set_rules(values: Mapping[str, object]) -> None:
    """Put other values into the version of the rules that is in force."""
    with transaction():
        version = db.session.scalars(select(BylawsVersion)).one()
        version.values = {**version.values, **values}


def held(number: int = 1, *, refused: int = 0, on_paper: int = 0, first: int = 1, **answers: object) -> list[int]:
    """Decisions that the board took, approvals first; the answer is their ids in that order.

    The last `refused` are refusals; the first `on_paper` came on paper. `first` is the number that their names begin with.
    """
    with transaction():
        body_id = _board_id()
        version_id = db.session.scalars(select(BylawsVersion.id)).first()
        return [
            _held(first + place, body_id, version_id or 0, place >= number - refused, place < on_paper, answers) for place in range(number)
        ]


def _board_id() -> int:
    found = db.session.scalar(select(Body.id).where(Body.kind == BodyKind.BOARD))
    if found is not None:
        return found
    body = Body(kind=BodyKind.BOARD, name="幹事会")
    db.session.add(body)
    db.session.flush()
    return body.id


def _held(place: int, body_id: int, version_id: int, is_refused: bool, is_on_paper: bool, answers: Mapping[str, object]) -> int:
    name = f"特定非営利活動法人 見本の会{place:03d}"
    email = f"tanto{place}@mihon{place}.example"
    given = {**_ANSWERS, "name": name, "contact_email": email, **answers}
    user_id = make_bare_user(email)
    application = Application(
        number=f"2026-{9000 + place}", status=Status.DECIDED, status_since=DECIDED, channel=Channel.PAPER if is_on_paper else Channel.ONLINE,
        answers=given, open_key=f"held-{place}-{name}", user_id=None if is_on_paper else user_id, entered_by_id=user_id if is_on_paper else None,
        membership_class=MemberClass(given["membership_class"]), kind=MemberKind.ORGANISATION, name=str(given["name"]),
        prefecture=str(given.get("prefecture", "")), corporate_number=str(given.get("corporate_number", "")) or None, created_at=DECIDED, submitted_at=DECIDED,
    )
    db.session.add(application)
    db.session.flush()
    db.session.add(ApplicationStay(application_id=application.id, status=Status.DECIDED, since=DECIDED))
    outcome = BoardOutcome.REFUSED if is_refused else BoardOutcome.APPROVED
    deliberation = Deliberation(
        body_id=body_id, subject_type="application", subject_id=application.id, question=Question.ADMISSION.value, concerns=name,
        mode=Mode.CIRCULAR, consent=Consent.MAJORITY, bylaws_version_id=version_id, status=DeliberationStatus.CLOSED,
        opened_at=DECIDED - timedelta(days=7), closes_at=DECIDED + timedelta(days=7), closed_at=DECIDED, outcome=outcome, ground=Ground.MAJORITY,
    )
    db.session.add(deliberation)
    db.session.flush()
    application.deliberation_id = deliberation.id
    decision = ApplicationDecision(
        application_id=application.id, deliberation_id=deliberation.id, bylaws_version_id=version_id,
        outcome=Outcome.REFUSED if is_refused else Outcome.APPROVED, reasons="活動の記録が足りません。" if is_refused else "", decided_at=DECIDED,
    )
    db.session.add(decision)
    db.session.flush()
    return decision.id


def make_bare_user(email: str) -> int:
    """An account as an applicant has it, without password."""
    users = db.metadata.tables["user_account"]
    found = db.session.execute(
        insert(users).values(email=email, name="", locale="ja", created_at=DECIDED, status="invited", has_long_password=False).returning(users.c.id)
    )
    return int(found.scalar_one())


def application_of(decision_id: int) -> Application:
    """The application of a decision, as the database has it."""
    db.session.rollback()
    return db.session.get_one(Application, db.session.get_one(ApplicationDecision, decision_id).application_id)


def today() -> date:
    """The day of the story."""
    return AT.date()
