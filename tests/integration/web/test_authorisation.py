"""Who may do what, over all routes: tests/authorisation.csv against the application, cell by cell through the client."""

import ast
from collections import defaultdict
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest
from flask import url_for

from platform_app.kernel.permissions import Permission
from platform_app.kernel.roles import Role
from platform_app.web.access import PUBLIC, policy_of
from tests.canaries import SEALED, readable
from tests.demonstrations import contents, csrf_of, differing
from tests.integration.web.matrix import (
    ANSWERS,
    KNOWN_SUBJECTS,
    RELATIONS,
    ROLES,
    cells,
    cells_by_turns,
    person_of,
    read_table,
    routes,
    rows_for,
    told,
    values_of,
    variables_of,
    why_wrong,
)

CODE = Path(__file__).parents[3] / "platform_app"
PACKAGES = sorted(path.parent.name for path in CODE.glob("*/permissions.py") if hasattr(import_module(f"platform_app.{path.parent.name}.permissions"), "PERMISSIONS"))


def declared():
    """Every permission of every package by its code, with the package and the name of its constant."""
    found = {}
    for package in PACKAGES:
        module = import_module(f"platform_app.{package}.permissions")
        names = {value.code: name for name, value in vars(module).items() if isinstance(value, Permission)}
        found |= {permission.code: (permission, package, names[permission.code]) for permission in module.PERMISSIONS}
    return found


def used_names(package):
    """The constants of a package's permissions that its code imports."""
    found = set()
    for path in (CODE / package).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == f"platform_app.{package}.permissions":
                found |= {alias.name for alias in node.names}
    return found


def test_the_table_is_written_in_its_own_words():
    problems = [f"{row.permission}, {row.subject}: relation {row.relation!r}" for row in read_table() if row.relation not in RELATIONS]
    problems += [f"{row.permission}, {row.subject}: {answer!r}" for row in read_table() for answer in row.answers.values() if answer not in ANSWERS]
    problems += [f"{row.permission}: the tests know no subject {row.subject!r}" for row in read_table() if row.subject not in KNOWN_SUBJECTS]
    keys = [(row.permission, row.subject, row.relation) for row in read_table()]
    problems += [f"twice: {key}" for key in set(keys) if keys.count(key) > 1]
    assert not problems, told(problems)


def test_every_route_and_every_variable_of_an_address_is_in_the_table(app):
    problems = []
    for rule, policy in routes(app):
        for subject in variables_of(rule) or ("-",):
            relations = {row.relation for row in rows_for(policy, subject)}
            if not relations:
                problems.append(f"{rule.endpoint} ({rule.rule}): no row for {policy}, {subject} in tests/authorisation.csv")
            elif subject != "-" and not {"another's", "missing"} <= relations:
                problems.append(f"{policy}, {subject}: rows for another's and for missing are needed, there are {sorted(relations)}")
    assert not problems, told(problems)


def test_every_permission_of_the_table_guards_a_route_and_tells_of_those_whose_right_was_withdrawn(app):
    on_routes = {(policy, subject) for rule, policy in routes(app) for subject in variables_of(rule) or ("-",)}
    problems = [f"no route for {row.permission}, {row.subject}" for row in read_table() if (row.permission, row.subject) not in on_routes]
    withdrawn = {row.permission for row in read_table() if row.relation == "withdrawn"}
    problems += [f"{policy} has no row for withdrawn" for policy in {policy for _rule, policy in routes(app)} - withdrawn]
    assert not problems, told(problems)


def test_every_permission_is_listed_by_its_package_and_used(app):
    policies = {policy for _rule, policy in routes(app)} - {PUBLIC}
    assert policies <= set(declared()), f"not in PERMISSIONS of a package: {sorted(policies - set(declared()))}"
    constants = {(package, name) for _permission, package, name in declared().values()}
    listed = {(package, name) for package in PACKAGES for name in used_names(package) if name.isupper() and name != "PERMISSIONS"}
    assert constants == listed, f"listed but unused: {sorted(constants - listed)}; used but not listed: {sorted(listed - constants)}"


