"""The public pages of texts that applicants accept, in all their versions."""

from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from platform_app.screening.texts import TextKind, versions_of
from platform_app.screening.views.blueprint import blueprint
from platform_app.web.access import public
from platform_app.web.render import render


@blueprint.get("/privacy")
@public
def show_privacy() -> ResponseReturnValue:
    """How data of applicants and of the people they name is used."""
    return _page(TextKind.NOTICE)


@blueprint.get("/pledge")
@public
def show_pledge() -> ResponseReturnValue:
    """The pledge against anti-social forces."""
    return _page(TextKind.PLEDGE)


def _page(kind: TextKind) -> ResponseReturnValue:
    *former, newest = versions_of(kind)
    locale = get_locale()
    return render(
        "screening/text_show.html", is_notice=kind is TextKind.NOTICE, newest=newest, former=former[::-1],
        text_language=locale.language if locale else "ja",
    )
