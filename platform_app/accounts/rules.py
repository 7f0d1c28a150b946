"""Decisions about accounts: how long a session lasts, which roles are in force, what a password must be."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from platform_app.kernel.actors import Grant
from platform_app.kernel.lifecycle import Lifecycle, Turn
from platform_app.kernel.reasons import Reason
from platform_app.kernel.roles import MEMBER_ROLES, OFFICES, STAFF, Role

SESSION_LIFE = timedelta(hours=12)
STAFF_IDLE = timedelta(minutes=30)
OTHERS_IDLE = timedelta(hours=12)
TOUCH_EVERY = timedelta(minutes=1)
LIMITED_LIFE = timedelta(hours=12)
PRESENCE_VALID = timedelta(minutes=15)
"""Half of the time after which staff who rest are signed out: what a proof protects must close before the session does."""

INVITATION_VALID = timedelta(days=14)
RESET_VALID = timedelta(hours=1)
ADDRESS_CHANGE_VALID = timedelta(days=1)
RESETS_PER_HOUR = 3

STAFF_PASSWORD = 15
SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 256
_SHORTEST_OWN_WORD = 4
_LONGEST_CYCLE = 4
_RUNS = ("0123456789" * 3, "9876543210" * 3, "abcdefghijklmnopqrstuvwxyz" * 2, "zyxwvutsrqponmlkjihgfedcba" * 2,
         "qwertyuiopasdfghjklzxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p")


class UserStatus(StrEnum):
    """Whether an account can be signed in to."""

    INVITED = "invited"
    ACTIVE = "active"
    SUSPENDED = "suspended"


USER_LIFECYCLE = Lifecycle(
    "accounts.user",
    initial=UserStatus.INVITED,
    transitions={
        UserStatus.INVITED: {UserStatus.ACTIVE, UserStatus.SUSPENDED},
        UserStatus.ACTIVE: {UserStatus.SUSPENDED},
        UserStatus.SUSPENDED: {UserStatus.ACTIVE, UserStatus.INVITED},
    },
    turn={UserStatus.INVITED: Turn.MEMBER, UserStatus.ACTIVE: Turn.NOBODY, UserStatus.SUSPENDED: Turn.NOBODY},
)


class OfficeChange(StrEnum):
    """What one administrator proposes and another confirms."""

    GRANT = "grant"
    REVOKE = "revoke"


class ProposalState(StrEnum):
    """What became of a proposed change of an office."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


PROPOSAL_LIFECYCLE = Lifecycle(
    "accounts.office_proposal",
    initial=ProposalState.PROPOSED,
    transitions={ProposalState.PROPOSED: {ProposalState.CONFIRMED, ProposalState.REJECTED}},
    turn={ProposalState.PROPOSED: Turn.SYSTEM},
)


def normalised_email(text: str) -> str:
    """An address as it is compared and stored: blanks cut, lower case."""
    return text.strip().lower()


def is_idle(*, last_seen_at: datetime, roles: Iterable[Role], at: datetime) -> bool:
    """Whether a session has rested too long: 30 minutes for staff and board, 12 hours for others."""
    limit = STAFF_IDLE if STAFF & frozenset(roles) else OTHERS_IDLE
    return at - last_seen_at >= limit


def is_present(confirmed_at: datetime | None, *, at: datetime) -> bool:
    """Whether a session's holder proved a short while ago to be at the machine; a clock that was put back proves nothing.

    Source: RFC 9470 (step-up), NIST SP 800-63B-4 section 5.2 (reauthentication).
    """
    return confirmed_at is not None and abs(at - confirmed_at) < PRESENCE_VALID


def member_acted_for(grants: Iterable[Grant], chosen: int | None) -> int | None:
    """The member whose affairs a person sees to: the one chosen if still held, the only one if there is one, else none yet."""
    held = {grant.member_id for grant in grants if grant.role in MEMBER_ROLES and grant.member_id is not None}
    if chosen in held:
        return chosen
    return held.pop() if len(held) == 1 else None


@dataclass(frozen=True)
class ActingChoice:
    """A member (`value` is its id) for which a person may act, in which roles, and whether it is the one acted for now."""

    value: int
    label: str
    roles: tuple[Role, ...]
    is_current: bool


def acting_choices(grants: Iterable[Grant], acting_for: int | None) -> tuple[ActingChoice, ...]:
    """The members a person may act for, in the order of the grants."""
    found: dict[int, list[Grant]] = {}
    for grant in grants:
        if grant.role in MEMBER_ROLES and grant.member_id is not None:
            found.setdefault(grant.member_id, []).append(grant)
    return tuple(
        ActingChoice(member_id, held[0].label or "", tuple(sorted({grant.role for grant in held})), member_id == acting_for)
        for member_id, held in found.items()
    )


def roles_in_force(*, offices: Iterable[Role], grants: Iterable[Grant], acting_for: int | None, has_short_password: bool) -> frozenset[Role]:
    """The roles that count now: offices, those held for the member acted for, and those held for no member.

    A password too short for staff leaves offices and board out until it is changed.
    """
    derived = {grant.role for grant in grants if grant.role not in MEMBER_ROLES or grant.member_id in (None, acting_for)}
    found = frozenset(offices) | derived
    return (found - STAFF if has_short_password else found) | {Role.USER}


