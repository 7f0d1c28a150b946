"""Who acts: a signed-in user, the holder of a one-time link, an operator at the console, the system itself, or a visitor."""

from dataclasses import dataclass
from enum import StrEnum

from platform_app.kernel.permissions import Permission
from platform_app.kernel.roles import Role


class ActorKind(StrEnum):
    """In what capacity somebody acts."""

    USER = "user"
    LINK = "link"
    OPERATOR = "operator"
    SYSTEM = "system"
    VISITOR = "visitor"


@dataclass(frozen=True)
class Grant:
    """A role with what it is held for: a member, and the term, seat or draft (`subject_id`) it is derived from."""

    role: Role
    member_id: int | None = None
    subject_id: int | None = None
    label: str | None = None


@dataclass(frozen=True)
class Actor:
    """A person or process at work. `roles` are those in force now; `grants` all that is held, for every body.

    `acting_for` is the member whose affairs a person of several members has chosen to see to. `is_present`: a short while ago the person
    proved to be the one at the machine.
    """

    kind: ActorKind
    user_id: int | None = None
    name: str = ""
    roles: frozenset[Role] = frozenset()
    grants: tuple[Grant, ...] = ()
    acting_for: int | None = None
    request_id: str | None = None
    session_id: int | None = None
    locale: str | None = None
    is_present: bool = False

    def may(self, permission: Permission) -> bool:
        """Whether one of the roles in force holds a permission; operators and the system hold all."""
        return self.kind in (ActorKind.OPERATOR, ActorKind.SYSTEM) or bool(self.roles & permission.roles)

    def subject_ids(self, role: Role) -> frozenset[int]:
        """The terms, seats or drafts for which a role is in force, limited to the member acted for."""
        return frozenset(
            grant.subject_id
            for grant in self.grants
            if grant.role is role
            and role in self.roles
            and grant.subject_id is not None
            and grant.member_id in (None, self.acting_for)
        )

    @property
    def is_signed_in(self) -> bool:
        """Whether this is a user with a session."""
        return self.kind is ActorKind.USER

    @property
    def has_session(self) -> bool:
        """Whether there is a session to end: that of a user, or the narrow one that a link opened."""
        return self.session_id is not None


SYSTEM = Actor(kind=ActorKind.SYSTEM)
OPERATOR = Actor(kind=ActorKind.OPERATOR)
VISITOR = Actor(kind=ActorKind.VISITOR)
