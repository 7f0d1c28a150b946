"""What is put to a body together: a sitting by circulation with a deadline, or a meeting with its time and place.

Notice of a meeting (`board.notice_days`) is in clear days: neither the day of the notice nor that of the meeting counts.
The deadline of a sitting is that of each of its deliberations; it may be put off, never brought forward, and only before it has come.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from platform_app.committees.rules.deliberations import DeliberationStatus, Mode, Question
from platform_app.committees.rules.tally import ConflictHint
from platform_app.kernel.clock import civil_date
from platform_app.kernel.reasons import Reason

MOST_MATTERS = 100
FARTHEST_AHEAD = timedelta(days=366)


@dataclass(frozen=True)
class SittingPlan:
    """How a body is asked: a title, until when, and for a meeting when and where."""

    title: str
    closes_at: datetime
    mode: Mode = Mode.CIRCULAR
    meets_at: datetime | None = None
    place: str = ""


@dataclass(frozen=True)
class Matter:
    """A question about a subject. `concerns` is the name shown before the contents; `hints` maps seats to reasons to expect a conflict."""

    subject_type: str
    subject_id: int
    question: Question
    concerns: str
    hints: Mapping[int, Collection[ConflictHint]] = field(default_factory=dict)


def why_not_plan(plan: SittingPlan, *, matters: int, notice_days: int, at: datetime) -> tuple[Reason, ...]:
    """Reasons against a sitting as it is planned, whatever the matters are."""
    reasons = []
    if not plan.title.strip():
        reasons.append(Reason("committees.title_missing", {}, "title"))
    if matters < 1:
        reasons.append(Reason("committees.nothing_chosen"))
    if matters > MOST_MATTERS:
        reasons.append(Reason("committees.too_many_matters", {"most": MOST_MATTERS}))
    if plan.closes_at <= at:
        reasons.append(Reason("committees.deadline_not_ahead", {}, "closes_on"))
    if plan.closes_at > at + FARTHEST_AHEAD:
        reasons.append(Reason("committees.deadline_too_far", {}, "closes_on"))
    return (*reasons, *_why_not_meet(plan, notice_days, at))


def _why_not_meet(plan: SittingPlan, notice_days: int, at: datetime) -> tuple[Reason, ...]:
    if plan.mode is Mode.CIRCULAR:
        return ()
    reasons = []
    if not plan.place.strip():
        reasons.append(Reason("committees.place_missing", {}, "place"))
    if plan.meets_at is None:
        return (*reasons, Reason("committees.meeting_time_missing", {}, "meets_on"))
    clear_days = (civil_date(plan.meets_at) - civil_date(at)).days - 1
    if clear_days < notice_days and not (notice_days == 0 and plan.meets_at > at):
        reasons.append(Reason("committees.notice_too_short", {"days": notice_days}, "meets_on"))
    if plan.closes_at <= plan.meets_at:
        reasons.append(Reason("committees.deadline_before_meeting", {}, "closes_on"))
    return tuple(reasons)


def why_not_extend(
    *, statuses: Sequence[DeliberationStatus], closes_at: datetime, new_closes_at: datetime, reason: str, at: datetime
) -> tuple[Reason, ...]:
    """Reasons against putting off the deadline of a sitting's open deliberations."""
    if DeliberationStatus.OPEN not in statuses:
        return (Reason("committees.closed"),)
    if at >= closes_at:
        return (Reason("committees.deadline_passed", {"closes_at": closes_at}),)
    reasons = []
    if new_closes_at <= closes_at:
        reasons.append(Reason("committees.deadline_not_later", {"closes_at": closes_at}, "closes_on"))
    if new_closes_at > at + FARTHEST_AHEAD:
        reasons.append(Reason("committees.deadline_too_far", {}, "closes_on"))
    if not reason.strip():
        reasons.append(Reason("committees.extension_reason_missing", {}, "reason"))
    return tuple(reasons)


def why_not_note_attendance(
    *, statuses: Sequence[DeliberationStatus], meets_at: datetime | None, asked: Collection[int], present: Collection[int],
    with_position: Collection[int], at: datetime,
) -> tuple[Reason, ...]:
    """Reasons against noting who is present: before the meeting, for seats that were not asked, or against a position that was given."""
    if meets_at is None:
        return (Reason("committees.no_meeting"),)
    if DeliberationStatus.OPEN not in statuses:
        return (Reason("committees.closed"),)
    if at < meets_at:
        return (Reason("committees.meeting_ahead", {"meets_at": meets_at}),)
    if set(present) - set(asked):
        return (Reason("committees.seat_not_asked", {}, "present"),)
    if set(with_position) - set(present):
        return (Reason("committees.present_by_position", {}, "present"),)
    return ()
