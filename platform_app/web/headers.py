"""Headers on every response, errors and static files too. Source: OWASP Secure Headers; CSP Level 3."""

import secrets

from flask import Flask, Response, g, request

_NONCE_BYTES = 16
_YEAR_SECONDS = 31_536_000


def script_nonce() -> str:
    """The nonce of this response's policy, made once for each request."""
    if "script_nonce" not in g:
        g.script_nonce = secrets.token_urlsafe(_NONCE_BYTES)
    return str(g.script_nonce)


def _policy() -> str:
    return "; ".join((
        "default-src 'none'",
        f"script-src 'self' 'nonce-{script_nonce()}'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ))


def _protect(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", _policy())
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "no-referrer"
    headers["X-Frame-Options"] = "DENY"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"
    headers["X-Request-ID"] = g.get("request_id", "")
    if request.is_secure:
        headers["Strict-Transport-Security"] = f"max-age={_YEAR_SECONDS}; includeSubDomains"
    if request.endpoint != "static" or response.status_code >= 400:
        if "no-store" not in headers.get("Cache-Control", ""):
            headers["Cache-Control"] = "no-store"
    elif "v" in request.args:
        headers["Cache-Control"] = f"public, max-age={_YEAR_SECONDS}, immutable"
    return response


def install(app: Flask) -> None:
    """Send the headers with every response of an application."""
    app.after_request(_protect)
    app.jinja_env.globals["script_nonce"] = script_nonce
