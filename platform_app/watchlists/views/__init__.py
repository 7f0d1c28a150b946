"""The screening officer's pages: the queue, one case, lists with their versions and uploads."""

from platform_app.watchlists.views import cases, lists, queue, uploads
from platform_app.watchlists.views.blueprint import blueprint

__all__ = ["blueprint", "cases", "lists", "queue", "uploads"]
