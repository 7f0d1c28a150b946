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
    "members.number_taken": _l("Another member has this number already."),
    "members.columns_missing": _l("The file lacks these columns: %(columns)s. Please add them to its first row."),
    "members.file_changed": _l("The file changed while it was read. Please start again."),
    "members.import_elsewhere": _l("Another process is importing the same file. Please wait until it has ended."),
    "members.row_surplus": _l("There are more cells than columns. Please put names that contain commas into quotation marks."),
    "members.row_unknown_column": _l("There is no such column. Please remove or rename it."),
    "members.row_number": _l("A member number is a whole number from 1 to %(most)s. Please correct it, or leave it empty to get one."),
    "members.row_kind": _l("Please write organisation or individual."),
    "members.row_class": _l("Please write regular, cooperating or supporting."),
    "members.row_kind_of_body": _l("There is no such kind of body. Please write one of the codes of the manual, or leave it empty."),
    "members.row_publishes": _l("There is no such field to publish. Please write codes of the manual with semicolons between them, or leave it empty."),
    "members.row_prefecture": _l("This is not a prefecture. Please write its name (東京都) or its code (13)."),
    "members.row_date": _l("This is not a date. Please write it like 2022-02-10, 2022/2/10 or 令和4年2月10日."),
    "members.row_future": _l("This day is still to come. Please write the day on which the membership began."),
    "members.row_twice_number": _l("Line %(line)s has the same member number. Please correct one of them."),
    "members.row_twice_corporate_number": _l("Line %(line)s has the same Corporate Number. Please remove or correct one of them."),
    "members.row_twice_name": _l("Line %(line)s has the same name and prefecture. Please remove one, or add both Corporate Numbers."),
    "members.row_known_number": _l("A member of the register has this number. Please remove the row, or leave the number empty."),
    "members.row_known_corporate_number": _l("Member %(number)s of the register has this Corporate Number. Please remove the row."),
    "members.row_known_name": _l("Member %(number)s of the register has the same name and prefecture. Please remove the row, or add the Corporate Number."),
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
