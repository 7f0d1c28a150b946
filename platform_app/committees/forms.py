"""The shape of what board members and the secretariat type."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l

from platform_app.committees.queries.pages import VoiceLine
from platform_app.committees.queries.seats import Candidate
from platform_app.committees.queries.sittings import SeatPresence
from platform_app.committees.rules.seats import Departure, RecordFile
from platform_app.committees.rules.tally import Choice, ConflictState
from platform_app.documents.rules import Slot, slot_policy
from platform_app.kernel.clock import start_of
from platform_app.web.forms import PlatformForm, choice_field, choices_field, date_field, file_field, options, text_field

REASON_CHARACTERS = 4000
MEMBER_FIELDS = tuple(f"member_{number}" for number in range(1, 9))
_DECLARATIONS = (
    (ConflictState.NONE.value, _l("I have no conflict of interest in this matter")),
    (ConflictState.CONFLICTED.value, _l("I have, or may have, a conflict of interest, and step back from this matter")),
)
_CHOICES = (
    (Choice.APPROVE.value, _l("Approve")),
    (Choice.REFUSE.value, _l("Refuse")),
    (Choice.DEFER.value, _l("Defer")),
)
_DEPARTURES = (
    (Departure.RESIGNATION.value, _l("Resignation")),
    (Departure.REMOVAL.value, _l("Removal by the assembly")),
    (Departure.MEMBERSHIP_ENDED.value, _l("The membership ended")),
)


class DeclarationForm(PlatformForm):
    """Whether there is a conflict of interest; asked before anything of the contents is shown."""

    state = choice_field(_l("Your conflict of interest"), _DECLARATIONS)
    text = text_field(
        _l("What connects you with it"),
        max_length=REASON_CHARACTERS,
        multiline=True,
        support=_l("Needed if there is a conflict. Only the secretariat and the auditors read it."),
    )


class LateConflictForm(PlatformForm):
    """A conflict of interest that was noticed after declaring that there is none."""

    text = text_field(
        _l("What connects you with it"),
        max_length=REASON_CHARACTERS,
        multiline=True,
        required=True,
        support=_l("Only the secretariat and the auditors read it."),
    )


class PositionForm(PlatformForm):
    """A seat's position with its reason."""

    choice = choice_field(_l("Your position"), _CHOICES)
    reason = text_field(
        _l("Reason (needed for refusing and deferring)"),
        max_length=REASON_CHARACTERS,
        multiline=True,
        support=_l("Board members read it once they have given their own position."),
    )


class ConflictReportForm(PlatformForm):
    """A conflict of interest that was found after the opening."""

    seat = choice_field(_l("Board member concerned"), (), as_select=True)
    reason = text_field(
        _l("Which conflict was found, and how"),
        max_length=REASON_CHARACTERS,
        multiline=True,
        required=True,
        support=_l("The board member concerned and the auditors read it."),
    )

    def offer(self, lines: Sequence[VoiceLine]) -> "ConflictReportForm":
        """Offer the seats of a deliberation."""
        self.seat.choices = _seats(lines)
        return self


class RecordedPositionForm(PlatformForm):
    """What a seat said in a meeting, as the minutes have it."""

    seat = choice_field(_l("Board member concerned"), (), as_select=True)
    choice = choice_field(_l("Position according to the minutes"), _CHOICES)
    reason = text_field(_l("Reason (needed for refusing and deferring)"), max_length=REASON_CHARACTERS, multiline=True)

    def offer(self, lines: Sequence[VoiceLine]) -> "RecordedPositionForm":
        """Offer the seats of a deliberation."""
        self.seat.choices = _seats(lines)
        return self


class ExtensionForm(PlatformForm):
    """A later deadline for all that is open in a sitting."""

    closes_on = date_field(_l("New last day for answers"), required=True)
    reason = text_field(
        _l("Why the deadline is put off"),
        max_length=1000,
        multiline=True,
        required=True,
        support=_l("The board members read it. Those who have not answered get a mail."),
    )

    @property
    def closes_at(self) -> datetime:
        """The end of the last day."""
        return start_of(_day_after(self.closes_on.data) or date.max)


