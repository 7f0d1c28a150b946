"""`platform-app`: the packages' commands under one name, with one rule for what goes wrong.

Exit codes: 0 done; 1 refused or failed, with one line of reason on standard error; 2 wrong usage.
"""

import sys

import click
from flask import Flask
from flask.cli import FlaskGroup, ScriptInfo
from sqlalchemy.exc import DBAPIError

from platform_app.app import create_app
from platform_app.audit.cli import audit
from platform_app.config import SettingsError, read_settings
from platform_app.kernel.errors import InvalidInput, PlatformError, RuleViolation
from platform_app.web.words import say

COMMANDS: tuple[click.Command, ...] = (audit,)


def _make_app() -> Flask:
    return create_app(read_settings())


cli = FlaskGroup(
    name="platform-app",
    create_app=_make_app,
    add_default_commands=False,
    add_version_option=False,
    load_dotenv=False,
    help="Membership and governance of a public-private platform.",
)
for command in COMMANDS:
    cli.add_command(command)


def main() -> None:
    """The console's entry: runs a command and turns errors into one line and an exit code."""
    try:
        cli.main(standalone_mode=False, obj=ScriptInfo(create_app=_make_app, load_dotenv_defaults=False))
    except click.UsageError as error:
        error.show()
        sys.exit(2)
    except click.ClickException as error:
        _fail(error.format_message())
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    except SettingsError as error:
        _fail(str(error))
    except PlatformError as error:
        _fail(explain(error))
    except DBAPIError as error:
        _fail(f"the database cannot be used: {str(error.orig).splitlines()[0]}")


def explain(error: PlatformError) -> str:
    """One line for an operator, in English: the sentences of an error with the fields they concern."""
    app = _make_app()
    with app.app_context():
        if isinstance(error, RuleViolation):
            return "; ".join(say(reason) for reason in error.reasons)
        if isinstance(error, InvalidInput) and error.fields:
            return "; ".join(f"{name}: {say(reason)}" for name, reasons in error.fields.items() for reason in reasons)
        return say(error.code, **error.facts)


def _fail(line: str) -> None:
    click.echo(f"platform-app: {' '.join(line.split())}", err=True)
    sys.exit(1)
