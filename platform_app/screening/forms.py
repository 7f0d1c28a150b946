"""The shape of input: one form per page of the application, the recommender's answer, and the secretariat's acts.

Nothing is required here: a page may be saved half filled in, and `rules.form.why_not_submit` tells what is missing.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import FieldList, Form, FormField
from wtforms.fields import Field
from wtforms.validators import StopValidation, ValidationError

from platform_app.documents.rules import Slot as FileSlot
from platform_app.documents.rules import slot_policy
from platform_app.kernel.reasons import Reason
from platform_app.members.rules import KindOfBody, MemberClass, MemberKind
from platform_app.members.rules.corporate_numbers import read_corporate_number, why_not_corporate_number
from platform_app.screening.answers import limit, most_rows, prefectures
from platform_app.screening.rules.checks import Conclusion
from platform_app.screening.rules.form import Area, Slot, Step
from platform_app.web.forms import (
    PlatformForm,
    choice_field,
    choices_field,
    date_field,
    file_field,
    hidden_field,
    text_field,
    tick_field,
)
from platform_app.web.words import say

_POSTAL_CODE = re.compile(r"[0-9]{3}-?[0-9]{4}")
_PHONE = re.compile(r"\+?[0-9][0-9() -]{5,18}")
_SINCE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-[0-3][0-9])?)?")
_WIDE = str.maketrans("０１２３４５６７８９－ー―‐（）　＋", "0123456789----() +")


_CALENDAR_WORDS = re.compile(r"([0-9]{4})年(?:([0-9]{1,2})月(?:([0-9]{1,2})日)?)?")


def _hyphenated(words: re.Match[str]) -> str:
    return "-".join(part.zfill(2) for part in words.groups() if part)


class _Matches:
    """Validator: typed in full width or half, the text has a form; it is kept in half width."""

    def __init__(self, pattern: re.Pattern[str], code: str) -> None:
        self.pattern = pattern
        self.code = code

    def __call__(self, form: Form, field: Field) -> None:
        if not field.data:
            return
        narrow = _CALENDAR_WORDS.sub(_hyphenated, str(field.data).translate(_WIDE))
        if not self.pattern.fullmatch(narrow):
            raise ValidationError(say(Reason(self.code)))
        field.data = narrow


class _IsCorporateNumber:
    """Validator: a Corporate Number with its check digit; kept as 13 digits in half width. A 12-digit number is not even shown again."""

    def __call__(self, form: Form, field: Field) -> None:
        if not field.data:
            return
        reasons = why_not_corporate_number(field.data)
        if reasons:
            if reasons[0].code == "members.corporate_number_twelve_digits":
                field.data = ""
            raise ValidationError(say(reasons[0]))
        field.data = read_corporate_number(field.data)


class _KnownChoices:
    """Validator: only answers that are offered; WTForms' own sentence gives way to ours."""

    def __call__(self, form: Form, field: Field) -> None:
        known = {choice.value for choice in field.choices}
        if not set(field.data or ()) <= known:
            field.errors = []
            raise StopValidation(say(Reason("web.choice")))


class _Marked:
    """Marks a field as one that a complete application needs; a page may still be saved without it."""

    field_flags = {"required": True}

    def __call__(self, form: Form, field: Field) -> None:
        """Refuse nothing."""


def _also(field: Any, *validators: Any) -> Any:
    field.kwargs["validators"] = [*field.kwargs["validators"], *validators]
    return field


class StepForm(PlatformForm):
    """Base of the pages. `shown` says what the page was rendered from, so that a second tab is noticed."""

    shown = hidden_field(max_length=16)

    @property
    def values(self) -> dict[str, Any]:
        """What the page says, as the answers keep it: dates as text, blank rows left out."""
        return {field.short_name: _plain(field.data) for field in self if field.short_name not in ("shown", "csrf_token")}


def _plain(data: Any) -> Any:
    if isinstance(data, date):
        return data.isoformat()
    if isinstance(data, list):
        rows = [_plain(row) for row in data]
        return [row for row in rows if not isinstance(row, dict) or any(row.values())]
    if isinstance(data, dict):
        return {name: _plain(value) for name, value in data.items()}
    return data


