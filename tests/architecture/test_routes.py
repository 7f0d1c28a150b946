"""Every route: a policy, typed variables, an address in kebab case, one transaction where something changes."""

import ast
import re

from flask import Flask
from werkzeug.routing import Rule

from tests.architecture.declared import list_permissions
from tests.architecture.house import FUNCTIONS, PROGRAM, fail_if, nodes_of, python_files, short

SEGMENT = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
VARIABLE = re.compile(r"<(?:(?P<type>[a-z_]+)(?:\([^)]*\))?:)?(?P<name>[a-z_]+)>")
METHODS = {"get", "post", "route", "put", "delete", "patch"}
POLICIES = {"requires", "public"}


def rules_of(app: Flask) -> list[Rule]:
    """The routes that are ours."""
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def test_every_route_has_a_policy_that_some_package_declares(whole_app: Flask) -> None:
    declared = {permission.code for _module, permission in list_permissions()}
    complaints = []
    for rule in rules_of(whole_app):
        policy = getattr(whole_app.view_functions[rule.endpoint], "platform_policy", None)
        if policy != "public" and policy not in declared:
            complaints.append(f"{rule.endpoint} ({rule.rule}): {policy}")
    fail_if(complaints, "Routes without @public or a permission of permissions.py")


def test_every_variable_of_an_address_has_a_type(whole_app: Flask) -> None:
    complaints = [
        f"{rule.endpoint}: {rule.rule}" for rule in rules_of(whole_app) for found in VARIABLE.finditer(rule.rule) if not found["type"]
    ]
    fail_if(complaints, "Write <int:thing_id> or <string:token>")


def test_addresses_are_in_kebab_case(whole_app: Flask) -> None:
    complaints = []
    for rule in rules_of(whole_app):
        segments = [segment for segment in VARIABLE.sub("", rule.rule).strip("/").split("/") if segment]
        if not all(SEGMENT.fullmatch(segment.removesuffix(".csv").removesuffix(".pdf").removesuffix(".json")) for segment in segments):
            complaints.append(f"{rule.endpoint}: {rule.rule}")
        if rule.rule != "/" and rule.rule.endswith("/"):
            complaints.append(f"{rule.endpoint}: {rule.rule} ends with a slash")
    fail_if(complaints, "Addresses")


def test_what_changes_something_is_one_transaction_and_what_reads_is_none(whole_app: Flask) -> None:
    complaints = []
    for rule in rules_of(whole_app):
        is_writing = getattr(whole_app.view_functions[rule.endpoint], "platform_writes", False)
        changes = bool((rule.methods or set()) - {"GET", "HEAD", "OPTIONS"})
        if is_writing != changes:
            complaints.append(f"{rule.endpoint}: {sorted(rule.methods or ())} {'with' if is_writing else 'without'} @writes")
    fail_if(complaints, "@writes and methods")


def test_a_route_reads_or_writes_and_never_both(whole_app: Flask) -> None:
    complaints = [f"{rule.endpoint}: {rule.rule}" for rule in rules_of(whole_app) if {"GET", "POST"} <= (rule.methods or set())]
    fail_if(complaints, "Give GET and POST a view each")


def test_the_policy_stands_below_the_route_and_the_transaction_below_the_policy() -> None:
    complaints = []
    for path in python_files():
        for node in nodes_of(path):
            names = [_name(decorator) for decorator in node.decorator_list] if isinstance(node, FUNCTIONS) else []
            routed = [place for place, name in enumerate(names) if name in METHODS]
            policies = [place for place, name in enumerate(names) if name in POLICIES]
            writing = [place for place, name in enumerate(names) if name == "writes"]
            if routed and (len(policies) != 1 or max(routed) > policies[0] or any(place < policies[0] for place in writing)):
                complaints.append(f"{short(path)}:{node.lineno}: {node.name}: {names}")
    fail_if(complaints, "Order: route, then one policy, then @writes")


def _name(decorator: ast.expr) -> str:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def test_views_stand_in_views() -> None:
    complaints = []
    for path in python_files():
        inside = path.relative_to(PROGRAM).parts
        if "views" in inside or path.stem.endswith("views"):
            continue
        for node in nodes_of(path):
            if isinstance(node, FUNCTIONS) and any(_name(decorator) in METHODS for decorator in node.decorator_list if isinstance(decorator, ast.Call)):
                complaints.append(f"{short(path)}:{node.lineno}: {node.name}")
    fail_if(complaints, "Routes outside of views")
