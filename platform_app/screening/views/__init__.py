"""Pages of admission screening: the applicant's, the recommender's, the secretariat's, and papers for the board."""

from platform_app.screening.views import (
    application,
    apply,
    board,
    checks,
    corrections,
    inbox,
    papers,
    recommend,
    releases,
    returns,
    start,
    steps,
)
from platform_app.screening.views.blueprint import blueprint

__all__ = [
    "application", "apply", "blueprint", "board", "checks", "corrections", "inbox", "papers", "recommend", "releases", "returns", "start",
    "steps",
]
