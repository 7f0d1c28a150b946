"""The shape of input about batches of decisions that go out."""

from datetime import datetime, time

from flask_babel import lazy_gettext as _l

from platform_app.kernel.clock import TOKYO
from platform_app.web.forms import PlatformForm, choice_field, date_field, text_field

_HOURS = [f"{hour:02d}:{minute:02d}" for hour in range(7, 21) for minute in (0, 30)]
MOST_APPROVERS = 5


def _approver_field(place: int) -> object:
    return choice_field(_l("Approver %(place)s", place=place), [], required=False, as_select=True)


class ApproversForm(PlatformForm):
    """Who approves, one after the other; the choices are given by the view."""

    approver_1 = _approver_field(1)
    approver_2 = _approver_field(2)
    approver_3 = _approver_field(3)
    approver_4 = _approver_field(4)
    approver_5 = _approver_field(5)

    def offer(self, people: dict[int, str], *, places: int) -> None:
        """Offer these people at the first places; the others are not asked for."""
        for place in range(1, MOST_APPROVERS + 1):
            name = f"approver_{place}"
            if place > places:
                delattr(self, name)
            else:
                self[name].choices = [("", "–"), *((str(user_id), person) for user_id, person in people.items())]

    @property
    def chosen(self) -> tuple[int, ...]:
        """The people chosen, in their order."""
        return tuple(int(field.data) for field in self if field.short_name.startswith("approver_") and field.data)


class SendBackForm(PlatformForm):
    """Why a batch is sent back."""

    reason = text_field(_l("What should be changed"), max_length=2000, multiline=True, required=True)


class ScheduleForm(PlatformForm):
    """Day and time of a release."""

    release_on = date_field(_l("Day of the release"), required=True)
    release_time = choice_field(_l("Time"), [(hour, hour) for hour in _HOURS], as_select=True)

    @property
    def release_at(self) -> datetime:
        """The instant, from the clock on Japanese walls."""
        return datetime.combine(self.release_on.data, time.fromisoformat(self.release_time.data), TOKYO)


class PostedForm(PlatformForm):
    """The day on which a letter was put into the post."""

    posted_on = date_field(_l("Posted on"), required=True)
