"""How a suite is run: rounds of shuffled configurations, medians of CPU seconds, goals over them."""

import os
import random
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

DRIFT_ALLOWED = 2.0
LOAD_ALLOWED = 8.0
_FEWEST_CALLS = 3

Work = Callable[[], object]


@dataclass(frozen=True)
class Goal:
    """A figure that has to stay at or below a limit. `figure` computes it from the medians by configuration."""

    name: str
    limit: float
    unit: str
    figure: Callable[[Mapping[str, float]], float]


@dataclass(frozen=True)
class Suite:
    """Configurations by name, each called again and again; the first is the base whose drift is watched."""

    name: str
    configurations: Mapping[str, Work]
    goals: Sequence[Goal]
    notes: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Measured:
    """The answer of one suite, as JSON writes it."""

    suite: str
    is_conclusive: bool
    goals: Sequence[Mapping[str, object]]
    cpu_milliseconds: Mapping[str, float]
    calls_per_second: Mapping[str, float]
    drift: float
    load: float
    notes: Mapping[str, object]

    @property
    def data(self) -> dict[str, object]:
        """As JSON."""
        return dict(vars(self))


def measure(suite: Suite, *, rounds: int, seconds: float) -> Measured:
    """Run a suite. It is not conclusive when the base drifted over twice or the load was over 8; a missed goal is a figure like others."""
    samples: dict[str, list[tuple[float, float]]] = {name: [] for name in suite.configurations}
    share = seconds / max(1, len(suite.configurations))
    load = 0.0
    for _ in range(rounds):
        order = list(suite.configurations)
        random.shuffle(order)  # nosec B311  # an order, not a secret
        for name in order:
            samples[name].append(_sample(suite.configurations[name], share))
        load = max(load, os.getloadavg()[0])
    cpu = {name: statistics.median(sample[0] for sample in taken) for name, taken in samples.items()}
    wall = {name: statistics.median(sample[1] for sample in taken) for name, taken in samples.items()}
    base = [sample[0] for sample in samples[next(iter(samples))]]
    drift = max(base) / max(min(base), 1e-9)
    return Measured(
        suite=suite.name,
        is_conclusive=drift <= DRIFT_ALLOWED and load <= LOAD_ALLOWED,
        goals=[_compared(goal, goal.figure(cpu)) for goal in suite.goals],
        cpu_milliseconds={name: round(value * 1000, 4) for name, value in cpu.items()},
        calls_per_second={name: round(1 / value, 1) for name, value in wall.items()},
        drift=round(drift, 2),
        load=round(load, 2),
        notes=suite.notes,
    )


def _compared(goal: Goal, measured: float) -> dict[str, object]:
    return {"goal": goal.name, "at_most": goal.limit, "unit": goal.unit, "measured": round(measured, 3), "is_met": measured <= goal.limit}


def _sample(work: Work, seconds: float) -> tuple[float, float]:
    """CPU and wall seconds of one call, from as many calls as fit into the time, at least three; children count as well."""
    began_cpu, began = _cpu(), time.perf_counter()
    calls = 0
    while calls < _FEWEST_CALLS or time.perf_counter() - began < seconds:
        work()
        calls += 1
    return (_cpu() - began_cpu) / calls, (time.perf_counter() - began) / calls


def _cpu() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
