"""Held decisions in any number, and the staff that releases them."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import select

from platform_app.bylaws.models import BylawsVersion
from platform_app.database.transaction import transaction
from platform_app.extensions import db
from platform_app.kernel.actors import Actor, ActorKind
from platform_app.kernel.roles import Role
from platform_app.screening.models import Application, ApplicationDecision
from tests.factories import make_account
from tests.held import make_held
from tests.integration.screening.applying import AT

RULE = "admission.release_approval"
DECIDED = AT - timedelta(days=2)


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


def held(number: int = 1, **more: object) -> list[int]:
    """Decisions that the board took two days ago, approvals first; see `make_held`."""
    with transaction():
        return make_held(number, decided_at=DECIDED, **more)


def application_of(decision_id: int) -> Application:
    """The application of a decision, as the database has it."""
    db.session.rollback()
    return db.session.get_one(Application, db.session.get_one(ApplicationDecision, decision_id).application_id)
