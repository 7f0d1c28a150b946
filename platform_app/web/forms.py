"""The base of all forms: fields that clean and check typed text, and a form that keeps what was typed and says what to mend.

A form checks shape (type, length, required, allowed characters); rules of the domain are asked in services, and their reasons come back
to the fields through `refuse`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    Field,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
    URLField,
    widgets,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation, ValidationError

from platform_app.database.transaction import undo
from platform_app.kernel.errors import InvalidInput, RuleViolation
from platform_app.kernel.reasons import Reason
from platform_app.web.i18n import sentences_of_wtforms
from platform_app.web.rules import is_email, is_reading, is_url
from platform_app.web.text import cleaned, full_width_kana, why_not_text
from platform_app.web.words import say

Label = Any
Choices = Sequence[tuple[Any, Any]] | Callable[[], Sequence[tuple[Any, Any]]]
_LONG_ROWS = 5
_FIRST_YEAR, _LAST_YEAR = 1600, 2999


class PlatformForm(FlaskForm):
    """Base of all forms. A form that changes a record carries the version it was rendered from in `version`."""

    form_errors: list[str]

    class Meta(FlaskForm.Meta):
        """As Flask-WTF has it, but the catalogue of WTForms is not read from its file at each request."""

        def get_translations(self, form: object) -> object:
            """WTForms' own sentences in the reader's language."""
            return sentences_of_wtforms()

    def accepts(self) -> bool:
        """Whether this is a POST whose input has the right shape; the errors stand at the fields if not."""
        return request.method == "POST" and bool(self.validate())

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Check every field, and that none which holds one value was sent twice."""
        is_valid = super().validate(extra_validators)
        for field in self:
            values = request.form.getlist(field.name) if request.method == "POST" else []
            if len(values) > 1 and not isinstance(field, (SelectMultipleField, MultipleFileField)):
                _add_error(field, Reason("web.repeated"))
                is_valid = False
        return is_valid

    def refuse(self, error: RuleViolation | InvalidInput | Mapping[str, Iterable[Reason]]) -> None:
        """Show reasons at their fields; those that concern no field of this form go to `form_errors`, at the top.

        What a service had begun before it refused is undone first: a page with a refusal records nothing.
        """
        undo()
        if isinstance(error, RuleViolation):
            pairs = [(reason.field, reason) for reason in error.reasons]
        else:
            fields = error.fields if isinstance(error, InvalidInput) else error
            pairs = [(name, reason) for name, reasons in fields.items() for reason in reasons]
            if isinstance(error, InvalidInput) and not pairs:
                pairs = [(None, error.reason)]
        for name, reason in pairs:
            if name and name in self:
                _add_error(self[name], reason)
            else:
                self.form_errors = [*self.form_errors, say(reason)]


def _add_error(field: Field, reason: Reason) -> None:
    field.errors = [*field.errors, say(reason)]


class _Cleaned:
    """A filter that cleans typed text and refuses characters that cannot be kept."""

    def __init__(self, *, is_long: bool, strips: bool = True) -> None:
        self.is_long = is_long
        self.strips = strips

    def __call__(self, text: Any) -> Any:
        if not isinstance(text, str):
            return text
        text = cleaned(text)
        reasons = why_not_text(text, is_long=self.is_long)
        if reasons:
            raise ValueError(say(reasons[0]))
        return text.strip() if self.strips else text


class _Required:
    """Validator: something was given."""

    field_flags = {"required": True}

    def __init__(self, code: str = "web.required") -> None:
        self.code = code

    def __call__(self, form: FlaskForm, field: Field) -> None:
        if isinstance(field.data, FileStorage):
            is_given = bool(field.data.filename)
        elif isinstance(field, BooleanField):
            is_given = bool(field.data)
        else:
            is_given = any(str(value).strip() for value in field.raw_data or ()) if field.raw_data else field.data not in (None, "", [])
        if not is_given:
            field.errors = []
            raise StopValidation(say(Reason(self.code, {"label": field.label.text})))


class _Optional:
    """Validator: nothing given is fine, and then no further check is made."""

    def __call__(self, form: FlaskForm, field: Field) -> None:
        if field.data in (None, "", []) and not (field.raw_data and field.raw_data[0]):
            field.errors = []
            raise StopValidation


class _Length:
    """Validator: between `least` and `most` characters."""

    def __init__(self, most: int, least: int = 0) -> None:
        self.most = most
        self.least = least
        self.field_flags = {"maxlength": most}

    def __call__(self, form: FlaskForm, field: Field) -> None:
        length = len(field.data or "")
        if length > self.most:
            raise StopValidation(say(Reason("web.too_long", {"length": length, "max_length": self.most})))
        if length < self.least:
            raise StopValidation(say(Reason("web.too_short", {"min_length": self.least})))


class _Fits:
    """Validator: the value has a form. With `replaces`, what the field's own reading found wrong is told in our words instead."""

    def __init__(self, code: str, fits: Callable[[Any], bool] = lambda data: True, *, replaces: bool = False, **facts: object) -> None:
        self.code = code
        self.fits = fits
        self.replaces = replaces
        self.facts = facts

    def __call__(self, form: FlaskForm, field: Field) -> None:
        if field.errors and not self.replaces:
            return
        if field.errors or not self.fits(field.data):
            field.errors = []
            raise StopValidation(say(Reason(self.code, self.facts)))


class _CivilDateField(DateField):
    """A date field that also takes stored text like 2026-04-01, as JSON documents hold dates."""

    def process_data(self, value: Any) -> None:
        """Take a date or its text."""
        super().process_data(date.fromisoformat(value) if isinstance(value, str) and value else value or None)


