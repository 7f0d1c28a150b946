"""Whose tries are counted together, and how long one waits."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from platform_app.accounts.hashing import hash_password, is_password
from platform_app.accounts.throttling import PACES, ThrottleKind, keys_of_try, network_of, seconds_until

AT = datetime(2026, 4, 1, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        (None, "unknown"),
        ("nonsense", "unknown"),
    ],
)
def test_a_network_is_an_address_or_a_slash_64(address: str | None, network: str) -> None:
    assert network_of(address) == network


def test_tries_from_two_networks_share_no_key() -> None:
    here = keys_of_try(email="a@example.jp", network="192.0.2.7", device=None)
    there = keys_of_try(email="a@example.jp", network="198.51.100.9", device=None)
    assert not {here.own, *here.shared} & {there.own, *there.shared}


def test_a_known_device_shares_no_key_with_its_network() -> None:
    device = keys_of_try(email="a@example.jp", network="192.0.2.7", device="d1")
    network = keys_of_try(email="a@example.jp", network="192.0.2.7", device=None)
    assert device.own.kind is ThrottleKind.ACCOUNT_AND_DEVICE
    assert device.shared == ()
    assert device.own not in (network.own, *network.shared)


def test_five_tries_are_free_and_no_wait_is_longer_than_fifteen_minutes() -> None:
    pace = PACES[ThrottleKind.ACCOUNT_AND_NETWORK]
    assert [pace.wait_seconds(count) for count in (1, 5, 6, 7, 8)] == [0, 0, 30, 60, 120]
    assert max(pace.wait_seconds(10_000) for pace in PACES.values()) == 900


def test_a_wait_is_told_in_whole_seconds_and_never_as_none() -> None:
    assert seconds_until(AT + timedelta(seconds=29.5), AT) == 30
    assert seconds_until(AT, AT) == 1


def test_a_check_of_a_password_costs_at_most_forty_milliseconds_of_work() -> None:
    stored = hash_password("correct horse battery")
    costs = []
    for _ in range(5):
        before = time.thread_time()
        is_password(stored, "correct horse battery")
        costs.append(time.thread_time() - before)
    assert min(costs) <= 0.040
