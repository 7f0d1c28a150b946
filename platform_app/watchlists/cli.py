"""`watchlists import` and `watchlists match` for an operator."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import click
from flask.cli import with_appcontext
from flask_babel import force_locale

from platform_app.database.transaction import reading
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.clock import today
from platform_app.kernel.errors import InvalidInput, RuleViolation, refuse_if
from platform_app.members.rules.dates import read_date
from platform_app.watchlists.importing import import_list
from platform_app.watchlists.match_cli import match_subjects
from platform_app.watchlists.progress import Progress
from platform_app.watchlists.rules.columns import COLUMNS, guess_mapping
from platform_app.watchlists.rules.lists import why_not_import
from platform_app.watchlists.services.checking import CheckedList, check_file, columns_of
from platform_app.watchlists.services.rows import Problem
from platform_app.watchlists.services.staging import ListFacts, is_in_force
from platform_app.web.text import cleaned, why_not_text
from platform_app.web.words import say

_MOST_TOLD = 200


class _Day(click.ParamType):  # type: ignore[type-arg]  # generic only in newer versions
    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """A date as people write it."""
        day = read_date(str(value))
        if day is None:
            self.fail(f"{value} is not a date; write it like 2026-04-01", param, ctx)
        return day


class _Line(click.ParamType):  # type: ignore[type-arg]
    name = "text"

    def __init__(self, longest: int) -> None:
        self.longest = longest

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """One line of text that can be kept."""
        text = cleaned(str(value)).strip()
        if not text or len(text) > self.longest or why_not_text(text):
            self.fail(f"write 1 to {self.longest} characters on one line", param, ctx)
        return text


class _Naming(click.ParamType):  # type: ignore[type-arg]
    name = "column"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """One of our columns and what the file calls it; the names of a file's columns are read in small letters."""
        ours, _, theirs = str(value).partition("=")
        if ours not in COLUMNS or not theirs.strip():
            self.fail(f"write one of {', '.join(COLUMNS)}, then = and the name of the column in the file", param, ctx)
        return ours, theirs.strip().lower()


@click.group("watchlists")
def watchlists() -> None:
    """Lists of names to be screened against: take them in (CSV or XLSX), and match a file of subjects with them."""


watchlists.add_command(match_subjects)


