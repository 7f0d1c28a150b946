"""Decisions about mail: when a message is tried again, when a person must look, and when a link may be used."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from platform_app.kernel.errors import NotFound
from platform_app.kernel.lifecycle import Lifecycle, Turn
from platform_app.kernel.reasons import Reason

RETRY_MINUTES = (1, 2, 5, 15, 30, 60)
RETRY_WINDOW = timedelta(hours=4)
LONGEST_ADDRESS = 254
_PERMANENT = range(500, 600)


class LinkPurpose(StrEnum):
    """What a link is good for; its page stands at `path` followed by the token."""

    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"  # nosec B105  # the name of a purpose
    ADDRESS_CHANGE = "address_change"
    APPLICATION_START = "application_start"
    APPLICATION_RESUME = "application_resume"
    RECOMMENDATION = "recommendation"
    GIVEN_RECOMMENDATION = "given_recommendation"

    @property
    def path(self) -> str:
        """The part of the address before the token."""
        return _PATHS[self]


_PATHS = {
    LinkPurpose.INVITATION: "/invitations/",
    LinkPurpose.PASSWORD_RESET: "/password/reset/",
    LinkPurpose.ADDRESS_CHANGE: "/account/address/",
    LinkPurpose.APPLICATION_START: "/apply/start/",
    LinkPurpose.APPLICATION_RESUME: "/apply/resume/",
    LinkPurpose.RECOMMENDATION: "/recommendations/",
    LinkPurpose.GIVEN_RECOMMENDATION: "/given-recommendations/",
}


class MessageState(StrEnum):
    """Where a message is."""

    QUEUED = "queued"
    SENT = "sent"
    UNDELIVERED = "undelivered"
    CANCELLED = "cancelled"


class DeliveryError(StrEnum):
    """Why the last try failed, as far as a person can act on it."""

    ADDRESS_REFUSED = "address_refused"
    CONTENT_REFUSED = "content_refused"
    SERVER_UNREACHABLE = "server_unreachable"
    SERVER_REFUSED = "server_refused"
    NOT_WRITTEN = "not_written"
    LINK_REVOKED = "link_revoked"


class LinkState(StrEnum):
    """What a link is at one moment; only a usable one opens anything."""

    USABLE = "usable"
    UNKNOWN = "unknown"
    EXPIRED = "expired"
    USED = "used"
    REVOKED = "revoked"


MESSAGE_LIFECYCLE = Lifecycle(
    "mail.message",
    initial=MessageState.QUEUED,
    transitions={
        MessageState.QUEUED: {MessageState.SENT, MessageState.UNDELIVERED, MessageState.CANCELLED},
        MessageState.UNDELIVERED: {MessageState.QUEUED},
        MessageState.SENT: {MessageState.QUEUED},
    },
    turn={MessageState.QUEUED: Turn.SYSTEM, MessageState.UNDELIVERED: Turn.SECRETARIAT, MessageState.SENT: Turn.NOBODY},
)


@dataclass(frozen=True)
class Link:
    """A link as its purpose's page sees it; the token itself is never kept."""

    id: int
    purpose: LinkPurpose
    subject_type: str
    subject_id: int
    address: str
    issued_at: datetime
    expires_at: datetime


class LinkUnusable(NotFound):
    """A link that opens nothing (any more). `state` is why, `code` is `mail.link_<state>`, `link` what it was (None if unknown)."""

    def __init__(self, state: LinkState, link: Link | None = None) -> None:
        super().__init__(f"mail.link_{state.value}")
        self.state = state
        self.link = link


def link_state(*, used_at: datetime | None, revoked_at: datetime | None, expires_at: datetime, at: datetime) -> LinkState:
    """What a known link is; what was used says so even after it expired."""
    if used_at is not None:
        return LinkState.USED
    if revoked_at is not None:
        return LinkState.REVOKED
    return LinkState.USABLE if at < expires_at else LinkState.EXPIRED


def next_try(*, attempts: int, began_at: datetime, at: datetime) -> datetime | None:
    """When to try again after `attempts` failed ones, None when the four hours are over."""
    wait = RETRY_MINUTES[min(attempts, len(RETRY_MINUTES)) - 1]
    due = at + timedelta(minutes=wait)
    return due if due <= began_at + RETRY_WINDOW else None


def is_permanent(error: DeliveryError, reply: int | None) -> bool:
    """Whether trying again is of no use: the address or the contents were refused for good, or the message cannot be written."""
    if error is DeliveryError.NOT_WRITTEN:
        return True
    return error in (DeliveryError.ADDRESS_REFUSED, DeliveryError.CONTENT_REFUSED) and reply in _PERMANENT


def is_sendable(address: str) -> bool:
    """Whether an address can stand in an envelope and a header: one `@`, no blanks, nothing that ends a line."""
    local, at, domain = address.rpartition("@")
    plain = all(character.isprintable() and not character.isspace() and character not in '<>,;:"()[]\\' for character in address)
    return bool(local and at and domain) and "@" not in local and plain and len(address) <= LONGEST_ADDRESS


def one_line(text: str) -> str:
    """A text as one line: what a header may hold."""
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())


def why_not_resend(state: MessageState) -> tuple[Reason, ...]:
    """Why a message may not be sent again: it is still on its way, or its link was taken back."""
    if state is MessageState.QUEUED:
        return (Reason("mail.still_queued"),)
    if state is MessageState.CANCELLED:
        return (Reason("mail.cancelled"),)
    return ()
