"""Who may see and change the register. A contractor reads; a member's people read the own body's record only."""

from platform_app.kernel.permissions import Permission
from platform_app.kernel.roles import MEMBER_PEOPLE, Role

VIEW_REGISTER = Permission("members.view_register", frozenset({Role.SECRETARIAT, Role.CONTRACTOR}))
CHANGE_REGISTER = Permission("members.change_register", frozenset({Role.SECRETARIAT}))
VIEW_MINISTRIES = Permission("members.view_ministries", frozenset({Role.SECRETARIAT, Role.CONTRACTOR}))
CHANGE_MINISTRIES = Permission("members.change_ministries", frozenset({Role.SECRETARIAT}))
VIEW_OWN = Permission("members.view_own", MEMBER_PEOPLE)

PERMISSIONS = (VIEW_REGISTER, CHANGE_REGISTER, VIEW_MINISTRIES, CHANGE_MINISTRIES, VIEW_OWN)
