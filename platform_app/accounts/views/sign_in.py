"""Signing in and out, and coming back to what was being done."""

from flask import Response, redirect, request, session
from flask.typing import ResponseReturnValue

from platform_app.accounts.forms import SignInForm
from platform_app.accounts.kept import unseal
from platform_app.accounts.permissions import USE_ACCOUNT
from platform_app.accounts.queries import find_user_of_token, get_user
from platform_app.accounts.rules import UserStatus
from platform_app.accounts.services import SignInOutcome, choose_language, end_sessions, sign_in, sign_out
from platform_app.accounts.views.base import (
    blueprint,
    carry_form,
    enter_session,
    go_on,
    kept_page,
    known_device,
    network,
    remember_device,
    safe_path,
    user_agent,
)
from platform_app.kernel.clock import now
from platform_app.kernel.errors import InvalidInput
from platform_app.web.access import current_actor, public, requires, writes
from platform_app.web.browser import carried_token, leave
from platform_app.web.i18n import LANGUAGES
from platform_app.web.render import render
from platform_app.web.words import say


@blueprint.get("/sign-in")
@public
def begin_sign_in() -> ResponseReturnValue:
    """The form; somebody who is signed in goes on at once."""
    if current_actor().is_signed_in:
        return redirect(safe_path(request.args.get("next")))
    form = SignInForm()
    form.next.data = safe_path(request.args.get("next"), "")
    return _page(form)


@blueprint.post("/sign-in")
@public
@writes
def send_sign_in() -> ResponseReturnValue:
    """Sign in. A refusal says nothing about whether there is such an account."""
    form = SignInForm()
    if not form.accepts():
        return _page(form, status=400)
    result = sign_in(
        email=form.email.data,
        password=form.password.data,
        network=network(),
        device=known_device(),
        user_agent=user_agent(),
        by=current_actor(),
        at=now(),
    )
    if result.outcome is SignInOutcome.REFUSED or result.token is None or result.user_id is None:
        form.form_errors = [say("accounts.sign_in_refused")]
        return _page(form, status=400)
    enter_session(result.token, result.user_id)
    kept = unseal(form.kept.data or "", user_id=result.user_id, at=now())
    if kept is not None:
        return remember_device(kept_page(kept), result.user_id)
    return go_on("/account/password" if result.needs_longer_password else safe_path(form.next.data), result.user_id)


def _page(form: SignInForm, *, status: int = 200, is_expired: bool = False, texts: list[tuple[str, str]] | None = None) -> Response:
    return render("accounts/sign_in.html", status=status, form=form, is_expired=is_expired, texts=texts or [])


def ask_to_sign_in() -> Response:
    """The page for whoever must sign in first: it leads back, with the text of a form that was sent.

    It is called for a POST only after its CSRF token was found right.
    """
    form = SignInForm(formdata=None)
    token, texts = carried_token(), []
    if request.method != "POST":
        form.next.data = safe_path(request.full_path.rstrip("?"), "")
    elif token is not None:
        user_id = find_user_of_token(token=token)
        texts = carry_form(form, user_id if user_id is not None and _has_password(user_id) else None)
    return _page(form, status=401, is_expired=token is not None, texts=texts)


def _has_password(user_id: int) -> bool:
    """Whether the person can sign in here; an applicant comes back by a link in a mail, and copies the text."""
    return get_user(user_id).status is UserStatus.ACTIVE


@blueprint.post("/sign-out")
@public
@writes
def send_sign_out() -> ResponseReturnValue:
    """End this session; without one there is nothing to do."""
    actor = current_actor()
    if actor.session_id is not None:
        sign_out(session_id=actor.session_id, by=actor, at=now())
    leave()
    return redirect("/", 303)


@blueprint.post("/sign-out-everywhere")
@requires(USE_ACCOUNT)
@writes
def send_sign_out_everywhere() -> ResponseReturnValue:
    """End all of the person's sessions, this one too."""
    actor = current_actor()
    if actor.user_id is not None:
        end_sessions(user_id=actor.user_id, by=actor, at=now())
    leave()
    return redirect("/sign-in", 303)


@blueprint.post("/language")
@public
@writes
def send_language() -> ResponseReturnValue:
    """Choose the language of pages in this browser, and of the account if one is signed in."""
    language, actor = request.form.get("language", ""), current_actor()
    if language not in LANGUAGES:
        raise InvalidInput(code="accounts.language_unknown")
    session["language"] = language
    if actor.is_signed_in and actor.user_id is not None:
        choose_language(user_id=actor.user_id, locale=language, by=actor, at=now())
    return redirect(safe_path(request.form.get("next"), "/"), 303)