@watchlists.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--name", required=True, type=_Line(200), help="The list; a further file of the same name is its next version.")
@click.option("--source", required=True, type=_Line(400), help="Who gave the list.")
@click.option("--dated", required=True, type=_Day(), help="The day the list is of.")
@click.option("--column", "named", multiple=True, metavar="OURS=THEIRS", type=_Naming(), help="What the file calls one of our columns.")
@click.option("--dry-run", is_flag=True, help="Check every row, tell what would change, and record nothing.")
@click.option("--yes", "is_shrinking_meant", is_flag=True, help="Import even if the list loses more than half of its entries.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_appcontext
def import_watchlist(
    file: Path, name: str, source: str, dated: date, named: tuple[tuple[str, str], ...], dry_run: bool, is_shrinking_meant: bool, as_json: bool
) -> None:
    """Check every row of FILE, then make it the current version of the list, or none of it if a row is bad. An import that was cut off goes on."""
    facts = ListFacts(name=name, source=source, dated=dated, file_name=file.name)
    problems = _Problems(is_told=not as_json)
    with force_locale("en"):
        mapping = _mapping(file, named)
        with reading():
            checked = check_file(file, list_name=name, today=today(), mapping=mapping, tell=problems.add, progress=Progress("checked {} rows"))
            is_known = is_in_force(checked=checked, facts=facts)
        try:
            refused = _refusal(checked, is_shrinking_meant=is_shrinking_meant or dry_run)
            is_imported = not (dry_run or is_known or refused)
            if not as_json:
                _report(checked, problems, is_examples=dry_run)
            if is_imported:
                steps = _steps(checked.rows)
                import_list(file, checked=checked, facts=facts, today=today(), mapping=mapping, by=OPERATOR, progress=steps)
        finally:
            checked.seen.close()
        if as_json:
            click.echo(json.dumps(_document(checked, problems.found, dry_run=dry_run, is_imported=is_imported), ensure_ascii=False))
    refuse_if(refused.reasons if refused else ())
    if not as_json:
        click.echo(_outcome(checked, is_known=is_known, dry_run=dry_run))


def _mapping(file: Path, named: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Which column of the file is which of ours: as it was said, else by what such columns are called."""
    columns = columns_of(file)
    unknown = [theirs for _ours, theirs in named if columns and theirs not in columns]
    if unknown:
        raise InvalidInput(code="watchlists.columns_missing", columns=", ".join(unknown), found=", ".join(columns))
    return guess_mapping(columns) | dict(named)


class _Problems:
    """What is wrong with a file: each told when it is found, but not a hundred thousand of them."""

    def __init__(self, *, is_told: bool) -> None:
        self._is_told = is_told
        self.found: list[Problem] = []
        self.left_out = 0

    def add(self, problem: Problem) -> None:
        """One more."""
        if not self._is_told:
            self.found.append(problem)
        elif len(self.found) < _MOST_TOLD:
            self.found.append(problem)
            value = f' "{problem.value}"' if problem.value else ""
            click.echo(f"line {problem.line}, column {problem.column or '(none)'}{value}: {say(problem.reason)}", err=True)
        else:
            self.left_out += 1


def _refusal(checked: CheckedList, *, is_shrinking_meant: bool) -> RuleViolation | None:
    reasons = why_not_import(
        problems=checked.problems,
        rows=checked.rows,
        before=checked.before,
        after=checked.rows,
        is_shrinking_meant=is_shrinking_meant,
    )
    return RuleViolation(reasons) if reasons else None


def _steps(rows: int) -> Callable[[str, int], None]:
    steps = {
        "staged": Progress(f"staged {{}} of {rows:,} rows"),
        "keys": Progress(f"made the keys of {{}} of up to {rows:,} entries"),
        "stored": Progress("stored {} keys"),
    }
    return lambda step, done: steps[step](done)


def _document(checked: CheckedList, problems: list[Problem], *, dry_run: bool, is_imported: bool) -> dict[str, object]:
    told = [
        {"line": found.line, "column": found.column, "value": found.value, "code": found.reason.code, "message": say(found.reason)}
        for found in problems
    ]
    counts: dict[str, object] = dict(checked.summary)
    return counts | {
        "dry_run": dry_run,
        "imported": is_imported,
        "columns": checked.columns,
        "unknown_columns": list(checked.unknown_columns),
        "examples": checked.examples,
        "bad_rows": told,
    }


def _report(checked: CheckedList, problems: _Problems, *, is_examples: bool) -> None:
    if problems.left_out:
        click.echo(f"and {problems.left_out:,} problems more; --json tells all of them", err=True)
    renamed = [f"{ours} from {theirs}" for ours, theirs in checked.columns.items() if theirs not in (ours, "")]
    if renamed:
        click.echo(f"read: {', '.join(renamed)}", err=True)
    if checked.unknown_columns:
        click.echo(f"not read: the columns {', '.join(checked.unknown_columns)}", err=True)
    for what, examples in checked.examples.items() if is_examples else ():
        for example in examples:
            click.echo(f"{what}: {example}")


def _outcome(checked: CheckedList, *, is_known: bool, dry_run: bool) -> str:
    counts = f"{checked.added} added, {checked.changed} changed, {checked.removed} removed, {checked.unchanged} unchanged"
    flagged = f"; {checked.flagged} corporate numbers cannot be right and are kept as text" if checked.flagged else ""
    if dry_run:
        return f"{checked.rows} rows are good, nothing was recorded: {counts}{flagged}"
    if is_known:
        return f"this file is the version in force already: {counts}"
    return f"{checked.rows} entries are in force: {counts}{flagged}"
