"""Who may do what in admission screening; which application, is decided by the queries."""

from platform_app.kernel.permissions import Permission
from platform_app.kernel.roles import Role

ENTERING = frozenset({Role.SECRETARIAT, Role.CONTRACTOR})
APPLY = Permission("screening.apply", frozenset({Role.APPLICANT}) | ENTERING)
ENTER = Permission("screening.enter_applications", ENTERING)
VIEW_APPLICATIONS = Permission("screening.view_applications", frozenset({Role.SECRETARIAT, Role.CONTRACTOR, Role.SCREENING_OFFICER}))
CHECK_COMPLETENESS = Permission("screening.check_completeness", frozenset({Role.SECRETARIAT, Role.CONTRACTOR}))
ASSESS = Permission("screening.assess", frozenset({Role.SECRETARIAT}))
CONCLUDE = Permission("screening.conclude", frozenset({Role.SCREENING_OFFICER}))
OPEN_SEALED = Permission("screening.open_sealed", frozenset({Role.SCREENING_OFFICER}))
SEND_TO_BOARD = Permission("screening.send_to_board", frozenset({Role.SECRETARIAT}))
ADD_POINT = Permission("screening.add_point", frozenset({Role.SECRETARIAT}))
CHANGE_ADDRESS = Permission("screening.change_address", frozenset({Role.SECRETARIAT}))
RELEASE = Permission("screening.release", frozenset({Role.SECRETARIAT}))
KEEP_RECORDS = Permission("screening.keep_records", frozenset({Role.SECRETARIAT}))
APPROVE_RELEASE = Permission("screening.approve_release", frozenset({Role.SECRETARIAT}))

PERMISSIONS = (
    APPLY, ENTER, VIEW_APPLICATIONS, CHECK_COMPLETENESS, ASSESS, CONCLUDE, OPEN_SEALED, SEND_TO_BOARD, ADD_POINT, CHANGE_ADDRESS,
    RELEASE, KEEP_RECORDS, APPROVE_RELEASE,
)
