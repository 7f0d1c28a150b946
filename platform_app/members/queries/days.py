"""Conditions on half-open periods, shared by the reads of this package."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from platform_app.members.models import MembershipPeriod, PersonTerm


def holds(from_on: Any, until_on: Any, on: date) -> ColumnElement[bool]:
    """Whether `[from_on, until_on)` holds a day; an end that is not known holds every later one."""
    return and_(from_on <= on, or_(until_on.is_(None), until_on > on))


def is_period_of(on: date) -> ColumnElement[bool]:
    """Whether a membership period is in force on a day."""
    return holds(MembershipPeriod.from_on, MembershipPeriod.until_on, on)


def is_term_of(on: date) -> ColumnElement[bool]:
    """Whether a term is in force on a day."""
    return holds(PersonTerm.from_on, PersonTerm.until_on, on)
