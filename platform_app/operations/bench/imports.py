"""Import and export of members: a file of 2,000 rows, scaled to 100,000."""

import csv
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from platform_app.operations.bench.measuring import Goal, Suite
from platform_app.operations.bench.world import fresh_app

ROWS = 2_000
_LARGE = 100_000
_COLUMNS = ("name", "kana", "kind", "membership_class", "prefecture", "email", "representative", "joined_on")


@contextmanager
def imports() -> Iterator[Suite]:
    """The suite: reading the file alone, a dry run, and dry run with import into the same database."""
    with fresh_app() as app, tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "members.csv")
        runner = app.test_cli_runner()
        members = app.extensions["platform.commands"]["members"]
        written = [0]

        def run(*arguments: str) -> None:
            """One command, which must succeed."""
            result = runner.invoke(members, ["import", str(path), *arguments])
            if result.exit_code:
                raise RuntimeError(result.output)

        def read() -> None:
            """The file alone."""
            _write(path, written)
            with path.open(encoding="utf-8", newline="") as file:
                sum(1 for _ in csv.DictReader(file))

        def preview_and_import() -> None:
            """As an operator does it: first the dry run, then the import."""
            _write(path, written)
            run("--dry-run")
            run()

        goal = Goal("100,000 members with preview", 60.0, "s CPU", lambda cpu: cpu["preview and import"] * _LARGE / ROWS)
        yield Suite("import", {"read": read, "preview and import": preview_and_import}, [goal], {"rows": ROWS})


def _write(path: Path, written: list[int]) -> None:
    """A file of members who are not there yet."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        for number in range(written[0], written[0] + ROWS):
            row = (f"計測団体{number}", f"ケイソクダンタイ{number}", "organisation", "regular", "東京都", f"m{number}@platform.example", "見本 花子", "2024-04-01")
            writer.writerow(row)
    written[0] += ROWS
