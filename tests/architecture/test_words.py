"""Every code that a person may be told of has words: reasons, errors, enums that pages show."""

import ast
from collections.abc import Iterator
from enum import Enum
from inspect import isclass
from pathlib import Path

from flask import Flask
from flask_babel import force_locale

from platform_app.kernel import errors
from platform_app.kernel.errors import PlatformError
from platform_app.web.words import say
from tests.architecture.house import fail_if, nodes_of, python_files, short

ERRORS = {name for name, value in vars(errors).items() if isclass(value) and issubclass(value, PlatformError)}
SPEAKERS = ERRORS | {"Reason", "LinkUnusable"}


def codes(path: Path) -> Iterator[tuple[str, int]]:
    """The codes that a file gives to reasons, errors and conflicts, with the line."""
    for node in nodes_of(path):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            values = [node.args[0]] if name in SPEAKERS and node.args else []
            values += [node.args[1]] if name == "conflict_on" and len(node.args) > 1 else []
            values += [keyword.value for keyword in node.keywords if keyword.arg == "code" and name in SPEAKERS | {"conflict_on"}]
            for value in values:
                yield from _texts(value)
        if isinstance(node, ast.ClassDef):
            for line in node.body:
                if isinstance(line, ast.Assign) and getattr(line.targets[0], "id", "") == "code":
                    yield from _texts(line.value)


def _texts(value: ast.expr) -> Iterator[tuple[str, int]]:
    choices = [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]
    for choice in choices:
        if isinstance(choice, ast.Constant) and isinstance(choice.value, str) and (choice.value.count(".") == 1):
            yield choice.value, choice.lineno


def is_worded(thing: object) -> bool:
    """Whether both languages have words for it."""
    try:
        for language in ("ja", "en"):
            with force_locale(language):
                say(thing)
    except LookupError:
        return False
    return True


def test_every_code_has_words(whole_app: Flask) -> None:
    complaints = []
    with whole_app.app_context():
        for path in python_files():
            complaints += [f"{short(path)}:{line}: {code}" for code, line in codes(path) if not is_worded(code)]
    fail_if(complaints, "Codes without words")


def test_enums_that_have_some_words_have_all_of_them(whole_app: Flask) -> None:
    worded = {key[0] for key in whole_app.extensions["platform.words"] if isinstance(key, tuple) and isclass(key[0])}
    with whole_app.app_context():
        complaints = [
            f"{kind.__module__}.{kind.__name__}.{member.name}"
            for kind in worded
            if issubclass(kind, Enum)
            for member in kind
            if not is_worded(member)
        ]
    fail_if(complaints, "Enum members without words")