class AttendanceForm(PlatformForm):
    """Who is present in a meeting."""

    present = choices_field(_l("Board members who are present"), (), coerce=int)

    def offer(self, seats: Sequence[SeatPresence]) -> "AttendanceForm":
        """Offer the seats that were asked."""
        self.present.choices = options([(str(seat.seat_id), f"{seat.member_name} / {seat.person_name}") for seat in seats])
        return self


def _seats(lines: Sequence[VoiceLine]) -> Any:
    named = [(str(line.seat_id), f"{line.member_name} / {line.person_name}") for line in lines]
    return options([("", str(_l("Please choose a person"))), *named])


class _DecisionForm(PlatformForm):
    """What every decision about seats states."""

    decided_on = date_field(_l("Date of the decision"), required=True)
    text = text_field(
        _l("Text of the decision"),
        max_length=REASON_CHARACTERS,
        multiline=True,
        required=True,
        support=_l("Who decided what, in the words of the record."),
    )
    record = file_field(
        _l("Record of the decision (file)"),
        support=_l("The signed minutes or their scan, as PDF or picture, up to 20 MB."),
        accept=slot_policy(Slot.DECISION_RECORD).accept,
    )
    from_on = date_field(_l("In office from"), required=True)
    until_on = date_field(_l("Last day in office"), support=_l("Left empty, it is a full term."))

    @property
    def record_file(self) -> RecordFile | None:
        """The file that was chosen."""
        upload = self.record.data
        return RecordFile(upload.stream, upload.filename) if upload is not None and upload.filename else None

    @property
    def period_end(self) -> date | None:
        """The first day without the office; None for a full term."""
        return _day_after(self.until_on.data)


def _day_after(last_on: date | None) -> date | None:
    """People name the last day of a term, periods are half-open."""
    return last_on + timedelta(days=1) if last_on and last_on < date.max else last_on


def _people(candidates: Sequence[Candidate], empty: str) -> Any:
    named = [
        (f"{person.member_id}-{person.person_id}", f"{person.member_number} {person.member_name} / {person.person_name}")
        for person in candidates
    ]
    return options([("", empty), *named])


class FoundingForm(_DecisionForm):
    """The founding decision: the chair and the other members of the first board."""

    chair = choice_field(_l("Chair of the board"), (), as_select=True, required=True)
    member_1 = choice_field(_l("Board member 1"), (), as_select=True, required=False)
    member_2 = choice_field(_l("Board member 2"), (), as_select=True, required=False)
    member_3 = choice_field(_l("Board member 3"), (), as_select=True, required=False)
    member_4 = choice_field(_l("Board member 4"), (), as_select=True, required=False)
    member_5 = choice_field(_l("Board member 5"), (), as_select=True, required=False)
    member_6 = choice_field(_l("Board member 6"), (), as_select=True, required=False)
    member_7 = choice_field(_l("Board member 7"), (), as_select=True, required=False)
    member_8 = choice_field(_l("Board member 8"), (), as_select=True, required=False)

    def offer(self, candidates: Sequence[Candidate]) -> "FoundingForm":
        """Offer the people that may be seated."""
        for name in ("chair", *MEMBER_FIELDS):
            self[name].choices = _people(candidates, str(_l("Please choose a person") if name == "chair" else _l("Nobody (leave empty)")))
        return self

    def holders(self) -> list[tuple[str, Any]]:
        """The chosen people in the order of the form: the field's name and its value."""
        return [(name, self[name].data) for name in ("chair", *MEMBER_FIELDS) if self[name].data]


class SeatForm(_DecisionForm):
    """A later decision that fills one seat."""

    holder = choice_field(_l("Who is seated"), (), as_select=True)
    role = choice_field(_l("Office on the board"), (("member", _l("Board member")), ("chair", _l("Chair of the board"))))

    def offer(self, candidates: Sequence[Candidate]) -> "SeatForm":
        """Offer the people that may be seated."""
        self.holder.choices = _people(candidates, str(_l("Please choose a person")))
        return self


class VacateForm(PlatformForm):
    """The end of a seat before its term."""

    until_on = date_field(_l("Last day in office"), required=True)
    cause = choice_field(_l("Cause"), _DEPARTURES)

    @property
    def period_end(self) -> date:
        """The first day without the office."""
        return _day_after(self.until_on.data) or date.max
