"""The only reader of the clock: aware UTC instants inside, civil dates of Asia/Tokyo at the edge."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")


def now() -> datetime:
    """The current instant, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The civil date in Tokyo at this moment."""
    return civil_date(now())


def civil_date(at: datetime) -> date:
    """The civil date in Tokyo of an aware instant."""
    return at.astimezone(TOKYO).date()


def start_of(day: date) -> datetime:
    """The instant, in UTC, at which a civil date begins in Tokyo: the closed edge of a half-open period."""
    return datetime.combine(day, time.min, TOKYO).astimezone(UTC)
