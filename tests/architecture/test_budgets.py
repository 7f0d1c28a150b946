"""The budgets of the house. There is no list of exceptions."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.house import FUNCTIONS, fail_if, functions_of, module_name, nodes_of, python_files, short, tree_of

FILE_LINES = 400
FUNCTION_LINES = 50
VIEW_LINES = 25
NINETIETH_PERCENTILE_LINES = 30
DOCSTRING_LINES = 12
HOMELESS = {"utils", "util", "helpers", "helper", "common", "misc", "services2", "tools", "stuff"}


def every_function() -> Iterator[tuple[Path, str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Every function and method of the program."""
    for path in python_files():
        for name, node in functions_of(path):
            yield path, name, node


def length_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the end, without decorators."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def is_public(name: str) -> bool:
    """Whether neither the function nor what holds it is marked as private."""
    return not name.split(".")[-1].startswith("_")


def is_view(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a decorator makes it a route."""
    routing = {"get", "post", "route", "put", "delete", "patch"}
    called = [decorator.func for decorator in node.decorator_list if isinstance(decorator, ast.Call)]
    return any(isinstance(function, ast.Attribute) and function.attr in routing for function in called)


def test_files_are_short() -> None:
    complaints = []
    for path in python_files():
        lines = len(path.read_text("utf-8").splitlines())
        if lines > FILE_LINES:
            complaints.append(f"{short(path)}: {lines} lines")
    fail_if(complaints, f"Files of more than {FILE_LINES} lines")


def test_functions_are_short() -> None:
    complaints = [
        f"{short(path)}:{node.lineno}: {name} has {length_of(node)} lines"
        for path, name, node in every_function()
        if length_of(node) > FUNCTION_LINES
    ]
    fail_if(complaints, f"Functions of more than {FUNCTION_LINES} lines")


def test_views_are_shorter() -> None:
    complaints = [
        f"{short(path)}:{node.lineno}: {name} has {length_of(node)} lines"
        for path, name, node in every_function()
        if is_view(node) and length_of(node) > VIEW_LINES
    ]
    fail_if(complaints, f"Views of more than {VIEW_LINES} lines")


def test_nine_functions_in_ten_are_shorter_still() -> None:
    lengths = sorted(length_of(node) for _path, _name, node in every_function())
    assert lengths[len(lengths) * 9 // 10] <= NINETIETH_PERCENTILE_LINES


def test_every_public_function_says_what_it_does() -> None:
    complaints = [
        f"{short(path)}:{node.lineno}: {name}"
        for path, name, node in every_function()
        if is_public(name) and not ast.get_docstring(node)
    ]
    fail_if(complaints, "Functions without a docstring")


def test_every_public_function_says_what_it_returns() -> None:
    complaints = [
        f"{short(path)}:{node.lineno}: {name}" for path, name, node in every_function() if is_public(name) and node.returns is None
    ]
    fail_if(complaints, "Functions without a return type")


def test_every_module_and_public_class_says_what_it_owns() -> None:
    complaints = []
    for path in python_files():
        if not ast.get_docstring(tree_of(path)):
            complaints.append(f"{short(path)}:1: module")
        classes = [node for node in nodes_of(path) if isinstance(node, ast.ClassDef)]
        complaints += [
            f"{short(path)}:{node.lineno}: class {node.name}"
            for node in classes
            if not node.name.startswith("_") and not ast.get_docstring(node)
        ]
    fail_if(complaints, "Modules and classes without a docstring")


def test_docstrings_are_short() -> None:
    complaints = []
    for path, name, node in every_function():
        if len((ast.get_docstring(node) or "").splitlines()) > DOCSTRING_LINES:
            complaints.append(f"{short(path)}:{node.lineno}: {name}")
    fail_if(complaints, f"Docstrings of more than {DOCSTRING_LINES} lines")


def test_every_thing_has_a_noun() -> None:
    complaints = [short(path) for path in python_files() if set(module_name(path).split(".")) & HOMELESS]
    fail_if(complaints, "A thing with no noun has no home")


def test_use_cases_take_keywords_only() -> None:
    complaints = []
    for path in python_files():
        if "services" not in module_name(path).split(".")[2:]:
            continue
        for node in tree_of(path).body:
            if not isinstance(node, FUNCTIONS) or node.name.startswith("_"):
                continue
            takes = {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)}
            if "by" in takes and len(node.args.args) > 1:
                complaints.append(f"{short(path)}:{node.lineno}: {node.name}")
    fail_if(complaints, "Use cases whose arguments may be swapped")
