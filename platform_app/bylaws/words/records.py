"""Words of the rules of subcommittees, letters, time and retention."""

from flask_babel import lazy_gettext as _l

from platform_app.bylaws.words.rule_words import RuleWords

RECORDS: dict[str, RuleWords] = {
    "subcommittees.decided_by": RuleWords(
        _l("Creation, change and closing"),
        _l("Subcommittees are created, changed and closed by: %(value)s."),
    ),
    "subcommittees.purpose_required": RuleWords(
        _l("Theme and purpose"),
        _l("A subcommittee has a theme and a purpose."),
        _l("A subcommittee has a theme."),
    ),
    "subcommittees.charge_required": RuleWords(
        _l("Board member in charge"),
        _l("A board member in charge is required."),
        _l("A board member in charge is optional."),
    ),
    "subcommittees.chair_required": RuleWords(
        _l("Chair of a subcommittee"),
        _l("A chair is required."),
        _l("A chair is optional."),
    ),
    "subcommittees.observers": RuleWords(
        _l("Observers in a subcommittee"),
        _l("Observers may take part."),
        _l("There are no observers."),
    ),
    "subcommittees.outputs": RuleWords(
        _l("Outputs of a subcommittee"),
        _l("A subcommittee publishes: %(value)s."),
        _l("Outputs are not published."),
    ),
    "subcommittees.successor": RuleWords(
        _l("Successor of a subcommittee"),
        _l("A closed subcommittee keeps everything and a successor can be named."),
        _l("A closed subcommittee keeps everything; no successor is named."),
    ),
    "letters.sender": RuleWords(
        _l("Sender of letters"),
        _l("Letters are sent by: %(value)s."),
    ),
    "letters.number_pattern": RuleWords(
        _l("Number of letters"),
        _l("Letters are numbered so: %(value)s ({n} counts from 1 in each fiscal year)."),
    ),
    "letters.application_pattern": RuleWords(
        _l("Number of applications"),
        _l("Applications are numbered so: %(value)s ({n} counts from 1 in each fiscal year)."),
    ),
    "time.closed_days": RuleWords(
        _l("Days on which the secretariat closes"),
        _l("Besides weekends, holidays and 29 December to 3 January no business days: %(value)s."),
        _l("Business days leave out weekends, holidays and 29 December to 3 January."),
    ),
    "retention.minutes_years": RuleWords(
        _l("Keeping of minutes"),
        _l("Minutes are kept for %(value)s."),
    ),
    "retention.ballots_months": RuleWords(
        _l("Keeping of ballots and proxies"),
        _l("Ballots and proxies are kept for %(value)s."),
    ),
    "retention.refused_application_years": RuleWords(
        _l("Keeping of refused applications"),
        _l("Refused applications are kept for %(value)s."),
        _l("Refused applications are deleted at once."),
    ),
    "retention.withdrawn_application_months": RuleWords(
        _l("Keeping of withdrawn applications"),
        _l("Applications that were sent in and withdrawn are kept for %(value)s."),
        _l("Applications that were sent in and withdrawn are deleted at once."),
    ),
    "retention.unfinished_application_months": RuleWords(
        _l("Keeping of unfinished applications"),
        _l("Applications that lapsed, or were given up before they were sent in, are kept for %(value)s."),
        _l("Applications that lapsed, or were given up before they were sent in, are deleted at once."),
    ),
    "retention.screening_evidence_years": RuleWords(
        _l("Keeping of screening evidence"),
        _l("Screening evidence is kept until %(value)s after the decision or the end of membership."),
        _l("Screening evidence is deleted with the decision or the end of membership."),
    ),
}
