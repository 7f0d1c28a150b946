"""The terms of admission as the rules of a day have them."""

from datetime import date

from platform_app.bylaws.queries import rules_at
from platform_app.bylaws.rules import RuleSet
from platform_app.screening.rules.deadlines import Terms


def terms_on(on: date) -> Terms:
    """The terms in force on a day."""
    return terms_of(rules_at(on))


def terms_of(rules: RuleSet) -> Terms:
    """The terms of one version of the rules."""
    return Terms(
        completeness_business_days=rules.integer("admission.completeness_business_days"),
        review_days=rules.integer("board.review_days"),
        letter_business_days=rules.integer("admission.letter_business_days"),
        returned_days=rules.integer("admission.returned_days"),
        returned_reminder_days=rules.integers("admission.returned_reminder_days"),
        draft_days=rules.integer("admission.draft_days"),
        draft_reminder_days=rules.integers("admission.draft_reminder_days"),
        closed=rules.dates("time.closed_days"),
    )
