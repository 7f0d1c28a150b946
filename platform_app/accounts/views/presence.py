"""The password once more, before what a machine left alone must not be enough for; and the way back to what was being done."""

from flask import Response, redirect, request
from flask.typing import ResponseReturnValue

from platform_app.accounts.forms import PresenceForm
from platform_app.accounts.kept import unseal
from platform_app.accounts.permissions import USE_ACCOUNT
from platform_app.accounts.queries import get_user
from platform_app.accounts.rules import PRESENCE_VALID
from platform_app.accounts.services import confirm_presence
from platform_app.accounts.views.base import blueprint, carry_form, kept_page, safe_path
from platform_app.kernel.clock import now
from platform_app.kernel.errors import NotFound
from platform_app.web.access import current_actor, requires, writes
from platform_app.web.render import render
from platform_app.web.words import say


@blueprint.get("/account/confirm")
@requires(USE_ACCOUNT)
def begin_confirmation() -> ResponseReturnValue:
    """Ask for the password, for whoever wants to be asked before a longer work."""
    form = PresenceForm()
    form.next.data = safe_path(request.args.get("next"), "")
    return _page(form)


@blueprint.post("/account/confirm")
@requires(USE_ACCOUNT)
@writes
def send_confirmation() -> ResponseReturnValue:
    """Take the password, and go back to what was asked for or sent."""
    form = PresenceForm()
    if not form.accepts():
        return _page(form, status=400)
    if not confirm_presence(password=form.password.data, by=current_actor(), at=now()):
        form.password.errors = [say("accounts.password_wrong")]
        return _page(form, status=400)
    kept = unseal(form.kept.data or "", user_id=_user_id(), at=now())
    return kept_page(kept) if kept is not None else redirect(safe_path(form.next.data), 303)


def ask_for_presence() -> Response:
    """The page for whoever must prove anew to be there; it leads back, with the text of a form that was sent.

    It is called for a POST only after its CSRF token was found right.
    """
    form, texts = PresenceForm(formdata=None), []
    if request.method == "POST":
        texts = carry_form(form, _user_id())
    else:
        form.next.data = safe_path(request.full_path.rstrip("?"), "")
    return _page(form, status=401, texts=texts)


def _page(form: PresenceForm, *, status: int = 200, texts: list[tuple[str, str]] | None = None) -> Response:
    minutes = int(PRESENCE_VALID.total_seconds() // 60)
    return render("accounts/presence.html", status=status, form=form, email=get_user(_user_id()).email, minutes=minutes, texts=texts or [])


def _user_id() -> int:
    user_id = current_actor().user_id
    if user_id is None:
        raise NotFound()
    return user_id
