"""The secretariat's list: what it is filtered by, and who is given what."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

from platform_app.accounts.queries import User
from platform_app.screening.answers import prefectures
from platform_app.screening.queries.inbox import SORTS, InboxFilter
from platform_app.screening.rules.applications import OPEN, Channel, Status
from platform_app.web.forms import PlatformForm, choice_field, options, text_field, tick_field
from platform_app.web.words import say

_SENT = [status for status in Status if status is not Status.DRAFT]


class InboxForm(PlatformForm):
    """The filter in the address bar."""

    q = text_field(_l("Name, reading, number or prefecture"), max_length=100)
    whose = choice_field(
        _l("In whose hands"), [("", _l("Anybody's")), ("mine", _l("Mine")), ("unassigned", _l("Nobody's"))], required=False, as_select=True
    )
    status = choice_field(
        _l("Status"), lambda: [("", say("screening.inbox_open")), *((s.value, say(s)) for s in _SENT), ("all", say("screening.inbox_all"))],
        required=False, as_select=True,
    )
    channel = choice_field(_l("Came in"), lambda: [("", ""), *((c.value, say(c)) for c in Channel)], required=False, as_select=True)
    prefecture = choice_field(_l("Prefecture"), lambda: [("", ""), *((name, name) for name in prefectures())], required=False, as_select=True)
    overdue = tick_field(_l("Overdue only"))

    def wanted(self, *, user_id: int | None, sort: str, direction: str) -> InboxFilter:
        """The filter that the address asks for; what is none is left out."""
        chosen, channels = self.status.data or "", {channel.value: channel for channel in Channel}
        by_status = {status.value: (status,) for status in _SENT} | {"all": tuple(_SENT)}
        return InboxFilter(
            text=(self.q.data or "").strip()[:100],
            statuses=by_status.get(chosen, OPEN),
            channel=channels.get(self.channel.data or ""),
            prefecture=self.prefecture.data if self.prefecture.data in prefectures() else "",
            assignee_id=user_id if self.whose.data == "mine" else None,
            is_unassigned=self.whose.data == "unassigned",
            is_overdue=bool(self.overdue.data),
            sort=sort if sort in SORTS else "since",
            descending=direction == "descending",
        )


class AssignmentForm(PlatformForm):
    """Who sees to an application, and who stands in."""

    assignee = choice_field(_l("In the hands of"), [], required=False, as_select=True)
    substitute = choice_field(_l("Substitute"), [], required=False, as_select=True)
    handover_note = text_field(_l("Note on handing over"), max_length=1000, multiline=True, rows=2)

    def offer(self, holders: Iterable[User]) -> None:
        """Offer those who hold the office now, and nobody."""
        choices = [("", say("screening.nobody_assigned")), *((str(user.id), user.name or user.email) for user in holders)]
        self.assignee.choices = self.substitute.choices = options(choices)


class BulkAssignmentForm(PlatformForm):
    """The same for several applications."""

    assignee = choice_field(_l("Give those ticked to"), [], required=False, as_select=True)
    note = text_field(_l("Note on handing over"), max_length=1000)


def chosen_id(text: str | None) -> int | None:
    """The person that a select names; None for nobody."""
    return int(text) if text and text.isascii() and text.isdecimal() else None
