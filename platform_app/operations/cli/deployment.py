"""`check-deploy` and `routes`."""

import json

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from platform_app.operations.checks import check_all
from platform_app.operations.routes import list_routes
from platform_app.operations.rules import Safety


@click.command("check-deploy")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_appcontext
def check_deploy(as_json: bool) -> None:
    """Check settings, database, storage and mail before a deployment, one line each; exit 1 if anything is unsafe."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    findings = list(check_all(app))
    if as_json:
        rows = [{"check": finding.code, "result": finding.safety.value, "text": finding.text} for finding in findings]
        click.echo(json.dumps({"checks": rows}))
    else:
        for finding in findings:
            click.echo(f"{finding.safety.value:<8} {finding.code:<22} {finding.text}")
    unsafe = sum(finding.safety is Safety.UNSAFE for finding in findings)
    if unsafe:
        raise click.ClickException(f"{unsafe} of {len(findings)} checks found something unsafe")


@click.command("routes")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_appcontext
def routes(as_json: bool) -> None:
    """List every route with its policy: public, or the permission that it needs."""
    found = list_routes(current_app._get_current_object())  # type: ignore[attr-defined]
    if as_json:
        click.echo(json.dumps({"routes": found}))
        return
    for route in found:
        click.echo(f"{','.join(route['methods']):<10} {route['path']:<60} {route['policy']}")
