"""The application: the only place that knows every package. Creating it opens no database connection."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, current_app, request
from flask_babel import LazyString, get_locale
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from jinja2 import StrictUndefined
from sqlalchemy import Select

from platform_app.accounts import browser
from platform_app.accounts import views as accounts_views
from platform_app.accounts import words as accounts_words
from platform_app.accounts.rules import acting_choices
from platform_app.audit import views as audit_views
from platform_app.audit import visits
from platform_app.audit import words as audit_words
from platform_app.bylaws import views as bylaws_views
from platform_app.bylaws import words as bylaws_words
from platform_app.bylaws.words.sentences import clause_in_words
from platform_app.committees import queries as committees_queries
from platform_app.committees import views as committees_views
from platform_app.committees import words as committees_words
from platform_app.config import Settings, read_settings
from platform_app.database import engine
from platform_app.demo import services as demo
from platform_app.demo import words as demo_words
from platform_app.desk import navigation as desk_navigation
from platform_app.desk import views as desk_views
from platform_app.desk import words as desk_words
from platform_app.documents import words as documents_words
from platform_app.extensions import csrf, db, login_manager, mail
from platform_app.kernel.retention import HoldProvider, RecordClass
from platform_app.mail import caught_views
from platform_app.mail import views as mail_views
from platform_app.mail import words as mail_words
from platform_app.mail.rules import LinkUnusable
from platform_app.members import queries as members_queries
from platform_app.members import views as members_views
from platform_app.members import words as members_words
from platform_app.operations import views as operations_views
from platform_app.operations import words as operations_words
from platform_app.reactions import consequences, handlers
from platform_app.resources import folder
from platform_app.scheduler import JOBS
from platform_app.screening import packet as screening_packet
from platform_app.screening import queries as screening_queries
from platform_app.screening import views as screening_views
from platform_app.screening import words as screening_words
from platform_app.screening.queries import retention as screening_holds
from platform_app.screening.services import retention as screening_retention
from platform_app.watchlists import views as watchlists_views
from platform_app.watchlists import words as watchlists_words
from platform_app.watchlists.services import retention as watchlists_retention
from platform_app.web import access, errors, gate, headers, i18n, logging
from platform_app.web import words as web_words

BLUEPRINTS: tuple[Blueprint, ...] = (
    operations_views.blueprint,
    audit_views.blueprint,
    mail_views.blueprint,
    accounts_views.blueprint,
    bylaws_views.blueprint,
    members_views.blueprint,
    committees_views.blueprint,
    watchlists_views.blueprint,
    screening_views.blueprint,
    desk_views.blueprint,
)
DEVELOPMENT_BLUEPRINTS: tuple[Blueprint, ...] = (caught_views.blueprint,)
WORDS_OF_PACKAGES: tuple[Mapping[object, LazyString], ...] = (
    web_words.WORDS,
    audit_words.WORDS,
    mail_words.WORDS,
    accounts_words.WORDS,
    bylaws_words.WORDS,
    documents_words.WORDS,
    members_words.WORDS,
    committees_words.WORDS,
    watchlists_words.WORDS,
    screening_words.WORDS,
    desk_words.WORDS,
    demo_words.WORDS,
    operations_words.WORDS,
)
GRANT_PROVIDERS: tuple[Callable[[int, date], Select[*tuple[Any, ...]]], ...] = (
    members_queries.derived_grants,
    committees_queries.derived_grants,
    screening_queries.derived_grants,
)
DELIBERATION_SUBJECTS: dict[str, Callable[[int], object]] = {"application": screening_packet.application_packet}

RETENTION: tuple[RecordClass, ...] = watchlists_retention.RECORD_CLASSES + screening_retention.RECORD_CLASSES
HOLDS: dict[str, HoldProvider] = {"application": screening_holds.held_applications, "member": screening_holds.held_members}

SERVICE_NAME = "孤独・孤立対策官民連携プラットフォーム"


def create_app(settings: Settings | None = None) -> Flask:
    """An application for some settings, those of the environment by default.

    Raises: SettingsError; RuntimeError if a route has no policy.
    """
    settings = settings or read_settings()
    app = Flask(__name__, template_folder=str(folder("templates")), static_folder="static", instance_path=settings.instance_path)
    _configure(app, settings)
    logging.configure(is_production=settings.is_production)
    logging.install(app)
    gate.install(app)
    visits.install(app)
    _bind_extensions(app, settings)
    i18n.install(app)
    headers.install(app)
    errors.install(app)
    _collect(app, settings)
    access.check_policies(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    is_https = settings.public_url.startswith("https://")
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.sqlalchemy_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine.engine_options(is_sqlite=settings.is_sqlite),
        SESSION_COOKIE_NAME="__Host-platform_session" if settings.is_production else "platform_session",
        SESSION_COOKIE_SECURE=settings.is_production or is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        WTF_I18N_ENABLED=True,
        MAIL_SERVER=settings.mail_server,
        MAIL_PORT=settings.mail_port,
        MAIL_USERNAME=settings.mail_username or None,
        MAIL_PASSWORD=settings.mail_password or None,
        MAIL_USE_TLS=settings.mail_use_tls,
        MAIL_DEFAULT_SENDER=settings.mail_default_sender,
        TEMPLATES_AUTO_RELOAD=False,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["clause"] = clause_in_words
    app.jinja_env.globals |= {"asset": asset, "csrf_token": generate_csrf}
    Path(settings.instance_path).mkdir(parents=True, exist_ok=True)


def asset(name: str) -> str:
    """The address of a static file, with its time of change so that browsers may keep it for good."""
    return f"{request.script_root}{current_app.static_url_path}/{name}?v={_changed(name)}"


@cache
def _changed(name: str) -> int:
    """Asked of the disk once in a process: like templates, files of the program change with a new start."""
    return int((Path(__file__).parent / "static" / name).stat().st_mtime)


def _bind_extensions(app: Flask, settings: Settings) -> None:
    db.init_app(app)
    with app.app_context():
        engine.watch(db.engine)
    mail.init_app(app)
    csrf.init_app(app)
    login_manager.init_app(app, add_context_processor=False)  # it would ask the database again on the page that says it is gone


def _collect(app: Flask, settings: Settings) -> None:
    """Register what the packages offer: pages, words, reactions, handlers, derived roles."""
    app.extensions["platform.words"] = {
        web_words.key_of(key): word for table in WORDS_OF_PACKAGES for key, word in table.items()
    }
    app.extensions["platform.consequences"] = consequences()
    app.extensions["platform.handlers"] = handlers()
    app.extensions["platform.jobs"] = {job.name: job for job in JOBS}
    app.extensions["platform.make_app"] = create_app
    app.extensions["platform.grant_providers"] = GRANT_PROVIDERS
    app.extensions["platform.deliberation_subjects"] = DELIBERATION_SUBJECTS
    app.extensions["platform.retention"] = RETENTION
    app.extensions["platform.holds"] = HOLDS
    app.extensions["platform.demonstration"] = demo.HOOKS
    for blueprint in BLUEPRINTS if settings.is_production else BLUEPRINTS + DEVELOPMENT_BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.register_error_handler(LinkUnusable, accounts_views.show_dead_link)
    app.extensions["platform.sign_in_page"] = accounts_views.ask_to_sign_in
    app.extensions["platform.presence_page"] = accounts_views.ask_for_presence
    browser.install(app)
    app.context_processor(_page_context)


def _page_context() -> dict[str, object]:
    """What every template may use."""
    locale, actor = get_locale(), access.current_actor()
    return {
        "service_name": _("Public-Private Platform against Loneliness and Isolation") if locale and locale.language == "en" else SERVICE_NAME,
        "language": locale.language if locale else i18n.DEFAULT_LANGUAGE,
        "languages": i18n.LANGUAGES,
        "actor": actor,
        "acting_options": acting_choices(actor.grants, actor.acting_for),
        "navigation": desk_navigation.navigation_of(actor),
        "footer_links": desk_navigation.footer_links(),
    }
