"""The shape of what the screening officer types."""

from flask_babel import lazy_gettext as _l

from platform_app.watchlists.rules.cases import StepKind
from platform_app.watchlists.rules.columns import COLUMNS, REQUIRED
from platform_app.watchlists.rules.hits import HitStatus
from platform_app.web.forms import PlatformForm, choice_field, date_field, file_field, text_field, tick_field

REASON_CHARACTERS = 4000
_CHOICES = (
    (HitStatus.FALSE_MATCH.value, _l("Another person or body (false match)")),
    (HitStatus.POSSIBLE.value, _l("Possible: it cannot be ruled out")),
    (HitStatus.CONFIRMED.value, _l("It is the same (confirmed)")),
)
_STEPS = (
    (StepKind.PLEDGE.value, _l("Pledge received")),
    (StepKind.ROSTER.value, _l("Roster of officers received")),
    (StepKind.PUBLIC_SEARCH.value, _l("Public information searched")),
    (StepKind.INQUIRY_ASKED.value, _l("Inquiry to the police sent")),
    (StepKind.INQUIRY_ANSWERED.value, _l("Inquiry answered")),
    (StepKind.FOLLOW_UP.value, _l("What was done about a confirmed hit")),
)
_ANSWERS = (("agree", _l("I agree")), ("disagree", _l("I do not agree: it stays undecided")))
_LABELS = {
    "ref": _l("Reference"),
    "kind": _l("Kind (organisation or person)"),
    "name": _l("Name"),
    "kana": _l("Kana"),
    "former_names": _l("Former names"),
    "birth_on": _l("Birth date"),
    "corporate_number": _l("Corporate Number"),
    "address": _l("Home or seat"),
}


class OpeningForm(PlatformForm):
    """Why a sealed case is opened."""

    reason = text_field(
        _l("Why do you open it?"),
        max_length=REASON_CHARACTERS,
        required=True,
        multiline=True,
        rows=3,
        support=_l("Who opened it and why stays on record."),
    )


class DecisionForm(PlatformForm):
    """What one person decides on a hit."""

    choice = choice_field(_l("Your decision"), _CHOICES)
    reason = text_field(_l("Reason"), max_length=REASON_CHARACTERS, required=True, multiline=True, rows=3)


class SecondForm(PlatformForm):
    """What the second person says."""

    answer = choice_field(_l("Your answer as the second person"), _ANSWERS)
    reason = text_field(_l("Reason"), max_length=REASON_CHARACTERS, multiline=True, rows=3, support=_l("Needed if you do not agree."))


class ReasonForm(PlatformForm):
    """A reason alone: for opening a decision again, clearing weak hits, or taking an import back."""

    reason = text_field(_l("Reason"), max_length=REASON_CHARACTERS, required=True, multiline=True, rows=3)


class StepForm(PlatformForm):
    """A step around the lists."""

    kind = choice_field(_l("Step"), _STEPS, as_select=True)
    on = date_field(_l("On which day"), required=True)
    where = text_field(_l("Where"), max_length=1000, support=_l("The sources searched, or the office that was asked."))
    what = text_field(
        _l("What"),
        max_length=REASON_CHARACTERS,
        multiline=True,
        rows=3,
        support=_l("The version of the pledge, the words searched for and what was found, the answer, or what was done and by whom."),
    )


class UploadForm(PlatformForm):
    """A file with a list."""

    list_name = text_field(_l("Name of the list"), max_length=200, required=True, support=_l("A further file of the same name is its next version."))
    source = text_field(_l("Source"), max_length=400, required=True, support=_l("Who gave the list."))
    dated = date_field(_l("Date of the list"), required=True)
    file = file_field(_l("File (CSV or XLSX)"), required=True, accept=".csv,.xlsx", support=_l("UTF-8 or Shift_JIS (CP932); up to 50 MB."))


class ImportForm(PlatformForm):
    """The word that a checked file is to be imported."""

    is_shrinking_meant = tick_field(_l("Yes, the list is meant to lose more than half of its entries"))


def mapping_form(columns: list[str]) -> type[PlatformForm]:
    """A form that asks, for each of our columns, which column of the file holds it."""
    choices = [("", _l("(not in the file)")), *((name, name) for name in columns if name)]
    fields = {
        f"column_{column}": choice_field(_LABELS[column], choices, required=column in REQUIRED, as_select=True) for column in COLUMNS
    }
    return type("MappingForm", (PlatformForm,), fields)
