"""The checks before a deployment, one line each: settings first, then what has to be reached."""

from collections.abc import Callable, Iterator
from pathlib import Path
from stat import S_IROTH, S_IWOTH
from urllib.parse import urlsplit

from flask import Flask

from platform_app.config import Settings, complete
from platform_app.database.schema import current_revision, newest_revision
from platform_app.operations.probes import database_answers, why_not_writable
from platform_app.operations.reach import mail_server_answers, scanner_answers
from platform_app.operations.rules import Finding, Safety, is_loopback
from platform_app.web.rules import is_email

_FEWEST_DIFFERENT = 10
_EXAMPLE_HOSTS = ("example", "invalid", "test", "localhost")

Check = Callable[[Flask, Settings], Finding]


def safe_if(code: str, holds: bool, safe: str, unsafe: str, *, otherwise: Safety = Safety.UNSAFE) -> Finding:
    """A finding from a condition, with the sentence for either case."""
    return Finding(code, Safety.SAFE, safe) if holds else Finding(code, otherwise, unsafe)


def _mode(_app: Flask, settings: Settings) -> Finding:
    return safe_if(
        "mode",
        settings.is_production,
        "PLATFORM_ENV is production",
        "PLATFORM_ENV is not production: set it",
    )


def _secret(_app: Flask, settings: Settings) -> Finding:
    is_varied = len(set(settings.secret_key)) >= _FEWEST_DIFFERENT
    is_own = not settings.secret_key.startswith("development-only")
    return safe_if(
        "secret-key",
        is_varied and is_own,
        "SECRET_KEY is long and varied",
        "SECRET_KEY is that of development or too regular: make a random one",
    )


def _field_key(_app: Flask, settings: Settings) -> Finding:
    is_varied = len(set(settings.field_key_bytes)) >= _FEWEST_DIFFERENT
    is_own = is_varied and settings.field_key_bytes != complete(Settings()).field_key_bytes
    return safe_if(
        "field-key",
        is_own,
        "FIELD_KEY is random",
        "FIELD_KEY is that of development or too regular: make 32 random bytes",
    )


def _keys_differ(_app: Flask, settings: Settings) -> Finding:
    differ = settings.field_key.rstrip("=") not in settings.secret_key and settings.secret_key not in settings.field_key
    return safe_if(
        "keys-differ",
        differ,
        "SECRET_KEY and FIELD_KEY differ",
        "SECRET_KEY and FIELD_KEY are the same: make two",
    )


def _public_https(_app: Flask, settings: Settings) -> Finding:
    return safe_if(
        "public-url-https",
        settings.public_url.startswith("https://"),
        "PUBLIC_URL is https",
        "PUBLIC_URL is not https: cookies would travel openly",
    )


def _public_host(_app: Flask, settings: Settings) -> Finding:
    host = urlsplit(settings.public_url).hostname or ""
    is_here = is_loopback(f"{host}:0") or "." not in host
    is_real = not is_here and host.rpartition(".")[2] not in _EXAMPLE_HOSTS
    return safe_if(
        "public-url-host",
        is_real,
        "PUBLIC_URL names a real host",
        "PUBLIC_URL is an example or this machine: links in mail would not open",
        otherwise=Safety.UNSAFE if is_here else Safety.WARNING,
    )


def _public_path(_app: Flask, settings: Settings) -> Finding:
    parts = urlsplit(settings.public_url)
    is_bare = parts.path in ("", "/") and not parts.query and not parts.fragment and "@" not in parts.netloc
    return safe_if(
        "public-url-bare",
        is_bare,
        "PUBLIC_URL has no path",
        "PUBLIC_URL has a path or a user name: write host and port only",
    )


def _debug(app: Flask, _settings: Settings) -> Finding:
    return safe_if("debug", not (app.debug or app.testing), "debugging is off", "debugging is on: unset FLASK_DEBUG")


def _cookie_name(app: Flask, _settings: Settings) -> Finding:
    is_bound = str(app.config["SESSION_COOKIE_NAME"]).startswith("__Host-")
    return safe_if("cookie-host", is_bound, "cookies are bound to this host", "cookies lack the prefix __Host-")


