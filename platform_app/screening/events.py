"""What happened to an application. Events carry ids and codes; never names, remarks, reasons or a sealed conclusion."""

from dataclasses import dataclass
from typing import ClassVar

from platform_app.kernel.events import Event
from platform_app.screening.rules.checks import CheckKind
from platform_app.screening.rules.form import Slot, Step


@dataclass(frozen=True, kw_only=True)
class ApplyLinkRequested(Event):
    """Somebody asked for a link to begin or to resume an application; the address is kept with the link."""

    subject_type: ClassVar[str] = "mail_link"
    mail_link_id: int


@dataclass(frozen=True, kw_only=True)
class ApplicationEvent(Event):
    """Base of all events about one application."""

    subject_type: ClassVar[str] = "application"
    application_id: int


@dataclass(frozen=True, kw_only=True)
class ApplicationStarted(ApplicationEvent):
    """A draft was opened after its address was verified."""


@dataclass(frozen=True, kw_only=True)
class DraftSaved(ApplicationEvent):
    """One step of the form was saved."""

    step: Step


@dataclass(frozen=True, kw_only=True)
class AttachmentAdded(ApplicationEvent):
    """A file or a public address was put into a slot."""

    attachment_id: int
    slot: Slot


@dataclass(frozen=True, kw_only=True)
class AttachmentRemoved(ApplicationEvent):
    """An attachment was taken out again before it was sent in."""

    attachment_id: int
    slot: Slot


@dataclass(frozen=True, kw_only=True)
class RecommendationRequested(ApplicationEvent):
    """A member or a ministry's desk was asked for a recommendation."""

    recommendation_id: int


@dataclass(frozen=True, kw_only=True)
class RecommendationGiven(ApplicationEvent):
    """A recommender said yes."""

    recommendation_id: int


@dataclass(frozen=True, kw_only=True)
class RecommendationDeclined(ApplicationEvent):
    """A recommender said no; the applicant learns only that it is not available."""

    recommendation_id: int


@dataclass(frozen=True, kw_only=True)
class RecommendationPostponed(ApplicationEvent):
    """A recommender answered "not yet"; the link stays open."""

    recommendation_id: int


@dataclass(frozen=True, kw_only=True)
class RecommendationCancelled(ApplicationEvent):
    """The applicant took a request back."""

    recommendation_id: int


@dataclass(frozen=True, kw_only=True)
class ApplicationSubmitted(ApplicationEvent):
    """The application was sent in and has its number."""


@dataclass(frozen=True, kw_only=True)
class ApplicationTakenUp(ApplicationEvent):
    """The secretariat began the check."""


@dataclass(frozen=True, kw_only=True)
class ApplicationReturned(ApplicationEvent):
    """The application was returned for correction; the remark stands in the return's row."""

    return_id: int


@dataclass(frozen=True, kw_only=True)
class ApplicationResubmitted(ApplicationEvent):
    """The corrected application came back."""

    return_id: int


@dataclass(frozen=True, kw_only=True)
class CheckSatisfied(ApplicationEvent):
    """A check is done; what a sealed check concluded is not told here."""

    check_id: int
    kind: CheckKind


@dataclass(frozen=True, kw_only=True)
class CheckReopened(ApplicationEvent):
    """A check is open again, because what it rests on changed."""

    check_id: int
    kind: CheckKind


@dataclass(frozen=True, kw_only=True)
class SealedConclusionOpened(ApplicationEvent):
    """The sealed conclusion of a check was opened by somebody who gave a reason."""

    check_id: int


@dataclass(frozen=True, kw_only=True)
class ApplicationSentToBoard(ApplicationEvent):
    """A deliberation of the board was opened on the application."""

    deliberation_id: int


@dataclass(frozen=True, kw_only=True)
class ApplicationDecided(ApplicationEvent):
    """The board approved or refused; the outcome is held until its release and therefore not told here."""

    decision_id: int


@dataclass(frozen=True, kw_only=True)
class ApplicationDeferred(ApplicationEvent):
    """The board deferred the application, or reached no result."""

    decision_id: int


@dataclass(frozen=True, kw_only=True)
class ApplicationResumed(ApplicationEvent):
    """The secretariat took a deferred application up again."""


@dataclass(frozen=True, kw_only=True)
class ReasonsEdited(ApplicationEvent):
    """The secretariat wrote the reasons as the letter will tell them; the text stands in the decision's row."""

    decision_id: int


@dataclass(frozen=True, kw_only=True)
class ApplicationApproved(ApplicationEvent):
    """The approval was released: number, period, people, account and letter exist."""

    decision_id: int
    member_id: int


@dataclass(frozen=True, kw_only=True)
class ApplicationRefused(ApplicationEvent):
    """The refusal was released with its reasons."""

    decision_id: int


@dataclass(frozen=True, kw_only=True)
class ApplicationWithdrawn(ApplicationEvent):
    """The applicant withdrew."""
