"""Files: members taken over from CSV, preview first, and the register written to a file; both scaled to 100,000 rows."""

import csv
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from platform_app.database.transaction import reading, transaction
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.clock import now, today
from platform_app.members.queries import MemberFilter
from platform_app.members.queries.export import HEADER, export_rows
from platform_app.members.services.imports import begin_import, check_file, import_rows, read_blocks
from platform_app.operations.bench.measuring import Goal, Suite
from platform_app.operations.bench.world import fresh_app
from platform_app.web.export import WRITERS

ROWS = 2_000
_LARGE = 100_000
_COLUMNS = ("name", "kana", "kind", "membership_class", "prefecture", "email", "representative", "joined_on")


@contextmanager
def imports() -> Iterator[Suite]:
    """The suite: writing and reading the file alone, and preview with import; the register grows as it goes on."""
    batches = count()
    with fresh_app() as app, app.app_context(), tempfile.TemporaryDirectory(prefix="platform-bench-") as folder:
        path = Path(folder, "members.csv")

        def read() -> None:
            """The file alone."""
            _write(path, next(batches))
            with path.open(encoding="utf-8", newline="") as file:
                sum(1 for _ in csv.DictReader(file))

        def preview_and_import() -> None:
            """As an operator does it: a dry run, then the import, which checks once more."""
            _write(path, next(batches))
            _preview(path)
            _import(path)

        goal = Goal("100,000 members with preview", 60.0, "s CPU", lambda cpu: cpu["preview and import"] * _LARGE / ROWS)
        yield Suite("import", {"read": read, "preview and import": preview_and_import}, [goal], {"rows": ROWS})


@contextmanager
def exports() -> Iterator[Suite]:
    """The suite: the rows of a register read, and written as CSV and as XLSX."""
    with fresh_app() as app, app.app_context(), tempfile.TemporaryDirectory(prefix="platform-bench-") as folder:
        source = Path(folder, "members.csv")
        _write(source, 0)
        _import(source)

        def rows() -> None:
            """The rows alone."""
            with reading():
                sum(1 for _ in export_rows(MemberFilter(as_of=today())))

        def written(ending: str) -> None:
            """The rows in a file."""
            with reading(), Path(folder, f"register.{ending}").open("wb") as stream:
                WRITERS[ending][0](stream, HEADER, export_rows(MemberFilter(as_of=today())))

        goals = [Goal("CSV / rows alone", 2.0, "×", lambda cpu: cpu["csv"] / cpu["rows"])]
        configurations = {"rows": rows, "csv": lambda: written("csv"), "xlsx": lambda: written("xlsx")}
        yield Suite("export", configurations, goals, {"rows": ROWS})


def _preview(path: Path) -> None:
    with reading():
        checked = check_file(path, today=today(), tell=lambda _problem: None, progress=lambda _rows: None)
    if checked.problems:
        raise RuntimeError("the file of the measurement has problems")


def _import(path: Path) -> None:
    with reading():
        checked = check_file(path, today=today(), tell=lambda _problem: None, progress=lambda _rows: None)
    with transaction():
        run_id = begin_import(checked=checked, at=now())
    for position, rows in read_blocks(path, position=checked.rows_done, today=today()):
        with transaction():
            import_rows(run_id=run_id, position=position, rows=rows, by=OPERATOR, at=now())


def _write(path: Path, batch: int) -> None:
    """A file of members who are not there yet."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        writer.writerows(_row(batch * ROWS + number) for number in range(ROWS))


def _row(number: int) -> Sequence[str]:
    name, kana, address = f"計測団体{number}", f"ケイソクダンタイ{number}", f"m{number}@platform.example"
    return name, kana, "organisation", "regular", "東京都", address, "見本 花子", "2024-04-01"
