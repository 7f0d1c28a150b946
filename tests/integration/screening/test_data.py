"""`applications schema` and `applications submit`."""

import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from platform_app.extensions import db
from platform_app.kernel.errors import InvalidInput, RuleViolation
from platform_app.screening.cli import applications
from platform_app.screening.models import Application
from tests.integration.screening.applying import document, make_recommenders


def run(app: Flask, *arguments: str) -> str:
    """The output of a command; errors come through."""
    result = app.test_cli_runner().invoke(applications, list(arguments), catch_exceptions=False, standalone_mode=False)
    if result.exception is not None:
        raise result.exception
    return result.output


def written(folder: Path, data: object) -> str:
    """A file with data."""
    path = folder / "applications.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return str(path)


def count(app: Flask) -> int:
    """How many applications there are."""
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Application)) or 0


@pytest.fixture
def ready(app: Flask) -> Flask:
    """The application with the members that recommend."""
    with app.app_context():
        make_recommenders()
    return app


def test_the_schema_is_printed_as_one_document(app: Flask) -> None:
    assert json.loads(run(app, "schema"))["$id"] == "urn:renkei-platform:application:2"


def test_an_application_is_sent_in_and_its_number_printed(ready: Flask, tmp_path: Path) -> None:
    found = json.loads(run(ready, "submit", written(tmp_path, document()), "--json"))
    assert found["applications"][0]["number"].endswith("-0001")
    assert count(ready) == 1


def test_many_are_taken_together_or_not_at_all(ready: Flask, tmp_path: Path) -> None:
    other = document(corporate_number=None, name="もう一つの会", contact_email="m@mihon.example")
    assert len(run(ready, "submit", written(tmp_path, [document(), other])).splitlines()) == 2
    third = document(corporate_number=None, name="三つ目の会", contact_email="n@mihon.example")
    with pytest.raises(InvalidInput):
        run(ready, "submit", written(tmp_path, [third, document()]))
    assert count(ready) == 2


def test_a_dry_run_records_nothing(ready: Flask, tmp_path: Path) -> None:
    assert "nothing was recorded" in run(ready, "submit", written(tmp_path, document()), "--dry-run")
    assert count(ready) == 0


@pytest.mark.parametrize(
    "change",
    [
        {"name": "見本\u202eの会"}, {"name": "a\x00b"}, {"address": "一行\n二行"}, {"name": 3}, {"website": "https://user@mihon.example/"},
        {"contact_email": "a@b"}, {"prefecture": "東京"}, {"officers": [{"name": "x"}]}, {"unknown": True},
        {"name": "見本\ud800の会"}, {"form_version": True}, {"founded_on": "2012-99"}, {"founded_on": "2019-13"},
        {"officers": [{"name": "\u200b", "kana": "ヤク", "role": "理事"}]}, {"\udfff": 1},
        {"activity_record": [{"what": "食堂", "since": "2019-02-31", "address": "https://mihon.example/"}]},
    ],
)
def test_what_the_form_would_refuse_is_refused_with_its_place(ready: Flask, tmp_path: Path, change: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        run(ready, "submit", written(tmp_path, document(**change)))
    assert count(ready) == 0


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"corporate_number": "5835678256247"}, "members.corporate_number"),
        ({"recommenders": {"members": [1]}}, "screening.recommenders_missing"),
        ({"recommenders": {"members": [1, 99]}}, "screening.member_unknown"),
        ({"recommenders": {"ministry": "見本省"}}, "screening.ministry_unknown"),
        ({"attachments": []}, "screening.attachment_missing"),
        ({"activity_record": [{"what": "食堂", "since": "2019"}]}, "screening.evidence_missing"),
    ],
)
def test_the_rules_are_those_of_the_web(ready: Flask, tmp_path: Path, change: dict[str, object], code: str) -> None:
    with pytest.raises(RuleViolation, match=code):
        run(ready, "submit", written(tmp_path, document(**change)))
    assert count(ready) == 0


def test_an_individual_applies_without_roster_and_number(ready: Flask, tmp_path: Path) -> None:
    left_out = ("body_kind", "representative_name", "representative_kana", "representative_title", "officers", "corporate_number", "founded_on")
    person = {name: value for name, value in document().items() if name not in left_out}
    person |= {"kind": "individual", "membership_class": "supporting", "name": "見本 太郎", "kana": "ミホン タロウ"}
    run(ready, "submit", written(tmp_path, person))
    assert count(ready) == 1
