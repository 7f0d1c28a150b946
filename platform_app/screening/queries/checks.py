"""Reads of checks, of the points that the board added, and of what keeps an application from the board."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select

from platform_app.extensions import db
from platform_app.kernel.errors import NotFound
from platform_app.kernel.reasons import Reason
from platform_app.screening.models import Application, ScreeningCheck
from platform_app.screening.rules.applications import OPEN, Status
from platform_app.screening.rules.checks import OF_EVERY_APPLICATION, CheckKind, CheckStatus, why_not_send_to_board
from platform_app.watchlists.queries.cases import standings, watched_owners
from platform_app.watchlists.rules.hits import Standing


def list_checks(application_id: int) -> Mapping[CheckKind, ScreeningCheck]:
    """The checks by kind, in the order in which they are listed everywhere."""
    rows = db.session.scalars(select(ScreeningCheck).where(ScreeningCheck.application_id == application_id)).all()
    by_kind = {row.kind: row for row in rows}
    return {kind: by_kind[kind] for kind in OF_EVERY_APPLICATION if kind in by_kind}


def get_check(application_id: int, kind: CheckKind) -> ScreeningCheck:
    """One check of an application.

    Raises: NotFound.
    """
    check = list_checks(application_id).get(kind)
    if check is None:
        raise NotFound
    return check


def check_statuses(application_id: int) -> Mapping[CheckKind, CheckStatus]:
    """The status of each check."""
    return {kind: check.status for kind, check in list_checks(application_id).items()}


def list_points(application_id: int) -> Sequence[ScreeningCheck]:
    """The points that the board added, oldest first."""
    return db.session.scalars(
        select(ScreeningCheck)
        .where(ScreeningCheck.application_id == application_id, ScreeningCheck.kind == CheckKind.ADDITIONAL)
        .order_by(ScreeningCheck.id)
    ).all()


def get_check_of(application_id: int, check_id: int) -> ScreeningCheck:
    """A check or an added point of an application by its id.

    Raises: NotFound, also for another application's.
    """
    check = db.session.get(ScreeningCheck, check_id)
    if check is None or check.application_id != application_id:
        raise NotFound
    return check


def why_not_board(application: Application) -> tuple[Reason, ...]:
    """Why the board cannot be asked about an application now."""
    return why_not_board_of([application])[application.id]


def why_not_board_of(applications: Sequence[Application]) -> Mapping[int, tuple[Reason, ...]]:
    """The same for several applications, by id, in five statements: the one place that gathers what must be done and decided first."""
    ids = [application.id for application in applications]
    rows = db.session.scalars(select(ScreeningCheck).where(ScreeningCheck.application_id.in_(ids)).order_by(ScreeningCheck.id)).all()
    by_application: dict[int, list[ScreeningCheck]] = {application_id: [] for application_id in ids}
    for row in rows:
        by_application[row.application_id].append(row)
    under_check = [application.id for application in applications if application.status is Status.UNDER_CHECK]
    waiting = {found for found, standing in standings("application", under_check).items() if standing is not Standing.CLEAR} if under_check else set()
    return {
        application.id: _why_not(application.status, by_application[application.id], has_names_waiting=application.id in waiting)
        for application in applications
    }


def _why_not(status: Status, rows: Sequence[ScreeningCheck], *, has_names_waiting: bool) -> tuple[Reason, ...]:
    return why_not_send_to_board(
        status,
        {row.kind: row.status for row in rows if row.kind in OF_EVERY_APPLICATION},
        points={row.title: row.status for row in rows if row.kind is CheckKind.ADDITIONAL},
        undecided={CheckKind.ANTI_SOCIAL_FORCES} if has_names_waiting else frozenset(),
    )


def list_under_check(limit: int = 100) -> Sequence[Application]:
    """The applications under check, those that have waited longest first: what may be put to the board together."""
    return db.session.scalars(
        select(Application).where(Application.status == Status.UNDER_CHECK).order_by(Application.status_since, Application.id).limit(limit)
    ).all()


def list_names_to_look_after() -> Sequence[int]:
    """Open applications whose names nobody watches yet, or whose check on anti-social forces is done although something waits there."""
    rows = db.session.execute(
        select(Application.id, Application.status, ScreeningCheck.status.label("check"))
        .join(ScreeningCheck, ScreeningCheck.application_id == Application.id)
        .where(Application.status.in_(OPEN), ScreeningCheck.kind == CheckKind.ANTI_SOCIAL_FORCES)
        .order_by(Application.id)
    ).all()
    watched = watched_owners("application", [row.id for row in rows])
    done = [row.id for row in rows if row.status is Status.UNDER_CHECK and row.check is CheckStatus.SATISFIED]
    waiting = {found for found, standing in standings("application", done).items() if standing is not Standing.CLEAR}
    return [row.id for row in rows if row.id not in watched or row.id in waiting]


def count_to_conclude() -> int:
    """How many applications under check wait for nothing but the conclusion on anti-social forces: every name of theirs is decided."""
    ids = db.session.scalars(
        select(Application.id)
        .join(ScreeningCheck, ScreeningCheck.application_id == Application.id)
        .where(
            Application.status == Status.UNDER_CHECK,
            ScreeningCheck.kind == CheckKind.ANTI_SOCIAL_FORCES,
            ScreeningCheck.status == CheckStatus.PENDING,
        )
    ).all()
    return sum(standing is Standing.CLEAR for standing in standings("application", ids).values()) if ids else 0


def names_waiting_of(application_ids: Collection[int]) -> frozenset[int]:
    """Which of some applications have watched names that are not all matched and decided."""
    watched = watched_owners("application", application_ids)
    found = standings("application", watched) if watched else {}
    return frozenset(application_id for application_id, standing in found.items() if standing is not Standing.CLEAR)
