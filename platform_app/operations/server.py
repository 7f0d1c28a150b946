"""The web server: gunicorn with threads, started from Python with the options of this installation."""

from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from werkzeug.middleware.proxy_fix import ProxyFix

THREADS = 4
TIMEOUT_SECONDS = 60
GRACEFUL_SECONDS = 20
KEEPALIVE_SECONDS = 5
REQUEST_LINE_BYTES = 8190


class Server(BaseApplication):
    """gunicorn for one application that is made already: workers are forked from it, and no connection was opened before."""

    def __init__(self, app: Flask, options: dict[str, Any]) -> None:
        self.application = app
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        """Take over the options that this version of gunicorn has."""
        for name, value in self.options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application."""
        return self.application


def serve(app: Flask, *, bind: str, workers: int, quiet: bool) -> None:
    """Serve until a signal ends it. In production one proxy in front is trusted for the visitor's address, as the shipped files set it."""
    if app.config["SETTINGS"].is_production:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    Server(app, server_options(bind=bind, workers=workers, quiet=quiet)).run()


def server_options(*, bind: str, workers: int, quiet: bool) -> dict[str, Any]:
    """gunicorn's settings: threads, because requests wait for the database; bounded headers; a worker is renewed now and then."""
    return {
        "bind": bind,
        "workers": workers,
        "worker_class": "gthread",
        "threads": THREADS,
        "timeout": TIMEOUT_SECONDS,
        "graceful_timeout": GRACEFUL_SECONDS,
        "keepalive": KEEPALIVE_SECONDS,
        "limit_request_line": REQUEST_LINE_BYTES,
        "limit_request_fields": 60,
        "max_requests": 20_000,
        "max_requests_jitter": 2_000,
        "preload_app": True,
        "control_socket_disable": True,
        "loglevel": "warning" if quiet else "info",
        "proc_name": "platform-app",
    }
