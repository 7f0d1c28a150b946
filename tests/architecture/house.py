"""The tree as the tests of the house see it: files, syntax trees, imports, and complaints that name file and line."""

import ast
import subprocess
from collections.abc import Iterable, Iterator
from configparser import ConfigParser
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / "platform_app"
TEMPLATES = ROOT / "templates"
TRANSLATIONS = ROOT / "translations"
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@cache
def tracked_files() -> tuple[Path, ...]:
    """Every file of the repository that is there: those under version control and new ones that are not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True, text=True
    )
    return tuple(path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file())


@cache
def python_files(folder: Path = PROGRAM) -> tuple[Path, ...]:
    """The Python files below a folder, in order."""
    return tuple(sorted(path for path in folder.rglob("*.py") if "__pycache__" not in path.parts))


@cache
def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text("utf-8"), str(path))


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """Every node of the syntax tree of a file, the outer ones first."""
    return tuple(ast.walk(tree_of(path)))


def short(path: Path) -> str:
    """A path as complaints write it."""
    return str(path.relative_to(ROOT))


def module_name(path: Path) -> str:
    """`platform_app.mail.rules` for its file."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def module_names() -> frozenset[str]:
    """Every module of the program."""
    return frozenset(module_name(path) for path in python_files())


@dataclass(frozen=True)
class Import:
    """One import of a module of our own."""

    importer: Path
    line: int
    module: str
    names: tuple[str, ...]
    is_nested: bool

    @property
    def place(self) -> str:
        """File and line."""
        return f"{short(self.importer)}:{self.line}"


@cache
def own_imports(path: Path) -> tuple[Import, ...]:
    """What a file imports of the program, each name of a package resolved to the module that it is."""
    top = set(map(id, tree_of(path).body))
    found = []
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names if alias.name.split(".")[0] == "platform_app"]
            found += [Import(path, node.lineno, name, (), id(node) not in top) for name in names]
        if isinstance(node, ast.ImportFrom) and (node.level or (node.module or "").split(".")[0] == "platform_app"):
            found += _resolved(path, node, is_nested=id(node) not in top)
    return tuple(found)


def _resolved(path: Path, node: ast.ImportFrom, *, is_nested: bool) -> Iterator[Import]:
    module = "." * node.level + (node.module or "")
    for alias in node.names:
        inner = f"{module}.{alias.name}"
        if inner in module_names():
            yield Import(path, node.lineno, inner, (), is_nested)
        else:
            yield Import(path, node.lineno, module, (alias.name,), is_nested)


@cache
def settings_of_house(section: str) -> dict[str, str]:
    """A section of setup.cfg."""
    parser = ConfigParser()
    parser.read(ROOT / "setup.cfg", "utf-8")
    return dict(parser[section])


@cache
def functions_of(path: Path) -> tuple[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef], ...]:
    """Every function and method of a file, nested ones too, with its dotted name."""
    return tuple(_functions(tree_of(path), ""))


def _functions(tree: ast.AST, outer: str) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            if isinstance(node, FUNCTIONS):
                yield outer + node.name, node
            yield from _functions(node, f"{outer}{node.name}.")
        elif isinstance(node, (ast.stmt, ast.ExceptHandler, ast.match_case)):
            yield from _functions(node, outer)


def fail_if(complaints: Iterable[str], rule: str) -> None:
    """Fail with the rule and one line for each offender."""
    found = sorted(set(complaints))
    assert not found, "\n".join(["", f"{rule} ({len(found)}):", *found])
