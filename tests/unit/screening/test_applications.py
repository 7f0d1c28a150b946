"""The statuses of an application: the way, whose turn, the picture."""

from itertools import pairwise

import pytest

from platform_app.kernel.lifecycle import Turn
from platform_app.screening.rules.applications import APPLICATION_LIFECYCLE, EDITABLE, OPEN, Stage, StageState, Status, picture


def test_every_status_can_be_reached() -> None:
    assert APPLICATION_LIFECYCLE.reachable == set(Status)


def test_the_way_from_draft_to_approval_is_open() -> None:
    way = [Status.DRAFT, Status.SUBMITTED, Status.UNDER_CHECK, Status.BEFORE_BOARD, Status.DECIDED, Status.APPROVED]
    assert all(APPLICATION_LIFECYCLE.may(one, other) for one, other in pairwise(way))


def test_a_return_leads_back_to_the_check_and_a_deferral_too() -> None:
    assert APPLICATION_LIFECYCLE.may(Status.UNDER_CHECK, Status.RETURNED)
    assert APPLICATION_LIFECYCLE.may(Status.RETURNED, Status.UNDER_CHECK)
    assert APPLICATION_LIFECYCLE.may(Status.DEFERRED, Status.UNDER_CHECK)


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.DECIDED and status not in APPLICATION_LIFECYCLE.final])
def test_withdrawing_is_open_until_the_decision(status: Status) -> None:
    assert APPLICATION_LIFECYCLE.may(status, Status.WITHDRAWN)


@pytest.mark.parametrize("status", [Status.DECIDED, *sorted(APPLICATION_LIFECYCLE.final)])
def test_withdrawing_is_closed_from_the_decision_on(status: Status) -> None:
    assert not APPLICATION_LIFECYCLE.may(status, Status.WITHDRAWN)


def test_nothing_skips_the_board() -> None:
    assert not any(APPLICATION_LIFECYCLE.may(status, Status.APPROVED) for status in Status if status is not Status.DECIDED)


def test_turns_are_those_of_the_rules() -> None:
    turn = APPLICATION_LIFECYCLE.turn
    assert {status for status in Status if turn[status] is Turn.APPLICANT} == EDITABLE
    assert turn[Status.BEFORE_BOARD] is Turn.BOARD
    assert {turn[status] for status in (Status.SUBMITTED, Status.UNDER_CHECK, Status.DECIDED, Status.DEFERRED)} == {Turn.SECRETARIAT}
    assert {turn[status] for status in APPLICATION_LIFECYCLE.final} == {Turn.NOBODY}


def test_open_applications_are_those_between_draft_and_end() -> None:
    assert set(OPEN) == set(Status) - {Status.DRAFT} - APPLICATION_LIFECYCLE.final


def test_the_picture_shows_what_is_behind_and_ahead() -> None:
    assert picture(Status.BEFORE_BOARD) == (
        (Stage.FORM, StageState.DONE), (Stage.CHECK, StageState.DONE), (Stage.BOARD, StageState.CURRENT), (Stage.RESULT, StageState.AHEAD),
    )


def test_the_picture_of_a_released_decision_is_behind() -> None:
    assert {state for _stage, state in picture(Status.REFUSED)} == {StageState.DONE}


def test_the_picture_of_a_held_decision_tells_no_outcome() -> None:
    assert picture(Status.DECIDED)[-1] == (Stage.RESULT, StageState.CURRENT)
