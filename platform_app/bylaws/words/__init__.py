"""Words of the rules: labels, values, sentences and sources; and of what can go wrong when they are changed."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from platform_app.bylaws.rules.changes import ChangeStatus
from platform_app.bylaws.rules.rule import Act, Origin
from platform_app.bylaws.words.admission import ADMISSION
from platform_app.bylaws.words.rights import COLUMN_WORDS, RIGHT_WORDS

STATUS_WORDS: dict[object, LazyString] = {
    ChangeStatus.PROPOSED: _l("Proposed"),
    ChangeStatus.ADOPTED: _l("Adopted"),
    ChangeStatus.REJECTED: _l("Rejected or taken back"),
}

ORIGIN_WORDS: dict[object, LazyString] = {
    Origin.SOURCE: _l("The platform's own document"),
    Origin.SIBLING: _l("Bylaws of similar platforms"),
    Origin.PRACTICE: _l("Common practice"),
    Origin.POLICY: _l("Policy of this platform"),
    Origin.MODEL_ARTICLES: _l("Model articles of NPO corporations"),
    Origin.GUIDANCE: _l("Guidance of the ministries of economy and of justice"),
    Origin.STATUTE: _l("Statute"),
}

ACT_WORDS: dict[object, LazyString] = {
    Act.ASSOCIATIONS: _l("Act on General Incorporated Associations and Foundations"),
    Act.ASSOCIATIONS_RULES: _l("Enforcement Rules of the Act on General Incorporated Associations and Foundations"),
    Act.NPO: _l("Act on Promotion of Specified Non-profit Activities"),
}

WORDS: dict[object, LazyString] = {
    **STATUS_WORDS,
    **ORIGIN_WORDS,
    **ACT_WORDS,
    **RIGHT_WORDS,
    **COLUMN_WORDS,
    **{key: words.label for key, words in ADMISSION.items()},
    "bylaws.view_proposals": _l("See proposed changes of the rules"),
    "bylaws.propose_change": _l("Propose a change of the rules"),
    "bylaws.decide_change": _l("Adopt or reject a proposed change of the rules"),
    "bylaws.founding_rules_adopted": _l("The founding rules were adopted"),
    "bylaws.rule_change_proposed": _l("A change of the rules was proposed"),
    "bylaws.rule_change_adopted": _l("A change of the rules was adopted"),
    "bylaws.rule_change_rejected": _l("A proposed change of the rules was rejected"),
    "bylaws.no_founding_rules": _l(
        "The rules have not been set up yet. Nothing was recorded. The administrator sets them up with “platform-app db upgrade”."
    ),
    "bylaws.version_unknown": _l("There is no such version of the rules."),
    "bylaws.rule_unknown": _l("There is no such rule."),
    "bylaws.value_of_wrong_type": _l("This is not a value that the rule can have. Please write it as the example shows."),
    "bylaws.value_out_of_bounds": _l("Please write a number from %(minimum)s to %(maximum)s."),
    "bylaws.value_not_offered": _l("Please choose one of the values that are offered."),
    "bylaws.too_few_chosen": _l("Please choose at least %(minimum)s."),
    "bylaws.value_no_fraction": _l("Please write a fraction like 1/2 that is more than nothing and can be reached."),
    "bylaws.text_length": _l("Please write a text of 1 to %(maximum)s characters."),
    "bylaws.pattern_unusable": _l("This cannot write numbers. It needs {n}, or {n:04d}, for the running number, and may hold {year} and {era}."),
    "bylaws.pattern_without_year": _l("This needs {year} or {era} besides the running number, which begins anew each fiscal year."),
    "bylaws.pattern_too_long": _l("Numbers written so can be longer than %(longest)s characters. Please shorten it."),
    "bylaws.fixed": _l("The program follows this rule in this form only, so it cannot be changed here."),
    "bylaws.changed_meanwhile": _l(
        "The rules were changed while this page was open. Your changes are kept, and all other values are now those of version %(number)s; "
        "please look at the differences below."
    ),
    "bylaws.person_required": _l("Only a person with an account can change the rules."),
    "bylaws.no_change": _l("Nothing is different from the rules as they stand. Please change at least one value."),
    "bylaws.effective_in_past": _l("A change cannot take effect in the past. Please choose today (%(today)s) or later."),
    "bylaws.effective_before_base": _l(
        "The version before takes effect on %(effective_on)s. Please choose that day or a later one."
    ),
    "bylaws.no_way_to_recommend": _l("Nobody could be recommended: either members or ministries must be able to recommend."),
    "bylaws.nobody_votes": _l("Nobody could vote: at least one membership class needs the right to vote."),
    "bylaws.reminder_after_request": _l(
        "The reminder to recommenders on day %(day)s would come after the %(days)s days in which they can answer. Please choose an earlier day."
    ),
    "bylaws.reminder_after_deadline": _l(
        "The reminder to the board on day %(day)s would come after its review of %(days)s days. Please choose an earlier day."
    ),
    "bylaws.already_decided": _l("This proposal has been adopted or rejected already."),
    "bylaws.same_person": _l("You proposed this change yourself. A second person has to look at it and adopt it."),
    "bylaws.stale_base": _l(
        "Version %(number)s was adopted after this was proposed. Please reject this and propose it again on the present rules."
    ),
    "bylaws.adopted_meanwhile": _l("Another version of the rules was adopted at the same moment. Please look at the page again."),
}

__all__ = ["ACT_WORDS", "COLUMN_WORDS", "ORIGIN_WORDS", "RIGHT_WORDS", "STATUS_WORDS", "WORDS"]
