"""Words that may stand only in one place, and words that may stand in none."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.house import PROGRAM, fail_if, nodes_of, own_imports, python_files, short, tracked_files

READS_THE_CLOCK = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}
MAILING = {"smtplib", "flask_mail"}
COUNTING = re.compile(r"tally|tallies|threshold|quorum|vote|ballot|count")
MACHINE_PATHS = re.compile(r"(?<![\w:])/(?:work|home|Users|root|tmp/work)/[a-z.]")
REGISTRY_HOSTS = re.compile(r"(?:pypi\.org/simple|files\.pythonhosted\.org|index-url|extra-index-url|trusted-host)")
TEXT_ENDINGS = {".py", ".md", ".cfg", ".toml", ".txt", ".html", ".css", ".js", ".po", ".json", ".typ", ".csv", ".in", ".mako", ".yml", ".sh", ".conf", ""}


def calls(path: Path) -> Iterator[tuple[ast.Call, str, str]]:
    """Every call of an attribute, with what it is called on (its last name) and the attribute."""
    for node in nodes_of(path):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            holder = node.func.value
            name = holder.attr if isinstance(holder, ast.Attribute) else getattr(holder, "id", "")
            yield node, name, node.func.attr


def test_only_the_transaction_commits() -> None:
    complaints = [
        f"{short(path)}:{call.lineno}"
        for path in python_files()
        if short(path) != "platform_app/database/transaction.py"
        for call, _name, attribute in calls(path)
        if attribute == "commit"
    ]
    fail_if(complaints, "commit() stands only in database/transaction.py")


def test_only_the_clock_reads_the_clock() -> None:
    complaints = []
    for path in python_files():
        if short(path) == "platform_app/kernel/clock.py":
            continue
        complaints += [
            f"{short(path)}:{call.lineno}: {name}.{attribute}" for call, name, attribute in calls(path) if (name, attribute) in READS_THE_CLOCK
        ]
    fail_if(complaints, "The clock is read only in kernel/clock.py")


def test_rules_take_time_as_an_argument() -> None:
    complaints = [
        f"{found.place}"
        for path in python_files()
        if "rules" in path.parts or path.stem in ("rules", "events", "models")
        for found in own_imports(path)
        if found.module == "platform_app.kernel.clock" and {"now", "today"} & set(found.names)
    ]
    fail_if(complaints, "Rules and tables do not read the clock")


def test_only_mail_sends_mail() -> None:
    complaints = []
    for path in python_files():
        if path.is_relative_to(PROGRAM / "mail") or short(path) == "platform_app/extensions.py":
            continue
        for node in nodes_of(path):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            complaints += [f"{short(path)}:{node.lineno}: {module}" for module in modules if module.split(".")[0] in MAILING]
    fail_if(complaints, "Mail is sent only in mail/")


def test_votes_are_counted_in_integers() -> None:
    complaints = []
    for path in python_files():
        if not COUNTING.search(path.stem) or path.is_relative_to(PROGRAM / "operations"):
            continue
        for node in nodes_of(path):
            is_float = (isinstance(node, ast.Constant) and isinstance(node.value, float)) or (isinstance(node, ast.Name) and node.id == "float")
            if is_float or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)):
                complaints.append(f"{short(path)}:{node.lineno}")
    fail_if(complaints, "No floating-point number and no division where votes are counted")


def test_services_know_no_request() -> None:
    forbidden = {"request", "session", "current_user", "g"}
    complaints = []
    for path in python_files():
        if not {"services", "queries", "rules", "events", "models"} & {*path.parts, path.stem}:
            continue
        for node in nodes_of(path):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in ("flask", "flask_login"):
                complaints += [f"{short(path)}:{node.lineno}: {alias.name}" for alias in node.names if alias.name in forbidden]
    fail_if(complaints, "Services and queries never touch the request or the browser's session")


def test_nothing_is_printed_and_nothing_is_caught_blindly() -> None:
    complaints = []
    for path in python_files():
        for node in nodes_of(path):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("print", "breakpoint", "eval", "exec"):
                complaints.append(f"{short(path)}:{node.lineno}: {node.func.id}")
            if isinstance(node, ast.ExceptHandler) and node.type is None:
                complaints.append(f"{short(path)}:{node.lineno}: except without a class")
    fail_if(complaints, "print, eval and blind except")


def test_no_file_names_the_machine_it_was_written_on() -> None:
    complaints = []
    for path in tracked_files():
        if path == Path(__file__) or path.suffix not in TEXT_ENDINGS or "vendor" in path.parts:
            continue
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1):
            if MACHINE_PATHS.search(line) or REGISTRY_HOSTS.search(line):
                complaints.append(f"{short(path)}:{number}: {line.strip()[:100]}")
    fail_if(complaints, "Paths of a machine and addresses of package registries")


def test_no_secret_is_kept_in_the_repository() -> None:
    marks = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----|AKIA[0-9A-Z]{16}|ghp_[A-Za-z0-9]{30}")
    complaints = [
        short(path)
        for path in tracked_files()
        if path != Path(__file__) and path.suffix in TEXT_ENDINGS and marks.search(path.read_text("utf-8", errors="replace"))
    ]
    fail_if(complaints, "Keys")
