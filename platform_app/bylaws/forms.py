"""The form that proposes a change: one field or two for each rule, made from the catalogue; and the buttons of a proposal."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField

from platform_app.bylaws.rules import CATALOGUE, SECTIONS, RuleSet, read_changes
from platform_app.bylaws.rules.kinds import Choice, Choices, Dates, Flag, Fraction, Integer, Integers, NumberPattern, Text
from platform_app.bylaws.rules.rule import Rule
from platform_app.bylaws.words.options import OPTION_WORDS
from platform_app.bylaws.words.sentences import RULE_WORDS, SECTION_WORDS
from platform_app.kernel.thresholds import Threshold
from platform_app.web.forms import PlatformForm, choice_field, choices_field, date_field, integer_field, text_field

_KIND_OF_FRACTION = ":kind"
_FRACTION_KINDS = (("more_than", _l("more than")), ("at_least", _l("at least")))


class ChangeForm(PlatformForm):
    """Every rule with its value, and what a change needs besides: reason, decision, effective date. Rules' fields are named by their keys."""

    reason = text_field(_l("Reason for the change"), max_length=2000, required=True, multiline=True, support=_l("Everybody can read it."))
    decision_reference = text_field(
        _l("Decision it rests on"), max_length=200, required=True, support=_l("For example the meeting and the number of the item.")
    )
    effective_on = date_field(_l("Takes effect on"), required=True)
    version = HiddenField()


class RejectForm(PlatformForm):
    """Rejecting needs a reason."""

    reason = text_field(_l("Reason for rejecting"), max_length=2000, required=True, multiline=True, rows=2)


@dataclass(frozen=True)
class FieldSection:
    """The fields of one section of rules under their heading."""

    label: str
    fields: tuple[Field, ...]

    @property
    def has_errors(self) -> bool:
        """Whether one of the fields was refused, so that the section is shown open."""
        return any(field.errors for field in self.fields)


def show_values(form: ChangeForm, rules: RuleSet) -> None:
    """Fill the rules' fields with the values of a rule set, and note which it is."""
    form.version.data = str(rules.version_id)
    for key, rule in CATALOGUE.items():
        if rule.is_fixed:
            continue
        value = rules[key]
        if isinstance(value, Threshold):
            form[key + _KIND_OF_FRACTION].data = "more_than" if value.is_strict else "at_least"
            form[key].data = f"{value.numerator}/{value.denominator}"
        elif isinstance(rule.kind, (Integers, Dates)) and isinstance(value, tuple):
            form[key].data = ", ".join(str(item) for item in value)
        elif isinstance(rule.kind, Flag):
            form[key].data = "yes" if value else "no"
        else:
            form[key].data = value


def bring_up_to_date(form: ChangeForm, *, shown: RuleSet, latest: RuleSet) -> None:
    """Keep what was changed against the rules that the form had shown, and put the latest rules everywhere else."""
    changed, refused = read_changes(read_values(form), base=shown)
    kept = {name: form[name].data for key in {*changed, *refused} for name in (key, key + _KIND_OF_FRACTION) if name in form}
    for key in CATALOGUE:
        if key in form and key not in kept:
            form[key].raw_data = None  # else a field shows what was sent, whatever its value is
    show_values(form, latest)
    for name, data in kept.items():
        form[name].data = data


def read_values(form: ChangeForm) -> dict[str, object]:
    """The rules' values as typed, in the form that JSON holds; what cannot be read stays text and is refused by the rule."""
    return {key: _read(rule, form) for key, rule in CATALOGUE.items() if key in form}


def field_sections(form: ChangeForm) -> Iterator[FieldSection]:
    """The rules' fields, section by section."""
    for code in SECTIONS:
        names = [name for key in CATALOGUE if CATALOGUE[key].section == code for name in (key + _KIND_OF_FRACTION, key)]
        yield FieldSection(str(SECTION_WORDS[code]), tuple(form[name] for name in names if name in form))


def _read(rule: Rule, form: ChangeForm) -> object:
    data = form[rule.key].data
    if isinstance(rule.kind, Flag):
        return {"yes": True, "no": False}.get(data)
    if isinstance(rule.kind, Fraction):
        return {form[rule.key + _KIND_OF_FRACTION].data: [_whole(part) for part in str(data).split("/")]}
    if isinstance(rule.kind, Integers):
        return [_whole(part) for part in _parts(data)]
    if isinstance(rule.kind, Dates):
        return _parts(data)
    return data


def _parts(text: str | None) -> list[str]:
    return (text or "").replace("、", " ").replace(",", " ").split()


def _whole(text: str) -> int | str:
    return int(text) if text.strip().isdecimal() and len(text) <= 9 else text


def _field(rule: Rule) -> Any:
    label, kind = RULE_WORDS[rule.key].label, rule.kind
    match kind:
        case Integer():
            return integer_field(label, least=kind.minimum, most=kind.maximum, required=True)
        case Flag():  # by what they say: “Recommending oneself: yes” would read as its opposite
            return choice_field(label, [("yes", RULE_WORDS[rule.key].sentence), ("no", RULE_WORDS[rule.key].otherwise)])
        case Choice():
            return choice_field(label, [(code, OPTION_WORDS[code]) for code in kind.options], as_select=True)
        case Choices():
            return choices_field(label, [(code, OPTION_WORDS[code]) for code in kind.options])
        case Fraction():
            return text_field(label, max_length=9, required=True, support=_l("A fraction like 1/2."))
        case Text():
            support = _l("Several lines are possible: also the address, the telephone number and the hours.") if kind.is_long else ""
            return text_field(label, max_length=kind.maximum, required=True, multiline=kind.is_long, rows=3, support=support)
        case NumberPattern():
            support = _l("{n} or {n:04d} stands for the running number, {year} and {era} for the fiscal year.")
            return text_field(label, max_length=kind.maximum, required=True, support=support)
        case Integers():
            return text_field(label, max_length=80, support=_l("Numbers with commas between them."))
        case Dates():
            return text_field(label, max_length=1200, multiline=True, rows=3, support=_l("Dates like 2026-12-28, with spaces between them."))


def _add_rule_fields() -> None:
    for rule in CATALOGUE.values():
        if rule.is_fixed:
            continue
        if isinstance(rule.kind, Fraction):
            kind_label = _l("%(rule)s: how it is counted", rule=RULE_WORDS[rule.key].label)
            setattr(ChangeForm, rule.key + _KIND_OF_FRACTION, choice_field(kind_label, _FRACTION_KINDS, as_select=True))
        setattr(ChangeForm, rule.key, _field(rule))


_add_rule_fields()
