"""Words of batches on their way out."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from platform_app.kernel.actors import ActorKind
from platform_app.screening.rules.releases import AccountPlan, BatchStatus, Verdict
from platform_app.screening.rules.statistics import Measure
from platform_app.web.words import by_type

_MEASURES = by_type({
    Measure.DRAFT: _l("Filling in the form"),
    Measure.SUBMITTED: _l("Until the check begins"),
    Measure.UNDER_CHECK: _l("Check by the secretariat"),
    Measure.RETURNED: _l("Correction by the applicant"),
    Measure.BEFORE_BOARD: _l("Review by the board"),
    Measure.DEFERRED: _l("Deferred"),
    Measure.DECIDED: _l("From the decision to the letter"),
    Measure.WHOLE_WAY: _l("From sending in to the letter"),
})
_ACTORS = by_type({
    ActorKind.USER: _l("an account"),
    ActorKind.LINK: _l("the holder of a link"),
    ActorKind.OPERATOR: _l("an operator"),
    ActorKind.SYSTEM: _l("the system"),
    ActorKind.VISITOR: _l("a visitor"),
})
WORDS: dict[object, LazyString] = _MEASURES | _ACTORS | by_type({
    BatchStatus.PREPARED: _l("Put together"),
    BatchStatus.AWAITING_APPROVAL: _l("Waiting for approval"),
    BatchStatus.APPROVED: _l("Approved, ready to be released"),
    BatchStatus.SCHEDULED: _l("Set for a time"),
    BatchStatus.RELEASED: _l("Released"),
    BatchStatus.DISSOLVED: _l("Batch dissolved"),
}) | by_type({
    Verdict.APPROVED: _l("Approved by the approver"),
    Verdict.SENT_BACK: _l("Sent back"),
}) | by_type({
    AccountPlan.NONE: _l("no e-mail address, so no account"),
    AccountPlan.INVITED: _l("is invited to an account by mail"),
    AccountPlan.LINKED: _l("has an account, which is linked"),
}) | {
    "screening.approve_release": _l("Approve releases"),
    "screening.nothing_chosen": _l("Please choose at least one decision."),
    "screening.too_many_chosen": _l("No more than %(most)s decisions can be released together."),
    "screening.in_another_batch": _l("One of these decisions stands in another batch already. Please look at the list again."),
    "screening.batch_dissolved": _l("This batch was dissolved."),
    "screening.batch_empty": _l("There is no decision in this batch."),
    "screening.batch_blocked": _l("Decisions against which something stands: %(blocked)s. Mend it, or take them out of the batch."),
    "screening.too_few_approvers": _l("Approvers needed: %(needed)s. Please choose all of them."),
    "screening.approver_twice": _l("The same person cannot approve twice."),
    "screening.approves_own": _l("Whoever prepared the batch cannot approve it."),
    "screening.approver_without_office": _l("One of these people may not approve releases."),
    "screening.not_with_approvers": _l("This batch is not with its approvers."),
    "screening.not_an_approver": _l("You are not one of the approvers of this batch."),
    "screening.verdict_given": _l("You have answered already."),
    "screening.not_your_turn_to_approve": _l("Somebody else approves before you. You will get a mail when it is your turn."),
    "screening.nothing_to_take_back": _l("There is no approval of yours to take back."),
    "screening.waits_for_approval": _l("The approval is still awaited."),
    "screening.needs_approval": _l("The rules ask for approval before the release. Approvers needed: %(needed)s."),
    "screening.with_approvers": _l("The reasons lie before the approvers. Take the batch back from them first."),
    "screening.sent_back_why": _l("Please write what should be changed."),
    "screening.time_is_past": _l("Please choose a time that is still to come."),
    "screening.not_scheduled": _l("No time is set."),
    "screening.not_released_yet": _l("This batch is not released yet."),
    "screening.posted_when": _l("Please write a day between the release and today."),
    "screening.not_by_post": _l("This letter does not go by post."),
    "screening.release_prepared": _l("Decisions put together"),
    "screening.release_item_taken_out": _l("Decision taken out"),
    "screening.release_dissolved": _l("Batch dissolved"),
    "screening.release_submitted_for_approval": _l("Put before the approvers"),
    "screening.release_approval_given": _l("Approved by an approver"),
    "screening.release_sent_back": _l("Sent back by an approver"),
    "screening.release_approval_taken_back": _l("Approval taken back"),
    "screening.release_recalled": _l("Taken back from the approvers"),
    "screening.release_scheduled": _l("Time of the release set"),
    "screening.release_unscheduled": _l("Time of the release taken away"),
    "screening.release_stopped": _l("Release not possible at its time"),
    "screening.batch_released": _l("Batch released"),
    "screening.letter_posted": _l("Letter posted"),
}
