"""How a letter leaves: through an SMTP server, or, in development without one, into a folder that a page shows."""

import os
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from flask import current_app
from flask_mail import BadHeaderError, Connection

from platform_app.config import Settings
from platform_app.mail.rules import DeliveryError, one_line
from platform_app.mail.services.delivery import Failure
from platform_app.mail.writing import Letter

TIMEOUT_SECONDS = 15


class Carrier(Protocol):
    """Something that takes letters one by one."""

    def carry(self, letter: Letter, mail_message_id: int) -> Failure | None:
        """Take one letter; the answer is why it could not, or None."""

    def close(self) -> None:
        """Give back what is held."""


def open_carrier() -> Carrier:
    """The carrier that the settings ask for; opens no connection yet."""
    settings: Settings = current_app.config["SETTINGS"]
    return Catcher(caught_folder(settings)) if settings.catches_mail else Postman()


def caught_folder(settings: Settings) -> Path:
    """Where development keeps the mail that it caught."""
    return Path(settings.instance_path) / "mail"


class Catcher:
    """Keeps letters as .eml files, one for each message."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def carry(self, letter: Letter, mail_message_id: int) -> Failure | None:
        """Write the file; a second try of the same message overwrites the first."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{mail_message_id:08d}.eml"
        draft = path.with_suffix(".part")
        draft.write_bytes(letter.as_message().as_bytes())
        os.replace(draft, path)
        return None

    def close(self) -> None:
        """Nothing is held."""


class _Line(Connection):
    """Flask-Mail's connection with a time limit and checked certificates; a test's suppression of mail does not apply to this process."""

    def open(self) -> "_Line":
        """Connect."""
        self.host = self.configure_host()
        return self

    def close(self) -> None:
        """Take leave of the server, if it still listens."""
        with suppress(smtplib.SMTPException, OSError):
            if self.host is not None:
                self.host.quit()

    def configure_host(self) -> smtplib.SMTP:
        """A greeted connection, encrypted and signed in as the settings say."""
        host = smtplib.SMTP(self.mail.server, self.mail.port, timeout=TIMEOUT_SECONDS)
        if self.mail.use_tls:
            host.starttls(context=ssl.create_default_context())
        if self.mail.username and self.mail.password:
            host.login(self.mail.username, self.mail.password)
        return host


class Postman:
    """Hands letters to the SMTP server over one connection of its own; after a broken one it tries a new one, once per batch."""

    def __init__(self, connect: Callable[[], _Line] | None = None) -> None:
        self._connect = connect or (lambda: _Line(current_app.extensions["mail"]).open())
        self._line: _Line | None = None
        self._unreachable: Failure | None = None

    def carry(self, letter: Letter, mail_message_id: int) -> Failure | None:
        """Hand over one letter; nothing is tried again here."""
        if self._unreachable is not None:
            return self._unreachable
        try:
            self._line = self._line or self._connect()
        except (smtplib.SMTPException, OSError) as error:
            self._unreachable = _tell(error)
            return self._unreachable
        try:
            self._line.send(letter.as_message())
        except (smtplib.SMTPException, OSError, BadHeaderError, UnicodeError, ValueError) as error:
            if isinstance(error, (smtplib.SMTPServerDisconnected, OSError)) and not isinstance(error, smtplib.SMTPResponseException):
                self._hang_up()
            return _tell(error)
        return None

    def close(self) -> None:
        """End the connection politely."""
        self._hang_up()

    def _hang_up(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.close()


def _tell(error: Exception) -> Failure:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
        return Failure(DeliveryError.ADDRESS_REFUSED, code, _words(code, words))
    if isinstance(error, smtplib.SMTPDataError):
        return Failure(DeliveryError.CONTENT_REFUSED, error.smtp_code, _words(error.smtp_code, error.smtp_error))
    if isinstance(error, smtplib.SMTPResponseException):
        return Failure(DeliveryError.SERVER_REFUSED, error.smtp_code, _words(error.smtp_code, error.smtp_error))
    if isinstance(error, (BadHeaderError, UnicodeError, ValueError, smtplib.SMTPNotSupportedError)):
        return Failure(DeliveryError.NOT_WRITTEN, None, type(error).__name__)
    return Failure(DeliveryError.SERVER_UNREACHABLE, None, one_line(str(error)) or type(error).__name__)


def _words(code: int, text: bytes | str) -> str:
    return one_line(f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}")
