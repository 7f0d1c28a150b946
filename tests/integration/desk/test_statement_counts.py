"""Every list takes at most five statements, finding out who looks at it included, and as many for ten rows as for a thousand.

The register has its test beside its other pages.
"""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, insert, select

from platform_app.accounts.models import UserAccount
from platform_app.audit.services import record_many
from platform_app.bylaws.events import RuleChangeRejected
from platform_app.bylaws.models import BylawsVersion
from platform_app.bylaws.rules.changes import ChangeStatus
from platform_app.committees.models import Deliberation, ElectorateSeat
from platform_app.database.transaction import transaction
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.roles import Role
from platform_app.mail.models import MailMessage
from platform_app.mail.rules import MessageState
from platform_app.members.models import Ministry, MinistryDesk
from platform_app.members.services import add_desk, add_ministry
from platform_app.screening.models import Application
from tests.browsing import Visitor
from tests.fixtures import Clock, Statements
from tests.integration.screening.applying import AT, FOUNDED_ON, make_recommenders, seat_board, submitted, to_board
from tests.integration.screening.signing_in import sign_in_as, sign_in_for_seat

Browsers = Callable[[], Visitor]
FEW, MANY, A_HUNDRED = 10, 1000, 100


def copies(model: type[Any], how_many: int, /, **varied: Callable[[int], object]) -> list[int]:
    """Copy the newest row of a table, with the columns that must differ computed from a running number; returns the new ids."""
    table = model.__table__
    newest = db.session.execute(select(table).order_by(table.c.id.desc()).limit(1)).mappings().one()
    rows = [{**newest, "id": newest["id"] + place, **{name: vary(newest["id"] + place) for name, vary in varied.items()}} for place in range(1, how_many + 1)]
    db.session.execute(insert(table), rows)
    return [row["id"] for row in rows]


def applications(number: int) -> None:
    """Applications that were sent in."""
    copies(Application, number, number=lambda place: f"受付-{place}", open_key=lambda place: f"key {place}")


def mails(number: int) -> None:
    """Messages that could not be delivered."""
    first = (db.session.scalar(select(func.max(MailMessage.event_id))) or 0) + 1
    shared = {"handler": "test", "template": "invitation", "recipient": "uketori@mihon.example", "locale": "ja", "params": {}}
    times = dict.fromkeys(("queued_at", "began_at", "due_at", "given_up_at"), AT)
    rows = [{**shared, **times, "state": MessageState.UNDELIVERED, "event_id": place, "message_id": f"<{place}@x>"} for place in range(first, first + number)]
    db.session.execute(insert(MailMessage), rows)


def accounts(number: int) -> None:
    """Accounts."""
    copies(UserAccount, number, email=lambda place: f"a{place}@mihon.example")


def ministries(number: int) -> None:
    """Ministries with a desk each; a real country has fewer."""
    if not db.session.scalar(select(func.count()).select_from(Ministry)):
        ministry_id = add_ministry(name="見本省", by=OPERATOR, at=AT)
        add_desk(ministry_id=ministry_id, name="見本室", email="madoguchi@mihon.example", valid_from=FOUNDED_ON, by=OPERATOR, at=AT)
    made = iter(copies(Ministry, number, name=lambda place: f"見本省{place}"))
    copies(MinistryDesk, number, ministry_id=lambda _place: next(made))


def changes(number: int) -> None:
    """Rule changes that were proposed."""
    user_id = db.session.scalar(select(func.min(UserAccount.id)))
    base_id = db.session.scalar(select(func.min(BylawsVersion.id)))
    copies(
        BylawsVersion, number, number=lambda _place: None, status=lambda _place: ChangeStatus.PROPOSED, base_id=lambda _place: base_id,
        proposed_by_id=lambda _place: user_id, decision_reference=lambda _place: "第1回総会", decided_at=lambda _place: None,
    )


def deliberations(number: int) -> None:
    """Deliberations that wait for the board, each with the same seat."""
    made = iter(copies(Deliberation, number, subject_id=lambda place: 100 + place))
    copies(ElectorateSeat, number, deliberation_id=lambda _place: next(made))


def entries(number: int) -> None:
    """Entries of the ledger."""
    record_many([RuleChangeRejected(bylaws_version_id=place) for place in range(1, number + 1)], by=OPERATOR, at=AT)


# Ministries, proposals and the inbox of the board stand on one page and stay short in life: a hundred is plenty there.
LISTS: tuple[tuple[str, Role, Callable[[int], None], int], ...] = (
    ("/secretariat/applications", Role.SECRETARIAT, applications, MANY),
    ("/secretariat/mail", Role.SECRETARIAT, mails, MANY),
    ("/secretariat/users", Role.ADMINISTRATOR, accounts, MANY),
    ("/secretariat/ministries", Role.SECRETARIAT, ministries, A_HUNDRED),
    ("/secretariat/bylaws", Role.SECRETARIAT, changes, A_HUNDRED),
    ("/secretariat/board/deliberations", Role.SECRETARIAT, deliberations, MANY),
    ("/ledger", Role.AUDITOR, entries, MANY),
)


@pytest.fixture
def at_work(app: Flask, clock: Clock) -> int:
    """An application before the board; the answer is the person of the newest row of its electorate."""
    clock.set(AT)
    with app.app_context():
        make_recommenders()
        seat_board()
        to_board(submitted())
        return db.session.scalars(select(ElectorateSeat.person_id).order_by(ElectorateSeat.id.desc())).first() or 0


def _counts(app: Flask, browser: Visitor, path: str, more: Callable[[int], None], most: int, statements: Statements) -> list[int]:
    counts = []
    for number in (FEW, most - FEW):
        with app.app_context(), transaction():
            more(number)
        browser.get(path)
        statements.clear()
        assert browser.get(path).status == 200
        counts.append(statements.count)
    return counts


@pytest.mark.parametrize(("path", "role", "more", "most"), LISTS, ids=[row[0] for row in LISTS])
def test_a_list_takes_few_statements_and_as_many_for_many_rows(
    app: Flask, visitor: Browsers, statements: Statements, at_work: int, path: str, role: Role, more: Callable[[int], None], most: int
) -> None:
    few, many = _counts(app, sign_in_as(app, visitor(), role), path, more, most, statements)
    assert few == many <= 5, statements.seen


def test_the_inbox_of_the_board_takes_few_statements(app: Flask, visitor: Browsers, statements: Statements, at_work: int) -> None:
    few, many = _counts(app, sign_in_for_seat(app, visitor(), at_work), "/board", deliberations, A_HUNDRED, statements)
    assert few == many <= 5, statements.seen
