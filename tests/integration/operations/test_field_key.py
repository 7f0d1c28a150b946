"""A new FIELD_KEY: both keys are read while it comes in, everything is encrypted anew, and a run that was cut off goes on."""

import base64
import os
from dataclasses import replace

import pytest
from sqlalchemy import select, text

from platform_app.database import rotation
from platform_app.database.transaction import transaction
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.clock import now
from platform_app.kernel.errors import RuleViolation, Unavailable
from platform_app.operations.cli.schema import db_commands
from platform_app.watchlists.models import WatchCase, WatchSubject
from platform_app.watchlists.queries.cases import standing_of
from platform_app.watchlists.rules.cases import SubjectFacts
from platform_app.watchlists.rules.facts import Party, PartyKind
from platform_app.watchlists.rules.hits import Standing
from platform_app.watchlists.screening_again import screen
from platform_app.watchlists.services.watching import watch_subjects


@pytest.fixture
def watched(database):
    """Three cases with encrypted names."""
    for number in range(3):
        facts = SubjectFacts(role="officer", party=Party("", PartyKind.PERSON, f"例示 {number}"))
        with transaction():
            watch_subjects(owner_type="application", owner_id=number, label=f"見本{number}", subjects=[facts], by=OPERATOR, at=now())
    screen(now())
    db.session.remove()
    return database


def change_key(app, *, keeps_previous=True):
    before = app.config["SETTINGS"]
    fresh = base64.urlsafe_b64encode(os.urandom(32)).decode()
    app.config["SETTINGS"] = replace(before, field_key=fresh, field_key_previous=before.field_key if keeps_previous else "")


def drop_previous(app):
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], field_key_previous="")


def labels():
    db.session.remove()
    return list(db.session.scalars(select(WatchCase.label).order_by(WatchCase.id)))


def test_both_keys_are_read_and_after_the_rotation_the_new_one_alone_does(watched):
    before = db.session.execute(text("SELECT sealed FROM watch_subject ORDER BY id")).all()
    change_key(watched)
    assert labels() == ["見本0", "見本1", "見本2"]
    result = watched.test_cli_runner().invoke(db_commands, ["rotate-field-key"])
    assert result.exit_code == 0 and "7 texts were encrypted anew" in result.stdout
    drop_previous(watched)
    assert labels() == ["見本0", "見本1", "見本2"]
    assert not set(before) & set(db.session.execute(text("SELECT sealed FROM watch_subject ORDER BY id")).all())
    assert standing_of("application", 1) is Standing.CLEAR, "no fingerprint and no key of a name has changed"
    fingerprints = set(db.session.scalars(select(WatchSubject.fingerprint)))
    with transaction():
        facts = SubjectFacts(role="officer", party=Party("", PartyKind.PERSON, "例示 1"))
        watch_subjects(owner_type="application", owner_id=1, label="見本1", subjects=[facts], by=OPERATOR, at=now())
    assert set(db.session.scalars(select(WatchSubject.fingerprint))) == fingerprints


def test_a_rotation_that_was_cut_off_goes_on(watched, monkeypatch):
    change_key(watched)
    real, calls = rotation.resealed_text, []

    def dying(stored, place):
        """Works four times, then dies."""
        calls.append(1)
        if len(calls) == 5:
            raise KeyboardInterrupt
        return real(stored, place)

    monkeypatch.setattr(rotation, "BLOCK_ROWS", 2)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(rotation, "resealed_text", dying)
        rotation.rotate_field_key()
    assert labels() == ["見本0", "見本1", "見本2"]
    assert 0 < rotation.rotate_field_key() < 7
    assert rotation.rotate_field_key() == 0
    drop_previous(watched)
    assert labels() == ["見本0", "見本1", "見本2"]


def test_without_the_key_before_nothing_can_be_read_and_nothing_is_rotated(watched):
    change_key(watched, keeps_previous=False)
    with pytest.raises(Unavailable):
        labels()
    db.session.remove()
    result = watched.test_cli_runner().invoke(db_commands, ["rotate-field-key"])
    assert isinstance(result.exception, RuleViolation)
