"""Use cases of accounts."""

from platform_app.accounts.services.addresses import complete_address_change, request_address_change
from platform_app.accounts.services.invitations import accept_invitation, ensure_user, invite_user, restore_user, suspend_user
from platform_app.accounts.services.offices import decide_office, grant_office, propose_office, revoke_office
from platform_app.accounts.services.passwords import (
    change_password,
    request_reset,
    reset_password,
    set_password,
    shortest_for,
    why_not_new_password,
)
from platform_app.accounts.services.presence import confirm_presence
from platform_app.accounts.services.profiles import change_profile, choose_acting_for, choose_language
from platform_app.accounts.services.sessions import (
    end_session,
    end_sessions,
    open_limited_session,
    open_session,
    sign_out,
    touch_session,
)
from platform_app.accounts.services.sign_in import KnownDevice, SignInOutcome, SignInResult, sign_in
from platform_app.accounts.services.throttle import count_link_request

__all__ = [
    "KnownDevice",
    "SignInOutcome",
    "SignInResult",
    "accept_invitation",
    "change_password",
    "change_profile",
    "choose_acting_for",
    "choose_language",
    "complete_address_change",
    "confirm_presence",
    "count_link_request",
    "decide_office",
    "end_session",
    "end_sessions",
    "ensure_user",
    "grant_office",
    "invite_user",
    "open_limited_session",
    "open_session",
    "propose_office",
    "request_address_change",
    "request_reset",
    "reset_password",
    "restore_user",
    "revoke_office",
    "set_password",
    "shortest_for",
    "sign_in",
    "sign_out",
    "suspend_user",
    "touch_session",
    "why_not_new_password",
]
