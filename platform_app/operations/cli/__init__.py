"""Commands of operations: schema, servers, jobs, routes, checks."""

import click

from platform_app.operations.cli.deployment import check_deploy, routes
from platform_app.operations.cli.jobs import jobs
from platform_app.operations.cli.running import run, serve
from platform_app.operations.cli.schema import db_commands

COMMANDS: tuple[click.Command, ...] = (db_commands, run, serve, jobs, routes, check_deploy)
