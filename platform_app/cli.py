"""`platform-app`: the packages' commands under one name, with one rule for what goes wrong.

Exit codes: 0 done; 1 refused or failed, with one line of reason on standard error; 2 wrong usage.
"""

import sys

import click
from flask import Flask
from flask.cli import ScriptInfo
from flask_babel import force_locale
from sqlalchemy.exc import DBAPIError

from platform_app.app import create_app
from platform_app.audit.cli import audit
from platform_app.config import SettingsError, read_settings
from platform_app.demo.cli import demo
from platform_app.kernel.errors import InvalidInput, PlatformError, RuleViolation
from platform_app.members.cli import members
from platform_app.operations.cli import COMMANDS as operations_commands
from platform_app.screening.cli import applications
from platform_app.watchlists.cli import watchlists
from platform_app.web.words import say

_UNDEFINED_TABLE = "42P01"
COMMANDS: tuple[click.Command, ...] = (*operations_commands, audit, members, watchlists, applications, demo)


def _make_app() -> Flask:
    return create_app(read_settings())


cli = click.Group("platform-app", commands=list(COMMANDS), help="Membership and governance of a public-private platform.")


def main() -> None:
    """The console's entry: runs a command and turns errors into one line and an exit code."""
    try:
        code = cli.main(standalone_mode=False, obj=ScriptInfo(create_app=_make_app, load_dotenv_defaults=False))
        sys.exit(code if isinstance(code, int) else 0)
    except click.UsageError as error:
        error.show()
        sys.exit(2)
    except click.ClickException as error:
        _fail(error.format_message())
    except click.Abort:
        sys.exit(130)
    except SettingsError as error:
        _fail(str(error))
    except PlatformError as error:
        _fail(explain(error))
    except DBAPIError as error:
        line = str(error.orig).splitlines()[0]
        is_empty = "no such table" in line or getattr(error.orig, "sqlstate", None) == _UNDEFINED_TABLE
        _fail("the database has no tables of this program: run platform-app db upgrade" if is_empty else f"the database cannot be used: {line}")


def explain(error: PlatformError) -> str:
    """One line for an operator, in English: the sentences of an error with the fields they concern."""
    app = _make_app()
    with app.app_context(), force_locale("en"):
        if isinstance(error, RuleViolation):
            return "; ".join(say(reason) for reason in error.reasons)
        if isinstance(error, InvalidInput) and error.fields:
            return "; ".join(f"{name}: {say(reason)}" for name, reasons in error.fields.items() for reason in reasons)
        return say(error.code, **error.facts)


def _fail(line: str) -> None:
    click.echo(f"platform-app: {' '.join(line.split())}", err=True)
    sys.exit(1)
