"""Entering an application for somebody else."""

from flask_babel import lazy_gettext as _l

from platform_app.screening.rules.applications import ENTERED, Channel
from platform_app.web.forms import PlatformForm, choice_field, text_field
from platform_app.web.words import say


class ChannelForm(PlatformForm):
    """How the application came."""

    channel = choice_field(_l("How it came"), lambda: [(channel.value, say(channel)) for channel in Channel if channel in ENTERED])


class ObjectionForm(PlatformForm):
    """What is not as on the paper."""

    remark = text_field(_l("What is not as on the paper"), max_length=2000, multiline=True, required=True, rows=3)
