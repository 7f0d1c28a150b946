"""Reads of checks."""

from collections.abc import Mapping

from sqlalchemy import select

from platform_app.extensions import db
from platform_app.kernel.errors import NotFound
from platform_app.screening.models import ScreeningCheck
from platform_app.screening.rules.checks import OF_EVERY_APPLICATION, CheckKind, CheckStatus


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
