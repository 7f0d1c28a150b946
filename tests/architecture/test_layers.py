"""Who may import whom: the chain of packages, the files inside one, and no circles. The data is in setup.cfg, [layers] and [files]."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.house import FUNCTIONS, PROGRAM, Import, fail_if, module_name, own_imports, python_files, settings_of_house, tree_of

RANKS = {
    name: rank
    for rank, line in enumerate(filter(None, settings_of_house("layers")["packages"].splitlines()))
    for name in line.split()
}
MACHINERY = set(settings_of_house("layers")["machinery"].split())
PUBLIC = set(settings_of_house("layers")["public"].split())
COLLECTORS = {"app", "cli", "reactions", "scheduler"}
MAY_IMPORT = {name: set(files.split()) for name, files in settings_of_house("files").items()}
PURE = {"kernel", "rules", "events"}
IMPURE_LIBRARIES = {"flask", "flask_sqlalchemy", "flask_login", "flask_mail", "flask_wtf", "sqlalchemy", "wtforms", "click"}


def parts_of(module: str) -> tuple[str, str]:
    """Package and file of a module's name; the file is empty for the package itself."""
    parts = [*module.split("."), "", ""]
    return parts[1], parts[2]


def every_import() -> Iterator[tuple[str, str, Import]]:
    """Package and file of the importer, and the import."""
    for path in python_files():
        package, file = parts_of(module_name(path))
        for found in own_imports(path):
            yield package, file, found


def test_every_package_has_its_place_in_the_chain() -> None:
    packages = {path.stem for path in PROGRAM.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
    fail_if(packages - {"__init__"} - set(RANKS), "Write these into [layers] of setup.cfg")


def test_imports_go_down_the_chain() -> None:
    complaints = []
    for package, _file, found in every_import():
        other, _other_file = parts_of(found.module)
        if other and package and other != package and RANKS[other] >= RANKS[package]:
            complaints.append(f"{found.place}: {package} imports {other}, which stands above or beside it")
    fail_if(complaints, "A package may import only those below it")


def test_imports_name_the_module_never_the_root_and_never_relatively() -> None:
    complaints = [
        f"{found.place}: {found.module}"
        for _package, _file, found in every_import()
        if found.module == "platform_app" or found.module.startswith(".") or (found.names == () and _is_plain_import(found))
    ]
    fail_if(complaints, "Write `from platform_app.config import Settings`")


def _is_plain_import(found: Import) -> bool:
    return found.importer.read_text("utf-8").splitlines()[found.line - 1].strip().startswith("import ")


def test_own_imports_stand_at_the_top_of_the_file() -> None:
    fail_if((f"{found.place}: {found.module}" for _package, _file, found in every_import() if found.is_nested), "Own imports inside functions or conditions")


def test_packages_show_only_their_public_files() -> None:
    complaints = []
    for package, _file, found in every_import():
        other, file = parts_of(found.module)
        if other == package or other in MACHINERY or not file:
            continue
        if file in PUBLIC or (package in COLLECTORS and file != "models"):
            continue
        complaints.append(f"{found.place}: {other}.{file} belongs to {other} alone")
    fail_if(complaints, f"Between packages only {', '.join(sorted(PUBLIC))} are public")


def test_tables_of_another_package_are_never_imported() -> None:
    complaints = []
    for package, _file, found in every_import():
        other, file = parts_of(found.module)
        if other != package and file == "models":
            complaints.append(f"{found.place}: {found.module}")
    fail_if(complaints, "Another package's table appears only as a foreign-key string")


def test_files_inside_a_package_import_in_one_direction() -> None:
    complaints = []
    for package, file, found in every_import():
        other, other_file = parts_of(found.module)
        if package != other or file == other_file or package in MACHINERY - {"audit", "operations"} or not other_file:
            continue
        allowed = MAY_IMPORT.get(file, MAY_IMPORT["services"] | {"services"})
        if f"{other_file}*" in allowed and _takes_types_only(found, other_file):
            continue
        if other_file in MAY_IMPORT and other_file not in allowed:
            complaints.append(f"{found.place}: {file} imports {other_file}")
    fail_if(complaints, "See [files] in setup.cfg")


def _takes_types_only(found: Import, file: str) -> bool:
    tree = tree_of(found.importer)
    annotations = [node.annotation for node in ast.walk(tree) if isinstance(node, (ast.arg, ast.AnnAssign)) and node.annotation]
    annotations += [node.returns for node in ast.walk(tree) if isinstance(node, FUNCTIONS) and node.returns]
    in_signatures = {id(name) for annotation in annotations for name in ast.walk(annotation)}
    uses = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id in found.names]
    return all(name[0].isupper() for name in found.names) and (file != "models" or all(id(node) in in_signatures for node in uses))


def test_rules_and_events_and_the_kernel_are_pure_python() -> None:
    complaints = []
    for path in python_files():
        package, file = parts_of(module_name(path))
        if package != "kernel" and file not in PURE:
            continue
        complaints += [f"{found.place}: {found.module}" for found in own_imports(path) if not _is_pure(found.module, package)]
        complaints += _impure_libraries(path)
    fail_if(complaints, "Rules, events and the kernel import the kernel and rules, and no framework")


def _is_pure(module: str, package: str) -> bool:
    other, file = parts_of(module)
    return other == "kernel" or file in PURE or (other == package == "kernel")


def _impure_libraries(path: Path) -> list[str]:
    lines = path.read_text("utf-8").splitlines()
    words = [(number, line.split()) for number, line in enumerate(lines, 1)]
    return [
        f"{path.name}:{number}: {found[1]}"
        for number, found in words
        if len(found) > 1 and found[0] in ("from", "import") and found[1].split(".")[0] in IMPURE_LIBRARIES
    ]


def test_there_are_no_circles() -> None:
    graph = {module_name(path): {found.module for found in own_imports(path)} for path in python_files()}
    circles, done = set(), set()
    for start in sorted(graph):
        _walk(start, graph, [], done, circles)
    fail_if(circles, "Circles of imports")


def _walk(module: str, graph: dict[str, set[str]], way: list[str], done: set[str], circles: set[str]) -> None:
    if module in way:
        circles.add(" → ".join([*way[way.index(module):], module]))
        return
    if module in done:
        return
    for following in sorted(graph.get(module, ())):
        _walk(following, graph, [*way, module], done, circles)
    done.add(module)
