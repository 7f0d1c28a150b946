"""Health: alive without a database, ready only with database and storage, and nothing given away."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from platform_app.app import create_app
from platform_app.config import Settings, complete

WITHOUT_DATABASE = ["sqlite:////nowhere/at/all.sqlite", "postgresql://nobody:secret@127.0.0.1:1/nothing"]


@pytest.mark.parametrize("database_url", WITHOUT_DATABASE)
def test_without_a_database_the_process_lives_but_is_not_ready(database_url: str, tmp_path: Path) -> None:
    app = create_app(complete(Settings(instance_path=str(tmp_path), database_url=database_url)))
    client = app.test_client()
    live, ready = client.get("/health/live"), client.get("/health/ready")
    assert (live.status_code, live.text) == (200, "ok\n")
    assert (ready.status_code, ready.text) == (503, "unavailable\n")


def test_with_database_and_storage_it_is_ready(app: Flask) -> None:
    ready = app.test_client().get("/health/ready")
    assert (ready.status_code, ready.text) == (200, "ok\n")
    assert ready.headers["Cache-Control"] == "no-store"


def test_without_storage_it_is_not_ready_and_recovers(app: Flask, tmp_path: Path) -> None:
    settings = app.config["SETTINGS"]
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    app.config["SETTINGS"] = replace(settings, storage_url=str(blocked / "files"))
    assert app.test_client().get("/health/ready").status_code == 503
    app.config["SETTINGS"] = settings
    assert app.test_client().get("/health/ready").status_code == 200
