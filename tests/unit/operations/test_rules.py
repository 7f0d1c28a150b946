"""When a job is due, and which addresses are loopback."""

from datetime import UTC, datetime, time

import pytest

from platform_app.operations.rules import Job, is_loopback, split_bind


@pytest.mark.parametrize(
    ("bind", "expected"),
    [
        ("127.0.0.1:8000", True),
        ("127.9.9.9:1", True),
        ("localhost:8000", True),
        ("[::1]:8000", True),
        ("unix:/run/platform.sock", True),
        ("0.0.0.0:8000", False),
        ("[::]:8000", False),
        (":8000", False),
        ("192.168.1.5:8000", False),
        ("example.jp:80", False),
        ("127.0.0.1.example.jp:80", False),
    ],
)
def test_an_address_is_loopback_only_if_nobody_else_can_reach_it(bind, expected):
    assert is_loopback(bind) is expected


@pytest.mark.parametrize("bind", ["8000", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:70000", "127.0.0.1:８０", ""])
def test_an_address_without_a_port_is_refused(bind):
    with pytest.raises(ValueError, match="host:port"):
        split_bind(bind)


def test_a_daily_job_is_due_at_its_hour_in_tokyo_and_a_missed_run_stays_due():
    job = Job("nightly", lambda at: None, daily_at=time(3, 0))
    assert job.due_at(datetime(2026, 11, 23, 18, 0, tzinfo=UTC)) == datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
    assert job.due_at(datetime(2026, 11, 24, 17, 59, tzinfo=UTC)) == datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
    assert job.rhythm == "daily at 03:00"


def test_a_job_has_exactly_one_trigger():
    assert Job("often", lambda at: None, every_seconds=5).due_at(datetime(2026, 1, 1, tzinfo=UTC)) is None
    with pytest.raises(ValueError, match="needs"):
        Job("never", lambda at: None)
    with pytest.raises(ValueError, match="needs"):
        Job("both", lambda at: None, every_seconds=5, daily_at=time(3))
