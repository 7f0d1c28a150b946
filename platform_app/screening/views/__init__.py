"""Pages of admission screening: the applicant's, the recommender's, the secretariat's, and papers for the board."""

from platform_app.screening.views import (
    application,
    apply,
    batches,
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
    "batches",
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
