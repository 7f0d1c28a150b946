"""Words of accounts."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from platform_app.accounts import events
from platform_app.accounts.permissions import MANAGE_USERS, USE_ACCOUNT
from platform_app.accounts.rules import OfficeChange, ProposalState, UserStatus
from platform_app.web.words import by_type

WORDS: dict[object, LazyString] = {
    **by_type({
        UserStatus.INVITED: _l("Invited"),
        UserStatus.ACTIVE: _l("Active"),
        UserStatus.SUSPENDED: _l("Suspended"),
        OfficeChange.GRANT: _l("give"),
        OfficeChange.REVOKE: _l("take away"),
        ProposalState.PROPOSED: _l("Waits for a second person"),
        ProposalState.CONFIRMED: _l("Confirmed by a second person"),
        ProposalState.REJECTED: _l("Not confirmed"),
    }),
    "accounts.sign_in_refused": _l("Address and password do not fit together. Please check both and try again."),
    "accounts.password_short": _l("Please choose a password of at least %(least)s characters."),
    "accounts.password_long": _l("Please choose a password of at most %(most)s characters."),
    "accounts.password_common": _l("This password is one that many people use. Please choose another, such as a few words in a row."),
    "accounts.password_own_word": _l("This password consists of your address, your name or the name of this service. Please choose another."),
    "accounts.password_differs": _l("The two passwords differ. Please type the same twice."),
    "accounts.password_wrong": _l("This is not your current password. Please try again."),
    "accounts.email_taken": _l("This address belongs to another account already. Please use a different one."),
    "accounts.already_active": _l("This person has a password already and can sign in."),
    "accounts.suspended": _l("This account is suspended. Please ask the secretariat."),
    "accounts.not_suspended": _l("This account is not suspended."),
    "accounts.own_account": _l("You cannot suspend your own account. Please ask another administrator."),
    "accounts.no_office": _l("This role is not an office. It follows from terms, seats or applications."),
    "accounts.office_held": _l("The office “%(role)s” is held already."),
    "accounts.office_not_held": _l("The office “%(role)s” is not held."),
    "accounts.office_proposed": _l("A change of the office “%(role)s” already waits for a second person."),
    "accounts.own_office": _l("Nobody proposes an office for themselves. Please ask another administrator."),
    "accounts.handed_over": _l(
        "An administrator has seen the link of this account. Send the invitation again by mail; if the account is in use, let the person "
        "first set a new password by “I forgot my password”."
    ),
    "accounts.link_of_office": _l("Whoever holds an office, or is proposed for one, gets the link by mail only. Please send the invitation again."),
    "accounts.proposal_decided": _l("This proposal was decided already."),
    "accounts.second_person": _l("Another administrator than the proposer and the person concerned has to confirm this."),
    "accounts.language_unknown": _l("This language is not offered."),
    USE_ACCOUNT.code: _l("Use one's own account"),
    MANAGE_USERS.code: _l("Look after accounts and offices"),
    events.UserAdded.name: _l("Account made"),
    events.UserInvited.name: _l("Invited"),
    events.InvitationAccepted.name: _l("Invitation accepted"),
    events.UserSuspended.name: _l("Account suspended"),
    events.UserRestored.name: _l("Account restored"),
    events.ProfileChanged.name: _l("Name or language changed"),
    events.SignedIn.name: _l("Signed in"),
    events.PresenceConfirmed.name: _l("Password typed once more"),
    events.SignedOut.name: _l("Signed out"),
    events.SessionsEnded.name: _l("Sign-ins ended"),
    events.ActingForChosen.name: _l("Member to act for chosen"),
    events.PasswordChanged.name: _l("Password changed"),
    events.PasswordReset.name: _l("Password set anew by a link"),
    events.PasswordResetRequested.name: _l("Link for a new password asked for"),
    events.AddressChangeRequested.name: _l("Change of address asked for"),
    events.AddressChanged.name: _l("Address changed"),
    events.OfficeProposed.name: _l("Change of an office proposed"),
    events.OfficeProposalRejected.name: _l("Change of an office rejected"),
    events.OfficeGranted.name: _l("Office given"),
    events.OfficeRevoked.name: _l("Office taken away"),
}