def test_the_holders_of_each_permission_are_those_of_the_table():
    said = defaultdict(set)
    for row in read_table():
        if row.permission != PUBLIC and row.relation not in ("withdrawn", "missing"):
            said[row.permission] |= {role for role, answer in row.answers.items() if answer in ("yes", "not-found")}
    accounts = set(ROLES) - {"visitor", "applicant"}
    problems = []
    for code, holders in said.items():
        roles = declared()[code][0].roles
        expected = accounts if Role.USER in roles else {role.value for role in roles}
        if holders != expected:
            problems.append(f"{code}: the table says {sorted(holders)}, permissions.py {sorted(expected)}")
    assert not problems, told(problems)


class Walk:
    """A role's way over the cells of the table; a browser for each person of the cast that stands for it."""

    def __init__(self, demonstration, role, *, is_thorough):
        self.demonstration, self.role, self.is_thorough = demonstration, role, is_thorough
        self.clients, self.problems, self.tried = {}, [], 0

    def cells(self, method):
        """The cells of this role and method that this run tries."""
        found = cells(self.demonstration.app) if self.is_thorough else cells_by_turns(self.demonstration.app)
        return [cell for cell in found if (cell.role, cell.method) == (self.role, method)]

    def ask(self, cell):
        """Try one cell and note what is wrong with the answer; the answer is the status."""
        person = person_of(cell)
        if person not in self.clients:
            client = self.demonstration.client(person)
            self.clients[person] = client, csrf_of(client)
        client, csrf = self.clients[person]
        with self.demonstration.app.test_request_context():
            path = url_for(cell.endpoint, **values_of(self.demonstration, cell))
        response = client.open(path, method=cell.method, data={"csrf_token": csrf} if cell.method == "POST" else None)
        text = readable(response) if self.role != "screening-officer" and cell.endpoint != "static" else ""
        response.close()
        self.tried += 1
        self.problems += [f"{cell}: shows {word}, which is sealed ({path})" for word in SEALED if word in text]
        self.problems += [f"{wrong} ({path})"] if (wrong := why_wrong(cell, response.status_code)) else []
        return response.status_code

    def finish(self):
        """Say what was wrong on the way."""
        assert self.tried, f"no cell for {self.role}"
        assert not self.problems, told(self.problems)


@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_shown_to_whom_the_table_says_and_reading_writes_nothing(demonstration, is_thorough, role):
    walk, before = Walk(demonstration, role, is_thorough=is_thorough), contents(demonstration.app)
    for cell in walk.cells("GET"):
        walk.ask(cell)
    changed = differing(before, contents(demonstration.app))
    walk.problems += [f"reading wrote into {name}" for name in changed]
    walk.finish()


@pytest.mark.parametrize("role", ROLES)
def test_every_form_is_taken_from_whom_the_table_says(demonstration, is_thorough, role):
    walk = Walk(demonstration, role, is_thorough=is_thorough)
    for cell in walk.cells("POST"):
        if walk.ask(cell) < 400:
            walk.clients.clear()
            demonstration.put_back()
    walk.finish()


@pytest.mark.parametrize("role", ["visitor", "secretariat"])
@pytest.mark.parametrize("method", ["HEAD", "OPTIONS"])
def test_asking_about_a_page_writes_nothing_either(demonstration, is_thorough, role, method):
    walk, before = Walk(demonstration, role, is_thorough=is_thorough), contents(demonstration.app)
    for cell in walk.cells("GET"):
        walk.ask(replace(cell, method=method))
    assert differing(before, contents(demonstration.app)) == []


def test_a_draft_is_nobodys_business_but_its_applicants(demonstration):
    draft = demonstration.cast.ids["application draft"]
    for role in ("secretariat", "contractor", "screening-officer"):
        client = demonstration.client(role)
        for path in ("", "/release" if role == "secretariat" else "", f"/documents/{demonstration.cast.ids['attachment draft']}"):
            assert client.get(f"/secretariat/applications/{draft}{path}").status_code == 404


def test_a_route_without_policy_has_none(app):
    assert all(policy_of(app, rule.endpoint) for rule in app.url_map.iter_rules())
