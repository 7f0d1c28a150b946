"""Development only: the mail that was caught instead of being sent."""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from pathlib import Path

from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from platform_app.kernel.errors import NotFound
from platform_app.mail.carriers import caught_folder
from platform_app.web.access import public
from platform_app.web.render import render

blueprint = Blueprint("caught_mail", __name__)

_SHOWN = 200
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")


@dataclass(frozen=True)
class CaughtMail:
    """A message as it would have been sent."""

    number: int
    recipient: str
    subject: str
    body: str


@blueprint.get("/dev/mail")
@public
def list_caught() -> ResponseReturnValue:
    """The newest caught messages."""
    paths = sorted(caught_folder(current_app.config["SETTINGS"]).glob("*.eml"), reverse=True)[:_SHOWN]
    return render("mail/caught_list.html", mails=[_read_head(path) for path in paths])


@blueprint.get("/dev/mail/<int:number>")
@public
def show_caught(number: int) -> ResponseReturnValue:
    """One caught message, its links to be followed."""
    path = caught_folder(current_app.config["SETTINGS"]) / f"{number:08d}.eml"
    if not path.is_file():
        raise NotFound()
    mail = _read(path)
    return render("mail/caught_show.html", mail=mail, body=linked(mail.body))


def linked(text: str) -> Markup:
    """A plain text as HTML, with its web addresses as links."""
    pieces, end = [], 0
    for found in _ADDRESS.finditer(text):
        pieces += [Markup.escape(text[end : found.start()]), Markup('<a href="{0}">{0}</a>').format(found.group())]
        end = found.end()
    return Markup("").join([*pieces, Markup.escape(text[end:])])


def _read_head(path: Path) -> CaughtMail:
    """Without the text, and by the parser that reads headers as they stand: the other one takes fifty times as long."""
    with path.open("rb") as file:
        message = BytesHeaderParser().parse(file)
    recipient, subject = (str(make_header(decode_header(message[name]))) for name in ("To", "Subject"))
    return CaughtMail(int(path.stem), recipient, subject, "")


def _read(path: Path) -> CaughtMail:
    message = message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=policy.default)
    body = message.get_body(preferencelist=("plain",))
    return CaughtMail(int(path.stem), str(message["To"]), str(message["Subject"]), body.get_content() if body else "")
