"""The day on which these tests play."""

from datetime import timedelta

import pytest

from tests.fixtures import Clock
from tests.integration.screening.applying import AT


@pytest.fixture(autouse=True)
def day_of_the_story(clock: Clock) -> None:
    """The clock stands an hour after what the story's services did, on whatever day the tests run."""
    clock.set(AT + timedelta(hours=1))
