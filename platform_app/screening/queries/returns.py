"""Reads of returns for correction with their remarks, and how far a correction is."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import select

from platform_app.extensions import db
from platform_app.kernel.errors import NotFound
from platform_app.screening.models import Application, ApplicationRemark, ApplicationReturn
from platform_app.screening.queries.snapshots import snapshot
from platform_app.screening.rules.corrections import Difference, differences, unasked
from platform_app.screening.rules.places import WHOLE, Place, is_changed, place_after, read_place, shown_at


@dataclass(frozen=True)
class RemarkState:
    """A remark with what stood at its place, what stands there now, and the remark of an earlier round that it repeats."""

    row: ApplicationRemark
    place: Place
    then: Any
    now: Any
    is_changed: bool
    former: ApplicationRemark | None

    @property
    def is_open(self) -> bool:
        """Whether nothing was changed at its place and nothing answered."""
        return not self.is_changed and not self.row.reply


@dataclass(frozen=True)
class Round:
    """One return for correction: its remarks, what was changed, and what was changed unasked."""

    number: int
    row: ApplicationReturn
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    remarks: Sequence[RemarkState]

    @property
    def open_remarks(self) -> tuple[RemarkState, ...]:
        """The remarks at which nothing was changed and nothing answered."""
        return tuple(state for state in self.remarks if state.is_open)

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """All that was changed, field by field."""
        return differences(self.before, self.after)

    @cached_property
    def unasked(self) -> tuple[Difference, ...]:
        """What was changed without a remark."""
        places = [place_after(state.place, self.before, self.after) or state.place for state in self.remarks]
        return unasked(self.differences, places)


def list_returns(application_id: int) -> Sequence[ApplicationReturn]:
    """The returns for correction that were sent, newest first."""
    return db.session.scalars(
        select(ApplicationReturn)
        .where(ApplicationReturn.application_id == application_id, ApplicationReturn.returned_at.is_not(None))
        .order_by(ApplicationReturn.id.desc())
    ).all()


def find_prepared_return(application_id: int) -> ApplicationReturn | None:
    """The return that collects remarks and is not sent yet, if any."""
    return db.session.scalar(
        select(ApplicationReturn).where(ApplicationReturn.application_id == application_id, ApplicationReturn.returned_at.is_(None))
    )


def list_remarks(return_ids: Collection[int]) -> Sequence[ApplicationRemark]:
    """The remarks of some returns, in their order."""
    if not return_ids:
        return ()
    return db.session.scalars(
        select(ApplicationRemark)
        .where(ApplicationRemark.return_id.in_(return_ids))
        .order_by(ApplicationRemark.return_id, ApplicationRemark.position, ApplicationRemark.id)
    ).all()


def get_remark(remark_id: int, *, application_id: int) -> ApplicationRemark:
    """One remark of one application.

    Raises: NotFound.
    """
    remark = db.session.get(ApplicationRemark, remark_id)
    returned = db.session.get(ApplicationReturn, remark.return_id) if remark is not None else None
    if remark is None or returned is None or returned.application_id != application_id:
        raise NotFound
    return remark


def list_rounds(application: Application) -> tuple[Round, ...]:
    """The returns of an application that were sent, the first one first; the one under way is compared with what stands now."""
    returns = sorted(list_returns(application.id), key=lambda row: row.id)
    remarks = list_remarks([row.id for row in returns])
    by_id = {remark.id: remark for remark in remarks}
    now = snapshot(application) if any(row.answers_after is None for row in returns) else {}
    rounds = []
    for number, row in enumerate(returns, start=1):
        after = now if row.answers_after is None else row.answers_after
        states = [remark_state(remark, row.answers, after, by_id) for remark in remarks if remark.return_id == row.id]
        rounds.append(Round(number, row, row.answers, after, states))
    return tuple(rounds)


def remark_state(
    remark: ApplicationRemark, before: Mapping[str, Any], after: Mapping[str, Any], others: Mapping[int, ApplicationRemark]
) -> RemarkState:
    """How far one remark is between two snapshots."""
    place = read_place(remark.field) or WHOLE
    then = place_after(place, before, after)
    return RemarkState(
        row=remark,
        place=place,
        then=shown_at(before, place),
        now=shown_at(after, then) if then is not None else None,
        is_changed=is_changed(place, before, after),
        former=others.get(remark.former_id) if remark.former_id else None,
    )
