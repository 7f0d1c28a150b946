"""How tries to sign in are slowed down without locking anybody out.

Failures are counted per key, and each key has its own waits. Without a known device a try counts for (account, network) and for the
network. A browser that this account has signed in from before carries a signed *device* cookie: its tries count for (account, device)
alone. So
- failures from one network never touch the account on another network: nobody can be locked out from afar;
- a neighbour behind the same address cannot hold up a person whose browser is known;
- an unknown account is counted like a known one, so waiting tells nothing about who exists;
- nothing is ever blocked for longer than 15 minutes, and a reset link sent to the verified address is not slowed by failures.
A try for an account is counted before the password is looked at, by one statement that the database runs once per row: of a hundred
parallel tries no more pass than of a hundred in turn, and a success takes the count back. For the network, which many people share, only
failures are counted, afterwards, so that an office full of people signing in does not queue behind one row.
Keys are stored as keyed hashes, without address or network.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import ip_address, ip_network

_IPV6_NETWORK = 64


class ThrottleKind(StrEnum):
    """What is counted."""

    ACCOUNT_AND_NETWORK = "account_and_network"
    NETWORK = "network"
    ACCOUNT_AND_DEVICE = "account_and_device"
    SESSION = "session"
    RESET_NETWORK = "reset_network"


@dataclass(frozen=True)
class Pace:
    """How many tries are free, how long one waits after each more (the last wait repeats), and when it is all forgotten."""

    free: int
    waits_seconds: tuple[int, ...]
    forgotten_after: timedelta

    def wait_seconds(self, count: int) -> int:
        """The wait after `count` tries in a row."""
        over = count - self.free
        return 0 if over <= 0 else self.waits_seconds[min(over, len(self.waits_seconds)) - 1]


PACES = {
    ThrottleKind.ACCOUNT_AND_NETWORK: Pace(5, (30, 60, 120, 240, 480, 900), timedelta(hours=1)),
    ThrottleKind.ACCOUNT_AND_DEVICE: Pace(5, (30, 60, 120, 240, 480, 900), timedelta(hours=1)),
    ThrottleKind.SESSION: Pace(5, (30, 60, 120, 240, 480, 900), timedelta(hours=1)),
    ThrottleKind.NETWORK: Pace(50, (10, 30, 60, 120, 300), timedelta(minutes=15)),
    ThrottleKind.RESET_NETWORK: Pace(20, (60, 120, 300, 600), timedelta(hours=1)),
}


@dataclass(frozen=True)
class ThrottleKey:
    """One thing that tries are counted for, in clear; only its keyed hash is stored."""

    kind: ThrottleKind
    text: str


def network_of(address: str | None) -> str:
    """The network a request comes from: the IPv4 address itself, or the /64 of an IPv6 address, which one household or office has."""
    try:
        parsed = ip_address(address or "")
    except ValueError:
        return "unknown"
    mapped = getattr(parsed, "ipv4_mapped", None)
    if parsed.version == 4 or mapped is not None:
        return str(mapped or parsed)
    return str(ip_network((parsed, _IPV6_NETWORK), strict=False))


@dataclass(frozen=True)
class TryKeys:
    """What a try to sign in counts for: `own` before it is looked at, `shared` only when it fails."""

    own: ThrottleKey
    shared: Sequence[ThrottleKey] = ()


def keys_of_try(*, email: str, network: str, device: str | None) -> TryKeys:
    """The keys of a try; those of a known device share nothing with its network."""
    if device is not None:
        return TryKeys(ThrottleKey(ThrottleKind.ACCOUNT_AND_DEVICE, f"{email}\n{device}"))
    own = ThrottleKey(ThrottleKind.ACCOUNT_AND_NETWORK, f"{email}\n{network}")
    return TryKeys(own, (ThrottleKey(ThrottleKind.NETWORK, network),))


def seconds_until(blocked_until: datetime, at: datetime) -> int:
    """Whole seconds to wait, at least one."""
    return max(1, -int((at - blocked_until).total_seconds() // 1))
