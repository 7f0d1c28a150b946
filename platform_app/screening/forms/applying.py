"""The applicant's other forms: the address, papers, recommenders."""

from flask_babel import lazy_gettext as _l

from platform_app.documents.rules import Slot as FileSlot
from platform_app.documents.rules import slot_policy
from platform_app.screening.answers import limit
from platform_app.screening.rules.form import SLOTS_OF_APPLICANTS
from platform_app.web.forms import (
    PlatformForm,
    choice_field,
    file_field,
    hidden_field,
    text_field,
)
from platform_app.web.words import say


class ApplyForm(PlatformForm):
    """The address to which the link is sent."""

    address = text_field(_l("E-mail address"), max_length=limit("contact_email"), required=True, kind="email", autocomplete="email")


class AttachmentForm(PlatformForm):
    """A paper: a file, or a public address in its place."""

    slot = choice_field(_l("What it is"), lambda: [(slot.value, say(slot)) for slot in SLOTS_OF_APPLICANTS], coerce=str)
    file = file_field(_l("File"), support=_l("PDF, picture, Word or Excel, up to 20 MB"), accept=slot_policy(FileSlot.ACTIVITY_EVIDENCE).accept)
    address = text_field(_l("or its public web address"), max_length=limit("attachments.address"), kind="url")


class RecommenderForm(PlatformForm):
    """Which member or desk is asked."""

    member_id = hidden_field(max_length=9)
    desk_id = hidden_field(max_length=9)
