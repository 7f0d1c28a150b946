"""Words of the register: enum members, reasons, events and permissions."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from platform_app.members.permissions import CHANGE_MINISTRIES, CHANGE_REGISTER, VIEW_MINISTRIES, VIEW_OWN, VIEW_REGISTER
from platform_app.members.rules import EndedReason, KindOfBody, MemberClass, MemberKind, PublicField, TermRole
from platform_app.web.words import by_type

_ENUMS: dict[object, LazyString] = {
    **by_type({
        MemberClass.REGULAR: _l("Regular member"),
        MemberClass.COOPERATING: _l("Cooperating member"),
        MemberClass.SUPPORTING: _l("Supporting member"),
    }),
    **by_type({
        MemberKind.ORGANISATION: _l("Organisation"),
        MemberKind.INDIVIDUAL: _l("Individual"),
    }),
    **by_type({
        TermRole.REPRESENTATIVE: _l("Representative"),
        TermRole.DELEGATE: _l("Voting delegate"),
        TermRole.CONTACT: _l("Contact"),
    }),
    **by_type({
        EndedReason.WITHDRAWN: _l("Left by notice"),
        EndedReason.EXPELLED: _l("Expelled"),
        EndedReason.DISSOLVED: _l("Dissolved"),
        EndedReason.DIED: _l("Died"),
        EndedReason.CLASS_CHANGED: _l("Changed class"),
    }),
    **by_type({
        KindOfBody.NPO: _l("NPO corporation"),
        KindOfBody.CERTIFIED_NPO: _l("Certified NPO corporation"),
        KindOfBody.GENERAL_ASSOCIATION: _l("General incorporated association"),
        KindOfBody.PUBLIC_ASSOCIATION: _l("Public interest incorporated association"),
        KindOfBody.GENERAL_FOUNDATION: _l("General incorporated foundation"),
        KindOfBody.PUBLIC_FOUNDATION: _l("Public interest incorporated foundation"),
        KindOfBody.SOCIAL_WELFARE: _l("Social welfare corporation"),
        KindOfBody.SCHOOL: _l("School corporation"),
        KindOfBody.MEDICAL: _l("Medical corporation"),
        KindOfBody.RELIGIOUS: _l("Religious corporation"),
        KindOfBody.COMPANY: _l("Company"),
        KindOfBody.COOPERATIVE: _l("Cooperative"),
        KindOfBody.LOCAL_GOVERNMENT: _l("Local government"),
        KindOfBody.INTERMEDIARY: _l("Intermediary support organisation"),
        KindOfBody.FEDERATION: _l("Federation"),
        KindOfBody.GRANT_MAKER: _l("Grant-making body"),
        KindOfBody.UNINCORPORATED: _l("Unincorporated association"),
        KindOfBody.OTHER: _l("Other"),
    }),
    **by_type({
        PublicField.NAME: _l("Name of the member"),
        PublicField.PREFECTURE: _l("Prefecture"),
        PublicField.ADDRESS: _l("Address"),
        PublicField.PHONE: _l("Telephone"),
        PublicField.EMAIL: _l("E-mail address"),
        PublicField.WEBSITE: _l("Web site"),
        PublicField.REPRESENTATIVE: _l("Name of the representative"),
        PublicField.ACTIVITIES: _l("Activities"),
    }),
}

_REASONS: dict[object, LazyString] = {
    "members.name_missing": _l("Please write the name."),
    "members.individual_not_supporting": _l("An individual can only be a supporting member, not a “%(membership_class)s”."),
    "members.individual_has_no_corporate_number": _l("An individual has no Corporate Number. Please leave it empty."),
    "members.one_person_per_role": _l("There is one person only for the role “%(role)s”. Please choose one."),
    "members.corporate_number_not_digits": _l("A Corporate Number has digits only. Please write its 13 digits."),
    "members.corporate_number_twelve_digits": _l(
        "These are 12 digits: a registry number or an individual's number, which must not be kept here. Please write the 13 digits of the Corporate Number."
    ),
    "members.corporate_number_length": _l("These are %(length)s digits. A Corporate Number has 13."),
    "members.corporate_number_check_digit": _l("The check digit does not fit, so a digit is probably mistyped. Please compare with the notice of the tax agency."),
    "members.corporate_number_taken": _l("Another member has this Corporate Number already."),
    "members.kind_is_fixed": _l("A body cannot become an individual, or the other way round. Please admit a new member."),
    "members.term_before_membership": _l("The role cannot begin before the membership. Please choose a later day."),
    "members.term_held_already": _l("This person is “%(role)s” already on that day."),
    "members.term_overlaps": _l("Somebody else is or was “%(role)s” from that day or later. Please choose a later day."),
    "members.term_ended_already": _l("This role has an end already."),
    "members.end_before_beginning": _l("The end lies before the beginning. Please choose a later day."),
    "members.end_missing": _l("Please write the day of the end as a date."),
    "members.appointed_meanwhile": _l("Somebody else was appointed at the same moment. Please look at the page again."),
    "members.person_missing": _l("Please write the name of the person."),
    "members.person_linked_already": _l("This person signs in with another account already."),
    "members.closed_already": _l("This has an end already."),
    "members.ministry_exists": _l("There is a ministry of this name already."),
    "members.ministry_has_ended": _l("The ministry does not exist any more on that day."),
    "members.desk_exists": _l("The ministry has a desk of this name from that day already."),
}

_EVENTS: dict[object, LazyString] = {
    "members.member_admitted": _l("Admitted"),
    "members.member_imported": _l("Taken over from the register kept until then"),
    "members.particulars_corrected": _l("Particulars corrected"),
    "members.term_began": _l("A role began"),
    "members.term_ended": _l("A role ended"),
    "members.person_linked": _l("A person was linked to an account"),
    "members.ministry_added": _l("A ministry was added"),
    "members.ministry_closed": _l("A ministry ended"),
    "members.desk_added": _l("A desk was added"),
    "members.desk_closed": _l("A desk was closed"),
}

_PERMISSIONS: dict[object, LazyString] = {
    VIEW_REGISTER.code: _l("See the register"),
    CHANGE_REGISTER.code: _l("Change the register"),
    VIEW_MINISTRIES.code: _l("See ministries and desks"),
    CHANGE_MINISTRIES.code: _l("Change ministries and desks"),
    VIEW_OWN.code: _l("See the own organisation's record"),
}

WORDS: dict[object, LazyString] = {**_ENUMS, **_REASONS, **_EVENTS, **_PERMISSIONS}