class _InReach:
    """Validator: a day with which one can calculate; 9999-12-31 has no day after it."""

    def __call__(self, _form: object, field: Field) -> None:
        if field.data is not None and not _FIRST_YEAR <= field.data.year <= _LAST_YEAR:
            raise ValidationError(say("web.date"))


def _presence(required: bool, code: str = "web.required") -> list[Any]:
    return [_Required(code)] if required else [_Optional()]


def text_field(
    label: Label,
    *,
    max_length: int,
    required: bool = False,
    support: Label = "",
    multiline: bool = False,
    kind: str = "text",
    min_length: int = 0,
    autocomplete: str | None = None,
    rows: int = _LONG_ROWS,
) -> Field:
    """Typed text. `kind` is `text`, `reading`, `email`, `url`, `tel` or `digits` (a keyboard of digits); `support` stands beside the label."""
    validators = [*_presence(required), _Length(max_length, min_length)]
    if kind == "email":
        validators.append(_Fits("web.email", is_email))
    if kind == "url":
        validators.append(_Fits("web.url", is_url))
    if kind == "reading":
        validators.append(_Fits("web.kana", is_reading))
    attributes: dict[str, Any] = {"autocomplete": autocomplete} if autocomplete else {}
    if kind == "digits":
        attributes["inputmode"] = "numeric"
    if multiline:
        attributes["rows"] = rows
    classes = {"email": EmailField, "url": URLField, "tel": TelField}
    field_class = TextAreaField if multiline else classes.get(kind, StringField)
    filters: list[Callable[[Any], Any]] = [_Cleaned(is_long=multiline)]
    if kind == "reading":
        filters.append(lambda text: full_width_kana(text) if isinstance(text, str) else text)
    return field_class(label, description=support, validators=validators, filters=filters, render_kw=attributes)


def password_field(label: Label, *, autocomplete: str, support: Label = "", required: bool = True, max_length: int = 256) -> Field:
    """A password: any characters, as typed; never shown again."""
    validators = [*_presence(required), _Length(max_length)]
    return PasswordField(label, description=support, validators=validators, render_kw={"autocomplete": autocomplete})


def date_field(label: Label, *, required: bool = False, support: Label = "", autocomplete: str | None = None) -> Field:
    """A civil date, as the browser's own control."""
    attributes = {"autocomplete": autocomplete} if autocomplete else {}
    validators = [*_presence(required), _Fits("web.date", replaces=True), _InReach()]
    return _CivilDateField(label, description=support, validators=validators, render_kw=attributes)


def integer_field(label: Label, *, least: int, most: int, required: bool = False, support: Label = "") -> Field:
    """A whole number between two bounds, both included."""
    fits = _Fits("web.number_range", lambda data: data is None or least <= data <= most, replaces=True, least=least, most=most)
    attributes = {"inputmode": "numeric", "min": least, "max": most}
    return IntegerField(label, description=support, validators=[*_presence(required), fits], render_kw=attributes)


def choice_field(
    label: Label, choices: Choices, *, required: bool = True, support: Label = "", as_select: bool = False, coerce: Callable[[Any], Any] = str
) -> Field:
    """One of several answers: radio buttons, or a select where the list is long. An optional select begins with an empty answer."""
    validators = [*_presence(required, "web.required_choice"), _Fits("web.choice", replaces=True)]
    field_class = SelectField if as_select else RadioField
    return field_class(
        label, choices=options(choices), coerce=coerce, description=support, validators=validators, validate_choice=True
    )


def choices_field(
    label: Label, choices: Choices, *, required: bool = False, support: Label = "", coerce: Callable[[Any], Any] = str
) -> Field:
    """Any number of answers, as checkboxes."""
    return SelectMultipleField(
        label,
        choices=options(choices),
        coerce=coerce,
        description=support,
        validators=_presence(required, "web.required_choice"),
        option_widget=widgets.CheckboxInput(),
        widget=widgets.ListWidget(prefix_label=False),
    )


def options(choices: Choices) -> Any:
    """Answers `(value, words)`, or a function that gives them when the form is made, as WTForms takes them."""
    if callable(choices):
        return lambda: [SelectChoice(value, label) for value, label in choices()]
    return [SelectChoice(value, label) for value, label in choices]


def tick_field(label: Label, *, required: bool = False, support: Label = "") -> Field:
    """A single checkbox; `required` means that it must be ticked."""
    return BooleanField(label, description=support, validators=[_Required("web.required_tick")] if required else [])


def file_field(label: Label, *, required: bool = False, support: Label = "", accept: str = "") -> Field:
    """One file; what is in it is checked by `documents`."""
    validators = [_Required("web.required_file")] if required else []
    return FileField(label, description=support, validators=validators, render_kw={"accept": accept} if accept else {})


def hidden_field(*, max_length: int = 200, copy_of: str = "") -> Field:
    """A value that the page carries back; checked like typed text. With `copy_of` a script puts in what stands typed in that field of the page."""
    attributes = {"data-copy-of": copy_of} if copy_of else {}
    return HiddenField(validators=[_Length(max_length)], filters=[_Cleaned(is_long=bool(copy_of))], render_kw=attributes)


def version_field() -> Field:
    """The version of the record that the form was rendered from."""
    return HiddenField(filters=[lambda data: int(data) if str(data or "").isdecimal() else 0])


class ActionForm(PlatformForm):
    """A form of buttons only: it carries nothing but the CSRF token."""
