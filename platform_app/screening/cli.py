"""`platform-app applications`: the schema of the form, and applications as data."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from platform_app.database.transaction import transaction
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.clock import now
from platform_app.kernel.errors import InvalidInput, RuleViolation
from platform_app.screening.answers import schema
from platform_app.screening.services.data import Submitted, refuse_problems, submit_document


@click.group(help="Membership applications as data.")
def applications() -> None:
    """The group of commands about applications."""


@applications.command("schema", help="Print the JSON Schema of the current form version.")
def print_schema() -> None:
    """Print the schema, one JSON document."""
    click.echo(json.dumps(schema(), ensure_ascii=False, indent=2))


@applications.command("submit", help="Send in one or many applications from a JSON file, all or none.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check everything and record nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_appcontext
def submit(file: Path, dry_run: bool, as_json: bool) -> None:
    """Take the applications of a file under the same rules as the form; the first one refused stops all, with its place."""
    documents = _read(file)
    for place, document in enumerate(documents):
        _placed(place, len(documents), lambda document=document: refuse_problems(document))
    at = now()
    with transaction():
        done = [
            _placed(place, len(documents), lambda document=document: submit_document(document=document, by=OPERATOR, at=at))
            for place, document in enumerate(documents)
        ]
        if dry_run:
            db.session.rollback()
    _tell(done, is_dry_run=dry_run, as_json=as_json)


def _read(file: Path) -> Sequence[Any]:
    try:
        data = json.loads(file.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise click.ClickException(f"{file.name} is not a JSON file in UTF-8: {error}") from error
    return data if isinstance(data, list) else [data]


def _placed(place: int, total: int, work: Any) -> Any:
    """The result of the work on one application; an error names its place where there are several."""
    try:
        return work()
    except InvalidInput as error:
        if total == 1:
            raise
        raise InvalidInput({f"{place}/{name}": reasons for name, reasons in error.fields.items()}) from error
    except RuleViolation as error:
        if total == 1:
            raise
        raise InvalidInput({f"{place}/{reason.field or ''}": [reason] for reason in error.reasons}) from error


def _tell(done: Sequence[Submitted], *, is_dry_run: bool, as_json: bool) -> None:
    if as_json:
        rows = [{"number": None if is_dry_run else row.number, "name": row.name, "status": "submitted"} for row in done]
        click.echo(json.dumps({"dry_run": is_dry_run, "applications": rows}, ensure_ascii=False))
        return
    for row in done:
        click.echo(row.name if is_dry_run else f"{row.number}\t{row.name}")
    if is_dry_run:
        click.echo(f"{len(done)} applications could be sent in; nothing was recorded.")
