"""Words of the rules of admission."""

from flask_babel import lazy_gettext as _l

from platform_app.bylaws.words.rule_words import RuleWords

ADMISSION: dict[str, RuleWords] = {
    "admission.member_recommendations": RuleWords(
        _l("Recommendations by members"),
        _l("The recommendations of %(value)s different active members with the right to recommend are enough."),
        _l("Recommendations by members do not count."),
    ),
    "admission.ministry_recommendations": RuleWords(
        _l("Recommendations by ministries"),
        _l("Instead, the recommendation of %(value)s ministry or ministries concerned is enough."),
        _l("Recommendations by ministries do not count."),
    ),
    "admission.recommendation_days": RuleWords(
        _l("Time to answer a request for recommendation"),
        _l("A recommender can answer for %(value)s."),
    ),
    "admission.recommendation_reminder_days": RuleWords(
        _l("Reminders to recommenders"),
        _l("A recommender who has not answered is reminded on day %(value)s."),
        _l("Recommenders are not reminded."),
    ),
    "admission.recommendation_requests": RuleWords(
        _l("Asking one recommender again"),
        _l("One recommender can be asked %(value)s time(s) at most for one application."),
    ),
    "admission.recommenders_asked": RuleWords(
        _l("Recommenders asked in all"),
        _l("One applicant can ask %(value)s recommenders at most."),
    ),
    "admission.refuse_self_recommendation": RuleWords(
        _l("Recommending oneself"),
        _l("Applicants cannot recommend themselves."),
        _l("Applicants may recommend themselves."),
    ),
    "admission.refuse_same_number": RuleWords(
        _l("Same corporate number"),
        _l("A body with the applicant's Corporate Number cannot recommend it."),
        _l("A body with the applicant's Corporate Number may recommend it."),
    ),
    "admission.flag_shared_officer": RuleWords(
        _l("Shared officer"),
        _l("When a recommender shares an officer with the applicant, the secretariat looks at it."),
        _l("Shared officers are not looked at."),
    ),
    "admission.criteria": RuleWords(
        _l("Criteria on record"),
        _l("Recorded for every application: %(value)s."),
    ),
    "admission.board_may_add_criteria": RuleWords(
        _l("Further criteria"),
        _l("The board may add points to look at and gives its reasons."),
        _l("The board decides by the listed criteria only."),
    ),
    "admission.pledge_required": RuleWords(
        _l("Pledge against anti-social forces"),
        _l("The applicant pledges to have no ties to anti-social forces; who pledged and when is kept."),
        _l("No pledge is asked for."),
    ),
    "admission.pledge_version": RuleWords(
        _l("Version of the pledge"),
        _l("The pledge is made in version %(value)s of its text."),
    ),
    "admission.attachments.regular": RuleWords(
        _l("Attachments: regular members"),
        _l("Required: %(value)s."),
        _l("No attachments are required."),
    ),
    "admission.attachments.cooperating": RuleWords(
        _l("Attachments: cooperating members"),
        _l("Required: %(value)s."),
        _l("No attachments are required."),
    ),
    "admission.attachments.supporting_organisation": RuleWords(
        _l("Attachments: supporting members (bodies)"),
        _l("Required: %(value)s."),
        _l("No attachments are required."),
    ),
    "admission.attachments.supporting_individual": RuleWords(
        _l("Attachments: supporting members (individuals)"),
        _l("Required: %(value)s."),
        _l("No attachments are required."),
    ),
    "admission.address_instead_of_file": RuleWords(
        _l("Public address instead of a file"),
        _l("The address of a public page may stand for a file."),
        _l("Attachments are sent as files."),
    ),
    "admission.completeness_business_days": RuleWords(
        _l("Completeness check"),
        _l("The secretariat checks an application within %(value)s."),
    ),
    "admission.draft_days": RuleWords(
        _l("Drafts that are not gone on with"),
        _l("A draft lapses %(value)s after it was last saved."),
    ),
    "admission.draft_reminder_days": RuleWords(
        _l("Reminders of drafts"),
        _l("Before that the applicant is reminded, after so many days: %(value)s."),
        _l("There are no reminders of drafts."),
    ),
    "admission.returned_days": RuleWords(
        _l("Time for a correction"),
        _l("An application that was returned lapses if it is not sent in again within %(value)s."),
    ),
    "admission.returned_reminder_days": RuleWords(
        _l("Reminders of corrections"),
        _l("Before that the applicant is reminded of the correction, after so many days: %(value)s."),
        _l("There are no reminders of corrections."),
    ),
    "admission.reminder_day": RuleWords(
        _l("Reminder to the board"),
        _l("Board members who have not answered are reminded on day %(value)s."),
    ),
    "admission.effect": RuleWords(
        _l("Start of membership"),
        _l("Membership begins: %(value)s; date and member number are notified."),
    ),
    "admission.release_approval": RuleWords(
        _l("Approval before release"),
        _l("Letters are approved before they are released."),
        _l("Letters are released without a further approval."),
    ),
    "admission.release_approvers": RuleWords(
        _l("Approvers before release"),
        _l("Where letters are approved, %(value)s person(s) other than the one who prepared them approve."),
    ),
    "admission.release_approval_in_order": RuleWords(
        _l("Order of the approvals"),
        _l("Approvers approve one after the other."),
        _l("Approvers approve in any order."),
    ),
    "admission.letter_business_days": RuleWords(
        _l("Letter with the result"),
        _l("The letter is sent within %(value)s of the decision."),
    ),
    "admission.refusal_in_writing": RuleWords(
        _l("Refusal in writing"),
        _l("A refusal is notified promptly and in writing."),
        _l("A refusal is notified in any form."),
    ),
    "admission.refusal_reasons_required": RuleWords(
        _l("Reasons of a refusal"),
        _l("A refusal gives its reasons."),
        _l("A refusal may be given without reasons."),
    ),
    "admission.may_apply_again": RuleWords(
        _l("Applying again"),
        _l("A refused applicant may apply again."),
        _l("A refused applicant cannot apply again."),
    ),
}
