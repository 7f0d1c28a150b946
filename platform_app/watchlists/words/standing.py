"""Words for lists, hits, cases, permissions, events and reasons."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from platform_app.watchlists.rules.cases import StepKind
from platform_app.watchlists.rules.facts import PartyKind, Tier
from platform_app.watchlists.rules.hits import HitStatus, Standing
from platform_app.watchlists.rules.lists import RunCause, UploadStatus, VersionStatus
from platform_app.web.words import by_type

STANDING_WORDS: dict[object, LazyString] = (
    by_type({
        VersionStatus.STAGED: _l("Coming in"),
        VersionStatus.CURRENT: _l("In force"),
        VersionStatus.REPLACED: _l("Replaced"),
        VersionStatus.UNDONE: _l("Import taken back"),
        VersionStatus.ABANDONED: _l("Given up"),
    })
    | by_type({
        UploadStatus.MAPPING: _l("Columns to be named"),
        UploadStatus.CHECKING: _l("Being checked"),
        UploadStatus.CHECKED: _l("Checked"),
        UploadStatus.IMPORTING: _l("Being imported"),
        UploadStatus.DONE: _l("Imported"),
        UploadStatus.FAILED: _l("Failed"),
        UploadStatus.DISCARDED: _l("Discarded"),
    })
    | by_type({
        RunCause.LIST: _l("A new version of a list"),
        RunCause.RULES: _l("New rules of matching"),
        RunCause.YEARLY: _l("Yearly re-check"),
    })
    | by_type({
        HitStatus.PENDING: _l("Not decided"),
        HitStatus.FALSE_MATCH: _l("False match"),
        HitStatus.POSSIBLE: _l("Possible"),
        HitStatus.CONFIRMED: _l("Confirmed match"),
    })
    | by_type({
        Standing.CLEAR: _l("Nothing is open"),
        Standing.WAITING: _l("Not finished"),
    })
    | by_type({
        StepKind.PLEDGE: _l("Pledge received"),
        StepKind.ROSTER: _l("Roster of officers received"),
        StepKind.PUBLIC_SEARCH: _l("Public information searched"),
        StepKind.INQUIRY_ASKED: _l("Inquiry to the police sent"),
        StepKind.INQUIRY_ANSWERED: _l("Inquiry answered"),
        StepKind.FOLLOW_UP: _l("What was done about a confirmed hit"),
    })
    | by_type({
        PartyKind.ORGANISATION: _l("Organisation"),
        PartyKind.PERSON: _l("Natural person"),
    })
    | by_type({
        Tier.A: _l("A (an identifier, or the same name)"),
        Tier.B: _l("B (the same reading, or one character apart)"),
        Tier.C: _l("C (weaker)"),
    })
    | {
        "watchlists.view_queue": _l("See the queue of names to be looked at"),
        "watchlists.open_case": _l("Open sealed screening evidence"),
        "watchlists.decide": _l("Decide on hits"),
        "watchlists.import_lists": _l("Import watchlists and take an import back"),
        "watchlists.list_imported": _l("A version of a watchlist came into force"),
        "watchlists.list_undone": _l("A version of a watchlist was taken back"),
        "watchlists.list_uploaded": _l("A file with a watchlist was uploaded"),
        "watchlists.list_columns_named": _l("The columns of a file with a watchlist were named"),
        "watchlists.list_import_ordered": _l("The import of a watchlist was ordered"),
        "watchlists.list_upload_discarded": _l("A file with a watchlist was discarded"),
        "watchlists.subjects_watched": _l("The names to be watched were recorded"),
        "watchlists.watch_ended": _l("The watching of names ended"),
        "watchlists.screening_started": _l("Screening began"),
        "watchlists.screening_finished": _l("Screening ended"),
        "watchlists.case_opened": _l("Sealed screening evidence was opened"),
        "watchlists.evidence_file_made": _l("An evidence file was made"),
        "watchlists.step_noted": _l("A step of the check was noted"),
        "watchlists.hit_decided": _l("A person recorded a decision in the screening"),
        "watchlists.hit_seconded": _l("A second person answered in the screening"),
        "watchlists.hit_reopened": _l("A decision of the screening was opened again"),
        "watchlists.hit_confirmed": _l("Two people confirmed a decision of the screening"),
        "watchlists.evidence_forgotten": _l("Screening evidence was deleted after its time"),
        "watchlists.ended_cases": _l("Evidence of screening cases that ended"),
        "watchlists.still_watched": _l("These names are still watched."),
        "watchlists.under_hold": _l("A legal hold keeps this evidence."),
        "watchlists.case_closed": _l("Please open the case with a reason first. An opened case closes after half an hour."),
        "watchlists.upload_ending": _l("Please choose a CSV or XLSX file."),
        "watchlists.bad_rows": _l("Nothing was recorded: %(problems)s problems in %(rows)s rows. Please correct the file."),
        "watchlists.no_rows": _l("The file has no rows. Please check that it is the right one."),
        "watchlists.shrinks": _l(
            "The list would shrink from %(before)s to %(after)s entries. If that is meant, say so (on the page with the tick, in the console with --yes)."
        ),
        "watchlists.import_running": _l("Another import of this list is running. Please wait a minute and try again."),
        "watchlists.import_elsewhere": _l("Another process is importing this list, so this import ended. Please look at the list again."),
        "watchlists.file_changed": _l("The file changed since it was checked. Please import it again."),
        "watchlists.columns_missing": _l("The file lacks these columns: %(columns)s. It has: %(found)s."),
        "watchlists.ref_twice": _l("Line %(line)s has the same reference. Please give each entry a reference of its own."),
        "watchlists.row_kind": _l("Please write organisation or person."),
        "watchlists.birth_in_future": _l("This day is still to come. Please check the birth date."),
        "watchlists.formula": _l("This looks like a formula. Please write it as plain text."),
        "watchlists.second_person_missing": _l("This decision waits for a second person."),
        "watchlists.nothing_proposed": _l("There is no decision that waits for a second person."),
        "watchlists.same_person": _l("The second person must be somebody else."),
        "watchlists.reason_missing": _l("Please write the reason."),
        "watchlists.step_incomplete": _l("Please fill this in."),
        "watchlists.step_in_future": _l("This day is still to come."),
        "watchlists.no_inquiry_open": _l("No inquiry waits for an answer."),
        "watchlists.inquiry_open": _l("An inquiry is out already. Please note its answer first."),
    }
)

ROLE_WORDS: dict[str, LazyString] = {
    "body": _l("The body itself"),
    "applicant": _l("The applicant"),
    "member": _l("The member"),
    "representative": _l("Representative"),
    "delegate": _l("Voting delegate"),
    "contact": _l("Contact"),
    "officer": _l("Officer"),
}
