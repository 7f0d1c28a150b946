"""Letters: frozen with the decision, made into PDF by the outbox, the same ever after."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask

from platform_app.audit.queries import list_entries
from platform_app.database.transaction import reading, transaction
from platform_app.documents.jobs import set_frozen_letter
from platform_app.documents.models import Letter
from platform_app.documents.queries import get_file, get_letter, list_letters
from platform_app.documents.rules import Addressee, AdmissionRefused, Slot
from platform_app.documents.services import freeze_letter, send_letter, send_letters
from platform_app.extensions import db
from platform_app.kernel.actors import SYSTEM
from platform_app.kernel.clock import now
from platform_app.kernel.errors import NotFound, RuleViolation

CONTENT = AdmissionRefused(
    number="孤プ第1号",
    issued_on=date(2026, 11, 23),
    addressee=Addressee("見本団体 #panic()"),
    sender=("事務局",),
    applicant_name="見本団体 #panic()",
    application_number="2026-0001",
    membership_class="会員",
    submitted_on=date(2026, 10, 1),
    decided_on=date(2026, 11, 20),
    reasons=("推薦の要件を満たしていません。",),
)


@pytest.fixture
def letter_id(app: Flask, tmp_path: Path) -> Iterator[int]:
    """A frozen letter, in an application context."""
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], storage_url=str(tmp_path / "stored"))
    with app.app_context():
        with transaction():
            frozen = freeze_letter(content=CONTENT, by=SYSTEM, at=now())
        yield frozen


def set_by_outbox(letter_id: int) -> None:
    """Run the handler of the letter's event, as the outbox does."""
    with reading():
        entry = list_entries(subject_type="letter", subject_id=letter_id)[0]
    with transaction():
        set_frozen_letter(entry)


def test_a_letter_is_frozen_as_canonical_data_with_its_hash(letter_id: int) -> None:
    with reading():
        row = db.session.get_one(Letter, letter_id)
        canonical = json.dumps(row.data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert row.data_sha256 == hashlib.sha256(canonical.encode()).hexdigest()
        assert row.data["addressee"]["organisation"] == "見本団体 #panic()"


def test_the_ledger_holds_no_name_of_a_letter(letter_id: int) -> None:
    with reading():
        entry = list_entries(subject_type="letter", subject_id=letter_id)[0]
    assert entry.data == {"letter_id": letter_id, "kind": "admission_refused", "issued_on": "2026-11-23"}


def test_a_letter_that_is_not_set_yet_says_so(letter_id: int) -> None:
    with reading(), pytest.raises(RuleViolation) as refusal:
        send_letter(letter_id=letter_id)
    assert refusal.value.reasons[0].code == "documents.letter_being_prepared"


def test_the_outbox_sets_a_letter_once(letter_id: int) -> None:
    set_by_outbox(letter_id)
    with reading():
        first = get_letter(letter_id)
        response = send_letter(letter_id=letter_id)
        file = get_file(first.file_id or 0)
        assert response.get_data().startswith(b"%PDF-")
        assert (file.name, file.slot) == ("入会不承認通知書_孤プ第1号.pdf", Slot.LETTER)
    set_by_outbox(letter_id)
    with reading():
        assert get_letter(letter_id) == first
        assert list_letters([letter_id]) == (first,)


def test_letters_sent_together_are_all_there_under_names_of_their_own(letter_id: int) -> None:
    before_midnight = datetime(2026, 11, 23, 15, 30, 8, tzinfo=UTC)
    numbers_and_labels = [
        ("孤プ第2号", "見本団体/東京支部"),
        ("孤プ第2号", "別の団体/東京支部"),
        ("孤プ/第3号", "東京支部"),
        ("孤プ\\第3号", "別の団体\\東京支部"),
        ("孤プ第4号", "長" * 300 + "/東京支部"),
        ("孤プ第4号", "長" * 300 + "/大阪支部"),
    ]
    with transaction():
        letter_ids = [freeze_letter(content=replace(CONTENT, number=number), by=SYSTEM, at=before_midnight) for number, _ in numbers_and_labels]
    for one in letter_ids:
        set_by_outbox(one)
    with reading():
        response = send_letters(letters=[(one, label) for one, (_, label) in zip(letter_ids, numbers_and_labels, strict=True)], name="letters.zip")
    with zipfile.ZipFile(io.BytesIO(response.get_data())) as archive:
        names = archive.namelist()
        assert names[:4] == [
            "001_孤プ第2号_見本団体_東京支部.pdf",
            "002_孤プ第2号_別の団体_東京支部.pdf",
            "003_孤プ_第3号_東京支部.pdf",
            "004_孤プ_第3号_別の団体_東京支部.pdf",
        ]
        assert len({name.casefold() for name in names}) == len(letter_ids)
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 11, 24, 0, 30, 8)}
        assert all(archive.read(name).startswith(b"%PDF-") for name in names)


def test_an_unknown_letter_is_not_found(app: Flask) -> None:
    with app.app_context(), reading(), pytest.raises(NotFound):
        send_letter(letter_id=999)
