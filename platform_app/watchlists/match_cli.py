"""`watchlists match` for an operator: a file of subjects in, a file of hits out."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import click
from flask.cli import with_appcontext
from flask_babel import force_locale

from platform_app.database.transaction import reading
from platform_app.kernel.clock import today
from platform_app.kernel.errors import InvalidInput
from platform_app.watchlists.file_matching import ListedHit, match_parties
from platform_app.watchlists.progress import Progress
from platform_app.watchlists.rules.columns import guess_mapping
from platform_app.watchlists.rules.evidence import HIGHEST_SCORE
from platform_app.watchlists.rules.facts import Party, Tier
from platform_app.watchlists.services.rows import EntryRow, Problem, check_columns, read_row
from platform_app.watchlists.storage import SortedRows
from platform_app.web.export import write_csv
from platform_app.web.sheets import read_rows
from platform_app.web.words import say

_HEADER = ("ref", "list", "entry_ref", "entry_name", "tier", "evidence")


@click.command("match")
@click.argument("subjects", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Where the hits go, as CSV, the weightiest first.")
@click.option("--tier", default=Tier.B.value, show_default=True, type=click.Choice([tier.value for tier in Tier]), help="The weakest tier to tell.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_appcontext
def match_subjects(subjects: Path, output: Path, tier: str, as_json: bool) -> None:
    """Match the rows of SUBJECTS with every list in force; nothing is recorded. Rows that cannot be read are told, and then the command fails."""
    problems: list[Problem] = []
    counts, rows = _Counts(), SortedRows()
    try:
        with force_locale("en"):
            with reading():
                parties = counts.subjects_of(_read_subjects(subjects, problems))
                found = match_parties(parties, tier=Tier(tier), progress=Progress("matched {} subjects"))
                for listed in counts.hits_of(found):
                    rows.add(_weight(listed), _cells(listed))
            with output.open("wb") as file:
                write_csv(file, _HEADER, rows)
            for problem in problems:
                click.echo(f"line {problem.line}, column {problem.column or '(none)'}: {say(problem.reason)}", err=True)
            _tell(counts, problems, as_json=as_json)
            if problems:
                raise InvalidInput(code="watchlists.subjects_unread", lines=len({problem.line for problem in problems}))
    finally:
        rows.close()


@dataclass
class _Counts:
    """How many subjects were read, how many of them have hits, and how many hits there are: counted as they pass."""

    subjects: int = 0
    subjects_with_hits: int = 0
    hits: int = 0

    def subjects_of(self, parties: Iterable[Party]) -> Iterator[Party]:
        """The same subjects, counted."""
        for party in parties:
            self.subjects += 1
            yield party

    def hits_of(self, found: Iterable[ListedHit]) -> Iterator[ListedHit]:
        """The same hits, counted."""
        last = None
        for listed in found:
            self.hits += 1
            self.subjects_with_hits += listed.hit.subject_ref != last
            last = listed.hit.subject_ref
            yield listed


def _read_subjects(path: Path, problems: list[Problem]) -> Iterator[Party]:
    """The subjects of a file; what is wrong with the others goes to the problems."""
    mapping: dict[str, str] = {}
    for place, row in enumerate(read_rows(path)):
        if place == 0:
            mapping = guess_mapping(row.cells)
            check_columns(row, mapping)
        found = read_row(row, today=today(), mapping=mapping)
        if isinstance(found, EntryRow):
            yield found.party
        else:
            problems += found


def _cells(listed: ListedHit) -> tuple[str, ...]:
    evidence = json.dumps(listed.hit.evidence.as_data(), ensure_ascii=False, separators=(",", ":"))
    return listed.hit.subject_ref, listed.list_name, listed.hit.entry_ref, listed.entry_name, listed.hit.tier.value, evidence


def _weight(listed: ListedHit) -> tuple[int | str, ...]:
    return listed.hit.tier.order, HIGHEST_SCORE - listed.hit.score, listed.hit.subject_ref, listed.hit.entry_ref


def _tell(counts: _Counts, problems: list[Problem], *, as_json: bool) -> None:
    if as_json:
        told = [{"line": problem.line, "column": problem.column, "code": problem.reason.code, "message": say(problem.reason)} for problem in problems]
        click.echo(json.dumps(asdict(counts) | {"bad_rows": told}, ensure_ascii=False))
    else:
        click.echo(f"{counts.subjects} subjects, {counts.subjects_with_hits} of them with hits, {counts.hits} hits")
