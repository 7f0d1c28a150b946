"""A form of the secretariat tells what it was rendered from; one that is stale is answered with what changed meanwhile."""

from flask import request

from platform_app.accounts.queries import list_users
from platform_app.kernel.errors import StaleForm
from platform_app.screening.queries import get_sent_application
from platform_app.screening.services.changes import changes_since
from platform_app.web.i18n import show_datetime
from platform_app.web.words import say

_LONGEST_MARK = 18


def refuse_stale(application_id: int) -> None:
    """Lock the application; refuse the form if something that matters happened since its page was shown.

    Raises: NotFound, StaleForm with who did what when.
    """
    application = get_sent_application(application_id, lock=True)
    seen = request.form.get("seen", "")
    if not (seen.isascii() and seen.isdecimal() and len(seen) <= _LONGEST_MARK):
        return
    changes = changes_since(application.id, int(seen))
    if changes:
        names = {user.id: user.name for user in list_users({entry.actor_user_id for entry in changes if entry.actor_user_id is not None}).values()}
        raise StaleForm({
            f"{show_datetime(entry.at)} {names.get(entry.actor_user_id or 0, '')} ({place})": say(entry.event)
            for place, entry in enumerate(changes, start=1)
        })
