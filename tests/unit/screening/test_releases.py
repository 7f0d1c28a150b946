"""The rules of batches: what stands against each act, and when a chain of approvals is complete."""

from datetime import UTC, datetime, timedelta

import pytest

from platform_app.screening.rules.releases import (
    BATCH_LIFECYCLE,
    MOST_IN_A_BATCH,
    BatchStatus,
    Step,
    Verdict,
    is_approved,
    next_steps,
    why_not_prepare,
    why_not_release_batch,
    why_not_schedule,
)

YES, OPEN = Step(1, Verdict.APPROVED), Step(2)
AT = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.mark.parametrize(("chosen", "is_taken"), [(0, False), (1, True), (MOST_IN_A_BATCH, True), (MOST_IN_A_BATCH + 1, False)])
def test_one_to_a_hundred_are_put_together(chosen: int, is_taken: bool) -> None:
    assert (why_not_prepare(chosen) == ()) is is_taken


@pytest.mark.parametrize("status", [BatchStatus.RELEASED, BatchStatus.DISSOLVED])
def test_nothing_follows_a_release_or_a_dissolution(status: BatchStatus) -> None:
    assert status in BATCH_LIFECYCLE.final
    assert why_not_release_batch(status, (), needed=0, decisions=1, blocked=0)


@pytest.mark.parametrize(
    ("status", "steps", "needed", "decisions", "blocked", "codes"),
    [
        (BatchStatus.PREPARED, (), 0, 3, 0, []),
        (BatchStatus.PREPARED, (), 1, 3, 0, ["needs_approval"]),
        (BatchStatus.AWAITING_APPROVAL, (OPEN,), 1, 3, 0, ["waits_for_approval"]),
        (BatchStatus.AWAITING_APPROVAL, (OPEN,), 0, 3, 0, ["waits_for_approval"]),
        (BatchStatus.APPROVED, (YES,), 1, 3, 0, []),
        (BatchStatus.APPROVED, (YES,), 2, 3, 0, ["needs_approval"]),
        (BatchStatus.SCHEDULED, (YES,), 1, 3, 2, ["batch_blocked"]),
        (BatchStatus.PREPARED, (), 0, 0, 0, ["batch_empty"]),
    ],
)
def test_a_release_needs_its_approvals_its_decisions_and_nothing_against_them(status, steps, needed, decisions, blocked, codes) -> None:
    found = why_not_release_batch(status, steps, needed=needed, decisions=decisions, blocked=blocked)
    assert [reason.code.removeprefix("screening.") for reason in found] == codes


def test_a_chain_is_complete_when_all_said_yes_and_they_are_enough() -> None:
    assert is_approved((YES,), needed=1)
    assert not is_approved((YES,), needed=2)
    assert not is_approved((YES, OPEN), needed=1)
    assert not is_approved((), needed=1)


def test_in_order_only_the_first_without_an_answer_is_asked() -> None:
    assert next_steps((YES, OPEN, Step(3)), is_in_order=True) == (1,)
    assert next_steps((YES, OPEN, Step(3)), is_in_order=False) == (1, 2)
    assert next_steps((YES,), is_in_order=True) == ()


def test_a_release_is_set_for_a_time_to_come() -> None:
    assert why_not_schedule(AT, at=AT)
    assert why_not_schedule(AT + timedelta(minutes=1), at=AT) == ()
