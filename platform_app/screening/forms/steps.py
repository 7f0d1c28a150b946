"""One form per page of the application.

Nothing is required here: a page may be saved half filled in, and `rules.form.why_not_submit` tells what is missing.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import FieldList, Form, FormField
from wtforms.fields import Field
from wtforms.validators import ValidationError

from platform_app.members.rules import KindOfBody, MemberClass, MemberKind, PublicField, TermRole
from platform_app.screening.answers import limit, most_rows, prefectures
from platform_app.screening.forms.fields import PHONE, POSTAL_CODE, IsCorporateNumber, IsSince, KnownChoices, Marked, Matches, also
from platform_app.screening.rules.form import Area, Step, is_body
from platform_app.web.forms import (
    PlatformForm,
    choice_field,
    choices_field,
    date_field,
    hidden_field,
    text_field,
    tick_field,
)
from platform_app.web.words import say

CARRIED = frozenset({"csrf_token", "page", "shown", "then", "turn"})
"""What a page sends beside its fields."""


class StepForm(PlatformForm):
    """Base of the pages. `shown` says what the page was rendered from, so that a second tab is noticed; `page` is the name of the tab.

    `turn` counts what the tab has sent, so that what was sent earlier and arrives later does not replace it.
    """

    shown = hidden_field(max_length=16)
    page = hidden_field(max_length=16)
    turn = hidden_field(max_length=6)

    @property
    def turn_number(self) -> int:
        """The count of what this tab has sent; 0 without a script."""
        text = self.turn.data or ""
        return int(text) if text.isascii() and text.isdecimal() else 0

    @property
    def values(self) -> dict[str, Any]:
        """What the page says, as the answers keep it: dates as text, blank rows left out."""
        return {field.short_name: _plain(field.data) for field in self if field.short_name not in CARRIED}

    def typed_so_far(self, standing: Mapping[str, Any]) -> dict[str, Any]:
        """The same while somebody is still typing: in place of what is not yet right stays what was kept before."""
        kept = {}
        for field in self:
            if field.short_name in CARRIED:
                continue
            if isinstance(field, FieldList):
                kept[field.short_name] = _plain(_rows(field, standing.get(field.short_name) or []))
            else:
                kept[field.short_name] = standing.get(field.short_name) if field.errors else _plain(field.data)
        return kept

    @property
    def filled_rows(self) -> list[int]:
        """The places of the lines that hold something, in the page's list."""
        lists = [field for field in self if isinstance(field, FieldList)]
        return [place for field in lists for place, entry in enumerate(field) if _plain([entry.data])]

    @property
    def unfinished(self) -> list[str]:
        """The labels of the fields that are not yet right."""
        rows = [entry.form for field in self if isinstance(field, FieldList) for entry in field]
        return [str(field.label.text) for form in (self, *rows) for field in form if field.errors and not isinstance(field, FieldList)]

    def suit(self, answers: Mapping[str, Any]) -> None:
        """Offer only what can be answered by this applicant."""


