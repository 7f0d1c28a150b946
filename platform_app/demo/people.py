"""Invented people with accounts: one for each office, and those who act for a body."""

from dataclasses import dataclass
from datetime import datetime

from platform_app.accounts.services import accept_invitation, ensure_user, grant_office, invite_user
from platform_app.kernel.actors import OPERATOR, Actor, ActorKind, Grant
from platform_app.kernel.roles import Role
from platform_app.mail.rules import LinkPurpose
from platform_app.mail.services import find_link, link_url

DOMAIN = "mihon.example"
PASSWORD = "mihon-no-aikotoba"  # nosec B105  # known to everybody, and only where `demo load` is allowed


@dataclass(frozen=True)
class Account:
    """An account to sign in with: its role in words of the code, its address, and the user's id."""

    role: Role
    email: str
    user_id: int

    def actor(self, *, member_id: int | None = None, subject_id: int | None = None) -> Actor:
        """This person at work, for a member or a draft where the role needs one."""
        return Actor(
            kind=ActorKind.USER,
            user_id=self.user_id,
            roles=frozenset({self.role, Role.USER}),
            grants=(Grant(self.role, member_id, subject_id, ""),),
            acting_for=member_id,
        )


_STAFF = (
    (Role.ADMINISTRATOR, "kanri", "見本 管理子"),
    (Role.SECRETARIAT, "jimukyoku", "見本 事務子"),
    (Role.SECRETARIAT, "jimukyoku2", "見本 局太"),
    (Role.CONTRACTOR, "itaku", "見本 委託美"),
    (Role.SCREENING_OFFICER, "shinsa", "見本 審査夫"),
    (Role.SCREENING_OFFICER, "shinsa2", "見本 審子"),
    (Role.AUDITOR, "kansa", "見本 監査郎"),
)


APPLICANT = "shinsei"
SIGN_IN = (
    (Role.ADMINISTRATOR, "kanri"),
    (Role.SECRETARIAT, "jimukyoku"),
    (Role.CONTRACTOR, "itaku"),
    (Role.SCREENING_OFFICER, "shinsa"),
    (Role.AUDITOR, "kansa"),
    (Role.BOARD_MEMBER, "aozora"),
    (Role.REPRESENTATIVE, "daihyo"),
    (Role.DELEGATE, "giketsu"),
    (Role.CONTACT, "tanto"),
)


def address(local_part: str) -> str:
    """An address that reaches nobody. Source: RFC 2606 (.example)."""
    return f"{local_part}@{DOMAIN}"


def open_account(*, role: Role, local_part: str, name: str, at: datetime) -> Account:
    """An account whose invitation was accepted."""
    user_id = ensure_user(email=address(local_part), name=name, locale="ja", by=OPERATOR, at=at)
    link_id = invite_user(user_id=user_id, by=OPERATOR, at=at, by_mail=False)
    link = find_link(token=link_url(link_id).rsplit("/", 1)[1], purpose=LinkPurpose.INVITATION, at=at)
    accept_invitation(link=link, name=name, password=PASSWORD, by=OPERATOR, at=at)
    return Account(role, address(local_part), user_id)


def load_staff(*, at: datetime) -> tuple[Account, ...]:
    """One account for each office, and a second person for the secretariat and the screening, because some acts need two."""
    staff = []
    for role, local_part, name in _STAFF:
        account = open_account(role=role, local_part=local_part, name=name, at=at)
        grant_office(user_id=account.user_id, role=role, by=OPERATOR, at=at)
        staff.append(account)
    return tuple(staff)


def sign_in_lines() -> tuple[str, ...]:
    """One account for each role, as lines for a console."""
    lines = [f"  {role.value:18} {address(local_part)}" for role, local_part in SIGN_IN]
    applicant = f"  {Role.APPLICANT.value:18} {address(APPLICANT)} (no password: ask for a link at /apply; mail is shown at /dev/mail)"
    return (f"sign in with the password {PASSWORD}:", *lines, applicant)
