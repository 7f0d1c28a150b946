"""Pages of one-time links: invitation, new password, new address. Opening one changes nothing; only its button does."""

from flask import Response
from flask.typing import ResponseReturnValue

from platform_app.accounts.forms import AcceptForm, ForgottenForm, NewPasswordForm
from platform_app.accounts.queries import User, get_user
from platform_app.accounts.services import (
    accept_invitation,
    complete_address_change,
    open_session,
    request_reset,
    reset_password,
)
from platform_app.accounts.views.base import HOME, are_same, blueprint, dead_link_page, enter_session, go_on, network, user_agent
from platform_app.kernel.clock import now
from platform_app.kernel.errors import RuleViolation
from platform_app.mail.rules import Link, LinkPurpose, LinkUnusable
from platform_app.mail.services import find_link
from platform_app.web.access import current_actor, public, writes
from platform_app.web.forms import ActionForm, PlatformForm
from platform_app.web.render import render

_FORGOTTEN = "/password/forgotten"


@blueprint.get("/invitations/<string:token>")
@public
def show_invitation(token: str) -> ResponseReturnValue:
    """Ask for name and password."""
    try:
        link = find_link(token=token, purpose=LinkPurpose.INVITATION, at=now())
    except LinkUnusable as error:
        return dead_link_page(error)
    user, form = get_user(link.subject_id), AcceptForm()
    form.name.data = user.name
    return _password_page("accounts/invitation_accept.html", form, user)


@blueprint.post("/invitations/<string:token>")
@public
@writes
def send_invitation(token: str) -> ResponseReturnValue:
    """Set name and password, and sign in."""
    try:
        link = find_link(token=token, purpose=LinkPurpose.INVITATION, at=now())
    except LinkUnusable as error:
        return dead_link_page(error)
    form = AcceptForm()
    if not form.accepts() or not are_same(form):
        return _password_page("accounts/invitation_accept.html", form, get_user(link.subject_id), status=400)
    try:
        user_id = accept_invitation(link=link, name=form.name.data, password=form.password.data, by=current_actor(), at=now())
    except RuleViolation as error:
        form.refuse(error)
        return _password_page("accounts/invitation_accept.html", form, get_user(link.subject_id), status=400)
    return _entered(user_id, HOME)


@blueprint.get("/password/forgotten")
@public
def begin_reset() -> ResponseReturnValue:
    """Ask for the address."""
    return render("accounts/password_forgotten.html", form=ForgottenForm(), is_sent=False)


@blueprint.post("/password/forgotten")
@public
@writes
def send_reset_request() -> ResponseReturnValue:
    """Take the address; the page is the same whether or not there is such an account."""
    form = ForgottenForm()
    if not form.accepts():
        return render("accounts/password_forgotten.html", status=400, form=form, is_sent=False)
    request_reset(email=form.email.data, network=network(), by=current_actor(), at=now())
    return render("accounts/password_forgotten.html", form=form, is_sent=True)


@blueprint.get("/password/reset/<string:token>")
@public
def show_reset(token: str) -> ResponseReturnValue:
    """Ask for the new password."""
    try:
        link = find_link(token=token, purpose=LinkPurpose.PASSWORD_RESET, at=now())
    except LinkUnusable as error:
        return dead_link_page(error, again=_FORGOTTEN)
    return _password_page("accounts/password_reset.html", NewPasswordForm(), get_user(link.subject_id))


@blueprint.post("/password/reset/<string:token>")
@public
@writes
def send_reset(token: str) -> ResponseReturnValue:
    """Set the new password, end all sessions and sign in."""
    try:
        link = find_link(token=token, purpose=LinkPurpose.PASSWORD_RESET, at=now())
    except LinkUnusable as error:
        return dead_link_page(error, again=_FORGOTTEN)
    form = NewPasswordForm()
    if not form.accepts() or not are_same(form):
        return _password_page("accounts/password_reset.html", form, get_user(link.subject_id), status=400)
    try:
        user_id = reset_password(link=link, password=form.password.data, by=current_actor(), at=now())
    except RuleViolation as error:
        form.refuse(error)
        return _password_page("accounts/password_reset.html", form, get_user(link.subject_id), status=400)
    return _entered(user_id, HOME)


@blueprint.get("/account/address/<string:token>")
@public
def show_address(token: str) -> ResponseReturnValue:
    """Ask to confirm the new address."""
    try:
        link = find_link(token=token, purpose=LinkPurpose.ADDRESS_CHANGE, at=now())
    except LinkUnusable as error:
        return dead_link_page(error, again="/account/email")
    return _address_page(link)


@blueprint.post("/account/address/<string:token>")
@public
@writes
def send_address(token: str) -> ResponseReturnValue:
    """Put the new address into force."""
    try:
        link = find_link(token=token, purpose=LinkPurpose.ADDRESS_CHANGE, at=now())
    except LinkUnusable as error:
        return dead_link_page(error, again="/account/email")
    complete_address_change(link=link, by=current_actor(), at=now())
    return _address_page(link, is_done=True)


def _address_page(link: Link, *, is_done: bool = False) -> Response:
    return render("accounts/address_confirm.html", address=link.address, form=ActionForm(), is_done=is_done)


def _password_page(template: str, form: PlatformForm, user: User, *, status: int = 200) -> Response:
    return render(template, status=status, form=form, email=user.email)


def _entered(user_id: int, path: str) -> Response:
    token = open_session(user_id=user_id, by=current_actor(), at=now(), user_agent=user_agent())
    enter_session(token, user_id)
    return go_on(path, user_id)
