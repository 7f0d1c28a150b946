"""Who may do what with watchlists: the screening officer alone, and nobody by another office."""

from platform_app.kernel.permissions import Permission
from platform_app.kernel.roles import Role

VIEW_QUEUE = Permission("watchlists.view_queue", frozenset({Role.SCREENING_OFFICER}))
OPEN_CASE = Permission("watchlists.open_case", frozenset({Role.SCREENING_OFFICER}))
DECIDE = Permission("watchlists.decide", frozenset({Role.SCREENING_OFFICER}))
IMPORT_LISTS = Permission("watchlists.import_lists", frozenset({Role.SCREENING_OFFICER}))

PERMISSIONS = (VIEW_QUEUE, OPEN_CASE, DECIDE, IMPORT_LISTS)
