"""The secretariat's acts."""

from flask_babel import lazy_gettext as _l

from platform_app.screening.rules.checks import Conclusion
from platform_app.web.forms import (
    PlatformForm,
    choice_field,
    text_field,
)
from platform_app.web.words import say


class ReturnForm(PlatformForm):
    """What the applicant should mend."""

    remark = text_field(_l("What should be corrected"), max_length=4000, multiline=True, required=True,
                        support=_l("The applicant reads this text exactly as it is."))


class CheckForm(PlatformForm):
    """A check with the words that the board reads."""

    note = text_field(_l("Note for the board"), max_length=4000, multiline=True)


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