def shortest_password(roles: Iterable[Role]) -> int:
    """How many characters a password needs: 15 for staff and board, 8 for others. Source: NIST SP 800-63B-4."""
    return STAFF_PASSWORD if STAFF & frozenset(roles) else SHORTEST_PASSWORD


def prepared(password: str) -> str:
    """A password as it is measured and hashed: NFKC, so that any keyboard's width gives the same."""
    return unicodedata.normalize("NFKC", password)


@dataclass(frozen=True)
class PasswordFacts:
    """What a new password is judged by; `own_words` are the address, the name and the service's words."""

    password: str
    shortest: int
    own_words: Sequence[str]
    common: frozenset[str]


def why_not_password(facts: PasswordFacts) -> tuple[Reason, ...]:
    """Why a new password is refused: too short, too long, common, a mere pattern, or made of the person's own words.

    There are no rules of composition. Source: NIST SP 800-63B-4 section 3.1.1.
    """
    password = prepared(facts.password)
    if len(password) < facts.shortest:
        return (Reason("accounts.password_short", {"least": facts.shortest}),)
    if len(password) > LONGEST_PASSWORD:
        return (Reason("accounts.password_long", {"most": LONGEST_PASSWORD}),)
    plain = password.casefold()
    if plain in facts.common or plain.strip("0123456789!?.-_#@ ") in facts.common or _is_pattern(plain):
        return (Reason("accounts.password_common"),)
    if _is_own_word(plain, facts.own_words):
        return (Reason("accounts.password_own_word"),)
    return ()


def _is_pattern(plain: str) -> bool:
    repeats = any(plain == (plain[:size] * len(plain))[: len(plain)] for size in range(1, _LONGEST_CYCLE + 1))
    return repeats or any(plain in run for run in _RUNS)


def _is_own_word(plain: str, words: Sequence[str]) -> bool:
    rest = plain
    for word in sorted((prepared(word).casefold() for word in words), key=len, reverse=True):
        if len(word) >= _SHORTEST_OWN_WORD:
            rest = rest.replace(word, "")
    return rest != plain and len(rest) < SHORTEST_PASSWORD


def own_words(*, email: str, name: str) -> tuple[str, ...]:
    """The words that a person's password must not be made of."""
    local, _, domain = email.partition("@")
    return (email, local, domain, *domain.split("."), *local.replace("_", ".").replace("-", ".").split("."), name, *name.split(),
            "platform", "プラットフォーム", "孤独孤立", "renkei", "官民連携")


@dataclass(frozen=True)
class OfficeFacts:
    """What a change of an office is judged by; `is_held` and `is_proposed` speak of this office of this person.

    `is_handed_over`: an administrator has seen the link that opens or opened the account, and no password was set by mail since.
    """

    change: OfficeChange
    role: Role
    is_held: bool
    is_proposed: bool
    is_own: bool
    is_handed_over: bool


def why_not_propose_office(facts: OfficeFacts) -> tuple[Reason, ...]:
    """Why an administrator may not propose to give or take an office."""
    reasons = []
    if facts.role not in OFFICES:
        reasons.append(Reason("accounts.no_office", field="role"))
    if facts.change is OfficeChange.GRANT and facts.is_held:
        reasons.append(Reason("accounts.office_held", {"role": facts.role}, "role"))
    if facts.change is OfficeChange.REVOKE and not facts.is_held:
        reasons.append(Reason("accounts.office_not_held", {"role": facts.role}, "role"))
    if facts.is_proposed:
        reasons.append(Reason("accounts.office_proposed", {"role": facts.role}, "role"))
    if facts.change is OfficeChange.GRANT and facts.is_own:
        reasons.append(Reason("accounts.own_office"))
    if facts.change is OfficeChange.GRANT and facts.is_handed_over:
        reasons.append(Reason("accounts.handed_over"))
    return tuple(reasons)


def why_not_hand_over(*, is_meant_for_office: bool) -> tuple[Reason, ...]:
    """Why an administrator may not see the link of an account: with one that has an office, a single person could act as the second."""
    return (Reason("accounts.link_of_office"),) if is_meant_for_office else ()


def why_not_decide_office(*, state: ProposalState, proposed_by: int | None, subject: int, decided_by: int | None) -> tuple[Reason, ...]:
    """Why somebody may not confirm or reject a proposed change: another administrator than the proposer and the person concerned decides."""
    if state is not ProposalState.PROPOSED:
        return (Reason("accounts.proposal_decided"),)
    if decided_by is None or decided_by in (proposed_by, subject):
        return (Reason("accounts.second_person"),)
    return ()


def why_not_invite(status: UserStatus) -> tuple[Reason, ...]:
    """Why a person may not be invited (again)."""
    if status is UserStatus.ACTIVE:
        return (Reason("accounts.already_active"),)
    if status is UserStatus.SUSPENDED:
        return (Reason("accounts.suspended"),)
    return ()


def device_label(user_agent: str) -> str:
    """Browser and system in few words, for a person to recognise a session; never the whole header."""
    browsers = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
    systems = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux"))
    browser = next((name for mark, name in browsers if mark in user_agent), "")
    system = next((name for mark, name in systems if mark in user_agent), "")
    return " / ".join(part for part in (browser, system) if part)
