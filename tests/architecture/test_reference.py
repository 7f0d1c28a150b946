"""The reference names every setting, permission, event, command and lifecycle, and is what the code says today."""

from collections.abc import Iterator
from dataclasses import fields

import click

from platform_app.cli import cli
from platform_app.config import Settings
from platform_app.operations import reference
from tests.architecture.declared import list_events, list_lifecycles, list_permissions
from tests.architecture.house import ROOT, fail_if

FOLDER = ROOT / "docs" / "reference"


def text_of(name: str) -> str:
    """A page of the reference as it is kept."""
    return (FOLDER / name).read_text("utf-8")


def commands(command: click.Command, words: str = "") -> Iterator[str]:
    """The words of every command."""
    if not isinstance(command, click.Group):
        yield words
        return
    for name, inner in command.commands.items():
        yield from commands(inner, f"{words} {name}".strip())


def test_the_reference_is_what_the_code_says() -> None:
    wanted = reference.pages()
    kept = {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.md")}
    complaints = [f"docs/reference/{name}" for name in wanted.keys() | kept.keys() if wanted.get(name) != kept.get(name)]
    fail_if(complaints, "Out of date; run `make docs`")


def test_everything_with_a_name_is_in_the_reference() -> None:
    complaints = [f"setting {field.metadata['environment']}" for field in fields(Settings) if f"`{field.metadata['environment']}`" not in text_of("settings.md")]
    complaints += [f"permission {one.code}" for _module, one in list_permissions() if f"`{one.code}`" not in text_of("permissions.md")]
    complaints += [f"event {one.name}" for one in list_events() if not one.__subclasses__() and f"`{one.name}`" not in text_of("events.md")]
    complaints += [f"command {words}" for words in commands(cli) if f"## {words}\n" not in text_of("commands.md")]
    complaints += [f"lifecycle {one.name}" for one in list_lifecycles() if f"## {one.name}\n" not in text_of("lifecycles.md")]
    fail_if(complaints, "Missing from docs/reference")


def test_every_command_and_option_says_what_it_does() -> None:
    complaints = []
    for words, command in reference._commands(cli, ()):
        if not command.help:
            complaints.append(f"{' '.join(words)} has no help")
        complaints += [
            f"{' '.join(words)} {option.opts[0]} has no help" for option in command.params if isinstance(option, click.Option) and not option.help
        ]
    fail_if(complaints, "Commands without help")
