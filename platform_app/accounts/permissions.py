"""Permissions of accounts."""

from platform_app.kernel.permissions import Permission
from platform_app.kernel.roles import Role

USE_ACCOUNT = Permission("accounts.use_account", frozenset({Role.USER}))
MANAGE_USERS = Permission("accounts.manage_users", frozenset({Role.ADMINISTRATOR}))

PERMISSIONS = (USE_ACCOUNT, MANAGE_USERS)
