"""Logs: one JSON line for each request, with its id and without addresses, names or tokens."""

import logging
import sys
import time

import structlog
from flask import Flask, Response, g, request

log = structlog.get_logger("request")


def configure(*, is_production: bool) -> None:
    """Set up structlog: JSON lines in production, readable ones in development; on standard error."""
    renderer = structlog.processors.JSONRenderer() if is_production else structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )


def _begin() -> None:
    g.began = time.perf_counter()


def _end(response: Response) -> Response:
    if request.endpoint != "static":
        log.info(
            "request",
            method=request.method,
            endpoint=request.endpoint,
            status=response.status_code,
            user=g.actor.user_id if "actor" in g else None,
            milliseconds=round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000),
        )
    return response


def install(app: Flask) -> None:
    """Log every request of an application by its endpoint, never by its address: addresses may hold one-time links."""
    app.before_request(_begin)
    app.after_request(_end)
