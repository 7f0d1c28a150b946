"""Words of mail."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from platform_app.mail.events import MailResent, MailUndelivered
from platform_app.mail.permissions import RESEND, VIEW_DELIVERY
from platform_app.mail.rules import DeliveryError, MessageState
from platform_app.web.words import by_type

WORDS: dict[object, LazyString] = {
    **by_type({
        MessageState.QUEUED: _l("Waiting to be sent"),
        MessageState.SENT: _l("Sent"),
        MessageState.UNDELIVERED: _l("Undelivered"),
        MessageState.CANCELLED: _l("Cancelled"),
        DeliveryError.ADDRESS_REFUSED: _l("The address was refused. Please ask the recipient for the right one."),
        DeliveryError.CONTENT_REFUSED: _l("The recipient's server refused the message."),
        DeliveryError.SERVER_UNREACHABLE: _l("The mail server could not be reached."),
        DeliveryError.SERVER_REFUSED: _l("The mail server refused to work for us."),
        DeliveryError.NOT_WRITTEN: _l("The message could not be written. Please tell the system administrator."),
        DeliveryError.LINK_REVOKED: _l("A newer link replaced the one in this message."),
    }),
    "mail.link_unknown": _l("This link opens nothing. Please check that the whole address was copied."),
    "mail.link_expired": _l("This link has expired."),
    "mail.link_used": _l("This link was already used."),
    "mail.link_revoked": _l("This link is no longer valid: it was taken back, or a newer message took its place."),
    "mail.address_unusable": _l("No mail can be sent to this address. Please check it."),
    "mail.still_queued": _l("This message is still waiting to be sent."),
    "mail.cancelled": _l("This message carries a link that was taken back. Please send a new one from its own page."),
    VIEW_DELIVERY.code: _l("See which mails were delivered"),
    RESEND.code: _l("Send an undelivered mail again"),
    MailUndelivered.name: _l("A mail could not be delivered"),
    MailResent.name: _l("A mail was sent again"),
}
