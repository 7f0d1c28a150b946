"""What changed of that which a recommendation rests on, since it was given."""

from dataclasses import dataclass

from platform_app.screening.models import Application, Recommendation
from platform_app.screening.queries.returns import list_returns
from platform_app.screening.rules.recommendations import changed_since


@dataclass(frozen=True)
class Correction:
    """One field before and after, as the recommender read it and as it stands now."""

    field: str
    before: str
    after: str


def corrections_since(application: Application, row: Recommendation) -> tuple[Correction, ...]:
    """The fields that differ between what a recommender read and the answers of today.

    For a recommendation that did not keep it yet: from the answers before the first correction after it; one statement.
    """
    before = row.rests_on
    if before is None and row.answered_at is not None:
        later = [found for found in list_returns(application.id) if found.resubmitted_at is not None and found.resubmitted_at >= row.answered_at]
        before = later[-1].answers if later else None
    if before is None:
        return ()
    return tuple(
        Correction(name, str(before.get(name) or ""), str(application.answers.get(name) or ""))
        for name in changed_since(before, application.answers)
    )
