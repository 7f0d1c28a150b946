"""The checks before a deployment: one bad setting at a time, each seen by its own line."""

import json
import secrets
from base64 import urlsafe_b64encode
from dataclasses import replace
from pathlib import Path

import click
import pytest
from flask import Flask

from platform_app.app import create_app
from platform_app.config import Mode, Settings, complete
from platform_app.operations.checks import check_all, check_settings
from platform_app.operations.cli.deployment import check_deploy
from platform_app.operations.cli.running import refuse_unsafe
from platform_app.operations.rules import Safety

GOOD = complete(
    Settings(
        mode=Mode.PRODUCTION,
        database_url="postgresql://platform:word@127.0.0.1:1/platform",
        secret_key=secrets.token_urlsafe(48),
        field_key=urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        storage_url="/var/lib/platform/files",
        mail_server="127.0.0.1",
        mail_default_sender="jimukyoku@kodoku.go.jp",
        public_url="https://platform.kodoku.go.jp",
        clamd_address="/run/clamav/clamd.ctl",
    )
)


def make(tmp_path: Path, **changed: object) -> Flask:
    """An application with good settings but for some."""
    return create_app(replace(GOOD, instance_path=str(tmp_path), **changed))


def found(app: Flask, safety: Safety) -> set[str]:
    return {finding.code for finding in check_settings(app) if finding.safety is safety}


def test_good_settings_are_safe_in_every_line(tmp_path: Path) -> None:
    app = make(tmp_path)
    assert found(app, Safety.UNSAFE) == set()
    assert found(app, Safety.WARNING) == set()
    assert len(list(check_settings(app))) >= 20
    refuse_unsafe(app, "0.0.0.0:8000")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"mode": Mode.DEVELOPMENT}, "mode"),
        ({"secret_key": "x" * 64}, "secret-key"),
        ({"secret_key": "abcabcabc" * 5}, "secret-key"),
        ({"field_key": urlsafe_b64encode(b"k" * 32).decode()}, "field-key"),
        ({"field_key": complete(Settings()).field_key}, "field-key"),
        ({"secret_key": GOOD.field_key}, "keys-differ"),
        ({"public_url": "http://platform.kodoku.go.jp"}, "public-url-https"),
        ({"public_url": "https://localhost"}, "public-url-host"),
        ({"public_url": "https://127.0.0.1"}, "public-url-host"),
        ({"public_url": "https://platform.kodoku.go.jp/join"}, "public-url-bare"),
        ({"database_url": "sqlite:///:memory:"}, "database-lasting"),
        ({"database_url": "sqlite://"}, "database-lasting"),
        ({"database_url": "postgresql://platform:word@db.kodoku.go.jp/platform"}, "database-encryption"),
        ({"storage_url": "memory://files"}, "storage-lasting"),
        ({"mail_server": ""}, "mail-server"),
        ({"mail_server": "mail.kodoku.go.jp", "mail_password": "word"}, "mail-encryption"),
        ({"mail_default_sender": ""}, "mail-sender"),
        ({"mail_default_sender": "nobody"}, "mail-sender"),
    ],
)
def test_each_unsafe_setting_is_found_and_keeps_the_server_from_starting(tmp_path: Path, changed: dict[str, object], code: str) -> None:
    app = make(tmp_path, **changed)
    assert code in found(app, Safety.UNSAFE)
    if app.config["SETTINGS"].is_production:
        with pytest.raises(click.ClickException, match="unsafe settings"):
            refuse_unsafe(app, "127.0.0.1:8000")


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("SESSION_COOKIE_NAME", "session", "cookie-host"),
        ("SESSION_COOKIE_SECURE", False, "cookie-secure"),
        ("SESSION_COOKIE_HTTPONLY", False, "cookie-http-only"),
        ("SESSION_COOKIE_SAMESITE", None, "cookie-same-site"),
        ("WTF_CSRF_ENABLED", False, "csrf"),
        ("DEBUG", True, "debug"),
        ("TESTING", True, "debug"),
    ],
)
def test_a_weakened_application_is_found(tmp_path: Path, name: str, value: object, code: str) -> None:
    app = make(tmp_path)
    app.config[name] = value
    assert found(app, Safety.UNSAFE) == {code}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"clamd_address": ""}, "virus-scanner"),
        ({"database_url": "sqlite:////var/lib/platform/platform.sqlite"}, "database-engine"),
        ({"public_url": "https://platform.example"}, "public-url-host"),
        ({"mail_server": "mail.kodoku.go.jp"}, "mail-encryption"),
        ({"storage_url": "/tmp/files"}, "storage-lasting"),
    ],
)
def test_what_is_merely_unwise_is_a_warning(tmp_path: Path, changed: dict[str, object], code: str) -> None:
    app = make(tmp_path, **changed)
    assert found(app, Safety.WARNING) == {code}
    assert found(app, Safety.UNSAFE) == set()


def test_a_database_that_others_can_read_is_found(tmp_path: Path) -> None:
    path = tmp_path / "platform.sqlite"
    path.touch(mode=0o600)
    app = make(tmp_path, database_url=f"sqlite:///{path}")
    assert found(app, Safety.UNSAFE) == set()
    path.chmod(0o644)
    assert found(app, Safety.UNSAFE) == {"database-file"}


def test_what_cannot_be_reached_is_told_in_one_line_each(tmp_path: Path) -> None:
    app = make(tmp_path, storage_url="/proc/nowhere/files", mail_port=1)
    with app.app_context():
        answers = {finding.code: finding.safety for finding in check_all(app)}
    assert answers["database-reached"] is Safety.UNSAFE
    assert answers["database-migrated"] is Safety.UNSAFE
    assert answers["storage-writable"] is Safety.UNSAFE
    assert answers["mail-reached"] is Safety.WARNING
    assert answers["virus-scanner-reached"] is Safety.WARNING


def test_the_migrated_database_and_its_storage_are_found_in_order(app: Flask) -> None:
    with app.app_context():
        answers = {finding.code: finding.safety for finding in check_all(app)}
    assert {answers[code] for code in ("database-reached", "database-migrated", "storage-writable")} == {Safety.SAFE}


def test_the_command_prints_one_json_document_and_fails_when_unsafe(app: Flask) -> None:
    result = app.test_cli_runner().invoke(check_deploy, ["--json"], standalone_mode=False)
    assert isinstance(result.exception, click.ClickException)
    checks = json.loads(result.stdout)["checks"]
    assert len(checks) >= 20
    assert {check["result"] for check in checks} <= {"ok", "warning", "unsafe"}
