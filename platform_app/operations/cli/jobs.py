"""`jobs run`, `jobs once NAME`, `jobs list`."""

import json

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from platform_app.kernel.clock import now
from platform_app.operations.clockwork import jobs_of, run_all, run_once


@click.group("jobs")
def jobs() -> None:
    """The scheduler and mail process, and single runs of its jobs."""


@jobs.command("run")
@with_appcontext
def run() -> None:
    """Run the jobs by their triggers until a signal ends it; several such processes do nothing twice."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    run_all(app)


@jobs.command("once")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_appcontext
def once(name: str, as_json: bool) -> None:
    """Run the job NAME now; a daily job only if today's run has not been done."""
    if name not in jobs_of(current_app):
        raise click.BadParameter(f"there is no job {name}; see platform-app jobs list", param_hint="NAME")
    count = run_once(name, at=now())
    if as_json:
        click.echo(json.dumps({"job": name, "count": count or 0}))
    else:
        click.echo(f"{name}: nothing to do" if not count else f"{name}: {count}")


@jobs.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_appcontext
def list_jobs(as_json: bool) -> None:
    """List the jobs with their triggers."""
    found = [{"name": job.name, "trigger": job.rhythm} for job in jobs_of(current_app).values()]
    if as_json:
        click.echo(json.dumps({"jobs": found}))
    else:
        for job in found:
            click.echo(f"{job['name']:<24} {job['trigger']}")
