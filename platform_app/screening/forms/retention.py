"""The shape of input about legal holds."""

from flask_babel import lazy_gettext as _l

from platform_app.web.forms import PlatformForm, text_field


class HoldForm(PlatformForm):
    """Why an application is kept."""

    hold_reason = text_field(
        _l("Why it must be kept"), max_length=300, required=True, support=_l("For example a complaint, a lawsuit or an audit.")
    )
