"""Words of the rules of the board."""

from flask_babel import lazy_gettext as _l

from platform_app.bylaws.words.rule_words import RuleWords

BOARD: dict[str, RuleWords] = {
    "board.minimum_seats": RuleWords(
        _l("Size of the board"),
        _l("The board has at least %(value)s seats, all held by regular members."),
    ),
    "board.stop_below_minimum": RuleWords(
        _l("Too few seats"),
        _l("Below that number no deliberation opens or closes and the secretariat is alarmed."),
        _l("Deliberations go on below that number."),
    ),
    "board.term_years": RuleWords(
        _l("Term of office"),
        _l("A board member serves for %(value)s."),
    ),
    "board.re_election": RuleWords(
        _l("Re-election"),
        _l("Board members may be elected again."),
        _l("Board members cannot be elected again."),
    ),
    "board.successor_serves_rest": RuleWords(
        _l("Term of a successor"),
        _l("A successor serves the rest of the term."),
        _l("A successor serves a full term."),
    ),
    "board.quorum": RuleWords(
        _l("Quorum of the board"),
        _l("Positions are needed from %(value)s of the seats that are not recused."),
    ),
    "board.majority": RuleWords(
        _l("Majority of the board"),
        _l("Approved or refused with %(value)s of the positions given; \"defer\" is a position too."),
    ),
    "board.circular_position_is_attendance": RuleWords(
        _l("Attendance in circular deliberations"),
        _l("In a circular deliberation a position counts as attendance."),
        _l("In a circular deliberation a position is no attendance."),
    ),
    "board.all_recused_to_assembly": RuleWords(
        _l("Everybody recused"),
        _l("With no unrecused seat the matter goes to the assembly."),
        _l("With no unrecused seat the matter is deferred."),
    ),
    "board.conflict_own_organisation": RuleWords(
        _l("Conflict: own organisation applies"),
        _l("A board member whose organisation applies has a conflict of interest."),
        _l("It is no conflict when the own organisation applies."),
    ),
    "board.conflict_recommender": RuleWords(
        _l("Conflict: own organisation recommends"),
        _l("A board member whose organisation recommends has a conflict of interest."),
        _l("It is no conflict when the own organisation recommends."),
    ),
    "board.conflict_declared_first": RuleWords(
        _l("Declaration before contents"),
        _l("The conflict declaration comes before the contents are shown."),
        _l("Contents are shown before the declaration."),
    ),
    "board.conflict_recuses": RuleWords(
        _l("Effect of a conflict"),
        _l("Whoever has a conflict takes no part and leaves all counts."),
        _l("A conflict is recorded only."),
    ),
    "board.consent_mode": RuleWords(
        _l("Circular resolution"),
        _l("A circular deliberation is decided by: %(value)s."),
    ),
    "board.review_days": RuleWords(
        _l("Review by the board"),
        _l("The board has %(value)s to review an application."),
    ),
    "board.notice_days": RuleWords(
        _l("Notice of a board meeting"),
        _l("A meeting of the board is called %(value)s ahead."),
    ),
}
