"""Owns who signs in: accounts, offices, sessions, invitations, passwords and verified addresses.

Words: *account* (one person, one verified address), *office* (secretariat, contractor, screening officer, auditor, administrator: stored,
given and taken by two people), *session* (one browser, ended here and not in its cookie), *acting for* (the member a person of several
has chosen), *limited session* (opened by a link, good for one subject only), *invitation* (a link by which a person sets a password).
Use cases: `ensure_user`, `invite_user`, `accept_invitation`, `sign_in`, `open_limited_session`, `end_session`, `request_reset`,
`reset_password`, `change_password`, `request_address_change`, `propose_office`, `decide_office`, `choose_acting_for`.
Neighbours: roles that are not offices are derived by the packages above, which offer statements to `queries.list_grants`.
"""
