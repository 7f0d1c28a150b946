"""Pages of admission screening: the applicant's, the recommender's, the secretariat's, and papers for the board."""

from platform_app.screening.views import (
    application,
    apply,
    board,
    checks,
    corrections,
    given,
    inbox,
    papers,
    recommend,
    recommenders,
    releases,
    returns,
    reviews,
    start,
    steps,
    texts,
)
from platform_app.screening.views.blueprint import blueprint

__all__ = [
    "application",
    "apply",
    "blueprint",
    "board",
    "checks",
    "corrections",
    "given",
    "inbox",
    "papers",
    "recommend",
    "recommenders",
    "releases",
    "returns",
    "reviews",
    "start",
    "steps",
    "texts",
]
