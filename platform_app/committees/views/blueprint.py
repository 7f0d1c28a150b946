"""The blueprint that the modules of this folder add their pages to, and how a deadline is written."""

from datetime import datetime, timedelta

from flask import Blueprint
from flask_babel import gettext as _

from platform_app.kernel.clock import civil_date, start_of
from platform_app.web.i18n import show_date, show_datetime

blueprint = Blueprint("committees", __name__)


@blueprint.app_template_filter("deadline")
def show_deadline(closes_at: datetime | str) -> str:
    """A half-open deadline as people say it: midnight is the end of the day before, not the beginning of one that is too late."""
    at = datetime.fromisoformat(closes_at) if isinstance(closes_at, str) else closes_at
    day = civil_date(at)
    if at != start_of(day):
        return show_datetime(at)
    return _("the end of %(day)s", day=show_date(day - timedelta(days=1)))
