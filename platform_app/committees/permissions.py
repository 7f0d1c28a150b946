"""What people may do with bodies, and who holds it."""

from platform_app.kernel.permissions import Permission
from platform_app.kernel.roles import Role

TAKE_PART = Permission("committees.take_part", frozenset({Role.BOARD_MEMBER}))
VIEW_BOARD = Permission("committees.view_board", frozenset({Role.SECRETARIAT, Role.ADMINISTRATOR, Role.AUDITOR}))
SEAT_BOARD = Permission("committees.seat_board", frozenset({Role.SECRETARIAT}))
CLOSE_DELIBERATION = Permission("committees.close_deliberation", frozenset({Role.SECRETARIAT}))
CONDUCT = Permission("committees.conduct", frozenset({Role.SECRETARIAT}))

PERMISSIONS = (TAKE_PART, VIEW_BOARD, SEAT_BOARD, CLOSE_DELIBERATION, CONDUCT)
