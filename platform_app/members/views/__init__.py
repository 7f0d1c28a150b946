"""Pages of the register: the secretariat's, of members and of ministries, and the member's own."""

from platform_app.members.views import changes, ministries, own, register
from platform_app.members.views.blueprint import blueprint

__all__ = ["blueprint", "changes", "ministries", "own", "register"]
