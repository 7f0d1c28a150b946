"""Words of the table of rights: rights, classes, and what one cell says."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from platform_app.bylaws.rules.rights import Column, Right

RIGHT_WORDS: dict[object, LazyString] = {
    Right.VOTE: _l("Vote in the assembly"),
    Right.COUNT_IN_QUORUM: _l("Count in the quorum"),
    Right.DEMAND_ASSEMBLY: _l("Demand an extraordinary assembly"),
    Right.STAND_FOR_BOARD: _l("Be elected to the board"),
    Right.RECOMMEND: _l("Recommend an applicant"),
    Right.ATTEND_ASSEMBLY: _l("Attend the assembly"),
    Right.RECEIVE_NOTICE: _l("Receive notice and minutes"),
    Right.PROPOSE_SUBCOMMITTEE: _l("Propose a subcommittee"),
    Right.JOIN_SUBCOMMITTEE: _l("Join a subcommittee"),
    Right.TAKE_PART: _l("Events, library, newsletter, surveys"),
    Right.SCREENED_BY_BOARD: _l("Screened by the board on admission"),
}

COLUMN_WORDS: dict[object, LazyString] = {
    Column.REGULAR: _l("Regular member"),
    Column.COOPERATING: _l("Cooperating member"),
    Column.SUPPORTING_ORGANISATION: _l("Supporting member (body)"),
    Column.SUPPORTING_INDIVIDUAL: _l("Supporting member (individual)"),
}

DIRECTORY_LABEL = _l("Appear in the public directory")
