"""Permissions of mail."""

from platform_app.kernel.permissions import Permission
from platform_app.kernel.roles import Role

VIEW_DELIVERY = Permission("mail.view_delivery", frozenset({Role.SECRETARIAT}))
RESEND = Permission("mail.resend", frozenset({Role.SECRETARIAT}))

PERMISSIONS = (VIEW_DELIVERY, RESEND)
