"""`members import` and `members export` for an operator: the register as a file."""

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import click
from flask.cli import with_appcontext
from flask_babel import force_locale

from platform_app.database.transaction import reading, transaction
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.clock import now, today
from platform_app.members.queries import MemberFilter
from platform_app.members.queries.export import HEADER, export_rows
from platform_app.members.rules.dates import read_date
from platform_app.members.services.imports import CheckedFile, begin_import, check_file, import_rows, read_blocks
from platform_app.members.services.rows import Problem
from platform_app.web.export import WRITERS
from platform_app.web.sheets import ending_of
from platform_app.web.words import say

_TOLD_EVERY_ROWS = 10_000
_File = click.Path(dir_okay=False, path_type=Path)


@click.group("members")
def members() -> None:
    """Take the register over from a file, and write it to one (CSV, XLSX or JSON, by the file's ending)."""


@members.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check every row and record nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_appcontext
def import_members(file: Path, dry_run: bool, as_json: bool) -> None:
    """Check every row of FILE, then record all of them, or none if one is bad. An import that was cut off goes on where it stopped."""
    problems: list[Problem] = []
    with force_locale("en"):
        with reading():
            checked = check_file(file, today=today(), tell=problems.append if as_json else _tell, progress=_progress("checked"))
        recorded = 0 if dry_run or checked.problems else _record(file, checked)
        if as_json:
            click.echo(json.dumps(_summary(checked, recorded, problems, dry_run=dry_run), ensure_ascii=False))
    if checked.problems:
        raise click.ClickException(f"nothing was recorded: {checked.problems} problems in {checked.rows} rows")
    if not as_json:
        click.echo(_outcome(checked, recorded, dry_run=dry_run))


def _tell(problem: Problem) -> None:
    value = f' "{problem.value}"' if problem.value else ""
    click.echo(f"line {problem.line}, column {problem.column or '(none)'}{value}: {say(problem.reason)}", err=True)


def _progress(verb: str) -> Callable[[int], None]:
    told = [0]

    def tell(rows: int) -> None:
        """Say how far it is, on standard error."""
        if rows - told[0] >= _TOLD_EVERY_ROWS:
            told[0] = rows
            click.echo(f"{verb} {rows} rows", err=True)

    return tell


def _record(file: Path, checked: CheckedFile) -> int:
    """Record the rows that are not recorded yet, each block in a transaction of its own."""
    with transaction():
        run_id = begin_import(checked=checked, at=now())
    tell = _progress("recorded")
    for position, rows in read_blocks(file, position=checked.rows_done, today=today()):
        with transaction():
            import_rows(run_id=run_id, position=position, rows=rows, by=OPERATOR, at=now())
        tell(position + len(rows))
    return checked.rows - checked.rows_done


def _summary(checked: CheckedFile, recorded: int, problems: list[Problem], *, dry_run: bool) -> dict[str, object]:
    return {
        "rows": checked.rows,
        "imported": recorded,
        "recorded_before": checked.rows_done,
        "dry_run": dry_run,
        "problems": [
            {"line": found.line, "column": found.column, "value": found.value, "code": found.reason.code, "message": say(found.reason)}
            for found in problems
        ],
    }


def _outcome(checked: CheckedFile, recorded: int, *, dry_run: bool) -> str:
    before = f"; {checked.rows_done} were recorded before" if checked.rows_done else ""
    if dry_run:
        return f"{checked.rows} rows are good, nothing was recorded{before}"
    return f"{recorded} members were imported{before}"


class _Day(click.ParamType):  # type: ignore[type-arg]  # generic only in newer versions
    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """A date as people write it."""
        day = read_date(str(value))
        if day is None:
            self.fail(f"{value} is not a date; write it like 2026-04-01", param, ctx)
        return day


@members.command("export")
@click.argument("file", type=_File)
@click.option("--as-of", type=_Day(), help="The day of the register; today by default.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_appcontext
def export_members(file: Path, as_of: date | None, as_json: bool) -> None:
    """Write who is a member on a day to FILE, which appears only when it is complete; `members import` takes it back."""
    day = as_of or today()
    written = [0]

    def counted() -> Iterator[tuple[str | int | date | None, ...]]:
        """The rows, counted."""
        for row in export_rows(MemberFilter(as_of=day)):
            written[0] += 1
            yield row

    write, _mimetype = WRITERS[ending_of(file)]
    try:
        with reading(), tempfile.NamedTemporaryFile(dir=file.parent, prefix=f".{file.name}.", delete=False) as stream:
            try:
                write(stream.file, HEADER, counted())
                stream.close()
                os.replace(stream.name, file)
            except BaseException:
                Path(stream.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}") from error
    sentence = f"{written[0]} members as of {day} were written to {file}"
    click.echo(json.dumps({"members": written[0], "as_of": day.isoformat()}) if as_json else sentence)
