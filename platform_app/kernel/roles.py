"""Names of the roles. Offices are stored; every other role is derived at each request from terms, seats and drafts."""

from enum import StrEnum


class Role(StrEnum):
    """What a person may be to the platform at one moment."""

    ADMINISTRATOR = "administrator"
    SECRETARIAT = "secretariat"
    CONTRACTOR = "contractor"
    SCREENING_OFFICER = "screening-officer"
    AUDITOR = "auditor"
    BOARD_MEMBER = "board-member"
    REPRESENTATIVE = "representative"
    DELEGATE = "delegate"
    CONTACT = "contact"
    APPLICANT = "applicant"
    USER = "user"


OFFICES = frozenset({Role.ADMINISTRATOR, Role.SECRETARIAT, Role.CONTRACTOR, Role.SCREENING_OFFICER, Role.AUDITOR})
MEMBER_ROLES = frozenset({Role.BOARD_MEMBER, Role.REPRESENTATIVE, Role.DELEGATE, Role.CONTACT})
MEMBER_PEOPLE = frozenset({Role.REPRESENTATIVE, Role.DELEGATE, Role.CONTACT})
STAFF = OFFICES | {Role.BOARD_MEMBER}
EVERYBODY = frozenset(Role)
