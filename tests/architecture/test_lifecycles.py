"""Each status can be reached, has somebody whose turn it is, and has words in both languages."""

import ast
from collections import Counter

from flask import Flask
from flask_babel import force_locale

from platform_app.kernel.lifecycle import Turn
from platform_app.web.words import say
from tests.architecture.declared import list_events, list_lifecycles, list_permissions
from tests.architecture.house import fail_if, nodes_of, python_files


def test_lifecycles_have_names_of_their_own() -> None:
    names = Counter(lifecycle.name for lifecycle in list_lifecycles())
    assert names and max(names.values()) == 1


def test_every_status_can_be_reached() -> None:
    complaints = [
        f"{lifecycle.name}: {state}" for lifecycle in list_lifecycles() for state in lifecycle.transitions if state not in lifecycle.reachable
    ]
    fail_if(complaints, "Statuses that nothing leads to")


def test_it_is_somebodys_turn_until_the_end_or_the_code_says_that_it_is_nobodys() -> None:
    stated = turns_in_the_code()
    complaints = []
    for lifecycle in list_lifecycles():
        for state in lifecycle.transitions:
            if state in lifecycle.final and lifecycle.turn[state] is not Turn.NOBODY:
                complaints.append(f"{lifecycle.name}: {state} is over, but it is still somebody’s turn")
            if state not in lifecycle.final and state.name not in stated[lifecycle.name]:
                complaints.append(f"{lifecycle.name}: {state} names nobody, not even Turn.NOBODY")
    fail_if(complaints, "Turns")


def turns_in_the_code() -> dict[str, set[str]]:
    """The names of the statuses that each lifecycle's table of turns mentions."""
    found = {}
    for path in python_files():
        for node in nodes_of(path):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Lifecycle" and isinstance(node.args[0], ast.Constant):
                turn = next(keyword.value for keyword in node.keywords if keyword.arg == "turn")
                found[str(node.args[0].value)] = {key.attr for key in ast.walk(turn) if isinstance(key, ast.Attribute)}
    return found


def test_every_status_has_words(whole_app: Flask) -> None:
    complaints = []
    with whole_app.app_context():
        for lifecycle in list_lifecycles():
            complaints += [f"{lifecycle.name}: {state}" for state in lifecycle.transitions if not has_words(state)]
    fail_if(complaints, "Statuses without words")


def test_every_permission_and_event_has_words(whole_app: Flask) -> None:
    with whole_app.app_context():
        complaints = [f"permission {permission.code} ({module})" for module, permission in list_permissions() if not has_words(permission)]
        complaints += [f"event {event.name} ({event.__module__})" for event in list_events() if not event.__subclasses__() and not has_words(event.name)]
    fail_if(complaints, "Permissions and events without words")


def has_words(thing: object) -> bool:
    """Whether both languages have words, and not the code itself."""
    try:
        for language in ("ja", "en"):
            with force_locale(language):
                if not say(thing).strip():
                    return False
    except LookupError:
        return False
    return True


def test_permissions_have_holders_and_events_their_subject() -> None:
    complaints = [f"{module}: {permission.code} is held by nobody" for module, permission in list_permissions() if not permission.roles]
    complaints += [
        f"{module}: {permission.code} is not of this package"
        for module, permission in list_permissions()
        if permission.code.split(".")[0] != module.split(".")[1]
    ]
    for event in list_events():
        subject = getattr(event, "subject_type", None)
        if subject is None or f"{subject}_id" not in event.__dataclass_fields__:
            complaints.append(f"{event.__module__}.{event.__name__} has no field {subject}_id")
    fail_if(complaints, "Permissions and events")


def test_events_hold_ids_and_codes_never_names_or_free_text() -> None:
    complaints = []
    for event in list_events():
        for field in event.__dataclass_fields__.values():
            kind = str(field.type)
            is_text = kind in ("str", "<class 'str'>", "str | None")
            if is_text and not field.name.endswith(("_code", "_type", "_kind", "_sha256", "code", "kind", "question", "_version", "number")):
                complaints.append(f"{event.__module__}.{event.__name__}.{field.name}: {kind}")
    fail_if(complaints, "Texts in events")
