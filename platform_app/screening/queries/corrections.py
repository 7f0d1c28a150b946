"""What corrections changed of that which a recommendation rests on, since it was given."""

from dataclasses import dataclass
from datetime import datetime

from platform_app.screening.models import Application
from platform_app.screening.queries.returns import list_returns
from platform_app.screening.rules.recommendations import changed_since


@dataclass(frozen=True)
class Correction:
    """One field before and after, as the recommender read it and as it stands now."""

    field: str
    before: str
    after: str


def corrections_since(application: Application, answered_at: datetime | None) -> tuple[Correction, ...]:
    """The fields that differ between the answers before the first correction after an instant and the answers of today; one statement."""
    if answered_at is None:
        return ()
    later = [found for found in list_returns(application.id) if found.resubmitted_at is not None and found.resubmitted_at >= answered_at]
    if not later:
        return ()
    before = later[-1].answers
    return tuple(
        Correction(name, str(before.get(name) or ""), str(application.answers.get(name) or ""))
        for name in changed_since(before, application.answers)
    )
