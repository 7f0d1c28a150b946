"""Use cases of documents: receive, send and forget files; give out numbers; freeze and set letters."""

from platform_app.documents.services.letters import erase_letter, freeze_letter, render_letter, set_paper
from platform_app.documents.services.numbers import next_number
from platform_app.documents.services.scanning import record_scan
from platform_app.documents.services.sending import preview_letter, send, send_letter, send_letters, send_paper
from platform_app.documents.services.uploads import copy_file, forget_file, receive_upload

__all__ = [
    "copy_file",
    "erase_letter",
    "forget_file",
    "freeze_letter",
    "next_number",
    "preview_letter",
    "receive_upload",
    "record_scan",
    "render_letter",
    "send",
    "send_letter",
    "send_letters",
    "send_paper",
    "set_paper",
]
