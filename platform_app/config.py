"""Settings from the environment: one frozen dataclass, validated at the start."""

import base64
import binascii
import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_DEVELOPMENT_SECRET = "development-only-not-a-secret"  # nosec B105  # refused by production mode
_SHORTEST_SECRET = 32
_FIELD_KEY_BYTES = 32


class Mode(StrEnum):
    """How the program runs: with working defaults on loopback, or with nothing assumed."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"


class SettingsError(ValueError):
    """An environment variable is missing or has a value that cannot be used; the text names it and the mend."""


def _env(name: str, unit: str, default: object = "") -> Any:
    return field(default=default, metadata={"environment": name, "unit": unit})


@dataclass(frozen=True)
class Settings:
    """Everything that an installation decides. Each field names its environment variable and unit in its metadata."""

    mode: Mode = _env("PLATFORM_ENV", "`development` or `production`", Mode.DEVELOPMENT)
    instance_path: str = _env("INSTANCE_PATH", "folder for development data; default: `instance` in the working folder")
    database_url: str = _env("DATABASE_URL", "`sqlite:///…` or `postgresql://…`")
    secret_key: str = _env("SECRET_KEY", "at least 32 characters")
    field_key: str = _env("FIELD_KEY", "32 bytes, URL-safe base64; encrypts columns of grade 3")
    field_key_previous: str = _env("FIELD_KEY_PREVIOUS", "the FIELD_KEY until now, while `db rotate-field-key` has not ended")
    storage_url: str = _env("STORAGE_URL", "a folder or an fsspec address")
    clamd_address: str = _env("CLAMD_ADDRESS", "`host:port` or the path of a socket of a clamd virus scanner; empty: files are not scanned")
    mail_server: str = _env("MAIL_SERVER", "host name; empty in development: mail is caught and shown at /dev/mail")
    mail_port: int = _env("MAIL_PORT", "port", 25)
    mail_username: str = _env("MAIL_USERNAME", "text")
    mail_password: str = _env("MAIL_PASSWORD", "text")
    mail_use_tls: bool = _env("MAIL_USE_TLS", "`true` or `false`: STARTTLS", False)
    mail_default_sender: str = _env("MAIL_DEFAULT_SENDER", "an e-mail address")
    public_url: str = _env("PUBLIC_URL", "the address people type, without a path")

    @property
    def is_production(self) -> bool:
        """Whether nothing may be assumed."""
        return self.mode is Mode.PRODUCTION

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a SQLite file."""
        return self.database_url.startswith("sqlite")

    @property
    def sqlalchemy_url(self) -> str:
        """The database's address with psycopg 3 as PostgreSQL's driver."""
        for scheme in ("postgresql://", "postgres://"):
            if self.database_url.startswith(scheme):
                return "postgresql+psycopg://" + self.database_url.removeprefix(scheme)
        return self.database_url

    @property
    def field_key_bytes(self) -> bytes:
        """The 32 bytes of FIELD_KEY."""
        return base64.urlsafe_b64decode(self.field_key)

    @property
    def field_keys(self) -> tuple[bytes, ...]:
        """The key that encrypts, and behind it the one before, if there is one still."""
        before = base64.urlsafe_b64decode(self.field_key_previous) if self.field_key_previous else b""
        return (self.field_key_bytes, before) if before else (self.field_key_bytes,)

    @property
    def catches_mail(self) -> bool:
        """Whether mail is kept in a folder instead of being sent."""
        return not self.mail_server and not self.is_production


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment (`os.environ` by default), completed by development's defaults.

    Raises: SettingsError naming the variable, the cause and the mend.
    """
    environment = os.environ if environment is None else environment
    values: dict[str, object] = {}
    for entry in fields(Settings):
        name = entry.metadata["environment"]
        if environment.get(name):
            values[entry.name] = _read(name, environment[name], entry.default)
    settings = complete(Settings(**values))  # type: ignore[arg-type]
    validate(settings)
    return settings


def _read(name: str, text: str, default: object) -> object:
    if isinstance(default, Mode):
        if text not in set(Mode):
            raise SettingsError(f"{name} is '{text}': write 'development' or 'production'")
        return Mode(text)
    if isinstance(default, bool):
        if text.lower() not in ("true", "false", "1", "0"):
            raise SettingsError(f"{name} is '{text}': write 'true' or 'false'")
        return text.lower() in ("true", "1")
    if isinstance(default, int):
        if not text.isdecimal():
            raise SettingsError(f"{name} is '{text}': write a whole number")
        return int(text)
    return text


def complete(settings: Settings) -> Settings:
    """The settings with working defaults in development; in production nothing is filled in but the folder."""
    instance = Path(settings.instance_path or "instance").absolute()
    defaults: dict[str, object] = {"instance_path": str(instance)}
    if not settings.is_production:
        key = hashlib.sha256(_DEVELOPMENT_SECRET.encode()).digest()
        defaults |= {
            "database_url": f"sqlite:///{instance / 'platform.sqlite'}",
            "secret_key": _DEVELOPMENT_SECRET + "-" * _SHORTEST_SECRET,
            "field_key": base64.urlsafe_b64encode(key).decode(),
            "storage_url": str(instance / "storage"),
            "mail_default_sender": "jimukyoku@platform.example",
            "public_url": "http://127.0.0.1:8000",
        }
    given = {entry.name: getattr(settings, entry.name) for entry in fields(Settings)}
    filled = {name: defaults.get(name, value) if value == "" else value for name, value in given.items()}
    return Settings(**(filled | {"instance_path": str(instance)}))  # type: ignore[arg-type]


def validate(settings: Settings) -> None:
    """Refuse settings that cannot work; what is merely unwise is told by `check-deploy`.

    Raises: SettingsError.
    """
    for name, value in (("DATABASE_URL", settings.database_url), ("SECRET_KEY", settings.secret_key), ("FIELD_KEY", settings.field_key),
                        ("STORAGE_URL", settings.storage_url), ("PUBLIC_URL", settings.public_url)):
        if not value:
            raise SettingsError(f"{name} is not set: production mode needs it")
    if urlsplit(settings.database_url).scheme.split("+")[0] not in ("sqlite", "postgresql", "postgres"):
        raise SettingsError("DATABASE_URL must begin with sqlite:/// or postgresql://")
    if len(settings.secret_key) < _SHORTEST_SECRET:
        raise SettingsError(f"SECRET_KEY is shorter than {_SHORTEST_SECRET} characters: write a longer random one")
    if settings.is_production and settings.secret_key.startswith(_DEVELOPMENT_SECRET):
        raise SettingsError("SECRET_KEY is that of development: write a random one of your own")
    for name, text in (("FIELD_KEY", settings.field_key), ("FIELD_KEY_PREVIOUS", settings.field_key_previous)):
        if text and not _is_key(text):
            raise SettingsError(f"{name} must be 32 bytes in URL-safe base64")
    if urlsplit(settings.public_url).scheme not in ("http", "https") or not urlsplit(settings.public_url).netloc:
        raise SettingsError("PUBLIC_URL must be an http or https address")


def _is_key(text: str) -> bool:
    try:
        return len(base64.urlsafe_b64decode(text)) == _FIELD_KEY_BYTES
    except (binascii.Error, ValueError):
        return False
