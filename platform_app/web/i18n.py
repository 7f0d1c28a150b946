"""Languages: Japanese first, English complete. Catalogues are read from their .po files, so there is no step of compilation.

Each package has a catalogue of its own under `translations/<language>/LC_MESSAGES/`; English is the language of the message ids.
"""

import io
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, request, session
from flask_babel import Babel, Domain, format_date, format_datetime, get_locale
from flask_babel import gettext as _
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup
from wtforms.i18n import messages_path

from platform_app.kernel.clock import TOKYO, civil_date
from platform_app.kernel.roles import Role
from platform_app.resources import folder
from platform_app.web.access import current_actor
from platform_app.web.words import say

LANGUAGES = {"ja": "日本語", "en": "English"}
DEFAULT_LANGUAGE = "ja"
_KIBI = 1024

# Eras by their first civil day. Source: 元号法; 元号を改める政令 (昭和64年政令1号, 平成31年政令143号).
_ERAS = (
    (date(2019, 5, 1), "令和"),
    (date(1989, 1, 8), "平成"),
    (date(1926, 12, 25), "昭和"),
    (date(1912, 7, 30), "大正"),
    (date(1868, 10, 23), "明治"),
)


@lru_cache
def _catalogue(language: str) -> Translations | NullTranslations:
    merged = Catalog(locale=language)
    for path in sorted(Path(folder("translations"), language, "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id and message.string:
                    merged[message.id] = message
    compiled = io.BytesIO()
    write_mo(compiled, merged)
    compiled.seek(0)
    return Translations(compiled)


class _PoDomain(Domain):
    def get_translations(self) -> Translations | NullTranslations:
        """The catalogue of the reader's language; message ids are English."""
        locale = get_locale()
        if locale is None or locale.language == "en":
            return _ENGLISH
        return _catalogue(locale.language)


_ENGLISH = Translations()
_DOMAIN = _PoDomain()


class PlatformBabel(Babel):
    """Flask-Babel with one catalogue object for all requests."""

    @property
    def domain_instance(self) -> Domain:
        """The shared domain."""
        return _DOMAIN


babel = PlatformBabel()


@lru_cache
def _wtforms_catalogue(language: str) -> Translations | NullTranslations:
    return Translations.load(messages_path(), [language], domain="wtforms")


def sentences_of_wtforms() -> Translations | NullTranslations:
    """The form library's own sentences in the reader's language."""
    return _wtforms_catalogue(_language())


@pass_eval_context
def translate(context: EvalContext, text: str, /, **facts: object) -> str:
    """`_` of templates: as Jinja's own, but the catalogue is asked at once; a page asks for hundreds of texts."""
    found = _DOMAIN.get_translations().gettext(text)
    if context.autoescape:
        found = Markup(found)  # nosec B704  # our own text; what is filled in is escaped
    return found % facts if "%" in found else found


def choose_language() -> str:
    """The language chosen in this browser, else the account's, else the browser's own, else Japanese."""
    if not request:
        return DEFAULT_LANGUAGE
    chosen = session.get("language")
    if chosen in LANGUAGES:
        return str(chosen)
    actor = current_actor() if session else None
    if actor and actor.locale in LANGUAGES:
        return str(actor.locale)
    return request.accept_languages.best_match(list(LANGUAGES)) or DEFAULT_LANGUAGE


def era_date(day: date) -> str:
    """A civil date with its era, as laws and letters write it: 令和8年4月1日, the first year as 元年."""
    for first, name in _ERAS:
        if day >= first:
            year = day.year - first.year + 1
            return f"{name}{'元' if year == 1 else year}年{day.month}月{day.day}日"
    return f"{day.year}年{day.month}月{day.day}日"


def show_date(day: date | datetime | None) -> str:
    """A civil date (in Tokyo) in the reader's language; Japanese shows weekday and era year as well."""
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = civil_date(day)
    if _language() == "ja":
        return f"{day.year}年{day.month}月{day.day}日"
    return str(format_date(day, "d MMMM yyyy", rebase=False))


def show_partial_date(text: str | None) -> str:
    """A year, a month or a day that is kept as 2019, 2019-04 or 2019-04-01, in the reader's language."""
    year, *rest = [int(part) for part in (text or "").split("-") if part.isdecimal()] or [0]
    if not year:
        return text or ""
    if len(rest) > 1:
        return show_date(date(year, rest[0], rest[1]))
    if _language() == "ja":
        return f"{year}年{rest[0]}月" if rest else f"{year}年"
    return str(format_date(date(year, rest[0], 1), "MMMM yyyy", rebase=False)) if rest else str(year)


def show_datetime(at: datetime | None) -> str:
    """An instant in Tokyo's time, to the minute, in the reader's language."""
    if at is None:
        return ""
    local = at.astimezone(TOKYO)
    if _language() == "ja":
        return f"{local.year}年{local.month}月{local.day}日 {local.hour}時{local.minute:02d}分"
    return str(format_datetime(local.replace(tzinfo=None), "d MMMM yyyy, HH:mm", rebase=False)) + " JST"


def _language() -> str:
    locale = get_locale()
    return locale.language if locale else DEFAULT_LANGUAGE


def show_size(size_bytes: int) -> str:
    """A number of bytes for people: KB and MB of 1,024."""
    if size_bytes < _KIBI:
        return _("%(number)s bytes", number=size_bytes)
    if size_bytes < _KIBI * _KIBI:
        return f"{size_bytes // _KIBI} KB"
    return f"{size_bytes / _KIBI / _KIBI:.1f} MB"


def install(app: Flask) -> None:
    """Bind Flask-Babel and the filters `words`, `role` (of its code), `date`, `partial_date`, `datetime`, `era_date` and `filesize`."""
    babel.init_app(app, default_locale=DEFAULT_LANGUAGE, default_timezone="Asia/Tokyo", locale_selector=choose_language)
    app.jinja_env.globals["_"] = translate
    app.jinja_env.filters |= {
        "words": say,
        "role": lambda code: say(Role(code)),
        "date": show_date,
        "partial_date": show_partial_date,
        "datetime": show_datetime,
        "era_date": era_date,
        "filesize": show_size,
    }
