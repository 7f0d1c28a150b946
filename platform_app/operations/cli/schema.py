"""`db upgrade`, `db current` and `db rotate-field-key`."""

import json

import click
from flask import current_app
from flask.cli import with_appcontext

from platform_app.database.rotation import rotate_field_key
from platform_app.database.schema import current_revision, newest_revision
from platform_app.kernel.errors import RuleViolation
from platform_app.kernel.reasons import Reason
from platform_app.operations.setup import set_up_database


@click.group("db")
def db_commands() -> None:
    """Bring the database's schema to this program's version, ask where it is, or give its encrypted columns a new key."""


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


@db_commands.command("rotate-field-key")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_appcontext
def rotate(as_json: bool) -> None:
    """Encrypt every protected text under FIELD_KEY that is still under FIELD_KEY_PREVIOUS; a run that was cut off goes on."""
    if not current_app.config["SETTINGS"].field_key_previous:
        raise RuleViolation([Reason("operations.no_previous_field_key")])
    changed = rotate_field_key(lambda name, rows: click.echo(f"{name}: {rows} rows", err=True))
    sentence = f"{changed} texts were encrypted anew; FIELD_KEY_PREVIOUS is needed no more"
    click.echo(json.dumps({"changed": changed}) if as_json else sentence)
