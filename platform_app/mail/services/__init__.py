"""Use cases of mail: links, messages, and their delivery."""

from platform_app.mail.services.erasing import erase_links, erase_messages
from platform_app.mail.services.links import find_link, issue_link, link_url, revoke_links, use_link, use_up_links
from platform_app.mail.services.messages import enqueue, resend

__all__ = ["enqueue", "erase_links", "erase_messages", "find_link", "issue_link", "link_url", "resend", "revoke_links", "use_link", "use_up_links"]
