"""Every signed-in person has a home."""

from platform_app.kernel.permissions import Permission
from platform_app.kernel.roles import Role

VIEW_HOME = Permission("desk.view_home", frozenset({Role.USER}))
PERMISSIONS = (VIEW_HOME,)
