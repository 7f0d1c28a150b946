"""Commands of operations: schema, servers, jobs, users, routes, checks, retention, measurements."""

import click

from platform_app.operations.cli.benchmarks import bench
from platform_app.operations.cli.deployment import check_deploy, routes
from platform_app.operations.cli.jobs import jobs
from platform_app.operations.cli.retention import retention
from platform_app.operations.cli.running import run, serve
from platform_app.operations.cli.schema import db_commands
from platform_app.operations.cli.users import users

COMMANDS: tuple[click.Command, ...] = (db_commands, run, serve, jobs, users, routes, check_deploy, retention, bench)
