"""Words for what waits on a home."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from platform_app.desk.permissions import VIEW_HOME

WORDS: dict[object, LazyString] = {
    VIEW_HOME.code: _l("See one's own home"),
    "desk.board_below_minimum": _l("The board has too few seats: %(size)s of at least %(minimum)s. Until %(missing)s more are filled, nothing can be decided."),
    "desk.own_application": _l("Your application"),
    "desk.deliberations": _l("Deliberations that wait for you"),
    "desk.proposals": _l("Decisions on names that wait for you as the second person"),
    "desk.cases": _l("Cases with names to be looked at"),
    "desk.conclusions": _l("Applications whose names are through: conclusions to be sealed"),
    "desk.decided": _l("Decisions to be released"),
    "desk.submitted": _l("New applications"),
    "desk.under_check": _l("Applications under check"),
    "desk.deferred": _l("Applications that the board deferred"),
    "desk.entries": _l("Applications on paper or by telephone that wait for a second person"),
    "desk.rules": _l("Proposed changes of the rules that wait for a second person"),
    "desk.offices": _l("Proposed changes of offices that wait for a second person"),
    "desk.undelivered": _l("Mails that could not be delivered"),
    "desk.stuck": _l("Tasks that could not be carried out"),
}
