"""Who may see and change the rules. Everybody may read the versions in force; proposals are the secretariat's, and a second person decides."""

from platform_app.kernel.permissions import Permission
from platform_app.kernel.roles import Role

VIEW_PROPOSALS = Permission("bylaws.view_proposals", frozenset({Role.SECRETARIAT, Role.AUDITOR}))
PROPOSE_CHANGE = Permission("bylaws.propose_change", frozenset({Role.SECRETARIAT}))
DECIDE_CHANGE = Permission("bylaws.decide_change", frozenset({Role.SECRETARIAT}))

PERMISSIONS = (VIEW_PROPOSALS, PROPOSE_CHANGE, DECIDE_CHANGE)
