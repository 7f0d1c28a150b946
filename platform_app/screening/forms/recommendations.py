"""What recommenders type, and what the secretariat says of their recommendations."""

from flask_babel import lazy_gettext as _l

from platform_app.web.forms import (
    PlatformForm,
    choice_field,
    hidden_field,
    text_field,
)

_LONGEST_NAME = 120
_LARGEST_ID = 2**31 - 1


class RecommenderForm(PlatformForm):
    """Which member or desk is asked, and in the place of which request."""

    member_id = hidden_field(max_length=10)
    desk_id = hidden_field(max_length=10)
    replaces = hidden_field(max_length=10)

    def chosen(self, name: str) -> int | None:
        """The id in a field; nonsense is none that exists."""
        text = self[name].data or ""
        if not text:
            return None
        return int(text) if text.isascii() and text.isdecimal() and int(text) <= _LARGEST_ID else 0


class RecommendationForm(PlatformForm):
    """A recommender's answer; `shown` marks what the page showed of the application."""

    shown = hidden_field(max_length=16)
    answer = choice_field(
        _l("Your answer"),
        lambda: [("yes", str(_l("Yes, we recommend"))), ("no", str(_l("No, we do not"))), ("later", str(_l("Not yet, I will answer later")))],
    )
    name = text_field(
        _l("Your name"), max_length=_LONGEST_NAME, autocomplete="name", support=_l("Needed for “yes”; the applicant and the board see it.")
    )
    reason = text_field(
        _l("Reason"), max_length=2000, multiline=True,
        support=_l("Needed for “yes”: the board reads it. With “no” it stays between you and the secretariat."),
    )


class ColleagueForm(PlatformForm):
    """To whom a request is handed on."""

    colleague = text_field(_l("Colleague's name"), max_length=_LONGEST_NAME, required=True)
    address = text_field(_l("Colleague's e-mail address"), max_length=254, required=True, kind="email")


class TakeBackForm(PlatformForm):
    """Why a recommendation is taken back, if the recommender wants to say it."""

    reason = text_field(_l("Why"), max_length=2000, multiline=True, support=_l("Only the secretariat and the board read it."))


class ReviewForm(PlatformForm):
    """Whether a recommendation that a person has to look at counts."""

    counts = choice_field(_l("What you found"), lambda: [("yes", str(_l("It counts"))), ("no", str(_l("It does not count")))])
    note = text_field(_l("Why"), max_length=2000, multiline=True, required=True, support=_l("The board reads it."))
