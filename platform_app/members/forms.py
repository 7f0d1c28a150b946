"""The shape of input on the pages of the register."""

from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.validators import ValidationError

from platform_app.members.queries import MemberFilter
from platform_app.members.rules import LIMITS, KindOfBody, MemberClass, MemberKind, NewPerson, Particulars, PublicField, TermRole
from platform_app.members.rules.corporate_numbers import read_corporate_number, why_not_corporate_number
from platform_app.members.rules.prefectures import prefecture_choices
from platform_app.web.forms import PlatformForm, choice_field, choices_field, date_field, options, text_field, version_field
from platform_app.web.words import say

_NAME_LIMIT = LIMITS["name"]
_EARLIEST = date(1900, 1, 1)


def _choices(kind: type[Enum], *, empty: Any = None) -> list[tuple[str, str]]:
    first = [("", str(empty))] if empty is not None else []
    return first + [(member.value, say(member)) for member in kind]


def _names(text: str | None) -> tuple[str, ...]:
    return tuple(name for line in (text or "").splitlines() if (name := line.strip()))


class FilterForm(PlatformForm):
    """Search and filters of the register, in the address."""

    q = text_field(_l("Name, reading or number"), max_length=100)
    membership_class = choice_field(_l("Class"), lambda: _choices(MemberClass, empty=_l("All")), required=False, as_select=True)
    kind = choice_field(_l("Kind"), lambda: _choices(MemberKind, empty=_l("All")), required=False, as_select=True)
    prefecture = choice_field(_l("Prefecture"), lambda: [("", str(_l("All"))), *prefecture_choices()], required=False, as_select=True)
    as_of = date_field(_l("As of"), support=_l("The register as it stood on this day"))

    def wanted(self, today: date) -> MemberFilter:
        """The filter; what cannot be read filters nothing, and the error stands at its field."""
        self.validate()
        good = {field.name: field.data for field in self if not field.errors and field.data}
        as_of = good.get("as_of") or today
        if self.as_of.data is None:
            self.as_of.data = today
        return MemberFilter(
            text=good.get("q", ""),
            membership_class=MemberClass(good["membership_class"]) if "membership_class" in good else None,
            prefecture=good.get("prefecture"),
            kind=MemberKind(good["kind"]) if "kind" in good else None,
            as_of=as_of,
            sort=request.args.get("sort", "number"),
            descending=request.args.get("direction") == "descending",
        )


