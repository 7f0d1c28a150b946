"""The routes as data: for operators, and for the test that tries every cell of the authorisation table."""

from typing import TypedDict

from flask import Flask

from platform_app.web.access import policy_of

_ANSWERED_BY_FLASK = frozenset({"HEAD", "OPTIONS"})


class Route(TypedDict):
    """One route; `policy` is `public` or the code of a permission, `package` the package that owns the page."""

    endpoint: str
    path: str
    methods: list[str]
    policy: str | None
    package: str


def list_routes(app: Flask) -> list[Route]:
    """Every route, static files too, by path and methods."""
    found = [
        Route(
            endpoint=rule.endpoint,
            path=rule.rule,
            methods=sorted((rule.methods or set()) - _ANSWERED_BY_FLASK),
            policy=policy_of(app, rule.endpoint),
            package=_package(app, rule.endpoint),
        )
        for rule in app.url_map.iter_rules()
    ]
    return sorted(found, key=lambda route: (route["path"], route["methods"]))


def _package(app: Flask, endpoint: str) -> str:
    module = app.view_functions[endpoint].__module__.split(".")
    return module[1] if module[0] == "platform_app" and len(module) > 2 else "web"
