"""`users invite`."""

import json

import click
from flask.cli import with_appcontext

from platform_app.database.transaction import transaction
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.clock import now
from platform_app.kernel.roles import OFFICES, Role
from platform_app.operations.inviting import INVITED_ROLES, invite

ROLE_NAMES = {role.value: role for role in INVITED_ROLES}


@click.group("users")
def users() -> None:
    """People who sign in."""


@users.command("invite")
@click.argument("email")
@click.option("--role", "role_name", required=True, type=click.Choice(list(ROLE_NAMES)), help="What the person is to be.")
@click.option("--member", "member_number", type=click.IntRange(min=1), help="Number of the member that a term or seat belongs to.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_appcontext
def invite_user(email: str, role_name: str, member_number: int | None, as_json: bool) -> None:
    """Give EMAIL a role and print a single-use link to set a password with; no mail is sent.

    Roles of a member (board-member, representative, delegate, contact) need --member and create the term or seat.
    """
    role = ROLE_NAMES[role_name]
    _check_member(role, member_number)
    with transaction():
        invited = invite(email=email, role=role, member_number=member_number, by=OPERATOR, at=now())
    if as_json:
        click.echo(json.dumps({"user_id": invited.user_id, "role": role_name, "link": invited.link}))
    elif invited.link is None:
        click.echo(f"{email} has a password already and holds the role {role_name} now")
    else:
        click.echo(invited.link)


def _check_member(role: Role, member_number: int | None) -> None:
    if role in OFFICES and member_number is not None:
        raise click.UsageError("--member belongs to roles of a member: board-member, representative, delegate, contact")
    if role not in OFFICES and member_number is None:
        raise click.UsageError("this role needs --member NUMBER")
