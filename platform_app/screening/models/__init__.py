"""Tables of admission screening, by noun."""

from platform_app.screening.models.applications import (
    Application,
    ApplicationAssignment,
    ApplicationAttachment,
    ApplicationOfficer,
    ApplicationRemark,
    ApplicationReturn,
    ApplicationStay,
)
from platform_app.screening.models.checks import ScreeningCheck
from platform_app.screening.models.decisions import ApplicationDecision
from platform_app.screening.models.recommendations import Recommendation
from platform_app.screening.models.releases import ReleaseApproval, ReleaseBatch, ReleaseItem

__all__ = [
    "Application",
    "ApplicationAssignment",
    "ApplicationAttachment",
    "ApplicationDecision",
    "ApplicationOfficer",
    "ApplicationRemark",
    "ApplicationReturn",
    "ApplicationStay",
    "Recommendation",
    "ReleaseApproval",
    "ReleaseBatch",
    "ReleaseItem",
    "ScreeningCheck",
]
