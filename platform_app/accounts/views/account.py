"""The person's own account: name, language, password, address, sessions, and the member acted for."""

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from platform_app.accounts.forms import AddressForm, ChangePasswordForm, ProfileForm
from platform_app.accounts.permissions import USE_ACCOUNT
from platform_app.accounts.queries import get_user, list_sessions
from platform_app.accounts.rules import acting_choices
from platform_app.accounts.services import (
    change_password,
    change_profile,
    choose_acting_for,
    end_session,
    request_address_change,
    shortest_for,
)
from platform_app.accounts.views.base import are_same, blueprint, safe_path
from platform_app.kernel.clock import now
from platform_app.kernel.errors import InvalidInput, NotFound, RuleViolation
from platform_app.web.access import current_actor, requires, writes
from platform_app.web.forms import ActionForm
from platform_app.web.render import render
from platform_app.web.words import say


def _own() -> tuple[int, int]:
    """The ids of the person and of the session at hand."""
    actor = current_actor()
    if actor.user_id is None or actor.session_id is None:
        raise NotFound()
    return actor.user_id, actor.session_id


@blueprint.get("/account")
@requires(USE_ACCOUNT)
def show_account() -> ResponseReturnValue:
    """What is known of the account, and where it is signed in."""
    form, user = ProfileForm(), get_user(_own()[0])
    form.name.data, form.locale.data = user.name, user.locale
    return _account_page(form)


@blueprint.post("/account")
@requires(USE_ACCOUNT)
@writes
def send_account() -> ResponseReturnValue:
    """Change name and language."""
    form = ProfileForm()
    if not form.accepts():
        return _account_page(form, status=400)
    change_profile(user_id=_own()[0], name=form.name.data, locale=form.locale.data, by=current_actor(), at=now())
    return redirect(url_for("accounts.show_account"), 303)


def _account_page(form: ProfileForm, *, status: int = 200) -> Response:
    user_id, session_id = _own()
    sessions = list_sessions(user_id, now())
    return render("accounts/account_show.html", status=status, form=form, user=get_user(user_id), sessions=sessions, session_id=session_id)


@blueprint.post("/account/sessions/<int:session_id>/end")
@requires(USE_ACCOUNT)
@writes
def send_session_end(session_id: int) -> ResponseReturnValue:
    """End one session, on whatever machine."""
    end_session(user_id=_own()[0], session_id=session_id, by=current_actor(), at=now())
    return redirect(url_for("accounts.show_account"), 303)


@blueprint.get("/account/password")
@requires(USE_ACCOUNT)
def begin_password_change() -> ResponseReturnValue:
    """Ask for the current and the new password."""
    return _password_page(ChangePasswordForm())


@blueprint.post("/account/password")
@requires(USE_ACCOUNT)
@writes
def send_password_change() -> ResponseReturnValue:
    """Set the new password; the other sessions end."""
    form = ChangePasswordForm()
    if not form.accepts() or not are_same(form):
        return _password_page(form, status=400)
    user_id, session_id = _own()
    passwords = {"current": form.current_password.data, "password": form.password.data}
    try:
        is_changed = change_password(user_id=user_id, session_id=session_id, **passwords, by=current_actor(), at=now())
    except RuleViolation as error:
        form.refuse(error)
        return _password_page(form, status=400)
    if not is_changed:
        form.current_password.errors = [say("accounts.password_wrong")]
        return _password_page(form, status=400)
    return redirect(url_for("accounts.show_account"), 303)


def _password_page(form: ChangePasswordForm, *, status: int = 200) -> Response:
    user_id, _ = _own()
    least = shortest_for(user_id=user_id, at=now())
    return render("accounts/password_change.html", status=status, form=form, email=get_user(user_id).email, least=least)


@blueprint.get("/account/email")
@requires(USE_ACCOUNT)
def begin_address_change() -> ResponseReturnValue:
    """Ask for the new address."""
    return _address_page(AddressForm())


@blueprint.post("/account/email")
@requires(USE_ACCOUNT)
@writes
def send_address_change() -> ResponseReturnValue:
    """Send a link to the new address."""
    form = AddressForm()
    if not form.accepts():
        return _address_page(form, status=400)
    user_id, session_id = _own()
    given = {"password": form.current_password.data, "email": form.email.data}
    try:
        is_sent = request_address_change(user_id=user_id, session_id=session_id, **given, by=current_actor(), at=now())
    except InvalidInput as error:
        form.refuse(error)
        return _address_page(form, status=400)
    if not is_sent:
        form.current_password.errors = [say("accounts.password_wrong")]
        return _address_page(form, status=400)
    return _address_page(form, sent_to=form.email.data)


def _address_page(form: AddressForm, *, status: int = 200, sent_to: str = "") -> Response:
    return render("accounts/address_change.html", status=status, form=form, email=get_user(_own()[0]).email, sent_to=sent_to)


@blueprint.post("/account/acting-for")
@requires(USE_ACCOUNT)
@writes
def send_acting_for() -> ResponseReturnValue:
    """Choose the member whose affairs to see to."""
    member = request.form.get("member_id", "")
    if not member:
        raise InvalidInput()
    if not member.isdecimal() or len(member) > 9:
        raise NotFound()
    choose_acting_for(session_id=_own()[1], member_id=int(member), by=current_actor(), at=now())
    return redirect(safe_path(request.form.get("next")), 303)


@blueprint.get("/account/acting-for")
@requires(USE_ACCOUNT)
def begin_acting_for() -> ResponseReturnValue:
    """Ask for which member to act, with what is held for each."""
    actor = current_actor()
    choices = acting_choices(actor.grants, actor.acting_for)
    return render("accounts/acting_for.html", choices=choices, form=ActionForm(), next=safe_path(request.args.get("next")))
