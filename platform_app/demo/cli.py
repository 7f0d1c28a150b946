"""`demo load`."""

import json

import click
from flask import current_app
from flask.cli import with_appcontext

from platform_app.database.transaction import transaction
from platform_app.demo.people import PASSWORD, SIGN_IN, address, sign_in_lines
from platform_app.demo.services import load
from platform_app.kernel.clock import now
from platform_app.kernel.errors import RuleViolation
from platform_app.kernel.reasons import Reason
from platform_app.operations.setup import set_up_database

_MOST_MEMBERS = 200_000


@click.group("demo")
def demo() -> None:
    """Demonstration data."""


@demo.command("load")
@click.option("--members", type=click.IntRange(0, _MOST_MEMBERS), default=0, show_default=True, help="Further made-up members.")
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed makes the same members.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_appcontext
def load_demonstration(members: int, seed: int, as_json: bool) -> None:
    """Load founding members, board, applications at every stage and an account of every role; ends with a seal."""
    if current_app.config["SETTINGS"].is_production:
        raise RuleViolation([Reason("demo.production")])
    set_up_database(current_app._get_current_object())  # type: ignore[attr-defined]
    with transaction():
        load(members=members, seed=seed, at=now())
    if as_json:
        accounts = [{"role": role.value, "email": address(local_part)} for role, local_part in SIGN_IN]
        click.echo(json.dumps({"accounts": accounts, "password": PASSWORD}))
    else:
        click.echo("\n".join(sign_in_lines()))
