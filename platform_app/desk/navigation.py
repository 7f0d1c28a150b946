"""The navigation: which pages stand in the head, for whom."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from platform_app.accounts.permissions import MANAGE_USERS, USE_ACCOUNT
from platform_app.audit.permissions import VIEW_LEDGER
from platform_app.bylaws.permissions import VIEW_PROPOSALS
from platform_app.committees.permissions import TAKE_PART, VIEW_BOARD
from platform_app.desk.permissions import VIEW_HOME
from platform_app.kernel.actors import Actor, ActorKind
from platform_app.kernel.permissions import Permission
from platform_app.kernel.roles import Role
from platform_app.mail.permissions import VIEW_DELIVERY
from platform_app.members.permissions import VIEW_MINISTRIES, VIEW_OWN, VIEW_REGISTER
from platform_app.screening.permissions import VIEW_APPLICATIONS
from platform_app.watchlists.permissions import VIEW_QUEUE


@dataclass(frozen=True)
class Entry:
    """One entry: its address, its words, and whether it is the page shown."""

    url: str
    label: str
    is_current: bool


_ENTRIES: tuple[tuple[Permission | None, str, LazyString], ...] = (
    (VIEW_HOME, "desk.show_home", _l("Home")),
    (VIEW_OWN, "members.show_own", _l("Our organisation")),
    (TAKE_PART, "committees.show_inbox", _l("Board")),
    (VIEW_APPLICATIONS, "screening.list_inbox", _l("Applications")),
    (VIEW_QUEUE, "watchlists.show_queue", _l("Names to be looked at")),
    (VIEW_REGISTER, "members.list_register", _l("Register")),
    (VIEW_BOARD, "committees.show_deliberations", _l("Deliberations")),
    (VIEW_BOARD, "committees.show_board", _l("Seats of the board")),
    (VIEW_MINISTRIES, "members.list_ministry_desks", _l("Ministries")),
    (VIEW_DELIVERY, "mail.list_messages", _l("Mail")),
    (MANAGE_USERS, "accounts.list_accounts", _l("Accounts")),
    (VIEW_PROPOSALS, "bylaws.list_changes", _l("Changes of rules")),
    (VIEW_LEDGER, "audit.show_ledger", _l("Ledger")),
    (USE_ACCOUNT, "accounts.show_account", _l("My account")),
)
_FOR_VISITORS = (("desk.show_front", _l("About")), ("screening.apply", _l("Apply")), ("accounts.begin_sign_in", _l("Sign in")))
_FOOTER = (
    ("bylaws.show_rules", _l("Rules of the platform")),
    ("desk.show_contact", _l("Contact the secretariat")),
    ("screening.show_privacy", _l("How we use information about you")),
    ("desk.show_accessibility", _l("Accessibility")),
)


def navigation_of(actor: Actor) -> tuple[Entry, ...]:
    """The entries that a person may open, in order; for a visitor those of the public pages."""
    if actor.kind is ActorKind.LINK:
        return _for_applicant(actor)
    if not actor.is_signed_in:
        return tuple(_entry(endpoint, label) for endpoint, label in _FOR_VISITORS)
    return tuple(_entry(endpoint, label) for permission, endpoint, label in _ENTRIES if permission and actor.may(permission))


def _for_applicant(actor: Actor) -> tuple[Entry, ...]:
    """The front page, and the application that the link opened."""
    front = _entry(*_FOR_VISITORS[0])
    own = [
        Entry(url_for("screening.status", application_id=application_id), str(_l("My application")), request.endpoint == "screening.status")
        for application_id in actor.subject_ids(Role.APPLICANT)
    ]
    return (front, *own)


def footer_links() -> Iterator[Entry]:
    """The links at the foot of every page."""
    return (_entry(endpoint, label) for endpoint, label in _FOOTER)


def _entry(endpoint: str, label: LazyString) -> Entry:
    return Entry(url_for(endpoint), str(label), request.endpoint == endpoint)
