"""The recommender's answer."""

from flask_babel import lazy_gettext as _l

from platform_app.web.forms import (
    PlatformForm,
    choice_field,
    text_field,
)


class RecommendationForm(PlatformForm):
    """A recommender's answer."""

    answer = choice_field(
        _l("Your answer"),
        lambda: [("yes", str(_l("Yes, we recommend"))), ("no", str(_l("No, we do not"))), ("later", str(_l("Not yet, I will answer later")))],
    )
    name = text_field(_l("Your name"), max_length=120, autocomplete="name", support=_l("Needed for “yes”; the applicant and the board see it."))
    reason = text_field(
        _l("Reason"), max_length=2000, multiline=True,
        support=_l("Needed for “yes”: the board reads it. With “no” it stays between you and the secretariat."),
    )
