"""Loading the demonstration: once, into a database without members, as one transaction."""

from datetime import datetime, timedelta

from platform_app.audit.services import seal
from platform_app.bylaws.services import adopt_founding_rules
from platform_app.demo.applications import Staff, load_applications
from platform_app.demo.crowd import load_crowd
from platform_app.demo.people import load_staff, sign_in_lines
from platform_app.demo.register import load_register
from platform_app.demo.watchlists import load_watchlists
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.clock import civil_date
from platform_app.kernel.errors import RuleViolation
from platform_app.kernel.reasons import Reason
from platform_app.kernel.roles import Role
from platform_app.members.queries import MemberFilter, list_members
from platform_app.operations.rules import DemonstrationHooks

_FOUNDED_BEFORE = timedelta(days=200)


def is_empty(*, at: datetime) -> bool:
    """Whether the register has no member yet."""
    return list_members(MemberFilter(as_of=civil_date(at)), size=1).total == 0


def load(*, members: int = 0, seed: int = 0, at: datetime) -> None:
    """Load the demonstration, with `members` further bodies made up from a seed; ends with a seal of the ledger.

    Raises: RuleViolation if there are members already.
    """
    if not is_empty(at=at):
        raise RuleViolation([Reason("demo.not_empty")])
    founded_at = at - _FOUNDED_BEFORE
    adopt_founding_rules(by=OPERATOR, at=founded_at)
    staff = load_staff(at=founded_at)
    register = load_register(at=founded_at)
    load_crowd(members=members, seed=seed, at=founded_at)
    acting = {account.role: account.actor() for account in reversed(staff)}
    load_applications(register, Staff(acting[Role.SECRETARIAT], acting[Role.SCREENING_OFFICER]), at=at)
    load_watchlists(at=at)
    seal(at=at)


HOOKS = DemonstrationHooks(
    is_needed=lambda at: is_empty(at=at),
    load=lambda at: load(at=at),
    lines=lambda _at: sign_in_lines(),
)
