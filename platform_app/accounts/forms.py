"""Forms of accounts."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from platform_app.kernel.roles import OFFICES, Role
from platform_app.web.forms import PlatformForm, choice_field, hidden_field, password_field, text_field
from platform_app.web.i18n import LANGUAGES
from platform_app.web.words import say

_ADDRESS = 254
_NAME = 100
_HINT = _l("A few words in a row are easy to remember and hard to guess.")


def office_choices() -> list[tuple[str, str]]:
    """The offices with their names, the administrator's last."""
    ordered = sorted(OFFICES, key=lambda role: (role is Role.ADMINISTRATOR, role.value))
    return [(role.value, say(role)) for role in ordered]


def office_choices_or_none() -> list[tuple[str, str]]:
    """The same with an empty answer before them."""
    return [("", "—"), *office_choices()]


class SignInForm(PlatformForm):
    """Address and password; `next` is where to go then, `kept` a form that was sent when the sign-in had expired."""

    email = text_field(_l("E-mail address"), max_length=_ADDRESS, required=True, kind="email", autocomplete="username")
    password = password_field(_l("Password"), autocomplete="current-password")
    next = hidden_field(max_length=2000)
    kept = HiddenField()


class PresenceForm(PlatformForm):
    """The password once more; `next` and `kept` as in signing in."""

    password = password_field(_l("Password"), autocomplete="current-password")
    next = hidden_field(max_length=2000)
    kept = HiddenField()


class ForgottenForm(PlatformForm):
    """The address for a link to set a new password."""

    email = text_field(_l("E-mail address"), max_length=_ADDRESS, required=True, kind="email", autocomplete="username")


class AcceptForm(PlatformForm):
    """Name and password of a person invited."""

    name = text_field(_l("Your own name"), max_length=_NAME, required=True, autocomplete="name")
    password = password_field(_l("New password"), autocomplete="new-password", support=_HINT)
    password_again = password_field(_l("New password, once more"), autocomplete="new-password")


class NewPasswordForm(PlatformForm):
    """A new password by a link."""

    password = password_field(_l("New password"), autocomplete="new-password", support=_HINT)
    password_again = password_field(_l("New password, once more"), autocomplete="new-password")


class ChangePasswordForm(NewPasswordForm):
    """A new password knowing the current one."""

    current_password = password_field(_l("Current password"), autocomplete="current-password")


class ProfileForm(PlatformForm):
    """Name and language."""

    name = text_field(_l("Your own name"), max_length=_NAME, required=True, autocomplete="name")
    locale = choice_field(_l("Language of pages and mails"), lambda: list(LANGUAGES.items()))


class AddressForm(PlatformForm):
    """A new address, with the password."""

    email = text_field(_l("New e-mail address"), max_length=_ADDRESS, required=True, kind="email", autocomplete="email")
    current_password = password_field(_l("Current password"), autocomplete="current-password")


class InviteForm(PlatformForm):
    """A person to be invited by an administrator."""

    email = text_field(_l("E-mail address"), max_length=_ADDRESS, required=True, kind="email", autocomplete="off")
    name = text_field(_l("Name"), max_length=_NAME, required=True, autocomplete="off")
    locale = choice_field(_l("Language of pages and mails"), lambda: list(LANGUAGES.items()))
    office = choice_field(
        _l("Office"),
        office_choices_or_none,
        required=False,
        as_select=True,
        support=_l("An office is proposed; it is held once another administrator confirms it."),
    )


class OfficeForm(PlatformForm):
    """An office to be given or taken."""

    role = choice_field(_l("Office"), office_choices, as_select=True)
