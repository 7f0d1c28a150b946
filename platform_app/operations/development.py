"""What `run` does before it serves: schema, demonstration data in an empty database, and how to sign in."""

from collections.abc import Callable, Sequence

from flask import Flask

from platform_app.database.transaction import reading, transaction
from platform_app.kernel.clock import now
from platform_app.operations.rules import DemonstrationHooks
from platform_app.operations.setup import set_up_database


def prepare(app: Flask, *, say: Callable[[str], None]) -> None:
    """Bring the schema up to date; fill an empty database with the demonstration's data."""
    set_up_database(app)
    demonstration = _demonstration(app)
    if demonstration is None:
        return
    with app.app_context():
        with reading():
            is_needed = demonstration.is_needed(now())
        if is_needed:
            say("loading the demonstration’s data …")
            with transaction():
                demonstration.load(now())


def sign_in_lines(app: Flask) -> Sequence[str]:
    """Lines that say how to sign in as each role of the demonstration."""
    demonstration = _demonstration(app)
    if demonstration is None:
        return ()
    with app.app_context(), reading():
        return tuple(demonstration.lines(now()))


def _demonstration(app: Flask) -> DemonstrationHooks | None:
    found: DemonstrationHooks | None = app.extensions.get("platform.demonstration")
    return found
