"""The reference under docs/reference, written from the code: settings, permissions, events, commands, lifecycles.

It looks at the whole program from outside, so it finds modules by name instead of importing those above it.
"""

import importlib
import pkgutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import MISSING, fields
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

import click
from flask import Flask
from flask_babel import force_locale

from platform_app.config import Settings, complete
from platform_app.kernel.events import Event
from platform_app.kernel.lifecycle import Lifecycle
from platform_app.kernel.permissions import Permission
from platform_app.kernel.roles import Role
from platform_app.web.words import say

_WRITTEN_BY = "Written from the code by `make docs`; a test compares it. Change the code, not this page."
_NOT_CODE = ("platform_app.migrations", "platform_app.templates", "platform_app.translations")


def pages() -> dict[str, str]:
    """Each page of the reference by its file's name."""
    with TemporaryDirectory() as folder:
        app: Flask = importlib.import_module("platform_app.app").create_app(complete(Settings(instance_path=folder)))
    with app.app_context(), force_locale("en"):
        made = {
            "settings.md": _page("Settings", "Environment variables, read at the start.", settings_lines()),
            "permissions.md": _page("Permissions", "Who may do what. A route names one of these, or is public.", permission_lines()),
            "events.md": _page("Events", "What the ledger records: ids and codes, no names and no free text.", event_lines()),
            "commands.md": _page("Commands", "`platform-app …`; exit code 0 done, 1 refused or failed, 2 wrong usage.", command_lines()),
            "lifecycles.md": _page("Lifecycles", "Which status may follow which, and whose turn it is.", lifecycle_lines()),
        }
    titles = [f"- [{name.removesuffix('.md').capitalize()}]({name})" for name in made]
    return {"README.md": _page("Reference", "What there is, by name.", titles)} | made


def _page(title: str, purpose: str, lines: Iterable[str]) -> str:
    return "\n".join([f"# {title}", "", purpose, _WRITTEN_BY, "", *lines, ""])


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return ["| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines]


def modules() -> Iterator[ModuleType]:
    """Every module of the program."""
    root = importlib.import_module("platform_app")
    for found in pkgutil.walk_packages(root.__path__, "platform_app."):
        if not found.name.startswith(_NOT_CODE):
            yield importlib.import_module(found.name)


def declared(kind: type[Any]) -> list[Any]:
    """Every value of a kind that a module holds under a name, each once."""
    found: dict[int, Any] = {}
    for module in modules():
        found |= {id(value): value for value in vars(module).values() if isinstance(value, kind)}
    return list(found.values())


def settings_lines() -> list[str]:
    """Every setting with its variable, unit and defaults."""
    development = complete(Settings(instance_path="/instance"))
    rows = []
    for field in fields(Settings):
        default = "" if field.default is MISSING else field.default
        filled = getattr(development, field.name)
        in_development = "" if filled == default else "a public constant" if "key" in field.name else f"`{filled}`"
        rows.append((f"`{field.metadata['environment']}`", field.metadata["unit"], f"`{default}`" if default != "" else "", in_development))
    return table(("variable", "value", "default", "filled in for development"), rows)


def permission_lines() -> list[str]:
    """Every permission with its words and holders."""
    found = sorted(declared(Permission), key=lambda permission: permission.code)
    order = list(Role)
    rows = [(f"`{one.code}`", say(one), ", ".join(f"`{role}`" for role in sorted(one.roles, key=order.index))) for one in found]
    return table(("permission", "allows", "held by"), rows)


def event_lines() -> list[str]:
    """Every event with what it says, its subject and its fields."""
    kinds = [kind for module in modules() for kind in vars(module).values() if isinstance(kind, type) and issubclass(kind, Event)]
    concrete = {kind.name: kind for kind in kinds if kind is not Event and hasattr(kind, "subject_type") and not kind.__subclasses__()}
    rows = [
        (f"`{name}`", _first_sentence(kind.__doc__), f"`{kind.subject_type}`", ", ".join(f"`{field.name}`" for field in fields(kind)))
        for name, kind in sorted(concrete.items())
    ]
    return table(("event", "tells", "subject", "fields"), rows)


def _first_sentence(text: str | None) -> str:
    return " ".join((text or "").strip().split("\n\n")[0].split())


def command_lines() -> list[str]:
    """Every command with its help, arguments and options."""
    lines: list[str] = []
    for words, command in _commands(importlib.import_module("platform_app.cli").cli, ()):
        context = click.Context(command)
        usage = " ".join(["platform-app", *words, *command.collect_usage_pieces(context)[1:]])
        lines += [f"## {' '.join(words)}", "", f"`{usage}`", "", _first_sentence(command.help), ""]
        options = [option.get_help_record(context) for option in command.params if isinstance(option, click.Option)]
        if any(options):
            lines += [*table(("option", "does"), ((f"`{record[0]}`", _first_sentence(record[1])) for record in options if record)), ""]
    return lines[:-1]


def _commands(command: click.Command, words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    if not isinstance(command, click.Group):
        yield words, command
        return
    for name in sorted(command.commands):
        yield from _commands(command.commands[name], (*words, name))


def lifecycle_lines() -> list[str]:
    """Every lifecycle as a picture and a table."""
    lines: list[str] = []
    for lifecycle in sorted(declared(Lifecycle), key=lambda lifecycle: str(lifecycle.name)):
        lines += [f"## {lifecycle.name}", "", "```mermaid", *_picture(lifecycle), "```", ""]
        rows = [(f"`{state}`", say(state), say(lifecycle.turn[state])) for state in lifecycle.transitions]
        lines += [*table(("status", "shown as", "whose turn"), rows), ""]
    return lines[:-1]


def _picture(lifecycle: Lifecycle[Any]) -> list[str]:
    arrows = [f"  {state} --> {following}" for state, all_following in lifecycle.transitions.items() for following in sorted(all_following)]
    ends = [f"  {state} --> [*]" for state in lifecycle.transitions if state in lifecycle.final]
    return ["stateDiagram-v2", f"  [*] --> {lifecycle.initial}", *arrows, *ends]


def write(folder: Path) -> None:
    """Write every page, and delete those that no longer exist."""
    folder.mkdir(parents=True, exist_ok=True)
    made = pages()
    for path in folder.glob("*.md"):
        if path.name not in made:
            path.unlink()
    for name, text in made.items():
        (folder / name).write_text(text, "utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
