"""A permission: a code and the roles that hold it. Each package lists its own in `permissions.py`."""

from dataclasses import dataclass

from platform_app.kernel.roles import Role


@dataclass(frozen=True)
class Permission:
    """One thing a person may do; `code` is `package.verb_noun`."""

    code: str
    roles: frozenset[Role]
