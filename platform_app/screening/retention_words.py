"""Words of retention and legal holds."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

WORDS: dict[object, LazyString] = {
    "screening.keep_records": _l("Set and lift legal holds"),
    "screening.refused_applications": _l("Refused applications"),
    "screening.withdrawn_applications": _l("Withdrawn applications"),
    "screening.unfinished_applications": _l("Unfinished applications"),
    "screening.evidence_of_former_members": _l("Screening evidence of former members"),
    "screening.not_ended": _l("This application has not ended (%(status)s)."),
    "screening.not_again": _l("By the rules, a refused applicant cannot apply again."),
    "screening.another_under_way": _l("Another application of yours is under way already."),
    "screening.application_copied": _l("Contents taken over from an earlier application"),
    "screening.erased_already": _l("This application was erased already."),
    "screening.still_needed": _l("This application is still needed (%(status)s)."),
    "screening.under_hold": _l("A legal hold keeps this application."),
    "screening.held_already": _l("A legal hold keeps this application already."),
    "screening.hold_why": _l("Please write why it must be kept."),
    "screening.not_held": _l("There is no legal hold."),
    "screening.lifts_own_hold": _l("You set this legal hold, so another person has to lift it."),
    "screening.retention_hold_set": _l("Legal hold set"),
    "screening.retention_hold_lifted": _l("Legal hold lifted"),
    "screening.application_erased": _l("Contents erased, because their time was over"),
    "screening.screening_evidence_erased": _l("Evidence erased, because its time was over"),
}
