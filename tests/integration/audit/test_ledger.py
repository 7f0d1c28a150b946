"""The ledger: what is recorded is sealed, and every alteration of the record is found."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest
from flask import Flask
from sqlalchemy import text

from platform_app.audit.queries import list_entries, verify
from platform_app.audit.services import record, record_many, seal, write_head
from platform_app.cli import cli
from platform_app.database.transaction import reading, transaction
from platform_app.extensions import db
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.clock import now
from platform_app.kernel.events import Event
from tests.stages import step


@dataclass(frozen=True, kw_only=True)
class ThingDone(Event):
    """Something done to a thing that only these tests know."""

    subject_type: ClassVar[str] = "thing"
    thing_id: int


def _record(count: int) -> None:
    with transaction():
        record_many([ThingDone(thing_id=number) for number in range(count)], by=OPERATOR, at=now())


def _seal() -> dict[str, object]:
    with transaction():
        return write_head(at=now())


def _problems(head: dict[str, object] | None = None) -> list[str]:
    with reading():
        return [str(problem) for problem in verify(head)]


def _tamper(*statements: str) -> None:
    with transaction():
        for statement in statements:
            db.session.execute(text(statement))


@pytest.fixture
def ledger(app: Flask) -> dict[str, object]:
    """Three blocks of events; the head as it was kept outside."""
    with app.app_context():
        return _three_blocks()


@step
def _three_blocks() -> dict[str, object]:
    _record(1200)
    _seal()
    _record(30)
    return _seal()


def test_an_untouched_ledger_is_intact(app: Flask, ledger: dict[str, object]) -> None:
    with app.app_context():
        assert _problems(ledger) == []


@pytest.mark.parametrize(
    "column",
    ["at = '2001-01-01 00:00:00+00'", "event = 'x'", "subject_type = 'x'", "subject_id = 99", "data = '{}'", "actor_kind = 'user'",
     "actor_user_id = 7", "acting_for_id = 7", "request_id = 'x'", "salt = 'x'", "reason_hash = 'x'", "row_hash = 'x'"],
)
def test_a_change_of_any_column_of_an_entry_is_found(app: Flask, ledger: dict[str, object], column: str) -> None:
    with app.app_context():
        _tamper(f"UPDATE audit_entry SET {column} WHERE subject_id = 77")
        assert _problems()


@pytest.mark.parametrize("column", ["rows = rows + 1", "total_rows = total_rows + 1", "root = 'x'", "previous_hash = 'x'",
                                    "sealed_at = '2001-01-01 00:00:00+00'", "row_hash = 'x'", "number = 17"])
def test_a_change_of_any_column_of_a_block_is_found(app: Flask, ledger: dict[str, object], column: str) -> None:
    with app.app_context():
        _tamper(f"UPDATE audit_block SET {column} WHERE number = 2")
        assert _problems()


def test_moved_swapped_and_deleted_rows_are_found(app: Flask, ledger: dict[str, object]) -> None:
    with app.app_context():
        _tamper("UPDATE audit_place SET place = place + 5000 WHERE block = 3 AND place = 29")
        assert _problems()
        _tamper("UPDATE audit_place SET place = place - 5000 WHERE place > 4000")
        assert _problems() == []
        _tamper("DELETE FROM audit_entry WHERE subject_id = 5")
        assert _problems()


def test_an_entry_written_down_twice_is_found(app: Flask, ledger: dict[str, object]) -> None:
    columns = "at, event, subject_type, subject_id, data, actor_kind, actor_user_id, acting_for_id, request_id, salt, reason_hash, row_hash"
    with app.app_context():
        _tamper(f"INSERT INTO audit_entry (id, {columns}) SELECT 5000, {columns} FROM audit_entry WHERE subject_id = 77")
        assert _problems() == ["audit.entry_altered 5000"]
        _seal()
        assert _problems() == ["audit.entry_altered 5000"]


@pytest.mark.parametrize("block", [-1, 0, 4])
def test_an_entry_placed_in_a_block_that_is_none_is_found(app: Flask, ledger: dict[str, object], block: int) -> None:
    with app.app_context():
        _tamper(
            "INSERT INTO audit_entry (id, at, event, subject_type, subject_id, data, actor_kind, salt, row_hash)"
            " VALUES (5000, '2026-01-01 00:00:00+00', 'x', 'thing', 1, '{}', 'user', 'x', 'x')",
            f"INSERT INTO audit_place (entry_id, block, place) VALUES (5000, {block}, 0)",
        )
        assert _problems() == ["audit.block_missing 5000"]


def test_a_cut_tail_and_a_rollback_are_seen_with_the_head_kept_outside(app: Flask, ledger: dict[str, object]) -> None:
    with app.app_context():
        _tamper(
            "DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM audit_place WHERE block = 3)",
            "DELETE FROM audit_place WHERE block = 3",
            "DELETE FROM audit_block WHERE number = 3",
        )
        assert _problems() == []
        assert _problems(ledger) == ["audit.head_shorter 3"]


def test_a_head_that_is_not_ours_is_told(app: Flask, ledger: dict[str, object]) -> None:
    with app.app_context():
        assert _problems(ledger | {"block": 2}) == ["audit.head_forged 2"]
        assert _problems({}) == ["audit.head_forged 0"]


def test_sealing_twice_seals_once(app: Flask, ledger: dict[str, object]) -> None:
    with app.app_context(), transaction():
        assert seal(at=now()) == 0


def test_a_reason_is_kept_as_a_salted_hash_only(app: Flask) -> None:
    with app.app_context():
        with transaction():
            record(ThingDone(thing_id=1), by=OPERATOR, at=now(), reason="Yamada asked for it")
            record(ThingDone(thing_id=1), by=OPERATOR, at=now(), reason="Yamada asked for it")
        rows = db.session.execute(text("SELECT * FROM audit_entry WHERE subject_type = 'thing'")).mappings().all()
        assert len({row["reason_hash"] for row in rows}) == 2
        assert "Yamada" not in str(rows)


def test_what_is_rolled_back_leaves_no_entry(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(ZeroDivisionError), transaction():
            record(ThingDone(thing_id=1), by=OPERATOR, at=now())
            raise ZeroDivisionError
        assert list_entries(subject_type="thing", subject_id=1) == []


def test_a_reader_cannot_record(app: Flask) -> None:
    with app.app_context(), pytest.raises(Exception, match="(?i)read.?only"), reading():
        record(ThingDone(thing_id=1), by=OPERATOR, at=now())


def test_the_commands_verify_and_write_the_head(app: Flask, ledger: dict[str, object], tmp_path: Path) -> None:
    runner = app.test_cli_runner()
    output = tmp_path / "head.json"
    assert runner.invoke(cli, ["audit", "head", "--output", str(output)]).exit_code == 0
    assert json.loads(output.read_text())["block"] >= 3
    assert runner.invoke(cli, ["audit", "verify", "--head", str(output)]).exit_code == 0
    with app.app_context():
        _tamper("UPDATE audit_entry SET data = '{}' WHERE subject_id = 3")
    result = runner.invoke(cli, ["audit", "verify", "--head", str(output)])
    assert result.exit_code == 1
    assert "audit.entry_altered" in result.output
