"""What the packages declare: permissions, events, lifecycles, found in the modules themselves."""

import importlib
from collections.abc import Iterator
from types import ModuleType

from platform_app.kernel.events import Event
from platform_app.kernel.lifecycle import Lifecycle
from platform_app.kernel.permissions import Permission
from tests.architecture.house import module_names


def modules() -> Iterator[ModuleType]:
    """Every module of the program, imported."""
    for name in sorted(module_names()):
        if not name.startswith("platform_app.migrations"):
            yield importlib.import_module(name)


def list_permissions() -> list[tuple[str, Permission]]:
    """Permissions with the module that makes them, each once."""
    found = {
        value.code: (module.__name__, value)
        for module in modules()
        if module.__name__.endswith(".permissions")
        for value in vars(module).values()
        if isinstance(value, Permission)
    }
    return [found[code] for code in sorted(found)]


def list_events() -> list[type[Event]]:
    """Every kind of event, by name."""
    list(modules())
    found = {kind for kind in _descendants(Event) if kind.__module__.startswith("platform_app.")}
    return sorted(found, key=lambda kind: kind.name)


def _descendants(kind: type[Event]) -> Iterator[type[Event]]:
    for child in kind.__subclasses__():
        yield child
        yield from _descendants(child)


def list_lifecycles() -> list[Lifecycle]:
    """Every lifecycle, by name."""
    found = {value.name: value for module in modules() for value in vars(module).values() if isinstance(value, Lifecycle)}
    return [found[name] for name in sorted(found)]
