"""All that is to be said about the recommendations of an application, for the secretariat and for the board: facts, no verdict."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from platform_app.bylaws.queries import rules_at
from platform_app.screening.models import Application
from platform_app.screening.queries.corrections import Correction, corrections_since
from platform_app.screening.queries.recommendations import RecommendationToday, recommendations_today
from platform_app.screening.queries.rings import Ring, list_rings
from platform_app.screening.rules.recommendations import RecommendationNeed


@dataclass(frozen=True)
class Recommending:
    """The requests as they stand, what the rule still wants, the rings they close, and by request what was corrected since the answer."""

    lines: tuple[RecommendationToday, ...]
    need: RecommendationNeed
    rings: tuple[Ring, ...]
    corrections: Mapping[int, tuple[Correction, ...]]


def recommending(application: Application, *, on: date) -> Recommending:
    """The recommendations of an application on a day."""
    today = recommendations_today(application, rules=rules_at(on), on=on)
    outdated = [line.row for line in today.lines if line.row.outdated_at is not None]
    corrections = {row.id: corrections_since(application, row) for row in outdated}
    return Recommending(today.lines, today.need, list_rings(application, on=on), corrections)
