"""How measurements are taken: what is told of a goal, and when nothing may be concluded."""

import os

import pytest

from platform_app.operations.bench.measuring import Goal, Suite, measure


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The load that the machine claims."""
    told = [0.5]
    monkeypatch.setattr(os, "getloadavg", lambda: (told[0], 0.0, 0.0))
    return told


def _suite(limit: float) -> Suite:
    goal = Goal("twice / once", limit, "×", lambda cpu: cpu["twice"] / max(cpu["once"], 1e-9))
    return Suite("sums", {"once": lambda: sum(range(20_000)), "twice": lambda: sum(range(40_000))}, [goal])


@pytest.mark.parametrize(("limit", "is_met"), [(1e12, True), (-1.0, False)])
def test_a_goal_is_told_with_its_figure_whether_met_or_missed(load: list[float], limit: float, is_met: bool) -> None:
    answer = measure(_suite(limit), rounds=1, seconds=0.01)
    [goal] = answer.goals
    assert (goal["goal"], goal["at_most"], goal["unit"], goal["is_met"]) == ("twice / once", limit, "×", is_met)
    assert set(answer.cpu_milliseconds) == set(answer.calls_per_second) == {"once", "twice"}


def test_a_crowded_machine_proves_nothing(load: list[float]) -> None:
    load[0] = 8.1
    assert not measure(_suite(1e12), rounds=1, seconds=0.01).is_conclusive
