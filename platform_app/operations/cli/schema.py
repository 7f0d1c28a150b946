"""`db upgrade` and `db current`."""

import json

import click
from flask import current_app
from flask.cli import with_appcontext

from platform_app.database.schema import current_revision, newest_revision
from platform_app.operations.setup import set_up_database


@click.group("db")
def db_commands() -> None:
    """Bring the database's schema to this program's version, or ask where it is."""


@db_commands.command("upgrade")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_appcontext
def upgrade(as_json: bool) -> None:
    """Run the migrations that are missing and adopt the founding rules if there are none."""
    set_up_database(current_app._get_current_object())  # type: ignore[attr-defined]
    revision = current_revision()
    click.echo(json.dumps({"current": revision}) if as_json else f"the schema is at {revision}")


@db_commands.command("current")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_appcontext
def current(as_json: bool) -> None:
    """Print the database's revision and the newest one."""
    found, newest = current_revision(), newest_revision()
    if as_json:
        click.echo(json.dumps({"current": found, "newest": newest}))
    else:
        click.echo(f"{found or 'empty'} (newest: {newest})")
