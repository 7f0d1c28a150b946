"""What `run` does before it serves: schema, demonstration data in an empty database, and addresses to sign in by."""

from collections.abc import Callable, Iterator, Mapping

from flask import Flask

from platform_app.database.transaction import reading
from platform_app.operations.setup import set_up_database

Demonstration = Mapping[str, Callable[..., object]]


def prepare(app: Flask, *, say: Callable[[str], None]) -> None:
    """Bring the schema up to date; fill an empty database with the demonstration's data."""
    set_up_database(app)
    demonstration: Demonstration = app.extensions.get("platform.demonstration", {})
    with app.app_context():
        if demonstration and demonstration["is_needed"]():
            say("loading the demonstration’s data …")
            demonstration["load"]()


def sign_in_addresses(app: Flask, address: str) -> Iterator[str]:
    """One line for each role of the demonstration: how to sign in as it."""
    demonstration: Demonstration = app.extensions.get("platform.demonstration", {})
    if demonstration:
        with app.app_context(), reading():
            yield from (str(line) for line in demonstration["sign_in_lines"](address))  # type: ignore[attr-defined]
