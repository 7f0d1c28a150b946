"""What happened to an application. Events carry ids and codes; never names, remarks, reasons or a sealed conclusion."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from platform_app.kernel.events import Event
from platform_app.screening.rules.applications import Channel, Status
from platform_app.screening.rules.checks import CheckKind
from platform_app.screening.rules.form import Slot, Step


@dataclass(frozen=True, kw_only=True)
class ApplyLinkRequested(Event):
    """Somebody asked for a link to begin or to resume an application; the address is kept with the link."""

    subject_type: ClassVar[str] = "mail_link"
    mail_link_id: int


@dataclass(frozen=True, kw_only=True)
class OfApplication:
    """What all events about one application share."""

    subject_type: ClassVar[str] = "application"
    application_id: int


@dataclass(frozen=True, kw_only=True)
class ApplicationStarted(OfApplication, Event):
    """A draft was opened after its address was verified."""


@dataclass(frozen=True, kw_only=True)
class EntryBegun(OfApplication, Event):
    """The secretariat began to enter an application that came on paper or by telephone."""

    channel: Channel


@dataclass(frozen=True, kw_only=True)
class EntryHandedOver(OfApplication, Event):
    """What was entered is complete and waits for a second person."""


@dataclass(frozen=True, kw_only=True)
class EntryObjected(OfApplication, Event):
    """The second person found that the entry is not as on the paper."""


@dataclass(frozen=True, kw_only=True)
class EntryReviewed(OfApplication, Event):
    """The second person found the entry as on the paper; with that it is sent in."""


@dataclass(frozen=True, kw_only=True)
class DraftSaved(OfApplication, Event):
    """One step of the form was saved."""

    step: Step


@dataclass(frozen=True, kw_only=True)
class AttachmentAdded(OfApplication, Event):
    """A file or a public address was put into a slot."""

    attachment_id: int
    slot: Slot


@dataclass(frozen=True, kw_only=True)
class AttachmentRemoved(OfApplication, Event):
    """An attachment was taken out again before it was sent in."""

    attachment_id: int
    slot: Slot


@dataclass(frozen=True, kw_only=True)
class RecommendationRequested(OfApplication, Event):
    """A member or a ministry's desk was asked for a recommendation."""

    recommendation_id: int


@dataclass(frozen=True, kw_only=True)
class RecommendationGiven(OfApplication, Event):
    """A recommender said yes."""

    recommendation_id: int


@dataclass(frozen=True, kw_only=True)
class RecommendationDeclined(OfApplication, Event):
    """A recommender said no; the applicant learns only that it is not available."""

    recommendation_id: int


@dataclass(frozen=True, kw_only=True)
class RecommendationPostponed(OfApplication, Event):
    """A recommender answered "not yet"; the link stays open."""

    recommendation_id: int


@dataclass(frozen=True, kw_only=True)
class RecommendationCancelled(OfApplication, Event):
    """The applicant took a request back."""

    recommendation_id: int


@dataclass(frozen=True, kw_only=True)
class RecommendationHandedOn(OfApplication, Event):
    """A recommender handed the request to a colleague; the applicant is not told."""

    recommendation_id: int


@dataclass(frozen=True, kw_only=True)
class RecommenderReminded(OfApplication, Event):
    """A recommender who had not answered was reminded, for the first, second … time."""

    recommendation_id: int
    reminder: int


@dataclass(frozen=True, kw_only=True)
class RecommendationExpired(OfApplication, Event):
    """Nobody answered a request in time."""

    recommendation_id: int


@dataclass(frozen=True, kw_only=True)
class RecommendationOutdated(OfApplication, Event):
    """The application was corrected after a recommendation was given, in what that rests on."""

    recommendation_id: int


@dataclass(frozen=True, kw_only=True)
class RecommendationConfirmed(OfApplication, Event):
    """A recommender stands by its recommendation after the correction."""

    recommendation_id: int


@dataclass(frozen=True, kw_only=True)
class RecommendationWithdrawn(OfApplication, Event):
    """A recommender took its recommendation back."""

    recommendation_id: int


@dataclass(frozen=True, kw_only=True)
class RecommendationReviewed(OfApplication, Event):
    """The secretariat said whether a recommendation counts."""

    recommendation_id: int
    counts: bool


@dataclass(frozen=True, kw_only=True)
class ApplicationSubmitted(OfApplication, Event):
    """The application was sent in and has its number."""


@dataclass(frozen=True, kw_only=True)
class ApplicationTakenUp(OfApplication, Event):
    """The secretariat began the check."""


@dataclass(frozen=True, kw_only=True)
class ApplicationAssigned(OfApplication, Event):
    """An application was given to somebody of the secretariat, or to nobody; the note on handing it over stands in its row."""

    assignee_user_id: int | None = None
    substitute_user_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ApplicantAddressChanged(OfApplication, Event):
    """The applicant is reached by another address from now on; why, stands in the ledger as a mark only."""

    old_user_id: int
    new_user_id: int


