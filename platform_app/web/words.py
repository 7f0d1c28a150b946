"""Words for codes: enum members, reasons, permissions and events get their sentences here, from the tables of each package."""

from collections.abc import Mapping
from enum import Enum

from flask import current_app
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from platform_app.kernel.lifecycle import Turn
from platform_app.kernel.permissions import Permission
from platform_app.kernel.reasons import Reason
from platform_app.kernel.roles import Role


def by_type(words: Mapping[Enum, LazyString]) -> dict[object, LazyString]:
    """Words of one enum, keyed by type and value: members of two StrEnums with equal values are equal keys, and one would get lost."""
    return {key_of(member): word for member, word in words.items()}


def key_of(thing: object) -> object:
    """The key under which words are kept: `(type, value)` for an enum member, the thing itself else."""
    return (type(thing), thing.value) if isinstance(thing, Enum) else thing


WORDS: dict[object, LazyString] = by_type({
    Turn.APPLICANT: _l("Applicant"),
    Turn.RECOMMENDER: _l("Recommender"),
    Turn.SECRETARIAT: _l("Secretariat"),
    Turn.BOARD: _l("Board"),
    Turn.MEMBER: _l("Member"),
    Turn.SYSTEM: _l("System"),
    Turn.NOBODY: _l("Nobody"),
}) | by_type({
    Role.ADMINISTRATOR: _l("System administrator"),
    Role.SECRETARIAT: _l("Secretariat"),
    Role.CONTRACTOR: _l("Contractor"),
    Role.SCREENING_OFFICER: _l("Screening officer"),
    Role.AUDITOR: _l("Auditor"),
    Role.BOARD_MEMBER: _l("Board member"),
    Role.REPRESENTATIVE: _l("Representative"),
    Role.DELEGATE: _l("Voting delegate"),
    Role.CONTACT: _l("Contact"),
    Role.APPLICANT: _l("Applicant"),
    Role.USER: _l("Account holder"),
}) | {
    "error.not_found": _l("There is no such page, or it is not open to you."),
    "error.forbidden": _l("Your account may not do this. If you need to, ask the secretariat."),
    "error.cross_site": _l("This was sent from another site, so it was not carried out. Please open the page here and try again."),
    "error.sign_in_required": _l("Please sign in to go on."),
    "error.presence_required": _l("Please type your password once more to go on."),
    "error.invalid_input": _l("Something in what was sent cannot be taken. Please correct it and send again."),
    "error.address_characters": _l("The address contains characters that cannot be used. Please follow a link or type it again."),
    "error.address_too_long": _l("The address is too long. Please shorten your search."),
    "error.rule_violation": _l("This cannot be done now."),
    "error.conflict": _l("Somebody else was faster, so nothing was changed. Please look at the page again."),
    "error.stale_form": _l("Somebody changed this after you opened it. Nothing of yours was saved yet: please compare and send again."),
    "error.too_large": _l("This is more than can be taken at once. Please send less, or a smaller file."),
    "error.too_many_requests": _l("Too many tries. Please wait %(retry_after_seconds)s seconds and try again."),
    "error.unavailable": _l("The service cannot be used right now. Nothing was recorded. Please try again in a few minutes."),
    "error.field_key": _l("A protected text cannot be read: the key of this installation does not fit. Please tell the administrator."),
    "error.wrong_status": _l("This is not possible at this stage (“%(current)s” → “%(following)s”)."),
    "error.method": _l("This address does not take that kind of request. Please go back to the page and use its buttons."),
    "error.csrf": _l("The page had been open too long or in another sign-in, so nothing was sent. Your text is below; please send it again."),
    "error.internal": _l("Something went wrong on our side. Nothing was recorded, and we have been told."),
    "web.control_characters": _l("This contains characters that cannot be seen or printed. Please delete them and type the text again."),
    "web.bidi_characters": _l("This contains marks that turn the direction of writing. Please delete them and type the text again."),
    "web.line_breaks": _l("Please write this in one line."),
    "web.required": _l("Please fill in “%(label)s”."),
    "web.required_choice": _l("Please choose “%(label)s”."),
    "web.required_tick": _l("Please tick “%(label)s”."),
    "web.required_file": _l("Please choose a file for “%(label)s”."),
    "web.too_long": _l("This is %(length)s characters long; please shorten it to %(max_length)s."),
    "web.too_short": _l("Please write at least %(min_length)s characters."),
    "web.email": _l("This is not an e-mail address. Please write it like name@example.jp."),
    "web.url": _l("This is not a web address. Please write it from https:// on."),
    "web.date": _l("This is not a date. Please write it like 2026-04-01."),
    "web.number": _l("Please write a whole number."),
    "web.number_range": _l("Please write a number from %(least)s to %(most)s."),
    "web.choice": _l("Please choose one of the answers that are offered."),
    "web.repeated": _l("This was sent more than once. Please send the form again."),
    "web.sheet_ending": _l("The name of the file must end in .csv, .xlsx or .json."),
    "web.sheet_encoding": _l("The characters of this file cannot be read. Please save it as CSV UTF-8."),
    "web.sheet_unreadable": _l("This file cannot be read. Please save it again as XLSX, or as CSV UTF-8."),
    "web.sheet_unreadable_at": _l("The file cannot be read at row %(line)s. Please look for a missing quotation mark or comma there."),
    "web.sheet_not_a_list": _l("The JSON file must hold one list of objects."),
    "web.sheet_empty": _l("The file is empty. Please write the names of the columns into its first row."),
    "web.sheet_columns_twice": _l("A column stands there twice. Please remove or rename one."),
    "web.kana": _l("Please write the reading in katakana or hiragana."),
}


def say(thing: object, **facts: object) -> str:
    """The words, in the reader's language, for an enum member, a Reason, a permission, an event's name or a code.

    Raises: LookupError if no package has words for it.
    """
    table: Mapping[object, LazyString] = current_app.extensions["platform.words"]
    if isinstance(thing, Reason):
        return _filled(table, thing.code, {**thing.facts, **facts})
    if isinstance(thing, Permission):
        return _filled(table, thing.code, facts)
    return _filled(table, thing, facts)


def _filled(table: Mapping[object, LazyString], key: object, facts: Mapping[str, object]) -> str:
    if key_of(key) not in table:
        raise LookupError(f"no words for {key!r}")
    text = str(table[key_of(key)])
    if not facts:
        return text
    return text % {name: _plain(table, value) for name, value in facts.items()}


def _plain(table: Mapping[object, LazyString], value: object) -> object:
    if isinstance(value, Enum):
        return str(table.get(key_of(value), value.value))
    return value if isinstance(value, (int, str)) or value is None else str(value)
