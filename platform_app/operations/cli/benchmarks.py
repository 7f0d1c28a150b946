"""`bench SUITE`."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from pkgutil import resolve_name

import click
from flask.cli import with_appcontext

from platform_app.operations.bench.measuring import Measured, Suite, measure

SUITES = {
    "startup": "startup:startup",
    "password": "passwords:password",
    "pages": "pages:pages",
    "ledger": "ledger:ledger",
    "import": "files:imports",
    "export": "files:exports",
    "screening": "screening:screening",
    "screening-large": "screening:screening_large",
}
"""Where each suite is; loaded when it is measured, because every command would bear the weight."""
_ALONE = {"screening-large"}


@click.command("bench")
@click.argument("suite_name", metavar="SUITE", type=click.Choice([*SUITES, "all"]))
@click.option("--rounds", default=5, show_default=True, type=click.IntRange(1, 1000), help="How often each configuration is measured.")
@click.option("--seconds", default=3.0, show_default=True, type=click.FloatRange(0.1, 3600), help="Time of one round.")
@click.option("--json", "output", type=click.Path(dir_okay=False, path_type=Path), help="Write the answer to a file as well.")
@with_appcontext
def bench(suite_name: str, rounds: int, seconds: float, output: Path | None) -> None:
    """Measure SUITE (or all) in CPU time on a database of its own; print ratios, goals and whether they are met as JSON.

    screening-large stores a million entries, takes many minutes, and is not among all. Exit 1 if the machine was too busy to tell.
    """
    names = [name for name in SUITES if name not in _ALONE] if suite_name == "all" else [suite_name]
    measured = [_run(name, rounds, seconds) for name in names]
    text = json.dumps({"suites": [answer.data for answer in measured]}, ensure_ascii=False, indent=2)
    click.echo(text)
    if output:
        output.write_text(text + "\n", encoding="utf-8")
    unsure = [answer.suite for answer in measured if not answer.is_conclusive]
    if unsure:
        raise click.ClickException("inconclusive, the machine was too busy: " + ", ".join(unsure))


def _run(name: str, rounds: int, seconds: float) -> Measured:
    suite_of: Callable[[], AbstractContextManager[Suite]] = resolve_name(f"platform_app.operations.bench.{SUITES[name]}")
    with suite_of() as suite:
        return measure(suite, rounds=rounds, seconds=seconds)
