"""Words for the demonstration's reasons."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

WORDS: dict[object, LazyString] = {
    "demo.not_empty": _l("The register has members already, so the demonstration is not loaded. Use an empty database."),
    "demo.production": _l("The demonstration is not loaded in production, because its passwords are known to everybody."),
}
