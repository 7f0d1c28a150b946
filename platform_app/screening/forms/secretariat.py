"""The secretariat's acts."""

from flask_babel import lazy_gettext as _l

from platform_app.bylaws.rules import CATALOGUE
from platform_app.screening.rules.checks import Assessment, Conclusion
from platform_app.web.forms import (
    PlatformForm,
    choice_field,
    hidden_field,
    text_field,
)
from platform_app.web.words import say

CLAUSES = tuple(key for key, rule in CATALOGUE.items() if rule.section == "admission")


class RemarkForm(PlatformForm):
    """One thing to mend, at its place on the form; the places are put in by the view."""

    field = choice_field(_l("Place on the form"), [], as_select=True)
    text = text_field(_l("What should be corrected"), max_length=1000, multiline=True, required=True, rows=3,
                      support=_l("The applicant reads this text exactly as it is."))
    clause = choice_field(_l("Rule that it rests on"), lambda: [("", ""), *((key, say(key)) for key in CLAUSES)], required=False, as_select=True)
    clause_text = text_field(_l("or another clause, in words"), max_length=120)
    former_id = hidden_field(max_length=12)


class AddressForm(PlatformForm):
    """Another address for the applicant, and why."""

    address = text_field(_l("New e-mail address"), max_length=254, required=True, kind="email")
    reason = text_field(_l("Why, and how you made sure"), max_length=500, required=True)


class ReturnForm(PlatformForm):
    """The words above the remarks; `unnoted` is what stands typed in the form for a remark and was not noted (a script puts it there)."""

    unnoted = hidden_field(max_length=20_000, copy_of="text")
    remark = text_field(_l("Words to the applicant"), max_length=4000, multiline=True,
                        support=_l("They stand above the remarks, or alone if there are none."))


class CheckForm(PlatformForm):
    """A check with the words that the board reads."""

    note = text_field(_l("Note for the board"), max_length=4000, multiline=True)


class AssessmentForm(PlatformForm):
    """What the secretariat makes of a point, with the words that the board reads."""

    assessment = choice_field(_l("Assessment"), lambda: [(a.value, say(a)) for a in Assessment],
                              support=_l("Each of the three goes to the board, which decides what follows."))
    note = text_field(_l("Note for the board"), max_length=4000, multiline=True,
                      support=_l("What the assessment rests on. It is needed, and the board reads it."))


class ReopenForm(PlatformForm):
    """Why a check is opened again by hand."""

    reopening_reason = text_field(_l("Why the check is opened again"), max_length=1000, multiline=True, required=True)


class PointForm(PlatformForm):
    """A further point to be looked into."""

    title = text_field(_l("What is to be looked into"), max_length=200, required=True,
                       support=_l("In a few words, such as: visit on site, proof of the representative's authority."))


class ConclusionForm(PlatformForm):
    """The sealed conclusion on anti-social forces."""

    conclusion = choice_field(_l("Conclusion"), lambda: [(c.value, say(c)) for c in Conclusion])
    note = text_field(_l("Grounds (sealed)"), max_length=4000, multiline=True)


class SealedForm(PlatformForm):
    """Why something sealed is opened."""

    reason = text_field(_l("Reason for opening"), max_length=500, required=True)


class ReasonsForm(PlatformForm):
    """The reasons of a refusal as the letter tells them."""

    reasons = text_field(_l("Reasons in the letter"), max_length=4000, multiline=True, support=_l("One reason per line."))
