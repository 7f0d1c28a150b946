"""Rules of membership after admission."""

from platform_app.bylaws.rules.kinds import Choice, Choices, Flag, Integer, Integers, Unit
from platform_app.bylaws.rules.rule import POLICY, Rule, associations_act

CHANGE_WAYS = ("at_once", "notify", "secretariat", "board")

MEMBERSHIP: tuple[Rule, ...] = (
    Rule("membership.leaving", Choice(("on_receipt", "year_end")), "on_receipt", (associations_act(28),)),
    Rule("membership.loss_causes", Choices(("dissolution", "death", "expulsion")), ("dissolution", "death", "expulsion"), (associations_act(29),)),
    Rule("membership.expulsion_just_cause", Flag(), True, (associations_act(30),)),
    Rule("membership.expulsion_notice_days", Integer(1, 60, Unit.DAYS), 7, (associations_act(30),)),
    Rule("membership.expulsion_hearing", Flag(), True, (associations_act(30),)),
    Rule("membership.expulsion_after_notice", Flag(), True, (associations_act(30),)),
    Rule("membership.change.name", Choice(CHANGE_WAYS), "secretariat", (POLICY,)),
    Rule("membership.change.kana", Choice(CHANGE_WAYS), "secretariat", (POLICY,)),
    Rule("membership.change.corporate_number", Choice(CHANGE_WAYS), "secretariat", (POLICY,)),
    Rule("membership.change.address", Choice(CHANGE_WAYS), "notify", (POLICY,)),
    Rule("membership.change.representative", Choice(CHANGE_WAYS), "secretariat", (POLICY,)),
    Rule("membership.change.delegate", Choice(CHANGE_WAYS), "secretariat", (POLICY,)),
    Rule("membership.change.contact", Choice(CHANGE_WAYS), "at_once", (POLICY,)),
    Rule("membership.change.profile", Choice(CHANGE_WAYS), "at_once", (POLICY,)),
    Rule("membership.change.directory", Choice(CHANGE_WAYS), "at_once", (POLICY,)),
    Rule("membership.change.membership_class", Choice(CHANGE_WAYS), "board", (POLICY,)),
    Rule("membership.confirmations_per_year", Integer(0, 4), 1, (POLICY,)),
    Rule("membership.confirmation_reminder_days", Integers(0, 180), (0, 14, 28), (POLICY,)),
    Rule("membership.number_reused", Flag(), False, (POLICY,), is_fixed=True),
    Rule("membership.representative_is_delegate", Flag(), True, (POLICY,), is_fixed=True),
)