class ParticularsForm(PlatformForm):
    """All particulars of a member, with the version they were rendered from."""

    version = version_field()
    name = text_field(_l("Registered name"), max_length=_NAME_LIMIT, required=True)
    kana = text_field(_l("Reading of the name"), max_length=LIMITS["kana"], kind="reading", support=_l("In katakana or hiragana"))
    former_names = text_field(_l("Former names"), max_length=LIMITS["former_names"], multiline=True, rows=2, support=_l("One a line"))
    short_names = text_field(_l("Short names"), max_length=LIMITS["short_names"], multiline=True, rows=2, support=_l("One a line"))
    corporate_number = text_field(_l("Corporate Number"), max_length=30, kind="digits", support=_l("13 digits; leave empty if there is none"))
    kind_of_body = choice_field(_l("Kind of body"), lambda: _choices(KindOfBody, empty=_l("Not given")), required=False, as_select=True)
    postal_code = text_field(_l("Postal code"), max_length=LIMITS["postal_code"], kind="digits", autocomplete="postal-code")
    prefecture = choice_field(
        _l("Prefecture"), lambda: [("", str(_l("Not given"))), *prefecture_choices()], required=False, as_select=True
    )
    address = text_field(_l("Address"), max_length=LIMITS["address"])
    phone = text_field(_l("Telephone"), max_length=LIMITS["phone"], kind="tel")
    email = text_field(_l("E-mail address of the contact"), max_length=LIMITS["email"], kind="email")
    website = text_field(_l("Web site"), max_length=LIMITS["website"], kind="url")
    purpose = text_field(_l("Purpose"), max_length=LIMITS["purpose"], multiline=True)
    activities = text_field(_l("Activities"), max_length=LIMITS["activities"], multiline=True)
    publishes = choices_field(_l("May be shown in the public directory"), lambda: _choices(PublicField))

    def validate_corporate_number(self, field: Field) -> None:
        """Tell the cause where the digits are no Corporate Number; a registry or personal number is not even shown again."""
        reasons = why_not_corporate_number(field.data) if field.data else ()
        if reasons:
            if reasons[0].code == "members.corporate_number_twelve_digits":
                field.data = ""
            raise ValidationError(say(reasons[0]))

    def show(self, particulars: Particulars, version: int) -> None:
        """Fill the fields from the record."""
        for name, value in vars(particulars).items():
            if name == "kind":
                continue
            if name == "publishes":
                value = sorted(field.value for field in value)
            elif isinstance(value, tuple):
                value = "\n".join(value)
            elif isinstance(value, Enum):
                value = value.value
            self[name].data = value
        self.version.data = version

    def read(self, kind: MemberKind) -> Particulars:
        """The particulars as typed."""
        plain = ("name", "kana", "postal_code", "address", "phone", "email", "website", "purpose", "activities")
        return Particulars(
            **{name: self[name].data or "" for name in plain},
            kind=kind,
            former_names=_names(self.former_names.data),
            short_names=_names(self.short_names.data),
            corporate_number=read_corporate_number(self.corporate_number.data) if self.corporate_number.data else None,
            prefecture=self.prefecture.data or None,
            kind_of_body=KindOfBody(self.kind_of_body.data) if self.kind_of_body.data else None,
            publishes=frozenset(PublicField(value) for value in self.publishes.data or ()),
        )


class AppointForm(PlatformForm):
    """A role for a person who acts for the member already, or for a new one."""

    role = choice_field(_l("Role"), lambda: _choices(TermRole))
    person = choice_field(_l("Name of the person"), (), as_select=True)
    name = text_field(_l("Name of the new person"), max_length=LIMITS["representative"])
    kana = text_field(_l("Reading of the name"), max_length=LIMITS["representative_kana"], kind="reading")
    email = text_field(_l("E-mail address"), max_length=LIMITS["email"], kind="email")
    phone = text_field(_l("Telephone"), max_length=LIMITS["phone"], kind="tel")
    from_on = date_field(_l("From"), required=True, support=_l("The first day in the role"))

    def offer(self, people: Iterable[tuple[int, str]]) -> None:
        """Offer the people known to the member, and a new one."""
        known = {str(person_id): name for person_id, name in people}
        self.person.choices = options([*known.items(), ("new", str(_l("A new person")))])

    def validate_from_on(self, field: Field) -> None:
        """A day that the register can hold."""
        if field.data and field.data < _EARLIEST:
            raise ValidationError(say("web.date"))

    @property
    def person_id(self) -> int | None:
        """The person chosen, None for a new one."""
        return None if self.person.data == "new" else int(self.person.data)

    def new_person(self) -> NewPerson | None:
        """The new person, if one was typed."""
        if self.person.data != "new":
            return None
        return NewPerson(name=self.name.data, kana=self.kana.data or "", email=self.email.data or "", phone=self.phone.data or "")


class EndForm(PlatformForm):
    """The day of an end."""

    until_on = date_field(_l("Ends on"), required=True, support=_l("The first day on which it no longer holds"))


class MinistryForm(PlatformForm):
    """A new ministry."""

    name = text_field(_l("Name of the ministry or agency"), max_length=_NAME_LIMIT, required=True)
    valid_from = date_field(_l("From"), support=_l("Leave empty if it was there before the platform"))


class DeskForm(PlatformForm):
    """A new desk of a ministry."""

    name = text_field(_l("Name of the desk"), max_length=_NAME_LIMIT, required=True)
    email = text_field(_l("E-mail address"), max_length=LIMITS["email"], required=True, kind="email")
    valid_from = date_field(_l("From"), required=True, support=_l("The first day on which it may recommend"))
