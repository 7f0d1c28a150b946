"""Whether other servers answer: a connection is opened and closed again, nothing is sent but a greeting; and whether an address is free."""

import socket

from platform_app.config import Settings
from platform_app.operations.rules import split_bind

PATIENCE_SECONDS = 3.0


def mail_server_answers(settings: Settings) -> bool:
    """Whether something that greets like a mail server listens at MAIL_SERVER."""
    try:
        with socket.create_connection((settings.mail_server, settings.mail_port), PATIENCE_SECONDS) as connection:
            greeting = connection.recv(64)
            connection.sendall(b"QUIT\r\n")
    except OSError:
        return False
    return greeting.startswith(b"2")


def is_free(bind: str) -> bool:
    """Whether a server could listen at `address:port`; a socket's path is taken for free."""
    if bind.startswith("unix:"):
        return True
    with socket.socket(socket.AF_INET6 if ":" in split_bind(bind)[0] else socket.AF_INET) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(split_bind(bind))
        except OSError:
            return False
    return True


def scanner_answers(address: str) -> bool:
    """Whether a clamd answers a PING at `host:port` or the path of a socket."""
    try:
        with _connect(address) as connection:
            connection.sendall(b"zPING\0")
            return connection.recv(16).startswith(b"PONG")
    except (OSError, ValueError):
        return False


def _connect(address: str) -> socket.socket:
    if not address.startswith("/"):
        return socket.create_connection(split_bind(address), PATIENCE_SECONDS)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(PATIENCE_SECONDS)
    try:
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection
