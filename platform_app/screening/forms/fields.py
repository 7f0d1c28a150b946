"""What single fields of the application accept."""

import re
from typing import Any

from wtforms import Form
from wtforms.fields import Field
from wtforms.validators import StopValidation, ValidationError

from platform_app.kernel.reasons import Reason
from platform_app.members.rules.corporate_numbers import read_corporate_number, why_not_corporate_number
from platform_app.screening.rules.form import is_since
from platform_app.web.words import say

POSTAL_CODE = re.compile(r"[0-9]{3}-?[0-9]{4}")
PHONE = re.compile(r"\+?[0-9][0-9() -]{5,18}")
_WIDE = str.maketrans("０１２３４５６７８９－ー―‐（）　＋／．ＭＴＳＨＲｍｔｓｈｒ", "0123456789----() +/.MTSHRmtshr")
_CALENDAR_WORDS = re.compile(r"(明治|大正|昭和|平成|令和|)([0-9]{1,4}|元)年(?:([0-9]{1,2})月(?:([0-9]{1,2})日)?)?")
_BEFORE_ERA = {"": 0, "明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_LETTERED = re.compile(r"([MTSHRmtshr])([0-9]{1,2}|元)[./-]([0-9]{1,2})(?:[./-]([0-9]{1,2}))?")
_ERA_OF = {"M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和"}
_SLASHED = re.compile(r"([0-9]{4})[/.]([0-9]{1,2})(?:[/.]([0-9]{1,2}))?")


def _hyphenated(words: re.Match[str]) -> str:
    era, year, *rest = words.groups()
    return _joined(str(_BEFORE_ERA[era] + int("1" if year == "元" else year)), *rest)


def _spelt_out(letter: re.Match[str]) -> str:
    era, year, *rest = letter.groups()
    return _joined(str(_BEFORE_ERA[_ERA_OF[era.upper()]] + int("1" if year == "元" else year)), *rest)


def _joined(*parts: str | None) -> str:
    return "-".join(part.zfill(2) for part in parts if part)


def calendar_text(text: str) -> str:
    """A year, month or day as people write it (2019年4月, 平成31年4月1日, H31.4.1, ２０１９／４) as the answers keep it: 2019-04; else as it is."""
    narrow = text.translate(_WIDE).strip()
    if lettered := _LETTERED.fullmatch(narrow):
        return _spelt_out(lettered)
    return _SLASHED.sub(lambda found: _joined(*found.groups()), _CALENDAR_WORDS.sub(_hyphenated, narrow))


class Matches:
    """Validator: typed in full width or half, the text has a form; it is kept in half width."""

    def __init__(self, pattern: re.Pattern[str], code: str) -> None:
        self.pattern = pattern
        self.code = code

    def __call__(self, form: Form, field: Field) -> None:
        if not field.data:
            return
        narrow = str(field.data).translate(_WIDE)
        if not self.pattern.fullmatch(narrow):
            raise ValidationError(say(Reason(self.code)))
        field.data = narrow


class IsSince:
    """Validator: a year, a month or a day, in any way of writing it; kept as 2019, 2019-04 or 2019-04-01."""

    def __call__(self, form: Form, field: Field) -> None:
        if not field.data:
            return
        text = calendar_text(str(field.data))
        if not is_since(text):
            raise ValidationError(say(Reason("screening.since_wrong")))
        field.data = text


class IsCorporateNumber:
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


class KnownChoices:
    """Validator: only answers that are offered; WTForms' own sentence gives way to ours."""

    def __call__(self, form: Form, field: Field) -> None:
        known = {choice.value for choice in field.choices}
        if not set(field.data or ()) <= known:
            field.errors = []
            raise StopValidation(say(Reason("web.choice")))


class Marked:
    """Marks a field as one that a complete application needs; a page may still be saved without it."""

    field_flags = {"required": True}

    def __call__(self, form: Form, field: Field) -> None:
        """Refuse nothing."""


def also(field: Any, *validators: Any) -> Any:
    """The field with further validators."""
    field.kwargs["validators"] = [*field.kwargs["validators"], *validators]
    return field
