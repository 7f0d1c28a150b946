"""What every test may ask for: an application on each database, a browser-like client, counted statements, the mails that were caught."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Engine

from platform_app.audit.jobs import empty_outbox, seal_entries
from platform_app.extensions import db
from platform_app.kernel.clock import TOKYO, now
from platform_app.mail.jobs import deliver_mail
from tests.browsing import Visitor
from tests.stages import clock_stands_still


@pytest.fixture
def visitor(app: Flask) -> Callable[..., Visitor]:
    """Makes browsers without scripts: each with its own cookies; `visitor(language="ja")`, `visitor(address="192.0.2.7")`."""

    def arrive(*, language: str = "en", address: str = "192.0.2.1") -> Visitor:
        """One more browser."""
        return Visitor(app, language=language, address=address)

    return arrive


class Clock:
    """The clock that the program reads, moved by a test; it stands still where it was put."""

    def __init__(self) -> None:
        self._traveller: time_machine.Traveller | None = None
        self._travel: time_machine.travel | None = None

    def set(self, moment: datetime | str) -> datetime:
        """Put the clock at a moment; text and naive moments are Tokyo's time: `clock.set("2026-04-01 09:00")`."""
        moment = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=TOKYO)
        self.release()
        self._travel = time_machine.travel(moment, tick=False)
        self._traveller = self._travel.start()
        clock_stands_still(True)
        return now()

    def advance(self, **lengths: float) -> datetime:
        """Move on: `clock.advance(days=14)`, from the moment set before or from now."""
        return self.set(now() + timedelta(**lengths))

    def release(self) -> None:
        """Let the clock run as it really does."""
        if self._travel is not None:
            self._travel.stop()
            self._travel = None
            clock_stands_still(False)


@pytest.fixture
def clock() -> Iterator[Clock]:
    """Moves the clock; it runs again after the test."""
    clock = Clock()
    yield clock
    clock.release()


@dataclass
class Statements:
    """The SQL statements sent while it counts."""

    seen: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many."""
        return len(self.seen)

    def clear(self) -> None:
        """Begin anew."""
        self.seen.clear()


@pytest.fixture
def statements(app: Flask) -> Iterator[Statements]:
    """Counts SQL statements; the beginnings of transactions are none."""
    counted = Statements()

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        """Note one statement."""
        if not statement.startswith(("PRAGMA", "BEGIN", "SAVEPOINT", "RELEASE")):
            counted.seen.append(statement)

    with app.app_context():
        engine: Engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield counted
    event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def run_jobs(app: Flask) -> Callable[[], None]:
    """Runs what the jobs' process would: the outbox, the delivery of mail, the seal of the ledger."""

    def run() -> None:
        """Once each; the outbox first, because mail comes from it."""
        with app.app_context():
            empty_outbox(now())
            deliver_mail(now())
            seal_entries(now())

    return run


@pytest.fixture
def mails(app: Flask, run_jobs: Callable[[], None]) -> Callable[[str], list[EmailMessage]]:
    """The mails caught so far for an address, oldest first, after running the jobs."""

    def to(address: str) -> list[EmailMessage]:
        """Mails to one address."""
        run_jobs()
        folder = Path(app.config["SETTINGS"].instance_path) / "mail"
        found = [BytesParser(policy=policy.default).parsebytes(path.read_bytes()) for path in sorted(folder.glob("*.eml"))]
        return [mail for mail in found if address in str(mail["To"])]

    return to
