"""What the page of the rules says is what the program does: a rule that can be changed is read, and one that nothing reads is fixed."""

import ast
from functools import cache

from platform_app.bylaws.rules import CATALOGUE
from tests.architecture.house import PROGRAM, nodes_of, python_files

# The rooms that stand. Rules of assemblies, subcommittees and changes of membership are kept for the rooms to come.
BUILT = ("admission", "board", "letters", "time", "rights")
_RULES = PROGRAM / "bylaws"
_READERS = {_RULES / "rules" / "rule_set.py"}


@cache
def _texts() -> tuple[frozenset[str], tuple[str, ...]]:
    """Every text that the program holds outside the catalogue and its words, and the beginnings of those that it puts together."""
    nodes = [node for path in python_files() if path in _READERS or _RULES not in path.parents for node in nodes_of(path)]
    whole = frozenset(node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))
    parts = [node.values[0] for node in nodes if isinstance(node, ast.JoinedStr) and node.values]
    return whole, tuple(str(part.value) for part in parts if isinstance(part, ast.Constant) and str(part.value).endswith("."))


def _is_read(key: str) -> bool:
    whole, beginnings = _texts()
    return key in whole or any(key.startswith(beginning) for beginning in beginnings)


def test_a_rule_that_can_be_changed_is_read_by_the_program():
    assert [key for key, rule in CATALOGUE.items() if rule.section in BUILT and not rule.is_fixed and not _is_read(key)] == []


def test_a_fixed_rule_is_read_by_nothing():
    assert [key for key, rule in CATALOGUE.items() if rule.is_fixed and _is_read(key)] == []
