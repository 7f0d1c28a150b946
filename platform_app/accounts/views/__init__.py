"""Pages of accounts."""

from platform_app.accounts.views import account, links, presence, sign_in, users
from platform_app.accounts.views.base import blueprint, show_dead_link
from platform_app.accounts.views.presence import ask_for_presence
from platform_app.accounts.views.sign_in import ask_to_sign_in

__all__ = ["account", "ask_for_presence", "ask_to_sign_in", "blueprint", "links", "presence", "show_dead_link", "sign_in", "users"]
