"""Rings of recommendations: the applicant, as a member, recommended somebody who recommends it now, directly or through a third."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select

from platform_app.extensions import db
from platform_app.members.queries import bodies_like, members_by_id
from platform_app.members.rules import MemberSummary
from platform_app.screening.models import Application, Recommendation
from platform_app.screening.queries.recommendations import list_recommendations
from platform_app.screening.rules.applications import OPEN, Status
from platform_app.screening.rules.recommendations import NAMED, plain_name

LONGEST = 3
_LIVING = (*OPEN, Status.DRAFT)


@dataclass(frozen=True)
class Ring:
    """Names, each recommended by the next: first the applicant, then who recommends it now, and so on until the applicant again."""

    names: tuple[str, ...]


def list_rings(application: Application, *, on: date) -> tuple[Ring, ...]:
    """The rings of at most three that an application closes, over approved applications and those under way.

    Who was never a member has recommended nobody: then two statements find that out.
    """
    own = frozenset(bodies_like(numbers=_present(application.corporate_number), names=_present(application.name)))
    own |= {application.member_id} if application.member_id else set()
    paths: list[tuple[int, ...]] = [(row.member_id,) for row in list_recommendations(application.id) if row.member_id and row.status in NAMED]
    found: list[tuple[int, ...]] = []
    for _length in range(2, LONGEST + 1) if own else ():
        steps = _recommenders_of({path[-1] for path in paths}, on=on, but=application.id)
        grown = [(*path, behind) for path in paths for behind in sorted(steps.get(path[-1], ())) if behind not in path]
        found += [path for path in grown if path[-1] in own]
        paths = [path for path in grown if path[-1] not in own]
    members = members_by_id({member_id for path in found for member_id in path}, on=on) if found else {}
    return tuple(Ring((application.name, *(members[member_id].name for member_id in path))) for path in found)


def _present(text: str | None) -> tuple[str, ...]:
    return (text,) if text else ()


def _recommenders_of(member_ids: Collection[int], *, on: date, but: int) -> Mapping[int, set[int]]:
    """Who recommended each of some members, when it applied or where it applies now."""
    if not member_ids:
        return {}
    members = members_by_id(member_ids, on=on)
    numbers = {member.corporate_number for member in members.values() if member.corporate_number}
    is_under_way = and_(
        Application.status.in_(_LIVING),
        or_(Application.corporate_number.in_(numbers), Application.name.in_({member.name for member in members.values()})),
    )
    rows = db.session.execute(
        select(Application.member_id, Application.corporate_number, Application.name, Recommendation.member_id.label("behind"))
        .join_from(Recommendation, Application, Application.id == Recommendation.application_id)
        .where(Recommendation.status.in_(NAMED), Recommendation.member_id.is_not(None), Application.id != but)
        .where(or_(Application.member_id.in_(set(member_ids)), is_under_way))
    ).all()
    found: dict[int, set[int]] = {}
    for row in rows:
        for member_id in _applicants(row.member_id, row.corporate_number, row.name, members):
            found.setdefault(member_id, set()).add(row.behind)
    return found


def _applicants(member_id: int | None, number: str | None, name: str, members: Mapping[int, MemberSummary]) -> Iterator[int]:
    if member_id in members:
        yield int(member_id or 0)
        return
    for member in members.values():
        if (number and member.corporate_number == number) or plain_name(member.name) == plain_name(name):
            yield member.id
