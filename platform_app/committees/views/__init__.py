"""Pages of bodies: the board member's own under /board, the secretariat's under /secretariat/board."""

from platform_app.committees.views import board, seats, secretariat, sittings
from platform_app.committees.views.blueprint import blueprint

__all__ = ["blueprint", "board", "seats", "secretariat", "sittings"]
