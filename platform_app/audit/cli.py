"""`audit verify` and `audit head` for operators and auditors."""

import json
from pathlib import Path

import click
from flask.cli import with_appcontext

from platform_app.audit.queries import verify
from platform_app.audit.services import write_head
from platform_app.database.transaction import reading, transaction
from platform_app.kernel.clock import now

_SHOWN = 50


@click.group("audit")
def audit() -> None:
    """Verify the ledger, and take its head out of the building."""


@audit.command("verify")
@click.option("--head", "head_file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A head kept outside.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_appcontext
def verify_ledger(head_file: Path | None, as_json: bool) -> None:
    """Read the whole ledger and say what was altered, removed or cut; exit 1 if anything was."""
    head = _read_head(head_file) if head_file else None
    with reading():
        problems = [str(problem) for problem in verify(head)]
    if as_json:
        click.echo(json.dumps({"intact": not problems, "problems": problems}))
    elif not problems:
        click.echo("the ledger is intact")
    if problems:
        more = "" if len(problems) <= _SHOWN else f" and {len(problems) - _SHOWN} more"
        raise click.ClickException("the ledger is not intact: " + "; ".join(problems[:_SHOWN]) + more)


def _read_head(path: Path) -> dict[str, object]:
    try:
        head = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise click.ClickException(f"{path} is not a head: it is not JSON") from error
    if not isinstance(head, dict):
        raise click.ClickException(f"{path} is not a head: it is not a JSON object")
    return head


@audit.command("head")
@click.option("--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Where the head is written.")
@click.option("--json", "as_json", is_flag=True, help="Print the head as well.")
@with_appcontext
def head(output: Path, as_json: bool) -> None:
    """Seal what is unsealed and write the head, to be kept where the database's administrator cannot reach."""
    with transaction():
        data = write_head(at=now())
    text = json.dumps(data, indent=2)
    try:
        output.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}") from error
    click.echo(text if as_json else f"block {data['block']}, {data['total_rows']} entries")