@dataclass(frozen=True, kw_only=True)
class ApplicationReturned(OfApplication, Event):
    """The application was returned for correction; the remark stands in the return's row."""

    return_id: int


@dataclass(frozen=True, kw_only=True)
class RemarkRaised(OfApplication, Event):
    """A remark was pinned to a place of the form, for the return that is being prepared."""

    remark_id: int


@dataclass(frozen=True, kw_only=True)
class RemarkDropped(OfApplication, Event):
    """A remark was taken out again before the return was sent."""

    remark_id: int


@dataclass(frozen=True, kw_only=True)
class RemarkAnswered(OfApplication, Event):
    """The applicant answered a remark in words; they stand in the remark's row."""

    remark_id: int


@dataclass(frozen=True, kw_only=True)
class RemarkSettled(OfApplication, Event):
    """The secretariat ticked off a remark of a correction."""

    remark_id: int


@dataclass(frozen=True, kw_only=True)
class ApplicationResubmitted(OfApplication, Event):
    """The corrected application came back; whoever watches names learns of what kind the changes are."""

    return_id: int
    is_name_changed: bool = False
    are_people_changed: bool = False
    are_identifiers_changed: bool = False


@dataclass(frozen=True, kw_only=True)
class CheckSatisfied(OfApplication, Event):
    """A check is done; what a sealed check concluded is not told here."""

    check_id: int
    kind: CheckKind


@dataclass(frozen=True, kw_only=True)
class CheckReopened(OfApplication, Event):
    """A check is open again, because what it rests on changed."""

    check_id: int
    kind: CheckKind


@dataclass(frozen=True, kw_only=True)
class PointAdded(OfApplication, Event):
    """A further point to be checked was put on the list; its title stands in the check's row."""

    check_id: int
    is_by_board: bool


@dataclass(frozen=True, kw_only=True)
class SealedConclusionOpened(OfApplication, Event):
    """The sealed conclusion of a check was opened by somebody who gave a reason."""

    check_id: int


@dataclass(frozen=True, kw_only=True)
class ApplicationSentToBoard(OfApplication, Event):
    """A deliberation of the board was opened on the application."""

    deliberation_id: int


@dataclass(frozen=True, kw_only=True)
class ApplicationDecided(OfApplication, Event):
    """The board approved or refused; the outcome is held until its release and therefore not told here."""

    decision_id: int


@dataclass(frozen=True, kw_only=True)
class ApplicationDeferred(OfApplication, Event):
    """The board deferred the application, or reached no result."""

    decision_id: int


@dataclass(frozen=True, kw_only=True)
class ApplicationResumed(OfApplication, Event):
    """The secretariat took a deferred application up again."""


@dataclass(frozen=True, kw_only=True)
class ReasonsEdited(OfApplication, Event):
    """The secretariat wrote the reasons as the letter will tell them; the text stands in the decision's row."""

    decision_id: int


@dataclass(frozen=True, kw_only=True)
class ApplicationApproved(OfApplication, Event):
    """The approval was released: number, period, people, account and letter exist."""

    decision_id: int
    member_id: int


@dataclass(frozen=True, kw_only=True)
class ApplicationRefused(OfApplication, Event):
    """The refusal was released with its reasons."""

    decision_id: int


@dataclass(frozen=True, kw_only=True)
class ApplicantReminded(OfApplication, Event):
    """The applicant was reminded of a draft or of a correction, and until when it is waited for."""

    status: Status
    due_on: date


@dataclass(frozen=True, kw_only=True)
class ApplicationLapsed(OfApplication, Event):
    """Nobody went on with a draft or a correction, and the time is over; the personal data of a draft is not needed any more."""

    was: Status


@dataclass(frozen=True, kw_only=True)
class ApplicationCopied(OfApplication, Event):
    """A draft took over the contents of an earlier application of the same person."""

    from_application_id: int


@dataclass(frozen=True, kw_only=True)
class RetentionHoldSet(OfApplication, Event):
    """A legal hold keeps the application; its reason stands in the application's row."""


@dataclass(frozen=True, kw_only=True)
class RetentionHoldLifted(OfApplication, Event):
    """The legal hold was lifted."""


@dataclass(frozen=True, kw_only=True)
class ApplicationErased(OfApplication, Event):
    """The time of the application was over: all that it said of anybody was erased."""


@dataclass(frozen=True, kw_only=True)
class ScreeningEvidenceErased(OfApplication, Event):
    """The time of the evidence was over: sealed conclusion and birth dates were erased."""


@dataclass(frozen=True, kw_only=True)
class ApplicationWithdrawn(OfApplication, Event):
    """The applicant withdrew."""
