"""Words of operations."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

WORDS: dict[object, LazyString] = {
    "operations.job_unknown": _l("There is no job %(name)s."),
    "operations.member_unknown": _l("No member has the number %(number)s."),
}