def _cookie_secure(app: Flask, _settings: Settings) -> Finding:
    return safe_if(
        "cookie-secure",
        bool(app.config["SESSION_COOKIE_SECURE"]),
        "cookies travel by https only",
        "cookies are not Secure",
    )


def _cookie_http_only(app: Flask, _settings: Settings) -> Finding:
    return safe_if(
        "cookie-http-only",
        bool(app.config["SESSION_COOKIE_HTTPONLY"]),
        "scripts cannot read cookies",
        "cookies are not HttpOnly",
    )


def _cookie_same_site(app: Flask, _settings: Settings) -> Finding:
    is_kept = app.config["SESSION_COOKIE_SAMESITE"] in ("Lax", "Strict")
    return safe_if("cookie-same-site", is_kept, "cookies stay on this site", "cookies lack SameSite")


def _csrf(app: Flask, _settings: Settings) -> Finding:
    return safe_if(
        "csrf",
        bool(app.config.get("WTF_CSRF_ENABLED", True)),
        "forms are protected against other sites",
        "CSRF protection is off",
    )


def _development_pages(app: Flask, _settings: Settings) -> Finding:
    shown = [rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/dev/")]
    unsafe = "pages of development are served: " + ", ".join(shown)
    return safe_if("development-pages", not shown, "no page of development is served", unsafe)


def _database_kind(_app: Flask, settings: Settings) -> Finding:
    is_lost = settings.is_sqlite and (":memory:" in settings.database_url or settings.database_url.rstrip("/") == "sqlite:")
    return safe_if(
        "database-lasting",
        not is_lost,
        "the database outlives the process",
        "DATABASE_URL is a database in memory: everything would be lost",
    )


def _database_engine(_app: Flask, settings: Settings) -> Finding:
    return safe_if(
        "database-engine",
        not settings.is_sqlite,
        "the database is PostgreSQL",
        "the database is SQLite: fine for one machine with little load",
        otherwise=Safety.WARNING,
    )


def _database_encrypted(_app: Flask, settings: Settings) -> Finding:
    parts = urlsplit(settings.database_url)
    is_remote = not settings.is_sqlite and parts.hostname is not None and not is_loopback(f"{parts.hostname}:0")
    is_encrypted = any(f"sslmode={mode}" in parts.query for mode in ("require", "verify-ca", "verify-full"))
    return safe_if(
        "database-encryption",
        not is_remote or is_encrypted,
        "the way to the database is local or encrypted",
        "the database is on another machine without sslmode=require in DATABASE_URL",
    )


def _database_file(_app: Flask, settings: Settings) -> Finding:
    path = Path(settings.database_url.removeprefix("sqlite:///"))
    is_open = settings.is_sqlite and path.exists() and bool(path.stat().st_mode & (S_IROTH | S_IWOTH))
    return safe_if(
        "database-file",
        not is_open,
        "the database is not open to other users",
        f"other users of this machine can read {path}: chmod 600",
    )


def _storage_kind(_app: Flask, settings: Settings) -> Finding:
    is_memory = settings.storage_url.startswith("memory:")
    is_lost = is_memory or settings.storage_url.removeprefix("file://").startswith("/tmp/")  # nosec B108: told as a warning
    return safe_if(
        "storage-lasting",
        not is_lost,
        "stored files outlive the process",
        "STORAGE_URL is in memory or /tmp: files would be lost",
        otherwise=Safety.UNSAFE if is_memory else Safety.WARNING,
    )


def _storage_apart(_app: Flask, settings: Settings) -> Finding:
    static = str(Path(__file__).parent.parent / "static")
    is_apart = not settings.storage_url.removeprefix("file://").startswith(static)
    return safe_if(
        "storage-apart",
        is_apart,
        "stored files are not served as pages",
        "STORAGE_URL lies in the folder of static files",
    )


def _mail_server(_app: Flask, settings: Settings) -> Finding:
    return safe_if(
        "mail-server",
        bool(settings.mail_server),
        "MAIL_SERVER is set",
        "MAIL_SERVER is not set: no mail would leave",
    )


def _mail_encrypted(_app: Flask, settings: Settings) -> Finding:
    is_local = is_loopback(f"{settings.mail_server or 'localhost'}:0")
    is_open = bool(settings.mail_password) and not settings.mail_use_tls
    safety = Safety.UNSAFE if is_open else Safety.WARNING
    return safe_if(
        "mail-encryption",
        is_local or settings.mail_use_tls,
        "the way to the mail server is local or encrypted",
        "MAIL_USE_TLS is not true: mail, and a password, would travel openly",
        otherwise=safety,
    )


def _mail_sender(_app: Flask, settings: Settings) -> Finding:
    is_address = is_email(settings.mail_default_sender)
    is_real = is_address and settings.mail_default_sender.rpartition(".")[2] not in _EXAMPLE_HOSTS
    return safe_if(
        "mail-sender",
        is_real,
        "MAIL_DEFAULT_SENDER is an address",
        "MAIL_DEFAULT_SENDER is missing or an example: replies would be lost",
        otherwise=Safety.WARNING if is_address else Safety.UNSAFE,
    )


def _scanner_set(_app: Flask, settings: Settings) -> Finding:
    return safe_if(
        "virus-scanner",
        bool(settings.clamd_address),
        "CLAMD_ADDRESS is set",
        "CLAMD_ADDRESS is not set: uploaded files are not scanned",
        otherwise=Safety.WARNING,
    )


def _database_reached(_app: Flask, _settings: Settings) -> Finding:
    return safe_if(
        "database-reached",
        database_answers(),
        "the database answers",
        "the database does not answer: look at DATABASE_URL",
    )


def _database_migrated(_app: Flask, _settings: Settings) -> Finding:
    try:
        found = current_revision()
    except Exception:
        found = None
    return safe_if(
        "database-migrated",
        found is not None and found == newest_revision(),
        "the schema is the newest",
        "the schema is not the newest: run platform-app db upgrade",
    )


def _storage_writable(_app: Flask, settings: Settings) -> Finding:
    cause = why_not_writable(settings.storage_url)
    return safe_if(
        "storage-writable",
        cause is None,
        "stored files can be written",
        f"STORAGE_URL cannot be written ({cause})",
    )


def _mail_reached(_app: Flask, settings: Settings) -> Finding:
    answers = bool(settings.mail_server) and mail_server_answers(settings)
    return safe_if(
        "mail-reached",
        answers,
        "the mail server answers",
        "the mail server does not answer: look at MAIL_SERVER and MAIL_PORT",
        otherwise=Safety.WARNING,
    )


def _scanner_reached(_app: Flask, settings: Settings) -> Finding:
    answers = not settings.clamd_address or scanner_answers(settings.clamd_address)
    return safe_if(
        "virus-scanner-reached",
        answers,
        "the virus scanner answers or is not used",
        "the virus scanner does not answer: uploads would wait",
        otherwise=Safety.WARNING,
    )


SETTING_CHECKS: tuple[Check, ...] = (
    _mode, _secret, _field_key, _keys_differ, _public_https, _public_host, _public_path, _debug, _cookie_name, _cookie_secure,
    _cookie_http_only, _cookie_same_site, _csrf, _development_pages, _database_kind, _database_engine, _database_encrypted, _database_file,
    _storage_kind, _storage_apart, _mail_server, _mail_encrypted, _mail_sender, _scanner_set,
)  # fmt: skip
REACH_CHECKS: tuple[Check, ...] = (_database_reached, _database_migrated, _storage_writable, _mail_reached, _scanner_reached)


def check_settings(app: Flask) -> Iterator[Finding]:
    """What the settings alone tell; reaches nothing, so that a server may start while the database is away."""
    settings: Settings = app.config["SETTINGS"]
    yield from (check(app, settings) for check in SETTING_CHECKS)


def check_all(app: Flask) -> Iterator[Finding]:
    """Every check; needs an application context."""
    yield from check_settings(app)
    settings: Settings = app.config["SETTINGS"]
    yield from (check(app, settings) for check in REACH_CHECKS)
