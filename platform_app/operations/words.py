"""Words of operations."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

WORDS: dict[object, LazyString] = {
    "operations.job_unknown": _l("There is no job %(name)s."),
    "operations.no_previous_field_key": _l("FIELD_KEY_PREVIOUS is not set: put the key until now there, and the new one into FIELD_KEY."),
    "operations.member_unknown": _l("No member has the number %(number)s."),
}
