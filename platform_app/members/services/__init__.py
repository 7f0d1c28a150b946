"""Use cases of the register."""

from platform_app.members.services.admission import Admitted, admit
from platform_app.members.services.corrections import correct_particulars
from platform_app.members.services.ministries import add_desk, add_ministry, close_desk, close_ministry, load_ministries
from platform_app.members.services.people import appoint, end_term, link_user

__all__ = [
    "Admitted",
    "add_desk",
    "add_ministry",
    "admit",
    "appoint",
    "close_desk",
    "close_ministry",
    "correct_particulars",
    "end_term",
    "link_user",
    "load_ministries",
]
