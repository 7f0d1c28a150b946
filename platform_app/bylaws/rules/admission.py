"""Rules of admission."""

from platform_app.bylaws.rules.kinds import Choice, Choices, Flag, Integer, Integers, Text, Unit
from platform_app.bylaws.rules.rule import MODEL_ARTICLES, PLATFORM, POLICY, PRACTICE, SIBLING, Rule

ATTACHMENTS = ("articles", "officer_roster", "annual_report_or_activities")

ADMISSION: tuple[Rule, ...] = (
    Rule("admission.member_recommendations", Integer(0, 10), 2, (PLATFORM,)),
    Rule("admission.ministry_recommendations", Integer(0, 5), 1, (PLATFORM,)),
    Rule("admission.recommendation_days", Integer(1, 180, Unit.DAYS), 30, (POLICY,)),
    Rule("admission.recommendation_reminder_days", Integers(1, 180), (3, 7, 14), (POLICY,)),
    Rule("admission.recommendation_requests", Integer(1, 10), 3, (POLICY,)),
    Rule("admission.recommenders_asked", Integer(2, 50), 10, (POLICY,)),
    Rule("admission.refuse_self_recommendation", Flag(), True, (POLICY,)),
    Rule("admission.refuse_same_number", Flag(), True, (POLICY,)),
    Rule("admission.flag_shared_officer", Flag(), True, (POLICY,)),
    Rule(
        "admission.criteria",
        Choices(("activity_record", "anti_social_forces", "recommendation"), 1),
        ("activity_record", "anti_social_forces", "recommendation"),
        (PLATFORM,),
    ),
    Rule("admission.board_may_add_criteria", Flag(), True, (PLATFORM,)),
    Rule("admission.pledge_required", Flag(), True, (PRACTICE,)),
    Rule("admission.pledge_version", Text(20), "1", (PRACTICE,)),
    Rule("admission.attachments.regular", Choices(ATTACHMENTS), ("articles", "officer_roster", "annual_report_or_activities"), (PRACTICE,)),
    Rule("admission.attachments.cooperating", Choices(ATTACHMENTS), ("articles", "officer_roster", "annual_report_or_activities"), (PRACTICE,)),
    Rule(
        "admission.attachments.supporting_organisation",
        Choices(ATTACHMENTS),
        ("articles", "officer_roster", "annual_report_or_activities"),
        (PRACTICE,),
    ),
    Rule("admission.attachments.supporting_individual", Choices(ATTACHMENTS), ("annual_report_or_activities",), (PRACTICE,)),
    Rule("admission.address_instead_of_file", Flag(), True, (PRACTICE,), is_fixed=True),
    Rule("admission.completeness_business_days", Integer(1, 60, Unit.BUSINESS_DAYS), 5, (SIBLING,)),
    Rule("admission.draft_days", Integer(7, 730, Unit.DAYS), 90, (POLICY,)),
    Rule("admission.draft_reminder_days", Integers(1, 730), (30, 60, 83), (POLICY,)),
    Rule("admission.returned_days", Integer(7, 365, Unit.DAYS), 30, (POLICY,)),
    Rule("admission.returned_reminder_days", Integers(1, 365), (7, 14, 23), (POLICY,)),
    Rule("admission.reminder_day", Integer(1, 60), 7, (SIBLING,)),
    Rule("admission.effect", Choice(("on_approval", "on_release")), "on_approval", (SIBLING,)),
    Rule("admission.release_approval", Flag(), False, (POLICY,)),
    Rule("admission.release_approvers", Integer(1, 5), 1, (POLICY,)),
    Rule("admission.release_approval_in_order", Flag(), True, (POLICY,)),
    Rule("admission.letter_business_days", Integer(1, 60, Unit.BUSINESS_DAYS), 5, (SIBLING,)),
    Rule("admission.refusal_in_writing", Flag(), True, (MODEL_ARTICLES,), is_fixed=True),
    Rule("admission.refusal_reasons_required", Flag(), True, (MODEL_ARTICLES,)),
    Rule("admission.may_apply_again", Flag(), True, (MODEL_ARTICLES,)),
)
