"""Saved drafts are one line, and nothing else is folded."""

from datetime import UTC, datetime, timedelta

from platform_app.audit.queries import Entry
from platform_app.screening.timeline import lines_of

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def entries(*names: str) -> list[Entry]:
    """One entry a minute."""
    return [Entry(place, AT + timedelta(minutes=place), f"screening.{name}", {}, "user", None, None) for place, name in enumerate(names)]


def test_saving_again_and_again_is_one_line_with_its_times() -> None:
    lines = lines_of(entries("application_started", "draft_saved", "draft_saved", "draft_saved", "application_submitted"))
    assert [(line.event.partition(".")[2], line.times) for line in lines] == [("application_started", 1), ("draft_saved", 3), ("application_submitted", 1)]
    assert lines[1].until - lines[1].at == timedelta(minutes=2)


def test_something_between_two_saves_keeps_its_place() -> None:
    lines = lines_of(entries("draft_saved", "attachment_added", "draft_saved"))
    assert [line.times for line in lines] == [1, 1, 1]


def test_other_repetitions_stand_each_on_a_line() -> None:
    assert len(lines_of(entries("recommendation_given", "recommendation_given"))) == 2


def test_nothing_happened_is_no_line() -> None:
    assert lines_of([]) == ()
