"""Rendering: a page with its status."""

from flask import Response, make_response, render_template


def render(template: str, *, status: int = 200, **context: object) -> Response:
    """A page from a template of `templates/`, with what every page knows (see `app.py`)."""
    return make_response(render_template(template, **context), status)
