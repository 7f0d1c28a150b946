"""Decisions that the board has taken and that are held, made from rows: without walking each of them from the form to the board."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import insert, select

from platform_app.bylaws.models import BylawsVersion
from platform_app.committees.models import Body, Deliberation, Sitting
from platform_app.committees.rules.deliberations import DeliberationStatus, Mode, Question
from platform_app.committees.rules.seats import BodyKind
from platform_app.committees.rules.tally import Consent, Ground
from platform_app.committees.rules.tally import Outcome as BoardOutcome
from platform_app.extensions import db
from platform_app.members.rules import MemberClass, MemberKind
from platform_app.screening.answers import schema
from platform_app.screening.models import Application, ApplicationDecision, ApplicationStay
from platform_app.screening.rules.applications import Channel, Status
from platform_app.screening.rules.checks import Outcome

_NOT_TAKEN = ("corporate_number", "former_names", "website")


def make_held(
    number: int = 1, *, refused: int = 0, on_paper: int = 0, first: int = 1, decided_at: datetime, **answers: object
) -> list[int]:
    """Held decisions, approvals first; the answer is their ids in that order.

    The last `refused` are refusals; the first `on_paper` came on paper. `first` is the number that their names begin with.
    """
    sitting = Sitting(body_id=_board_id(), title="見本の審議", opened_at=decided_at - timedelta(days=7))
    db.session.add(sitting)
    db.session.flush()
    version_id = db.session.scalars(select(BylawsVersion.id)).first() or 0
    return [
        _held(first + place, sitting, version_id, place >= number - refused, place < on_paper, decided_at, answers) for place in range(number)
    ]


def _board_id() -> int:
    found = db.session.scalar(select(Body.id).where(Body.kind == BodyKind.BOARD))
    if found is not None:
        return found
    body = Body(kind=BodyKind.BOARD, name="幹事会")
    db.session.add(body)
    db.session.flush()
    return body.id


def _held(place: int, sitting: Sitting, version_id: int, is_refused: bool, is_on_paper: bool, decided_at: datetime, answers: Mapping[str, object]) -> int:
    name = f"特定非営利活動法人 見本の会{place:03d}"
    email = f"tanto{place}@mihon{place}.example"
    example = schema()["$defs"]["application"]["examples"][0]
    plain = {key: value for key, value in example.items() if isinstance(value, (str, bool)) and key not in _NOT_TAKEN}
    given = {**plain, "name": name, "contact_email": email, **answers}
    user_id = _make_bare_user(email, decided_at)
    application = Application(
        number=f"2026-{9000 + place}", status=Status.DECIDED, status_since=decided_at, channel=Channel.PAPER if is_on_paper else Channel.ONLINE,
        answers=given, open_key=f"held-{place}-{name}", user_id=None if is_on_paper else user_id, entered_by_id=user_id if is_on_paper else None,
        membership_class=MemberClass(given["membership_class"]), kind=MemberKind.ORGANISATION, name=str(given["name"]),
        prefecture=str(given.get("prefecture", "")), corporate_number=str(given.get("corporate_number", "")) or None, created_at=decided_at, submitted_at=decided_at,
    )
    db.session.add(application)
    db.session.flush()
    db.session.add(ApplicationStay(application_id=application.id, status=Status.DECIDED, since=decided_at))
    outcome = BoardOutcome.REFUSED if is_refused else BoardOutcome.APPROVED
    deliberation = Deliberation(
        body_id=sitting.body_id, sitting_id=sitting.id, subject_type="application", subject_id=application.id, question=Question.ADMISSION.value, concerns=name,
        mode=Mode.CIRCULAR, consent=Consent.MAJORITY, bylaws_version_id=version_id, status=DeliberationStatus.CLOSED,
        opened_at=decided_at - timedelta(days=7), closes_at=decided_at + timedelta(days=7), closed_at=decided_at, outcome=outcome, ground=Ground.MAJORITY,
    )
    db.session.add(deliberation)
    db.session.flush()
    application.deliberation_id = deliberation.id
    decision = ApplicationDecision(
        application_id=application.id, deliberation_id=deliberation.id, bylaws_version_id=version_id,
        outcome=Outcome.REFUSED if is_refused else Outcome.APPROVED, reasons="活動の記録が足りません。" if is_refused else "", decided_at=decided_at,
    )
    db.session.add(decision)
    db.session.flush()
    return decision.id


def _make_bare_user(email: str, at: datetime) -> int:
    users = db.metadata.tables["user_account"]
    found = db.session.execute(
        insert(users).values(email=email, name="", locale="ja", created_at=at, status="invited", has_long_password=False).returning(users.c.id)
    )
    return int(found.scalar_one())
