"""How several applications are put to the board."""

from datetime import datetime, time, timedelta

from flask_babel import lazy_gettext as _l

from platform_app.committees.rules.deliberations import Mode
from platform_app.committees.rules.sittings import SittingPlan
from platform_app.kernel.clock import TOKYO, start_of
from platform_app.kernel.errors import InvalidInput
from platform_app.kernel.reasons import Reason
from platform_app.web.forms import PlatformForm, choice_field, date_field, text_field
from platform_app.web.words import say


class SittingForm(PlatformForm):
    """Title, mode and deadline of a sitting; time and place of a meeting."""

    title = text_field(_l("Title of the sitting"), max_length=200, required=True, support=_l("The board members see it above the list."))
    mode = choice_field(_l("How the board decides"), lambda: [(mode.value, say(mode)) for mode in Mode])
    closes_on = date_field(_l("Last day for answers"), required=True,
                           support=_l("For a meeting: the last day on which positions can be recorded from its minutes."))
    meets_on = date_field(_l("Day of the meeting"))
    meets_time = text_field(_l("Time of the meeting"), max_length=5, support=_l("Written like 14:00."))
    place = text_field(_l("Place of the meeting"), max_length=300, support=_l("A room, or the address of an online meeting."))

    def plan(self) -> SittingPlan:
        """The sitting as it was typed; what only a meeting has is left out by circulation.

        Raises: InvalidInput for a time that is none.
        """
        mode = Mode(self.mode.data)
        is_meeting = mode is Mode.MEETING
        return SittingPlan(
            title=self.title.data,
            closes_at=start_of(self.closes_on.data + timedelta(days=1)),
            mode=mode,
            meets_at=self._meets_at() if is_meeting else None,
            place=(self.place.data or "") if is_meeting else "",
        )

    def _meets_at(self) -> datetime | None:
        if not self.meets_on.data or not self.meets_time.data:
            return None
        try:
            at = time.fromisoformat(self.meets_time.data.zfill(5))
        except ValueError as error:
            raise InvalidInput({"meets_time": (Reason("screening.time_wrong"),)}) from error
        return datetime.combine(self.meets_on.data, at.replace(tzinfo=None), TOKYO)
