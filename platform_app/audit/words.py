"""Words for the ledger's codes."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from platform_app.audit.permissions import TAKE_HEAD, VIEW_LEDGER

WORDS: dict[object, LazyString] = {
    VIEW_LEDGER.code: _l("See the state of the ledger"),
    TAKE_HEAD.code: _l("Take the head of the ledger out of the building"),
}
