"""`retention run`: erase what the rules say is due, or only tell it."""

import json

import click
from flask.cli import with_appcontext
from flask_babel import force_locale

from platform_app.database.transaction import reading, transaction
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.clock import now
from platform_app.operations.retention import Line, run_retention
from platform_app.web.words import say


@click.group("retention")
def retention() -> None:
    """How long records are kept."""


@retention.command("run")
@click.option("--dry-run", is_flag=True, help="Tell what is due and erase nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_appcontext
def run(dry_run: bool, as_json: bool) -> None:
    """Erase every record whose time is over and which no legal hold keeps, with a report for each class of record; all of it or nothing."""
    with reading() if dry_run else transaction():
        lines = list(run_retention(by=OPERATOR, at=now(), is_dry=dry_run))
    if as_json:
        click.echo(json.dumps({"dry_run": dry_run, "classes": [_data(line) for line in lines]}))
        return
    with force_locale("en"):
        for line in lines:
            since = f", due since {line.since.isoformat()}" if line.since else ""
            held = f", kept by a legal hold: {line.held}" if line.held else ""
            click.echo(f"{say(line.code)}: {line.due} due, {line.erased} erased{since}{held}")


def _data(line: Line) -> dict[str, object]:
    since = line.since.isoformat() if line.since else None
    return {"class": line.code, "due": line.due, "since": since, "erased": line.erased, "held": line.held}
