"""Remarks pinned to places of the form, and what a correction changed."""

import pytest

from platform_app.screening.answers import field_schema
from platform_app.screening.rules.applications import Status
from platform_app.screening.rules.checks import CheckKind
from platform_app.screening.rules.corrections import MOST_REMARKS, differences, unasked, why_not_remark, why_not_resubmit, why_not_return
from platform_app.screening.rules.form import Slot
from platform_app.screening.rules.places import LISTS, WHOLE, Place, exists, is_changed, place_after, places_of, read_place, shown_at
from platform_app.screening.rules.routing import affected_checks, touched

A = {"name": "見本 花子", "kana": "ミホン ハナコ", "role": "理事長", "birth_on": "mark-a"}
B = {"name": "見本 太郎", "kana": "ミホン タロウ", "role": "理事", "birth_on": None}
C = {"name": "見本 次郎", "kana": "ミホン ジロウ", "role": "監事", "birth_on": None}
PAPER = {"slot": "articles", "file_id": None, "address": "https://mihon.example/a", "name": None}
BEFORE = {"kind": "organisation", "name": "見本の会", "purpose": "孤独をなくす。", "officers": [A, B, C], "attachments": [PAPER]}


@pytest.mark.parametrize(("text", "place"), [
    ("name", Place("name")),
    ("officers", Place("officers")),
    ("officers.2", Place("officers", 2)),
    ("activity_record.0.what", Place("activity_record", 0, "what")),
    ("attachments.articles", Place("attachments", slot=Slot.ARTICLES)),
    ("", WHOLE),
])
def test_a_place_is_read_from_its_text_and_written_back(text: str, place: Place) -> None:
    assert read_place(text) == place
    assert str(place) == text


@pytest.mark.parametrize("text", [
    "nothing", "name.0", "officers.x", "officers.-1", "officers.²", "officers.1.nothing", "officers.1.name.more", "attachments.scan",
    "officers.99999", "activity_record.", ".", "officers.1.",
])
def test_a_text_that_means_no_place_of_the_form_is_none(text: str) -> None:
    assert read_place(text) is None


def test_the_parts_of_lines_are_those_of_the_form() -> None:
    for root, parts in LISTS.items():
        for part in parts:
            assert field_schema(f"{root}.{part}")


def test_a_line_that_is_not_there_and_a_field_that_is_not_asked_cannot_be_remarked() -> None:
    assert exists(Place("officers", 2), BEFORE)
    assert not exists(Place("officers", 3), BEFORE)
    assert not exists(Place("representative_name"), {"kind": "individual"})
    assert not exists(Place("publication"), {"form_version": 1})
    assert exists(Place("publication"), {"form_version": 2})
    assert [reason.code for reason in why_not_remark(read_place("nothing"), "?", BEFORE, so_far=0)] == ["screening.remark_field_unknown"]
    assert [reason.code for reason in why_not_remark(WHOLE, " ", BEFORE, so_far=MOST_REMARKS)] == [
        "screening.remark_missing", "screening.too_many_remarks",
    ]
    assert why_not_remark(Place("name"), "旧字を確かめてください。", BEFORE, so_far=MOST_REMARKS - 1) == ()


def test_every_place_that_is_offered_is_there_and_reads_back() -> None:
    for place in places_of(BEFORE):
        assert exists(place, BEFORE)
        assert read_place(str(place)) == place


def test_a_return_says_something_and_only_what_is_being_checked_is_returned() -> None:
    assert [reason.field for reason in why_not_return(Status.UNDER_CHECK, remarks=0, covering=" ")] == ["remark"]
    assert why_not_return(Status.UNDER_CHECK, remarks=1, covering="") == ()
    assert why_not_return(Status.BEFORE_BOARD, remarks=1, covering="")
    assert [reason.facts["number"] for reason in why_not_resubmit({3, 1})] == [1, 3]


def test_a_line_is_followed_when_others_are_taken_out() -> None:
    after = {**BEFORE, "officers": [B, C]}
    assert place_after(Place("officers", 2), BEFORE, after) == Place("officers", 1)
    assert not is_changed(Place("officers", 2), BEFORE, after)
    assert is_changed(Place("officers", 0), BEFORE, after)
    assert [(str(one.place), one.after) for one in differences(BEFORE, after)] == [("officers.0", None)]


def test_a_line_with_a_key_is_followed_by_it() -> None:
    record = [{"key": "e1", "what": "居場所", "since": "2019"}, {"key": "e2", "what": "相談", "since": "2020"}]
    before = {"activity_record": record}
    after = {"activity_record": [record[1] | {"since": "2021-04"}, {"key": "e3", "what": "居場所", "since": "2019"}]}
    assert place_after(Place("activity_record", 1), before, after) == Place("activity_record", 0)
    assert [str(one.place) for one in differences(before, after)] == ["activity_record.0", "activity_record.0.since", "activity_record.1"]


def test_a_birth_date_is_told_as_changed_and_never_shown() -> None:
    after = {**BEFORE, "officers": [A | {"birth_on": "mark-b"}, B, C]}
    (found,) = differences(BEFORE, after)
    assert (str(found.place), found.before, found.after) == ("officers.0.birth_on", None, None)
    assert "mark" not in str(shown_at(BEFORE, Place("officers"))) + str(shown_at(BEFORE, Place("officers", 0)))
    gone = differences(BEFORE, {**BEFORE, "officers": []})
    assert len(gone) == 3
    assert "mark" not in str(gone)


def test_the_differences_stand_in_the_order_of_the_form_and_those_without_a_remark_are_told_apart() -> None:
    after = {**BEFORE, "purpose": "つながりをつくる。", "name": "見本ひだまりの会", "attachments": [], "phone": "03-0000-0000"}
    found = differences(BEFORE, after)
    assert [str(one.place) for one in found] == ["name", "phone", "purpose", "attachments"]
    assert [str(one.place) for one in unasked(found, [Place("name"), Place("attachments", slot=Slot.ARTICLES)])] == ["phone", "purpose"]
    assert is_changed(Place("attachments", slot=Slot.ARTICLES), BEFORE, after)
    assert not is_changed(Place("attachments", slot=Slot.EVIDENCE), BEFORE, after)
    assert not is_changed(WHOLE, BEFORE, after), "that is answered in words"
    assert not is_changed(Place("phone"), BEFORE, {**BEFORE, "phone": ""})


def test_snapshots_from_before_lines_had_names_are_compared_too() -> None:
    old = {**BEFORE, "officers": [list(row.values()) for row in (A, B, C)], "attachments": [["articles", None, "https://mihon.example/a"]]}
    assert differences(old, BEFORE) == ()
    assert CheckKind.ANTI_SOCIAL_FORCES not in affected_checks(old, BEFORE)


def test_a_name_that_changes_concerns_those_who_watch_names() -> None:
    renamed = touched(BEFORE, {**BEFORE, "name": "別の会"})
    assert (renamed.is_name_changed, renamed.are_people_changed, renamed.are_identifiers_changed) == (True, False, False)
    assert touched(BEFORE, {**BEFORE, "officers": [B, C]}).are_people_changed
    assert touched(BEFORE, {**BEFORE, "address": "見本市"}).are_identifiers_changed
    assert CheckKind.ANTI_SOCIAL_FORCES in affected_checks(BEFORE, {**BEFORE, "name": "別の会"})
    assert affected_checks(BEFORE, {**BEFORE, "phone": "1"}) == {CheckKind.COMPLETENESS}
