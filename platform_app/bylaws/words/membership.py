"""Words of the rules of membership after admission."""

from flask_babel import lazy_gettext as _l

from platform_app.bylaws.words.rule_words import RuleWords

MEMBERSHIP: dict[str, RuleWords] = {
    "membership.leaving": RuleWords(
        _l("Leaving the platform"),
        _l("A member may leave at any time by notice; effective: %(value)s."),
    ),
    "membership.loss_causes": RuleWords(
        _l("Loss of membership"),
        _l("Membership is lost by: %(value)s."),
        _l("Membership is lost by leaving only."),
    ),
    "membership.expulsion_just_cause": RuleWords(
        _l("Cause of an expulsion"),
        _l("A member is expelled for just cause only."),
        _l("An expulsion needs no particular cause."),
    ),
    "membership.expulsion_notice_days": RuleWords(
        _l("Notice of an expulsion"),
        _l("The member is told at least %(value)s before the assembly."),
    ),
    "membership.expulsion_hearing": RuleWords(
        _l("Hearing before an expulsion"),
        _l("The member is heard in the assembly."),
        _l("There is no hearing."),
    ),
    "membership.expulsion_after_notice": RuleWords(
        _l("Effect of an expulsion"),
        _l("An expulsion takes effect once the result has been notified."),
        _l("An expulsion takes effect with the resolution."),
    ),
    "membership.change.name": RuleWords(
        _l("Change: Name"),
        _l("A change is handled so: %(value)s."),
    ),
    "membership.change.kana": RuleWords(
        _l("Change: Reading of the name"),
        _l("A change is handled so: %(value)s."),
    ),
    "membership.change.corporate_number": RuleWords(
        _l("Change: Corporate Number"),
        _l("A change is handled so: %(value)s."),
    ),
    "membership.change.address": RuleWords(
        _l("Change: Address"),
        _l("A change is handled so: %(value)s."),
    ),
    "membership.change.representative": RuleWords(
        _l("Change: Representative"),
        _l("A change is handled so: %(value)s."),
    ),
    "membership.change.delegate": RuleWords(
        _l("Change: Voting delegate"),
        _l("A change is handled so: %(value)s."),
    ),
    "membership.change.contact": RuleWords(
        _l("Change: Contact"),
        _l("A change is handled so: %(value)s."),
    ),
    "membership.change.profile": RuleWords(
        _l("Change: Description and activities"),
        _l("A change is handled so: %(value)s."),
    ),
    "membership.change.directory": RuleWords(
        _l("Change: Consent to publication"),
        _l("A change is handled so: %(value)s."),
    ),
    "membership.change.membership_class": RuleWords(
        _l("Change: Membership class"),
        _l("A change is handled so: %(value)s."),
    ),
    "membership.confirmations_per_year": RuleWords(
        _l("Yearly confirmation"),
        _l("Members confirm their particulars %(value)s time(s) a year."),
        _l("Members are not asked to confirm their particulars."),
    ),
    "membership.confirmation_reminder_days": RuleWords(
        _l("Reminders of the confirmation"),
        _l("Reminders go out on day %(value)s; who has not answered then is telephoned."),
        _l("No reminders go out."),
    ),
    "membership.number_reused": RuleWords(
        _l("Numbers of members"),
        _l("Numbers of former members may be used again."),
        _l("Member numbers run from 1 across all classes and are never used again."),
    ),
    "membership.representative_is_delegate": RuleWords(
        _l("Voting delegate by default"),
        _l("Until another is named, the representative is the voting delegate."),
        _l("A voting delegate has to be named."),
    ),
}
