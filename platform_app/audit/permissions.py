"""Who may see the state of the ledger; its contents are read on the pages of what they are about."""

from platform_app.kernel.permissions import Permission
from platform_app.kernel.roles import Role

VIEW_LEDGER = Permission("audit.view_ledger", frozenset({Role.AUDITOR, Role.ADMINISTRATOR, Role.SECRETARIAT}))
TAKE_HEAD = Permission("audit.take_head", frozenset({Role.AUDITOR, Role.ADMINISTRATOR}))
PERMISSIONS = (VIEW_LEDGER, TAKE_HEAD)
