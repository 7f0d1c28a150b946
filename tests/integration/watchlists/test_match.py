"""`watchlists match` as an operator runs it."""

import csv
import json

from platform_app.kernel.errors import InvalidInput
from platform_app.watchlists.cli import watchlists
from tests.integration.watchlists.lists import take_in, write_list

LISTED = [
    {"ref": "E1", "name": "例示 髙志", "kana": "レイジ タカシ", "birth_on": "1970-01-02"},
    {"ref": "E2", "name": "見本花子", "kana": "ミホン ハナコ"},
    {"ref": "E3", "kind": "organisation", "name": "株式会社例示工房", "kana": "レイジコウボウ"},
]


def match(app, tmp_path, rows, *options):
    """Run the command; the result and the rows of the hits."""
    subjects, output = write_list(tmp_path / "subjects.csv", rows), tmp_path / "hits.csv"
    result = app.test_cli_runner().invoke(watchlists, ["match", str(subjects), "--output", str(output), *options])
    hits = list(csv.DictReader(output.open(encoding="utf-8"))) if output.exists() else []
    return result, hits


def test_hits_come_as_a_file_the_weightiest_first(database, tmp_path):
    take_in(database, write_list(tmp_path / "a.csv", LISTED))
    rows = [
        {"ref": "S1", "name": "ミホン ハナコ"},
        {"ref": "S2", "name": "例示高志", "birth_on": "1970-01-02"},
        {"ref": "S3", "kind": "organisation", "name": "例示工房"},
        {"ref": "S4", "name": "無関係 太郎", "kana": "ムカンケイ タロウ"},
    ]
    result, hits = match(database, tmp_path, rows)
    assert result.exit_code == 0, result.output
    assert [(hit["ref"], hit["list"], hit["entry_ref"], hit["tier"]) for hit in hits] == [
        ("S2", "例示名簿", "E1", "A"),
        ("S3", "例示名簿", "E3", "B"),
        ("S1", "例示名簿", "E2", "B"),
    ]
    assert list(hits[0]) == ["ref", "list", "entry_ref", "entry_name", "tier", "evidence"]
    evidence = json.loads(hits[0]["evidence"])
    assert (evidence["rule"], evidence["findings"]["birth_date"]) == ("same_when_folded", "agrees")
    assert "4 subjects, 3 of them with hits, 3 hits" in result.stdout


def test_weaker_hits_are_told_only_on_demand(database, tmp_path):
    take_in(database, write_list(tmp_path / "a.csv", LISTED))
    rows = [{"ref": "S1", "name": "見本 華子", "kana": "ミホン カコ"}]
    assert match(database, tmp_path, rows)[1] == []
    assert [hit["tier"] for hit in match(database, tmp_path, rows, "--tier", "C")[1]] == ["C"]


def test_rows_that_cannot_be_read_are_told_and_the_others_matched(database, tmp_path):
    take_in(database, write_list(tmp_path / "a.csv", LISTED))
    result, hits = match(database, tmp_path, [{"ref": "S1", "name": ""}, {"ref": "S2", "name": "見本花子"}])
    assert (result.exit_code, [hit["ref"] for hit in hits]) == (1, ["S2"])
    assert isinstance(result.exception, InvalidInput)
    assert "line 2" in result.stderr


def test_without_any_list_there_are_no_hits(database, tmp_path):
    result, hits = match(database, tmp_path, [{"ref": "S1", "name": "見本花子"}])
    assert (result.exit_code, hits) == (0, [])
