"""Decisions of operations: when a job is due, which addresses are loopback, and what a check can answer."""

import ipaddress
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import Enum

from platform_app.kernel.clock import TOKYO, civil_date


@dataclass(frozen=True)
class Job:
    """Work that the clock starts. With `every_seconds` it runs again and again and is safe in several processes; with `daily_at` (Tokyo) it
    runs once a day, in the transaction of its claim, and a run that was missed is made up for."""

    name: str
    work: Callable[[datetime], int | None]
    every_seconds: int | None = None
    daily_at: time | None = None

    def __post_init__(self) -> None:
        if (self.every_seconds is None) == (self.daily_at is None):
            raise ValueError(f"the job {self.name} needs every_seconds or daily_at")

    def due_at(self, at: datetime) -> datetime | None:
        """The last instant, not after `at`, at which the daily run was due; None for a job that is not daily."""
        if self.daily_at is None:
            return None
        due = datetime.combine(civil_date(at), self.daily_at, TOKYO)
        return due if due <= at else due - timedelta(days=1)

    @property
    def rhythm(self) -> str:
        """The trigger, for a list."""
        if self.daily_at is not None:
            return f"daily at {self.daily_at:%H:%M}"
        return f"every {self.every_seconds} s"


@dataclass(frozen=True)
class DemonstrationHooks:
    """What `run` asks of the demonstration; create_app hands it in."""

    is_needed: Callable[[datetime], bool]
    load: Callable[[datetime], object]
    lines: Callable[[datetime], Sequence[str]]


class Safety(Enum):
    """What a check before deployment found."""

    SAFE = "ok"
    WARNING = "warning"
    UNSAFE = "unsafe"


@dataclass(frozen=True)
class Finding:
    """One line of `check-deploy`: the check's code, what was found, and the mend where one is needed."""

    code: str
    safety: Safety
    text: str


def is_loopback(bind: str) -> bool:
    """Whether an address to listen on (`host:port`, `[v6]:port` or `unix:path`) can be reached from this machine only."""
    if bind.startswith("unix:"):
        return True
    host, _ = split_bind(bind)
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def split_bind(bind: str) -> tuple[str, int]:
    """Host and port of `host:port` or `[v6]:port`.

    Raises: ValueError if it is not of that form.
    """
    host, colon, port = bind.rpartition(":")
    if not colon or not port.isascii() or not port.isdecimal() or not 0 <= int(port) <= 65535:
        raise ValueError("write the address as host:port, for example 127.0.0.1:8000")
    return host.strip("[]"), int(port)