class MembershipForm(StepForm):
    """Which class, body or individual, and the Corporate Number."""

    membership_class = choice_field(_l("Membership class"), lambda: [(m.value, say(m)) for m in MemberClass], required=False)
    kind = choice_field(
        _l("Organisation or individual"), lambda: [(kind.value, say(kind)) for kind in MemberKind], required=False,
        support=_l("Individuals can join as supporting members."),
    )
    corporate_number = _also(
        text_field(
            _l("Corporate Number"), max_length=40, kind="digits",
            support=_l("13 digits, as on the National Tax Agency's site. Please do not write a personal number here."),
        ),
        _IsCorporateNumber(),
        _Marked(),
    )
    has_no_corporate_number = tick_field(_l("We have no Corporate Number"))


class BodyForm(StepForm):
    """The body or the person as registered, and where it is."""

    name = text_field(_l("Name as registered"), max_length=limit("name"), autocomplete="organization",
                      support=_l("With its legal form, exactly as in the register. Individuals: your name."))
    kana = text_field(_l("Reading in kana"), max_length=limit("kana"))
    former_names = text_field(_l("Former names"), max_length=limit("former_names"), support=_l("If there are several, put ; between them."))
    short_name = text_field(_l("Short name"), max_length=limit("short_name"))
    body_kind = choice_field(
        _l("Kind of body"), lambda: [("", ""), *((kind.value, say(kind)) for kind in KindOfBody)], required=False, as_select=True
    )
    postal_code = _also(
        text_field(_l("Postal code"), max_length=limit("postal_code"), autocomplete="postal-code", support=_l("Like 100-0001")),
        _Matches(_POSTAL_CODE, "screening.postal_code_wrong"),
    )
    prefecture = choice_field(_l("Prefecture"), lambda: [("", ""), *((name, name) for name in prefectures())], required=False, as_select=True)
    address = text_field(_l("Address"), max_length=limit("address"), autocomplete="street-address", support=_l("From the city or ward on"))
    phone = _also(text_field(_l("Telephone"), max_length=limit("phone"), kind="tel", autocomplete="tel"), _Matches(_PHONE, "screening.phone_wrong"))
    website = text_field(_l("Web site"), max_length=limit("website"), kind="url", support=_l("From https:// on"))
    founded_on = date_field(_l("Founded on"))


class PeopleForm(StepForm):
    """Who represents the body, and who answers questions about the application."""

    representative_name = text_field(_l("Representative's name"), max_length=limit("representative_name"))
    representative_kana = text_field(_l("Representative's name in kana"), max_length=limit("representative_kana"))
    representative_title = text_field(_l("Representative's title"), max_length=limit("representative_title"))
    contact_name = text_field(_l("Contact's name"), max_length=limit("contact_name"), autocomplete="name")
    contact_email = text_field(
        _l("Contact's e-mail address"), max_length=limit("contact_email"), kind="email", autocomplete="email",
        support=_l("The account of the new member is made for this address."),
    )
    contact_phone = _also(
        text_field(_l("Contact's telephone"), max_length=limit("contact_phone"), kind="tel", autocomplete="tel"),
        _Matches(_PHONE, "screening.phone_wrong"),
    )


class RecordRow(Form):
    """One entry of the activity record."""

    what = _also(text_field(_l("What was done"), max_length=limit("activity_record.what"), multiline=True, rows=3), _Marked())
    since = _also(
        text_field(_l("Since when"), max_length=limit("activity_record.since"), support=_l("Like 2019, 2019-04 or 2019-04-01")),
        _Matches(_SINCE, "screening.since_wrong"),
        _Marked(),
    )
    address = text_field(
        _l("Web page that shows it"), max_length=limit("activity_record.address"), kind="url",
        support=_l("Files are added on the page “Documents”."),
    )


class ActivitiesForm(StepForm):
    """Purpose, activities, fields, and the record of what was done."""

    purpose = text_field(_l("Purpose"), max_length=limit("purpose"), multiline=True)
    activities = text_field(_l("Activities"), max_length=limit("activities"), multiline=True)
    areas = _also(choices_field(_l("Fields of activity"), lambda: [(area.value, say(area)) for area in Area]), _KnownChoices())
    activity_record = FieldList(
        FormField(RecordRow), label=_l("Record of activities against loneliness and isolation"), min_entries=1,
        max_entries=most_rows("activity_record"), description=_l("At least one, with a web page or a file that shows it."),
    )


