"""The tables are read before the first test, so that no test pays for them."""

import pytest

from platform_app.watchlists.matching import keys_of_entry
from platform_app.watchlists.matching.glyphs import look_alike
from platform_app.watchlists.rules.facts import Party, PartyKind


@pytest.fixture(scope="session", autouse=True)
def _tables() -> None:
    """Read every table once."""
    keys_of_entry(Party("1", PartyKind.PERSON, "例示一郎"))
    keys_of_entry(Party("1", PartyKind.ORGANISATION, "株式会社例示", "レイジ"))
    look_alike("未", "末")
