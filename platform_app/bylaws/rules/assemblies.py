"""Rules of general assemblies."""

from platform_app.bylaws.rules.kinds import Choice, Choices, Flag, Fraction, Integer, Unit
from platform_app.bylaws.rules.rule import (
    GUIDANCE,
    MODEL_ARTICLES,
    POLICY,
    PRACTICE,
    Rule,
    associations_act,
    associations_rules,
    npo_act,
)
from platform_app.kernel.thresholds import Base, Threshold

NOTICE_CONTENTS = ("date", "hour", "place", "purpose", "bills", "ways", "deadline")
WAYS = ("attendance", "written", "electronic", "proxy")

ASSEMBLIES: tuple[Rule, ...] = (
    Rule("assemblies.ordinary_per_year", Integer(1, 12), 1, (npo_act(14, 2),)),
    Rule("assemblies.demand_share", Fraction(Base.ENTITLED), Threshold(1, 5, False, Base.ENTITLED), (npo_act(14, 3), MODEL_ARTICLES)),
    Rule("assemblies.demand_purpose_stated", Flag(), True, (npo_act(14, 3),)),
    Rule("assemblies.demand_held_within_days", Integer(1, 180, Unit.DAYS), 30, (MODEL_ARTICLES,)),
    Rule("assemblies.notice_clear_days", Integer(5, 60, Unit.CLEAR_DAYS), 14, (associations_act(39), npo_act(14, 4))),
    Rule("assemblies.notice_contents", Choices(NOTICE_CONTENTS, 1), NOTICE_CONTENTS, (associations_act(38),)),
    Rule("assemblies.only_noticed_items", Flag(), True, (npo_act(14, 6),)),
    Rule("assemblies.votes_equal", Flag(), True, (npo_act(14, 7, 1),)),
    Rule("assemblies.ways_of_voting", Choices(WAYS, 1), WAYS, (npo_act(14, 7, 2), npo_act(14, 7, 3))),
    Rule(
        "assemblies.counts_as_attendance",
        Choices(("written", "electronic", "proxy")),
        ("written", "electronic", "proxy"),
        (associations_act(52, 3),),
    ),
    Rule(
        "assemblies.advance_deadline",
        Choice(("business_day_before", "opening")),
        "business_day_before",
        (associations_act(51), associations_act(52)),
    ),
    Rule("assemblies.several_advance_votes", Choice(("last", "first")), "last", (PRACTICE,)),
    Rule("assemblies.advance_lapses", Choice(("at_check_in", "at_floor_vote")), "at_check_in", (GUIDANCE,)),
    Rule("assemblies.proxy_holders", Choices(("voting_member", "chair"), 1), ("voting_member", "chair"), (associations_act(50),)),
    Rule("assemblies.proxy_passed_on", Flag(), False, (associations_act(50),)),
    Rule("assemblies.proxy_limit", Integer(0, 10000), 0, (associations_act(50),)),
    Rule("assemblies.blank_proxy", Choice(("chair", "void")), "chair", (POLICY,)),
    Rule("assemblies.silence_is_consent", Flag(), False, (POLICY,)),
    Rule("assemblies.quorum", Fraction(Base.ENTITLED), Threshold(1, 2, True, Base.ENTITLED), (associations_act(49, 1),)),
    Rule("assemblies.ordinary_resolution", Fraction(Base.ATTENDING), Threshold(1, 2, True, Base.ATTENDING), (associations_act(49, 1),)),
    Rule("assemblies.special_attendance", Fraction(Base.ENTITLED), Threshold(1, 2, False, Base.ENTITLED), (associations_act(49, 2),)),
    Rule("assemblies.special_resolution", Fraction(Base.ENTITLED), Threshold(2, 3, False, Base.ENTITLED), (associations_act(49, 2),)),
    Rule("assemblies.amendment_mode", Choice(("attending", "special")), "attending", (npo_act(25, None, 2),)),
    Rule("assemblies.amendment_attendance", Fraction(Base.ENTITLED), Threshold(1, 2, False, Base.ENTITLED), (npo_act(25, None, 2),)),
    Rule("assemblies.amendment_resolution", Fraction(Base.ATTENDING), Threshold(3, 4, False, Base.ATTENDING), (npo_act(25, None, 2),)),
    Rule("assemblies.dissolution_resolution", Fraction(Base.ENTITLED), Threshold(3, 4, False, Base.ENTITLED), (MODEL_ARTICLES,)),
    Rule("assemblies.expulsion_mode", Choice(("special", "ordinary")), "special", (associations_act(30),)),
    Rule("assemblies.tie", Choice(("casting_vote", "rejected")), "casting_vote", (MODEL_ARTICLES,)),
    Rule("assemblies.chair_votes_first", Flag(), False, (MODEL_ARTICLES,)),
    Rule("assemblies.conflict_has_no_vote", Flag(), True, (npo_act(14, 8),)),
    Rule("assemblies.candidate_may_vote", Flag(), True, (npo_act(14, 8),)),
    Rule("assemblies.election_method", Choice(("confidence", "plurality", "approval", "stv")), "confidence", (MODEL_ARTICLES,)),
    Rule("assemblies.election_secret", Flag(), True, (MODEL_ARTICLES,)),
    Rule("assemblies.deemed_resolution", Flag(), True, (associations_act(58),)),
    Rule("assemblies.minutes_totals", Flag(), True, (associations_rules(11),)),
    Rule("assemblies.minutes_chair_signs", Flag(), True, (MODEL_ARTICLES,)),
    Rule("assemblies.minutes_signatories", Integer(0, 10), 2, (MODEL_ARTICLES,)),
    Rule("assemblies.ballots_inspectable", Flag(), True, (associations_act(50, 5), associations_act(52, 4))),
)
