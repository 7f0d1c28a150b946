"""`serve` for production and `run` for development."""

import os

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from platform_app.config import Settings
from platform_app.operations.checks import check_settings
from platform_app.operations.development import prepare, sign_in_lines
from platform_app.operations.reach import is_free
from platform_app.operations.rules import Safety, is_loopback, split_bind
from platform_app.operations.server import serve as serve_app
from platform_app.operations.supervisor import Supervisor

DEFAULT_BIND = "127.0.0.1:8000"
DEFAULT_WORKERS = 2
MOST_WORKERS = 64


def _checked_bind(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    if not value.startswith("unix:"):
        try:
            split_bind(value)
        except ValueError as error:
            raise click.BadParameter(str(error)) from error
    return value


@click.command("serve")
@click.option("--bind", default=DEFAULT_BIND, show_default=True, callback=_checked_bind, help="Address and port, or unix:path.")
@click.option("--workers", default=DEFAULT_WORKERS, show_default=True, type=click.IntRange(1, MOST_WORKERS), help="Web processes.")
@with_appcontext
def serve(bind: str, workers: int) -> None:
    """Serve the pages until a signal ends it.

    Development mode is refused on an address that others can reach, production mode with settings that are unsafe.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    refuse_unsafe(app, bind)
    _refuse_taken(bind)
    serve_app(app, bind=bind, workers=workers, quiet=not app.config["SETTINGS"].is_production)


def refuse_unsafe(app: Flask, bind: str) -> None:
    """Refuse to serve development to others, or production with unsafe settings.

    Raises: click.ClickException.
    """
    settings: Settings = app.config["SETTINGS"]
    if not settings.is_production:
        if not is_loopback(bind):
            raise click.ClickException(f"development mode is not served on {bind}: set PLATFORM_ENV=production, or bind to 127.0.0.1")
        return
    unsafe = [finding.text for finding in check_settings(app) if finding.safety is Safety.UNSAFE]
    if unsafe:
        raise click.ClickException("unsafe settings (see platform-app check-deploy): " + "; ".join(unsafe))


def _refuse_taken(bind: str) -> None:
    if not is_free(bind):
        raise click.ClickException(f"another program listens at {bind}: stop it, or choose another address with --bind")


@click.command("run")
@click.option("--bind", default=DEFAULT_BIND, show_default=True, callback=_checked_bind, help="Address and port on this machine.")
@with_appcontext
def run(bind: str) -> None:
    """Development: database, demonstration data, web server and jobs together; Ctrl-C stops them. A second start keeps the data."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    if app.config["SETTINGS"].is_production:
        raise click.ClickException("run is for development: in production start platform-app serve and platform-app jobs run")
    refuse_unsafe(app, bind)
    _refuse_taken(bind)
    address = f"http://{bind}"
    prepare(app, say=click.echo)
    click.echo(f"\n  {address}\n")
    for line in sign_in_lines(app):
        click.echo(f"  {line}")
    click.echo("\n  Mail is caught at " + address + "/dev/mail. Ctrl-C stops everything.\n")
    ended = Supervisor((("serve", "--bind", bind, "--workers", "1"), ("jobs", "run")), _environment(address)).run()
    if ended is not None:
        raise click.ClickException(f"“{ended}” ended by itself, so everything was stopped")
    click.echo("stopped")


def _environment(address: str) -> dict[str, str]:
    return {"PUBLIC_URL": address} | dict(os.environ)
