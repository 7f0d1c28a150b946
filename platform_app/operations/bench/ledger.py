"""The ledger: verifying it against a scan that computes one SHA-256 for each row."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from platform_app.audit.queries import verify
from platform_app.audit.services import record_many, seal
from platform_app.bylaws.events import RuleChangeRejected
from platform_app.database.transaction import reading, transaction
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.clock import now
from platform_app.operations.bench.measuring import Goal, Suite
from platform_app.operations.bench.world import fresh_app

ROWS = 50_000
_BLOCK = 1000
_SCAN = text("SELECT id, at, event, subject_type, subject_id, data, actor_kind, actor_user_id, request_id, row_hash FROM audit_entry ORDER BY id")


@contextmanager
def ledger() -> Iterator[Suite]:
    """The suite: 50,000 sealed entries on SQLite."""
    with fresh_app() as app, app.app_context():
        _fill()
        goals = [
            Goal("verify / (scan + SHA-256)", 2.0, "×", lambda cpu: cpu["verify"] / cpu["scan + SHA-256"]),
            Goal("1,000,000 entries", 60.0, "s CPU", lambda cpu: cpu["verify"] * 1_000_000 / ROWS),
        ]
        yield Suite("ledger", {"scan + SHA-256": _scan, "verify": _verify}, goals, {"rows": ROWS})


def _fill() -> None:
    events = [RuleChangeRejected(bylaws_version_id=number) for number in range(1, _BLOCK + 1)]
    for _ in range(ROWS // _BLOCK):
        with transaction():
            record_many(events, by=OPERATOR, at=now())
    with transaction():
        seal(at=now())


def _scan() -> None:
    with reading():
        for row in db.session.connection().execution_options(yield_per=_BLOCK).execute(_SCAN):
            hashlib.sha256("|".join(map(str, row)).encode()).hexdigest()


def _verify() -> None:
    with reading():
        problems = list(verify(None))
    if problems:
        raise RuntimeError("the ledger of the measurement is not intact")