def _rows(field: FieldList, standing: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The lines of a list, each beside the one that was kept of it: by its key, or by its place among those that hold something."""
    by_key = {row["key"]: row for row in standing if row.get("key")}
    filled = [entry for entry in field if any(text for part in entry.form for text in part.raw_data or ())]
    by_place = {entry.id: row for entry, row in zip(filled, standing, strict=False)}
    return [_row(entry.form, by_key.get(entry.form["key"].data, {}) if "key" in entry.form else by_place.get(entry.id, {})) for entry in field]


def _row(form: Form, before: Mapping[str, Any]) -> dict[str, Any]:
    return {field.short_name: before.get(field.short_name) if field.errors else field.data for field in form}


def _plain(data: Any) -> Any:
    if isinstance(data, date):
        return data.isoformat()
    if isinstance(data, list):
        rows = [_plain(row) for row in data]
        return [row for row in rows if not isinstance(row, dict) or any(value for name, value in row.items() if name != "key")]
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
    corporate_number = also(
        text_field(
            _l("Corporate Number"), max_length=40, kind="digits",
            support=_l("13 digits, as on the National Tax Agency's site. Please do not write a personal number here."),
        ),
        IsCorporateNumber(),
        Marked(),
    )
    has_no_corporate_number = tick_field(_l("We have no Corporate Number"))


class BodyForm(StepForm):
    """The body or the person as registered, and where it is."""

    name = text_field(_l("Name as registered"), max_length=limit("name"), autocomplete="organization",
                      support=_l("With its legal form, exactly as in the register. Individuals: your name."))
    kana = text_field(_l("Reading in kana"), max_length=limit("kana"), kind="reading")
    former_names = text_field(_l("Former names"), max_length=limit("former_names"), support=_l("If there are several, put ; between them."))
    short_name = text_field(_l("Short name"), max_length=limit("short_name"))
    body_kind = choice_field(
        _l("Kind of body"), lambda: [("", ""), *((kind.value, say(kind)) for kind in KindOfBody)], required=False, as_select=True
    )
    postal_code = also(
        text_field(_l("Postal code"), max_length=limit("postal_code"), kind="digits", autocomplete="postal-code", support=_l("Like 100-0001")),
        Matches(POSTAL_CODE, "screening.postal_code_wrong"),
    )
    prefecture = choice_field(_l("Prefecture"), lambda: [("", ""), *((name, name) for name in prefectures())], required=False, as_select=True)
    address = text_field(_l("Address"), max_length=limit("address"), autocomplete="street-address", support=_l("From the city or ward on"))
    phone = also(text_field(_l("Telephone"), max_length=limit("phone"), kind="tel", autocomplete="tel"), Matches(PHONE, "screening.phone_wrong"))
    website = text_field(_l("Web site"), max_length=limit("website"), kind="url", support=_l("From https:// on"))
    founded_on = date_field(_l("Founded on"))


class PeopleForm(StepForm):
    """Who represents the body, and who answers questions about the application."""

    representative_name = text_field(_l("Representative's name"), max_length=limit("representative_name"))
    representative_kana = text_field(_l("Representative's name in kana"), max_length=limit("representative_kana"), kind="reading")
    representative_title = text_field(_l("Representative's title"), max_length=limit("representative_title"))
    contact_name = text_field(_l("Contact's name"), max_length=limit("contact_name"), autocomplete="name")
    contact_email = text_field(
        _l("Contact's e-mail address"), max_length=limit("contact_email"), kind="email", autocomplete="email",
        support=_l("The account of the new member is made for this address."),
    )
    contact_phone = also(
        text_field(_l("Contact's telephone"), max_length=limit("contact_phone"), kind="tel", autocomplete="tel"),
        Matches(PHONE, "screening.phone_wrong"),
    )


class RecordRow(Form):
    """One entry of the activity record."""

    what = also(text_field(_l("What was done"), max_length=limit("activity_record.what"), multiline=True, rows=3), Marked())
    since = also(
        text_field(_l("Since when"), max_length=limit("activity_record.since"), support=_l("Like 2019, 2019-04 or 2019-04-01")),
        IsSince(),
        Marked(),
    )
    address = text_field(
        _l("Web page that shows it"), max_length=limit("activity_record.address"), kind="url",
    )


class ActivitiesForm(StepForm):
    """Purpose, activities, fields, and the record of what was done."""

    purpose = text_field(_l("Purpose"), max_length=limit("purpose"), multiline=True, support=_l("What your body or you are working for"))
    activities = text_field(_l("Activities"), max_length=limit("activities"), multiline=True, support=_l("What you do, where, how often"))
    areas = also(choices_field(_l("Fields of activity"), lambda: [(area.value, say(area)) for area in Area]), KnownChoices())
    activity_record = FieldList(
        FormField(RecordRow), label=_l("Record of activities against loneliness and isolation"), min_entries=1,
        max_entries=most_rows("activity_record"), description=_l("At least one, with a web page or a file that shows it."),
    )


class OfficerRow(Form):
    """One line of the roster."""

    name = also(text_field(_l("Full name"), max_length=limit("officers.name"), autocomplete="off"), Marked())
    kana = also(text_field(_l("Reading in kana"), max_length=limit("officers.kana"), kind="reading", autocomplete="off"), Marked())
    role = also(text_field(_l("Role as officer"), max_length=limit("officers.role"), autocomplete="off"), Marked())
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
    """Consents and the pledge, in the first version of the form: one consent to three fields."""

    publication_consent = tick_field(_l("Name, prefecture and web site may be shown in the public directory"))
    notice = also(tick_field(_l("I have read how the information is used, and told the officers whose data I gave")), Marked())
    pledge = also(tick_field(_l("We make this pledge")), Marked())
    pledged_by = also(text_field(_l("Name of the person who pledges"), max_length=limit("pledge.by"), autocomplete="name"), Marked())

    def validate_pledge(self, field: Field) -> None:
        """A pledge is somebody's: without the name it would not be kept, and the tick would be gone."""
        if field.data and not self.pledged_by.data:
            raise ValidationError(say("screening.pledge_without_name"))


class FoundedBodyForm(BodyForm):
    """The same, with the founding as far as it is known: many bodies know the year or the month."""

    founded_on = also(
        text_field(_l("Founded on"), max_length=20, support=_l("The year or the month will do: like 2012, 2012-04 or 2012-04-01")), IsSince()
    )


def _roles() -> Sequence[tuple[str, str]]:
    return [(role.value, say(role)) for role in (TermRole.DELEGATE, TermRole.CONTACT)]


class PersonRow(Form):
    """One further person."""

    name = also(text_field(_l("Full name"), max_length=limit("further_people.name"), autocomplete="off"), Marked())
    kana = text_field(_l("Reading in kana"), max_length=limit("further_people.kana"), kind="reading", autocomplete="off")
    email = text_field(_l("E-mail address"), max_length=limit("further_people.email"), kind="email", autocomplete="off")
    phone = also(
        text_field(_l("Telephone"), max_length=limit("further_people.phone"), kind="tel", autocomplete="off"),
        Matches(PHONE, "screening.phone_wrong"),
    )
    roles = also(choices_field(_l("Role"), _roles), KnownChoices(), Marked())


class FurtherPeopleForm(PeopleForm):
    """The same, with further people."""

    further_people = FieldList(
        FormField(PersonRow), label=_l("Further people"), min_entries=1, max_entries=most_rows("further_people"),
        description=_l(
            "Only if there are any: somebody who votes for you at the assembly, or further contacts. "
            "Until somebody is named, the representative votes."
        ),
    )


class KeyedRecordRow(RecordRow):
    """The same, with the key by which papers are added for it."""

    key = hidden_field(max_length=12)


class WishesForm(ActivitiesForm):
    """The same, with evidence for each entry, and the wish for subcommittees."""

    activity_record = FieldList(
        FormField(KeyedRecordRow), label=_l("Record of activities against loneliness and isolation"), min_entries=1,
        max_entries=most_rows("activity_record"),
        description=_l("At least one, with a web page or a file that shows it. Files are added on the page “Documents”."),
    )
    subcommittee_wishes = text_field(
        _l("Subcommittees you would like to join"), max_length=limit("subcommittee_wishes"), multiline=True, rows=3,
        support=_l("Themes that interest you. This is no obligation."),
    )


def _publishable() -> Sequence[tuple[str, str]]:
    return [(field.value, say(field)) for field in PublicField]


class PublicationForm(PledgeForm):
    """The same, with a consent for each field."""

    publication_consent = None
    publication = also(
        choices_field(
            _l("What may be shown in the public directory"), _publishable,
            support=_l("Only what you tick is shown, and only after you were admitted. Without the name nothing is shown. You can change it later."),
        ),
        KnownChoices(),
    )

    def suit(self, answers: Mapping[str, Any]) -> None:
        """An individual has no representative."""
        if not is_body(answers):
            self.publication.choices = [choice for choice in self.publication.choices if choice.value != PublicField.REPRESENTATIVE.value]


class EntryPledgeForm(PublicationForm):
    """The same for an application that the secretariat enters: what stands on the paper, or was said on the telephone."""

    notice = also(tick_field(_l("The applicant was told how the information is used, and agreed")), Marked())
    pledge = also(tick_field(_l("The pledge was made")), Marked())
    pledged_on = also(date_field(_l("Date of the pledge"), support=_l("As written on the paper, or the day of the call")), Marked())


_FORMS_OF_1: Mapping[Step, type[StepForm]] = {
    Step.MEMBERSHIP: MembershipForm,
    Step.BODY: BodyForm,
    Step.PEOPLE: PeopleForm,
    Step.ACTIVITIES: ActivitiesForm,
    Step.OFFICERS: OfficersForm,
    Step.PLEDGE: PledgeForm,
}
STEP_FORMS: Mapping[int, Mapping[Step, type[StepForm]]] = {
    1: _FORMS_OF_1,
    2: {
        **_FORMS_OF_1,
        Step.BODY: FoundedBodyForm,
        Step.PEOPLE: FurtherPeopleForm,
        Step.ACTIVITIES: WishesForm,
        Step.PLEDGE: PublicationForm,
    },
}
"""The pages with fields, by version of the form."""
