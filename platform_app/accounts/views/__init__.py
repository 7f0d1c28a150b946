"""Pages of accounts."""

from platform_app.accounts.views import account, links, sign_in, users
from platform_app.accounts.views.base import blueprint, show_dead_link
from platform_app.accounts.views.sign_in import ask_to_sign_in

__all__ = ["account", "ask_to_sign_in", "blueprint", "links", "show_dead_link", "sign_in", "users"]