class OfficerRow(Form):
    """One line of the roster."""

    name = _also(text_field(_l("Full name"), max_length=limit("officers.name")), _Marked())
    kana = _also(text_field(_l("Reading in kana"), max_length=limit("officers.kana")), _Marked())
    role = _also(text_field(_l("Role as officer"), max_length=limit("officers.role")), _Marked())
    birth_on = date_field(_l("Date of birth"))


class OfficersForm(StepForm):
    """The roster of officers."""

    officers = FieldList(
        FormField(OfficerRow), label=_l("Officers"), min_entries=1, max_entries=most_rows("officers"),
        description=_l(
            "Dates of birth are kept encrypted and used only to tell people of the same name apart. Leave lines that you do not need empty."
        ),
    )


class PledgeForm(StepForm):
    """Consents and the pledge."""

    notice = _also(tick_field(_l("I have read how the information is used, and told the officers whose data I gave")), _Marked())
    publication_consent = tick_field(_l("Name, prefecture and web site may be shown in the public directory"))
    pledge = _also(tick_field(_l("We make this pledge")), _Marked())
    pledged_by = _also(text_field(_l("Name of the person who pledges"), max_length=limit("pledge.by")), _Marked())


STEP_FORMS: Mapping[Step, type[StepForm]] = {
    Step.MEMBERSHIP: MembershipForm,
    Step.BODY: BodyForm,
    Step.PEOPLE: PeopleForm,
    Step.ACTIVITIES: ActivitiesForm,
    Step.OFFICERS: OfficersForm,
    Step.PLEDGE: PledgeForm,
}


class ApplyForm(PlatformForm):
    """The address to which the link is sent."""

    address = text_field(_l("E-mail address"), max_length=limit("contact_email"), required=True, kind="email", autocomplete="email")


class AttachmentForm(PlatformForm):
    """A paper: a file, or a public address in its place."""

    slot = choice_field(_l("What it is"), lambda: [(slot.value, say(slot)) for slot in Slot], coerce=str)
    file = file_field(_l("File"), support=_l("PDF, picture, Word or Excel, up to 20 MB"), accept=slot_policy(FileSlot.ACTIVITY_EVIDENCE).accept)
    address = text_field(_l("or its public web address"), max_length=limit("attachments.address"), kind="url")


class RecommenderForm(PlatformForm):
    """Which member or desk is asked."""

    member_id = hidden_field(max_length=9)
    desk_id = hidden_field(max_length=9)


class RecommendationForm(PlatformForm):
    """A recommender's answer."""

    answer = choice_field(
        _l("Your answer"),
        lambda: [("yes", str(_l("Yes, we recommend"))), ("no", str(_l("No, we do not"))), ("later", str(_l("Not yet, I will answer later")))],
    )
    name = text_field(_l("Your name"), max_length=120, autocomplete="name", support=_l("Needed for “yes”; the applicant and the board see it."))
    reason = text_field(
        _l("Reason"), max_length=2000, multiline=True,
        support=_l("Needed for “yes”: the board reads it. With “no” it stays between you and the secretariat."),
    )


class ReturnForm(PlatformForm):
    """What the applicant should mend."""

    remark = text_field(_l("What should be corrected"), max_length=4000, multiline=True, required=True,
                        support=_l("The applicant reads this text exactly as it is."))


class CheckForm(PlatformForm):
    """A check with the words that the board reads."""

    note = text_field(_l("Note for the board"), max_length=4000, multiline=True)


class ConclusionForm(PlatformForm):
    """The sealed conclusion on anti-social forces."""

    conclusion = choice_field(_l("Conclusion"), lambda: [(c.value, say(c)) for c in Conclusion])
    note = text_field(_l("Grounds (sealed)"), max_length=4000, multiline=True)


class SealedForm(PlatformForm):
    """Why something sealed is opened."""

    reason = text_field(_l("Reason for opening"), max_length=500, required=True)


class ReasonsForm(PlatformForm):
    """The reasons of a refusal as the letter tells them."""

    reasons = text_field(_l("Reasons in the letter"), max_length=4000, multiline=True, support=_l("One reason per line."))
